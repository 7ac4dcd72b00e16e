import { cholesky } from "@/linear/cholesky.ts";
import type { LocalLevelFit } from "@/state_space/fit_local_level.ts";
import { observedRows } from "@/state_space/observed_rows.ts";

/** The smoothed parts of a series at every time, observed or missing; variances carry the coefficients' uncertainty. */
export interface SmoothedLocalLevel {
  /** The level given the whole series. */
  readonly level: Float64Array;
  readonly levelVariance: Float64Array;
  /** The level plus the regression: what the series is without its irregular. */
  readonly signal: Float64Array;
  readonly signalVariance: Float64Array;
  /**
   * The irregular divided by its standard deviation (an auxiliary residual: large where one value is an outlier); NaN where
   * the series is missing or the residual has no variance.
   */
  readonly irregularResidual: Float64Array;
  /**
   * The step of the level to the next time divided by its standard deviation (an auxiliary residual: large where the level
   * breaks); NaN at the last time and where the residual has no variance.
   */
  readonly levelResidual: Float64Array;
  /** Mean and variance of a weighted sum of the signal plus, if asked, its irregulars. */
  readonly total: (
    weights: Float64Array,
    options?: TotalOptions,
  ) => { readonly mean: number; readonly variance: number };
}

/** What {@linkcode SmoothedLocalLevel.total} adds up. */
export interface TotalOptions {
  /** Whether each time brings an irregular of its own, as in the total of values not observed; true when left out. */
  readonly irregular?: boolean;
}

/**
 * Smooths a series by a fitted local level with static regression, with exact variances, in one pass forward and one back.
 *
 * At missing times, before, within and after the observed ones, the signal is the interpolation, forecast or counterfactual;
 * the variance of a new value there is `signalVariance` plus the irregular's. The smoother is that of Rauch, Tung and
 * Striebel (1965), run over the series and the regressors alike; auxiliary residuals after Harvey and Koopman (1992).
 *
 * @param series The series the model was fitted to, NaN where missing.
 * @param regressors The regressors it was fitted with.
 * @throws {RangeError} If lengths differ, a regressor is not finite, the series is missing everywhere, or the fit has
 * another number of regressors.
 *
 * @example The counterfactual total of three missing values
 * ```ts
 * import { fitLocalLevel } from "@/state_space/fit_local_level.ts";
 * import { smoothLocalLevel } from "@/state_space/smooth_local_level.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const series = Float64Array.of(8, 10, 12, NaN, NaN, NaN);
 * const fit = fitLocalLevel(series, [], { variances: { level: 0, irregular: 3 } })!;
 * const { total } = smoothLocalLevel(series, [], fit);
 * const { mean, variance } = total(Float64Array.of(0, 0, 0, 1, 1, 1));
 * assertAlmostEquals(mean, 30, 1e-12);
 * assertAlmostEquals(variance, 3 ** 2 * 1 + 3 * 3, 1e-12); // of the mean (variance 1) three times, and three irregulars
 * ```
 */
