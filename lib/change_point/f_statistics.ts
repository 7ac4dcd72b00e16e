import { cumulativeSums, sumOfSquares } from "@/change_point/cumulative_sums.ts";
import { design, growingFit } from "@/change_point/residual_sums.ts";

/** Which dates are tried, and in what regression. */
export interface FStatisticsOptions {
  /** The regressors by column, a constant among them where one is wanted; only a constant when left out. */
  readonly regressors?: readonly ArrayLike<number>[];
  /** The first break tried: a share of the observations below 1, or how many lie before it; 0.15 when left out. */
  readonly from?: number;
  /** The last break tried, in the same terms; as far from the end as `from` is from the start when left out. */
  readonly to?: number;
}

/** The F statistic of one break against none, for every date tried. */
export interface FStatistics {
  readonly values: Float64Array;
  /** How many observations lie before the first break tried; those after follow one by one. */
  readonly from: number;
  readonly to: number;
  readonly observations: number;
  /** How many coefficients may change. */
  readonly regressors: number;
  /** The break with the largest statistic: how many observations lie before it. */
  readonly breakPoint: number;
}

/**
 * The F statistics of a change of all coefficients at each date of a range (Chow 1960, Andrews 1993), as strucchange's
 * `Fstats`: `(RSS of no break - RSS of the break) / (RSS of the break / (n - 2k))`.
 *
 * @param series Finite values in order of time.
 * @throws {RangeError} If a value is not finite, or the dates leave fewer than k + 1 observations on a side.
 *
 * @example
 * ```ts
 * import { fStatistics } from "@/change_point/f_statistics.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const series = [0.2, -0.1, 0.1, -0.2, 0, 9.8, 10.1, 10.0, 9.9, 10.2];
 * assertEquals(fStatistics(series, { from: 0.3 }).breakPoint, 5);
 * ```
 */
export function fStatistics(series: ArrayLike<number>, options: FStatisticsOptions = {}): FStatistics {
  const n = series.length;
  const { regressors, from = 0.15, to } = options;
  const k = regressors?.length ?? 1;
  const count = (bound: number) => bound < 1 ? Math.floor(bound * n) : bound;
  const first = Math.max(count(from), k + 1);
  const last = Math.min(to === undefined ? n - count(from) : count(to), n - k - 1);
  if (!Number.isInteger(first) || !Number.isInteger(last) || first > last) {
    throw new RangeError(
      `Cannot try breaks: none leaves ${
        k + 1
      } observations on either side within the range, current range is ${first} to ${last} of ${n}`,
    );
  }
  const { before, after } = regressors === undefined ? sumsAboutMeans(series) : sumsAboutRegression(regressors, series);
  const total = after[0]!;
  const values = new Float64Array(last - first + 1);
  for (let i = first; i <= last; i++) {
    const split = before[i]! + after[i]!;
    // without any residual there is a break or there is nothing at all
    values[i - first] = split > 0 ? Math.max(0, (total - split) / split * (n - 2 * k)) : total > 0 ? Infinity : 0;
  }
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return { values, from: first, to: last, observations: n, regressors: k, breakPoint: first + best };
}

interface SplitSums {
  /** The sum of squared residuals of the first i observations, at i. */
  readonly before: Float64Array;
  /** That of the observations from i on, at i. */
  readonly after: Float64Array;
}

function sumsAboutMeans(series: ArrayLike<number>): SplitSums {
  const totals = cumulativeSums(series);
  const n = series.length;
  return {
    before: Float64Array.from({ length: n + 1 }, (_, i) => i === 0 ? 0 : sumOfSquares(totals, 0, i)),
    after: Float64Array.from({ length: n + 1 }, (_, i) => i === n ? 0 : sumOfSquares(totals, i, n)),
  };
}

function sumsAboutRegression(regressors: readonly ArrayLike<number>[], series: ArrayLike<number>): SplitSums {
  cumulativeSums(series); // refuses values that are not finite
  const n = series.length;
  const fit = growingFit(design(regressors, n), series);
  const before = new Float64Array(n + 1);
  const after = new Float64Array(n + 1);
  for (let i = 0; i < n; i++) before[i + 1] = fit.add(i);
  fit.clear();
  for (let i = n - 1; i >= 0; i--) after[i] = fit.add(i);
  return { before, after };
}
