import { andrewsBandwidth, neweyWestBandwidth } from "@/robust/bandwidth.ts";
import { type Kernel, kernelWeights } from "@/robust/kernel.ts";
import { prewhiten as prewhitenScores } from "@/robust/prewhiten.ts";
import { bandwidthWeights, observedCount, type Scores, scoresOf, type TimeRegression } from "@/robust/scores.ts";
import { bartlettCovariance, weightedCovariance } from "@/robust/weighted_covariance.ts";

interface HacOptions {
  /** Whether to take a first-order vector autoregression out of the scores first. */
  readonly prewhiten?: boolean;
  /** Whether to multiply by n / (n - p), for the degrees of freedom that the coefficients took. */
  readonly adjust?: boolean;
}

/** What {@linkcode neweyWestCovariance} may be told; the defaults are those of sandwich's `NeweyWest`. */
export interface NeweyWestOptions extends HacOptions {
  /** The last lag with a weight, or "automatic" (the default) for the whole part of Newey and West's (1994) bandwidth. */
  readonly lag?: number | "automatic";
}

/** What {@linkcode kernelCovariance} may be told; the defaults are those of sandwich's `kernHAC`. */
export interface KernelCovarianceOptions extends HacOptions {
  /** "quadratic spectral" when left out. */
  readonly kernel?: Kernel;
  /** The bandwidth, or whose rule chooses it; Andrews' (1991) when left out. */
  readonly bandwidth?: number | "andrews" | "newey-west";
}

/** The covariance of the coefficients under dependent and heteroscedastic errors. */
export interface RobustCovariance {
  /** p rows of p. */
  readonly covariance: readonly Float64Array[];
  /** What lags were divided by: the kernel's scale. Newey and West's lag is one below it. */
  readonly bandwidth: number;
}

/**
 * The covariance of Newey and West (1987): Bartlett weights 1 - l / (lag + 1), as sandwich's `NeweyWest`.
 *
 * The cost does not grow with the lag. Missing times count as {@linkcode scoresOf} says.
 *
 * @param fit A regression with its rows in time order.
 * @throws {RangeError} If the lag is not a whole number from 0 below the length of the series.
 *
 * @example
 * ```ts
 * import { leastSquares } from "@/linear/least_squares.ts";
 * import { neweyWestCovariance } from "@/robust/hac_covariance.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const y = Float64Array.of(1, 2, 4, 3, 6, 5);
 * const fit = leastSquares([y.map(() => 1)], y);
 * const { covariance } = neweyWestCovariance(fit, { lag: 1, prewhiten: false });
 * assertAlmostEquals(covariance[0]![0]!, 0.6319444444444444, 1e-15); // R: NeweyWest(lm(y ~ 1), 1, prewhite = FALSE)
 * ```
 */
export function neweyWestCovariance(
  fit: TimeRegression,
  { lag = "automatic", prewhiten = true, adjust = false }: NeweyWestOptions = {},
): RobustCovariance {
  return sandwich(fit, { prewhiten, adjust }, (scores, weights) => {
    const last = neweyWestLag(scores, { lag, prewhiten }, weights);
    return { sum: bartlettCovariance(scores.columns, last), bandwidth: last + 1 };
  });
}

/** The lag that {@linkcode neweyWestCovariance} uses of scores, prewhitened already if they are to be. */
export function neweyWestLag(
  scores: Scores,
  { lag = "automatic", prewhiten = true }: NeweyWestOptions,
  weights?: Float64Array,
): number {
  const length = scores.columns[0]?.length ?? 0;
  const last = lag === "automatic"
    ? Math.min(length - 1, Math.floor(neweyWestBandwidth(scores, "bartlett", { weights, prewhitened: prewhiten })))
    : lag;
  if (Number.isInteger(last) && last >= 0 && last < length) return last;
  throw new RangeError(`Cannot weigh lags: a whole lag from 0 and below ${length} is needed, current value is ${last}`);
}

/**
 * The kernel covariance of Andrews (1991), prewhitened as Andrews and Monahan (1992), as sandwich's `kernHAC`.
 *
 * Missing times count as {@linkcode scoresOf} says.
 *
 * @param fit A regression with its rows in time order.
 * @throws {RangeError} If a rule has no bandwidth for the kernel, or the bandwidth is negative or not finite.
 *
 * @example
 * ```ts
 * import { leastSquares } from "@/linear/least_squares.ts";
 * import { kernelCovariance } from "@/robust/hac_covariance.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const y = Float64Array.of(1, 2, 4, 3, 6, 5);
 * const fit = leastSquares([y.map(() => 1)], y);
 * const { covariance } = kernelCovariance(fit, { kernel: "parzen", bandwidth: 2, prewhiten: false, adjust: false });
 * // R: kernHAC(lm(y ~ 1), bw = 2, kernel = "Parzen", prewhite = FALSE, adjust = FALSE)
 * assertAlmostEquals(covariance[0]![0]!, 0.5590277777777779, 1e-15);
 * ```
 */
export function kernelCovariance(
  fit: TimeRegression,
  { kernel = "quadratic spectral", bandwidth = "andrews", prewhiten = true, adjust = true }: KernelCovarianceOptions =
    {},
): RobustCovariance {
  return sandwich(fit, { prewhiten, adjust }, (scores, weights) => {
    const chosen = kernelBandwidth(scores, { kernel, bandwidth, prewhiten }, weights);
    const length = scores.columns[0]?.length ?? 0;
    const sum = kernel === "bartlett" && Number.isInteger(chosen) && chosen >= 1 && chosen <= length
      ? bartlettCovariance(scores.columns, chosen - 1)
      : weightedCovariance(scores.columns, kernelWeights(kernel, chosen, length));
    return { sum, bandwidth: chosen };
  });
}

/** The bandwidth that {@linkcode kernelCovariance} uses of scores, prewhitened already if they are to be. */
export function kernelBandwidth(
  scores: Scores,
  { kernel = "quadratic spectral", bandwidth = "andrews", prewhiten = true }: KernelCovarianceOptions,
  weights?: Float64Array,
): number {
  if (typeof bandwidth === "number") return bandwidth;
  return bandwidth === "andrews"
    ? andrewsBandwidth(scores, kernel, { weights })
    : neweyWestBandwidth(scores, kernel, { weights, prewhitened: prewhiten });
}

type Matrix = readonly Float64Array[];

function sandwich(
  fit: TimeRegression,
  { prewhiten, adjust }: Required<HacOptions>,
  summed: (scores: Scores, weights: Float64Array) => { sum: Matrix; bandwidth: number },
): RobustCovariance {
  const scores = scoresOf(fit);
  const whitened = prewhiten ? prewhitenScores(scores) : undefined;
  const { sum, bandwidth } = summed(whitened?.scores ?? scores, bandwidthWeights(fit.columns));
  const count = observedCount(scores);
  const factor = adjust ? count / (count - fit.columns.length) : 1;
  const meat = whitened ? enclose(whitened.recolour, sum) : sum;
  const covariance = enclose(fit.inverseCrossProduct, meat).map((row) => row.map((value) => factor * value));
  return { covariance, bandwidth };
}

/** outer x inner x outer'. */
function enclose(outer: Matrix, inner: Matrix): Matrix {
  const times = (a: Matrix, b: Matrix) =>
    a.map((row) => row.map((_, j) => row.reduce((sum, value, k) => sum + value * b[k]![j]!, 0)));
  const transposed = outer.map((row, i) => row.map((_, j) => outer[j]![i]!));
  return times(times(outer, inner), transposed);
}