export function smoothLocalLevel(
  series: Float64Array,
  regressors: readonly Float64Array[],
  fit: LocalLevelFit,
): SmoothedLocalLevel {
  const { times } = observedRows(series, regressors);
  const [first] = times;
  if (first === undefined) {
    throw new RangeError(
      `Cannot smooth a series: at least one value must be observed, current length is ${series.length}`,
    );
  }
  const { levelVariance: step, irregularVariance: irregular, coefficients } = fit;
  if (coefficients.length !== regressors.length) {
    throw new RangeError(
      `Cannot smooth a series: the fit needs ${coefficients.length} regressors, current count is ${regressors.length}`,
    );
  }
  const length = series.length;
  const residual = series.slice();
  coefficients.forEach((coefficient, index) => {
    const column = regressors[index]!;
    for (let time = 0; time < length; time++) residual[time]! -= coefficient * column[time]!;
  });

  // Forward: filtered variances and gains; the columns are smoothed in place by the same weights.
  const gain = new Float64Array(length);
  const variance = new Float64Array(length);
  const pull = new Float64Array(length);
  for (let time = first, filtered = irregular; time < length; time++) {
    if (time > first) {
      const predicted = filtered + step;
      pull[time - 1] = predicted > 0 ? filtered / predicted : 1;
      gain[time] = Number.isNaN(series[time]!) || predicted === 0 ? 0 : predicted / (predicted + irregular);
      filtered = predicted * (1 - gain[time]!);
    }
    variance[time] = filtered;
  }
  // Backward: the variances.
  for (let time = length - 2; time >= first; time--) {
    const predicted = variance[time]! + step;
    variance[time]! += pull[time]! ** 2 * (variance[time + 1]! - predicted);
  }
  for (let time = first - 1; time >= 0; time--) {
    variance[time] = variance[time + 1]! + step;
    pull[time] = 1;
  }
  const smooth = (column: Float64Array): Float64Array => {
    const smoothed = new Float64Array(length);
    let filtered = column[first]!;
    for (let time = first; time < length; time++) {
      if (gain[time]! > 0) filtered += gain[time]! * (column[time]! - filtered);
      smoothed[time] = filtered;
    }
    for (let time = length - 2; time >= first; time--) {
      smoothed[time]! += pull[time]! * (smoothed[time + 1]! - smoothed[time]!);
    }
    return smoothed.fill(smoothed[first]!, 0, first);
  };

  const level = smooth(residual);
  const signal = level.slice();
  coefficients.forEach((coefficient, index) => {
    const column = regressors[index]!;
    for (let time = 0; time < length; time++) signal[time]! += coefficient * column[time]!;
  });

  // The coefficients' share of the variances: squared lengths of the columns in coordinates where their covariance is 1.
  const levelVariance = variance.slice();
  const signalVariance = variance.slice();
  const stepVariance = new Float64Array(length);
  for (let time = 0; time < length - 1; time++) {
    stepVariance[time] = variance[time]! + variance[time + 1]! * (1 - 2 * pull[time]!);
  }
  const count = regressors.length;
  const factor = cholesky(fit.coefficientCovariance, count, 0) ?? new Float64Array(count * count);
  const mixed = Array.from({ length: count }, (_, index) => {
    const column = new Float64Array(length);
    for (let row = index; row < count; row++) {
      const weight = factor[row * count + index]!;
      const regressor = regressors[row]!;
      for (let time = 0; time < length; time++) column[time]! += weight * regressor[time]!;
    }
    const smoothed = smooth(column);
    for (let time = 0; time < length; time++) {
      const now = smoothed[time]!;
      levelVariance[time]! += now ** 2;
      signalVariance[time]! += (column[time]! - now) ** 2;
      if (time > 0) stepVariance[time - 1]! += (now - smoothed[time - 1]!) ** 2;
      column[time]! -= now;
    }
    return column;
  });

  const standardised = (value: number, explained: number, scale: number) =>
    explained > 1e-12 * scale ? value / Math.sqrt(explained) : NaN;
  return {
    level,
    levelVariance,
    signal,
    signalVariance,
    irregularResidual: series.map((value, time) =>
      standardised(value - signal[time]!, irregular - signalVariance[time]!, irregular)
    ),
    levelResidual: level.map((value, time) =>
      time + 1 < length ? standardised(level[time + 1]! - value, step - stepVariance[time]!, step) : NaN
    ),
    total: (weights, { irregular: withIrregular = true } = {}) => {
      if (weights.length !== length) {
        throw new RangeError(
          `Cannot total a series: one weight for each time (${length}) is needed, current length is ${weights.length}`,
        );
      }
      let mean = 0;
      let sum = 0;
      let carried = 0;
      for (let time = 0; time < length; time++) {
        const weight = weights[time]!;
        mean += weight * signal[time]!;
        sum += weight * variance[time]! * (weight + 2 * carried);
        if (withIrregular) sum += weight ** 2 * irregular;
        carried = pull[time]! * (carried + weight);
      }
      for (const column of mixed) {
        let along = 0;
        for (let time = 0; time < length; time++) along += weights[time]! * column[time]!;
        sum += along ** 2;
      }
      return { mean, variance: sum };
    },
  };
}
