import type { TestResult } from "@/change_point/test_change.ts";
import { cumulativeSums } from "@/change_point/cumulative_sums.ts";
import { design, growingFit } from "@/change_point/residual_sums.ts";

/** How {@linkcode testCusum} scales and what it fits. */
export interface CusumOptions {
  /** The regressors by column, a constant among them; only a constant when left out. */
  readonly regressors?: readonly ArrayLike<number>[];
  /** The long-run variance of the errors, where they are autocorrelated; their residual variance when left out. */
  readonly longRunVariance?: number;
}

/** The path of the cumulated residuals and the test on its largest distance from zero. */
export interface CusumTest extends TestResult {
  /** One longer than the series, from 0 to 0. */
  readonly process: Float64Array;
}

/**
 * The CUSUM test of a change on the residuals of least squares (Ploberger & Krämer 1992), as strucchange's
 * `efp(type = "OLS-CUSUM")`; under no change its path tends to a Brownian bridge (Kolmogorov's law).
 *
 * @param series Finite values in order of time.
 * @returns The test, or undefined where the residuals have no variance to compare with.
 * @throws {RangeError} If a value is not finite, or there are no more observations than regressors.
 *
 * @example
 * ```ts
 * import { testCusum } from "@/change_point/test_cusum.ts";
 * import { assert } from "@std/assert";
 *
 * assert(testCusum([1, 3, 2, 1, 3, 2, 21, 23, 22, 21, 23, 22])!.pValue < 0.02);
 * ```
 */
export function testCusum(series: ArrayLike<number>, options: CusumOptions = {}): CusumTest | undefined {
  const n = series.length;
  const columns = options.regressors?.length ?? 1;
  if (n <= columns) {
    throw new RangeError(
      `Cannot run a CUSUM test: more observations than regressors needed, current numbers are ${n} and ${columns}`,
    );
  }
  const residuals = options.regressors === undefined ? deviations(series) : residualsOf(series, options.regressors);
  const totals = cumulativeSums(residuals);
  const variance = options.longRunVariance ?? totals.squares[n]! / (n - columns);
  if (!(variance > 0)) return undefined;
  const scale = Math.sqrt(variance * n);
  const process = new Float64Array(n + 1);
  let sum = 0;
  for (let i = 0; i < n; i++) process[i + 1] = (sum += residuals[i]!) / scale;
  const statistic = process.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  return { process, statistic, pValue: kolmogorovTail(statistic) };
}

function deviations(series: ArrayLike<number>): Float64Array {
  const { mean } = cumulativeSums(series);
  return Float64Array.from(series, (value) => value - mean);
}

function residualsOf(series: ArrayLike<number>, regressors: readonly ArrayLike<number>[]): Float64Array {
  cumulativeSums(series); // refuses values that are not finite
  const n = series.length;
  const fit = growingFit(design(regressors, n), series);
  for (let i = 0; i < n; i++) fit.add(i);
  const coefficients = fit.coefficients();
  return Float64Array.from(
    { length: n },
    (_, i) => regressors.reduce((residual, column, j) => residual - coefficients[j]! * column[i]!, series[i]!),
  );
}

/** The probability that the largest distance of a Brownian bridge from zero exceeds a value (Kolmogorov 1933). */
function kolmogorovTail(value: number): number {
  if (value < 0.1) return 1;
  let sum = 0;
  for (let i = 1; i <= 100; i++) sum += (i % 2 === 1 ? 2 : -2) * Math.exp(-2 * i * i * value * value);
  return Math.min(1, sum);
}
