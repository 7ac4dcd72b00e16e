import { type CumulativeSums, sumOfSquares } from "@/change_point/cumulative_sums.ts";
import type { Change } from "@/change_point/penalty.ts";

/** What {@linkcode partitionLikelihood} minimises. */
export interface PartitionLikelihoodOptions {
  /** What each segment costs beside its likelihood. */
  readonly penalty: number;
  /** The fewest observations a segment may have. */
  readonly minimumLength: number;
  /** Whether a segment also costs the logarithm of its length. */
  readonly weighLength: boolean;
  /** Whether to drop starts only where it is certain that they cannot win, or as R's changepoint 2.3 does. */
  readonly pruning: "exact" | "changepoint";
}

/** A segment's variance is taken as this when it has none, as R's changepoint does; the unit is that of the data, squared. */
const LEAST_VARIANCE = 1e-11;

/**
 * What a segment costs: minus twice its maximised normal log likelihood, or for a change of the mean alone the sum of
 * squares (the variance taken as 1).
 */
export function segmentCost(totals: CumulativeSums, change: Change): (start: number, end: number) => number {
  if (change === "mean") return (start, end) => sumOfSquares(totals, start, end);
  const { squares } = totals;
  const rounding = 4 * Number.EPSILON * squares.at(-1)!;
  const perObservation = Math.log(2 * Math.PI) + 1;
  if (change === "variance") {
    return (start, end) => {
      const length = end - start;
      const sum = squares[end]! - squares[start]!;
      return length * (perObservation + Math.log((sum <= rounding ? LEAST_VARIANCE : sum) / length));
    };
  }
  return (start, end) => {
    const length = end - start;
    const sum = sumOfSquares(totals, start, end);
    return length * (perObservation + Math.log(sum <= rounding ? LEAST_VARIANCE : sum / length));
  };
}

/**
 * Finds the best last segment of every beginning of a series by pruned dynamic programming (PELT: Killick, Fearnhead &
 * Eckley 2012).
 *
 * A start is dropped once splitting its segment would have been cheaper already. Two additions keep that exact where the
 * published rule is not: with a minimum length L, the split only becomes available L observations later, so the start is
 * kept as long; with the length weighed, a segment may be cheaper than its halves, so what that can bring at most is
 * granted.
 *
 * @returns Where the last segment of the first t observations starts, at t.
 */
export function partitionLikelihood(
  n: number,
  cost: (start: number, end: number) => number,
  { penalty, minimumLength, weighLength, pruning }: PartitionLikelihoodOptions,
): Int32Array {
  const costs = new Float64Array(n + 1);
  const starts = new Int32Array(n + 1);
  const candidates = new Int32Array(n + 1);
  const candidateCosts = new Float64Array(n + 1);
  const droppedFrom = new Int32Array(n + 1).fill(n + 1);
  const logarithm = (length: number) => weighLength ? Math.log(length) : 0;
  const exact = pruning === "exact";
  let count = 0;
  costs[0] = -penalty;
  for (let end = minimumLength; end <= n; end++) {
    const newest = end - minimumLength;
    if (newest === 0 || newest >= minimumLength) candidates[count++] = newest;
    let least = Infinity;
    for (let i = 0; i < count; i++) {
      const start = candidates[i]!;
      const total = costs[start]! + cost(start, end) + logarithm(end - start) + penalty;
      candidateCosts[i] = total;
      if (total < least) {
        least = total;
        starts[end] = start;
      }
    }
    costs[end] = least;
    if (end < 2 * minimumLength && !exact) continue;
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const start = candidates[i]!;
      const grant = exact && weighLength && end < n ? Math.log((n - start) / (n - end)) - Math.log(end - start) : 0;
      if (candidateCosts[i]! + grant > least + penalty) {
        droppedFrom[start] = Math.min(droppedFrom[start]!, exact ? end + minimumLength : end);
      }
      if (droppedFrom[start]! > end + (exact ? 1 : 0)) candidates[kept++] = start;
    }
    count = kept;
  }
  return starts;
}
