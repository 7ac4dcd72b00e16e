/** Running sums of a series, from which the sum of squares of any stretch follows in a few operations. */
export interface CumulativeSums {
  /** The mean of the series; the sums are of deviations from it, which keeps their digits. */
  readonly mean: number;
  /** `sums[i]` is the sum of the first i deviations; one longer than the series. */
  readonly sums: Float64Array;
  /** `squares[i]` is the sum of the squares of the first i deviations. */
  readonly squares: Float64Array;
}

/**
 * Sums up a series.
 *
 * @throws {RangeError} If a value is not finite: drop or model missing values first.
 *
 * @example
 * ```ts
 * import { cumulativeSums } from "@/change_point/cumulative_sums.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { mean, squares } = cumulativeSums([1, 2, 3]);
 * assertEquals([mean, ...squares], [2, 0, 1, 1, 2]);
 * ```
 */
export function cumulativeSums(series: ArrayLike<number>): CumulativeSums {
  const n = series.length;
  const first = series[0] ?? 0; // a constant series has deviations of exactly zero from it
  let total = 0;
  for (let i = 0; i < n; i++) {
    const value = series[i]!;
    if (!Number.isFinite(value)) {
      throw new RangeError(`Cannot look for changes: every value must be finite, current value at ${i} is ${value}`);
    }
    total += value - first;
  }
  const mean = n === 0 ? 0 : first + total / n;
  const sums = new Float64Array(n + 1);
  const squares = new Float64Array(n + 1);
  for (let i = 0; i < n; i++) {
    const deviation = series[i]! - mean;
    sums[i + 1] = sums[i]! + deviation;
    squares[i + 1] = squares[i]! + deviation * deviation;
  }
  return { mean, sums, squares };
}

/** The sum of squares about their own mean of the observations from `start` to before `end`; never below zero. */
export function sumOfSquares({ sums, squares }: CumulativeSums, start: number, end: number): number {
  const sum = sums[end]! - sums[start]!;
  return Math.max(0, squares[end]! - squares[start]! - sum * sum / (end - start));
}
