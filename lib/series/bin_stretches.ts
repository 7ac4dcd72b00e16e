/** How values of several stretches make the value of one bin. */
export type Aggregate = "mean" | "sum" | "max";

/** Values that each hold for a stretch of time; the stretches rise and do not overlap. */
export interface Stretches {
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  /** NaN where nothing was observed. */
  readonly values: Float64Array;
  /** The part of each stretch that was observed; all of it when left out. */
  readonly coverage?: Float64Array;
}

/** What falls into each bin. */
export interface Binned {
  readonly values: Float64Array;
  readonly coverage: Float64Array;
  readonly gaps: number;
  /** Gaps of which a part was observed. */
  readonly partial: number;
}

/**
 * Puts stretches into bins by the time they share: the mean weighted by time, the sum by the part of a stretch in the
 * bin, the largest value of a stretch that reaches into it.
 *
 * A bin observed for less than the minimum coverage is a gap; nothing is scaled up or filled in.
 *
 * @param edges The edges of the bins, rising.
 * @param minimumCoverage The least part of a bin, 0 to 1, that must have been observed.
 */
export function binStretches(
  { starts, ends, values, coverage: observed }: Stretches,
  edges: Float64Array,
  aggregate: Aggregate,
  minimumCoverage: number,
): Binned {
  const bins = edges.length - 1;
  const totals = new Float64Array(bins);
  const covered = new Float64Array(bins);
  if (aggregate === "max") totals.fill(-Infinity);
  let bin = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    const [start, end] = [starts[i]!, ends[i]!];
    while (bin < bins && edges[bin + 1]! <= start) bin++;
    const share = observed?.[i] ?? 1;
    for (let b = bin; b < bins && edges[b]! < end; b++) {
      const shared = Math.min(end, edges[b + 1]!) - Math.max(start, edges[b]!);
      if (aggregate === "mean") totals[b]! += value * shared * share;
      else if (aggregate === "sum") totals[b]! += value * shared / (end - start);
      else if (value > totals[b]!) totals[b] = value;
      covered[b]! += shared * share;
    }
  }
  let gaps = 0;
  let partial = 0;
  for (let b = 0; b < bins; b++) {
    const time = covered[b]!;
    const part = Math.min(1, time / (edges[b + 1]! - edges[b]!));
    if (aggregate === "mean") totals[b]! /= time;
    covered[b] = part;
    if (part === 0 || part < minimumCoverage - 1e-9) {
      totals[b] = NaN;
      gaps++;
      if (part > 0) partial++;
    }
  }
  return { values: totals, coverage: covered, gaps, partial };
}
