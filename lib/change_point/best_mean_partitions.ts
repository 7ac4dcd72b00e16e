import { type CumulativeSums, sumOfSquares } from "@/change_point/cumulative_sums.ts";
import { partitionMeans } from "@/change_point/partition_means.ts";

/**
 * The cuts of a series of least sum of squares about the segment means: of one cut, of two, and so on, each found when it
 * is asked for.
 *
 * @param totals The sums of the series.
 * @param minimumLength The fewest observations a segment may have.
 * @returns A generator of rising indices, each the first observation after a cut; it ends when no more cuts fit.
 *
 * @example
 * ```ts
 * import { bestMeanPartitions } from "@/change_point/best_mean_partitions.ts";
 * import { cumulativeSums } from "@/change_point/cumulative_sums.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const [one, two] = bestMeanPartitions(cumulativeSums([1, 1, 1, 5, 5, 2]), 1);
 * assertEquals([one, two], [[3], [3, 5]]);
 * ```
 */
export function* bestMeanPartitions(totals: CumulativeSums, minimumLength: number): Generator<readonly number[]> {
  const n = totals.sums.length - 1;
  const starts: Int32Array[] = [];
  let before = Float64Array.from(
    { length: n + 1 },
    (_, i) => i < minimumLength ? Infinity : sumOfSquares(totals, 0, i),
  );
  while ((starts.length + 2) * minimumLength <= n) {
    const costs = new Float64Array(n + 1).fill(Infinity);
    const last = new Int32Array(n + 1);
    partitionMeans(totals, { penalty: 0, minimumLength, weighLength: false, before, costs, starts: last });
    starts.push(last);
    before = costs;
    yield backtrack(starts, n);
  }
}

/** The cuts that lead to n, one for each table of where the last segment starts. */
export function backtrack(starts: readonly Int32Array[], n: number): number[] {
  const cuts: number[] = [];
  let end = n;
  for (let level = starts.length - 1; level >= 0; level--) cuts.push(end = starts[level]![end]!);
  return cuts.reverse();
}
