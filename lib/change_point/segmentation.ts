import { type CumulativeSums, cumulativeSums, sumOfSquares } from "@/change_point/cumulative_sums.ts";
import { partitionLikelihood, segmentCost } from "@/change_point/partition_likelihood.ts";
import { partitionMeans } from "@/change_point/partition_means.ts";
import { type Change, type Penalty, penaltyValue } from "@/change_point/penalty.ts";

/** How {@linkcode segmentation} cuts a series. */
export interface SegmentationOptions {
  /** What changes from one segment to the next; the mean when left out. */
  readonly change?: Change;
  /** The price of a change; `"MBIC"` when left out. */
  readonly penalty?: Penalty;
  /** The fewest observations a segment may have: 1 for the mean, else 2, when left out. */
  readonly minimumSegmentLength?: number;
  /**
   * `"exact"`, the default, finds the cheapest segmentation. `"changepoint"` drops candidates as R's changepoint 2.3
   * does, which under MBIC, or with a minimum length, may miss it: for comparing with results from there.
   */
  readonly pruning?: "exact" | "changepoint";
}

/** A stretch of a series between two changes. */
export interface Segment {
  /** The index of its first observation. */
  readonly start: number;
  /** The index after its last observation. */
  readonly end: number;
  readonly mean: number;
  /** The maximum likelihood variance (divided by the number of observations), about the mean of the segment. */
  readonly variance: number;
}

/** A series cut into segments. */
export interface Segmentation {
  /** The index of the first observation after each change, rising: as many observations lie before it. */
  readonly changePoints: readonly number[];
  readonly segments: readonly Segment[];
  /**
   * What the segments cost without the price of the changes: the sums of squares (mean), or minus twice the maximised
   * log likelihood; with MBIC also the logarithms of the lengths.
   */
  readonly cost: number;
  /** The price of each change that was used. */
  readonly penalty: number;
}

/**
 * Cuts a series into the segments that cost least, a price for each change added: exact penalised segmentation.
 *
 * The price is in units of twice the log likelihood of independent normal data; for a change of the mean that means a
 * variance of 1, so divide the series by the standard deviation of its noise first. On autocorrelated data every usual
 * price finds changes that are none: {@linkcode changePoints} chooses one that does not.
 *
 * Results and conventions are those of R's changepoint (`cpt.mean`, `cpt.var`, `cpt.meanvar` with method PELT; a change
 * of the variance is about the mean of the whole series). The mean uses functional pruning (Maidstone, Hocking, Rigaill
 * & Fearnhead 2017), the others PELT (Killick, Fearnhead & Eckley 2012), made exact for minimum lengths and MBIC.
 *
 * @param series Finite values in order of time, at least two minimum lengths of them to hold a change.
 * @throws {RangeError} If the series is empty or holds a value that is not finite, or an option is out of range.
 *
 * @example
 * ```ts
 * import { segmentation } from "@/change_point/segmentation.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { changePoints, segments } = segmentation([0.2, -0.1, 0.1, 9.8, 10.1, 10.0], { penalty: "SIC" });
 * assertEquals(changePoints, [3]);
 * assertEquals(segments.map((segment) => segment.mean.toFixed(2)), ["0.07", "9.97"]);
 * assertEquals(segmentation([0.2, -0.1, 0.1, -0.3]).changePoints, []);
 * ```
 */
export function segmentation(series: ArrayLike<number>, options: SegmentationOptions = {}): Segmentation {
  const { change = "mean", penalty = "MBIC", pruning = "exact" } = options;
  const n = series.length;
  const least = change === "mean" ? 1 : 2;
  const minimumLength = options.minimumSegmentLength ?? least;
  if (n === 0) throw new RangeError("Cannot segment a series: it must hold a value, current length is 0");
  if (!Number.isInteger(minimumLength) || minimumLength < least) {
    throw new RangeError(
      `Cannot segment a series by its ${change}: the minimum segment length must be a whole number of at least ${least}, current value is ${minimumLength}`,
    );
  }
  const totals = cumulativeSums(series);
  const price = penaltyValue(penalty, n, change);
  const weighLength = penalty === "MBIC";
  const cost = segmentCost(totals, change);
  const settings = { penalty: price, minimumLength, weighLength };
  const changePoints: readonly number[] = n < 2 * minimumLength
    ? []
    : change === "mean" && pruning === "exact"
    ? backtrack(freeMeans(totals, settings), n)
    : backtrack(partitionLikelihood(n, cost, { ...settings, pruning }), n);
  const ends = [...changePoints, n];
  return {
    changePoints,
    segments: segmentsBetween(totals, ends),
    cost: ends.reduce((sum, end, i) => {
      const start = ends[i - 1] ?? 0;
      return sum + cost(start, end) + (weighLength ? Math.log(end - start) : 0);
    }, 0),
    penalty: price,
  };
}

function freeMeans(
  totals: CumulativeSums,
  settings: { penalty: number; minimumLength: number; weighLength: boolean },
): Int32Array {
  const n = totals.sums.length - 1;
  const costs = new Float64Array(n + 1).fill(Infinity);
  const starts = new Int32Array(n + 1);
  costs[0] = -settings.penalty;
  partitionMeans(totals, { ...settings, before: costs, costs, starts });
  return starts;
}

function backtrack(starts: Int32Array, n: number): number[] {
  const changePoints: number[] = [];
  for (let end = starts[n]!; end > 0; end = starts[end]!) changePoints.push(end);
  return changePoints.reverse();
}

/** The segments that end at the given indices, with their means and variances. */
export function segmentsBetween(totals: CumulativeSums, ends: readonly number[]): Segment[] {
  return ends.map((end, i) => {
    const start = ends[i - 1] ?? 0;
    return {
      start,
      end,
      mean: totals.mean + (totals.sums[end]! - totals.sums[start]!) / (end - start),
      variance: sumOfSquares(totals, start, end) / (end - start),
    };
  });
}
