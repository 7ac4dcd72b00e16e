import { checkColumns } from "@/state_space/check_columns.ts";
import type { StructuralModel } from "@/state_space/structural_model.ts";

/** What the filter says of each time from the times before it: predictions, one row of states or states x states a time. */
export interface KalmanFiltered {
  readonly stateCount: number;
  /** Predicted states: (length + 1) x states; the last row predicts the time after the end. */
  readonly predicted: Float64Array;
  /** Finite part of the predicted states' covariance: (length + 1) x states x states. */
  readonly covariance: Float64Array;
  /**
   * The diffuse part of that covariance, for as many first times as it is not 0: factors `G` of `P = G G'`, states x rank,
   * row after row. It starts as the identity, each regressor's entry divided by the regressor's largest size.
   */
  readonly diffuseFactors: readonly Float64Array[];
  /** Prediction errors; NaN where the series is missing. */
  readonly errors: Float64Array;
  /** The finite part of the errors' variance; NaN where the series is missing. */
  readonly errorVariances: Float64Array;
  /** The diffuse part of the errors' variance: above 0 where the observation served to fix a diffuse state. */
  readonly diffuseErrorVariances: Float64Array;
  /**
   * The diffuse log likelihood (Durbin and Koopman 2012, section 7.2.2), with the constant `log(2 pi)` counted once for
   * every observation that did not serve to fix a diffuse state, as in KFAS (Helske 2017).
   */
  readonly logLikelihood: number;
  /** Sum of squared errors over their variances, over the observations that did not fix a diffuse state. */
  readonly sumOfSquares: number;
  /** How many observations entered {@linkcode sumOfSquares}. */
  readonly freedom: number;
}

/**
 * Filters a series by a structural model, with exact diffuse start and missing values.
 *
 * One scalar observation a time, so that no matrix is inverted (the univariate treatment of Koopman and Durbin 2000). The
 * diffuse part of the covariance is kept as a factor `G` of as many columns as its rank; an observation that meets it takes
 * one column off by a reflection, so that the rank falls exactly and never by a rounded difference.
 *
 * @param model The model.
 * @param series The series, NaN where missing.
 * @throws {RangeError} If a regressor is not as long as the series or not finite, or the series holds an infinity.
 *
 * @example
 * ```ts
 * import { kalmanFilter } from "@/state_space/kalman_filter.ts";
 * import { structuralModel } from "@/state_space/structural_model.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const model = structuralModel({ trend: "level" }, { level: 0, irregular: 1 });
 * const { predicted } = kalmanFilter(model, Float64Array.of(3, 5, NaN, 10));
 * assertEquals([...predicted], [0, 3, 4, 4, 6]); // the mean so far
 * ```
 */
export function kalmanFilter(model: StructuralModel, series: Float64Array): KalmanFiltered {
  const states = model.stateNames.length;
  const length = series.length;
  const predicted = new Float64Array((length + 1) * states);
  const covariance = new Float64Array((length + 1) * states * states);
  const errors = new Float64Array(length).fill(NaN);
  const errorVariances = new Float64Array(length).fill(NaN);
  const diffuseErrorVariances = new Float64Array(length);
  const diffuseFactors: Float64Array[] = [];
  const recursion = filterRecursion(model, series);
  for (let time = 0; time <= length; time++) {
    predicted.set(recursion.state, time * states);
    covariance.set(recursion.covariance, time * states * states);
    if (recursion.rank() > 0) diffuseFactors.push(recursion.diffuse());
    if (time === length) break;
    const { error, variance, diffuseVariance } = recursion.step(time);
    errors[time] = error;
    errorVariances[time] = variance;
    diffuseErrorVariances[time] = diffuseVariance;
  }
  return {
    stateCount: states,
    predicted,
    covariance,
    diffuseFactors,
    errors,
    errorVariances,
    diffuseErrorVariances,
    ...recursion.likelihood(),
  };
}

/**
 * The diffuse likelihood alone: {@linkcode kalmanFilter} without keeping what it says of each time.
 *
 * @throws {RangeError} As {@linkcode kalmanFilter}.
 *
 * @example
 * ```ts
 * import { diffuseLikelihood } from "@/state_space/kalman_filter.ts";
 * import { structuralModel } from "@/state_space/structural_model.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const model = structuralModel({ trend: "level" }, { level: 0, irregular: 1 });
 * const { freedom, sumOfSquares } = diffuseLikelihood(model, Float64Array.of(3, 5));
 * assertEquals([freedom, sumOfSquares], [1, 2]); // the sum of squares about the mean
 * ```
 */
export function diffuseLikelihood(
  model: StructuralModel,
  series: Float64Array,
): Pick<KalmanFiltered, "logLikelihood" | "sumOfSquares" | "freedom"> & { readonly logDeterminant: number } {
  const recursion = filterRecursion(model, series);
  for (let time = 0; time < series.length; time++) recursion.step(time);
  return recursion.likelihood();
}

/** Writes the loadings of one time, those of the regressors included. */
export function fillLoadings({ loadings, regressors }: StructuralModel, time: number, target: Float64Array): void {
  const first = loadings.length - regressors.length;
  for (let index = 0; index < first; index++) target[index] = loadings[index]!;
  for (let index = 0; index < regressors.length; index++) target[first + index] = regressors[index]![time]!;
}

/** Below this share of what it could be, the diffuse part of an error's variance is rounding. */
const diffuseTolerance = 1e-12;

function filterRecursion(model: StructuralModel, series: Float64Array) {
  checkColumns(series, model.regressors);
  const { transition, stateVariances, irregularVariance } = model;
  const states = model.stateNames.length;
  const rows = Int32Array.from(transition, ({ row }) => row);
  const columns = Int32Array.from(transition, ({ column }) => column);
  const entries = Float64Array.from(transition, ({ value }) => value);

  const state = new Float64Array(states);
  const covariance = new Float64Array(states * states);
  const loading = new Float64Array(states);
  const weighted = new Float64Array(states);
  const next = new Float64Array(states);
  const scratch = new Float64Array(states * states);
  let rank = states;
  let diffuse = new Float64Array(states * states);
  let [logDeterminant, sumOfSquares, freedom] = [0, 0, 0];
  const diffuseScales = Float64Array.from({ length: states }, (_, index) => {
    const regressor = model.regressors[index - states + model.regressors.length];
    return 1 / (regressor?.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) || 1);
  });
  diffuseScales.forEach((scale, index) => {
    diffuse[index * states + index] = scale;
    logDeterminant -= 2 * Math.log(scale);
  });

  const step = (time: number) => {
    let [error, variance, diffuseVariance] = [NaN, NaN, 0];
    if (!Number.isNaN(series[time]!)) {
      fillLoadings(model, time, loading);
      error = series[time]!;
      variance = irregularVariance;
      for (let row = 0; row < states; row++) {
        let sum = 0;
        for (let column = 0; column < states; column++) sum += covariance[row * states + column]! * loading[column]!;
        weighted[row] = sum;
        error -= loading[row]! * state[row]!;
        variance += loading[row]! * sum;
      }
      if (rank > 0) diffuseVariance = fixDiffuse(error, variance);
      if (diffuseVariance > 0) {
        logDeterminant += Math.log(diffuseVariance);
      } else if (variance > 0) {
        const gain = 1 / variance;
        for (let row = 0; row < states; row++) {
          const weight = weighted[row]! * gain;
          state[row]! += weight * error;
          for (let column = 0; column < states; column++) {
            covariance[row * states + column]! -= weight * weighted[column]!;
          }
        }
        logDeterminant += Math.log(variance);
        sumOfSquares += error * error * gain;
        freedom++;
      }
    }
    predict();
    return { error, variance, diffuseVariance };
  };

  // An observation that meets the diffuse part: exact update, then a reflection takes one column off the factor.
  const fixDiffuse = (error: number, variance: number): number => {
    const along = new Float64Array(rank);
    let possible = 0;
    for (let row = 0; row < states; row++) {
      let squares = 0;
      for (let column = 0; column < rank; column++) {
        const value = diffuse[row * rank + column]!;
        along[column]! += loading[row]! * value;
        squares += value * value;
      }
      possible += Math.abs(loading[row]!) * Math.max(diffuseScales[row]!, Math.sqrt(squares));
    }
    const diffuseVariance = along.reduce((sum, value) => sum + value * value, 0);
    if (!(diffuseVariance > diffuseTolerance * possible ** 2)) return 0;

    const gain = new Float64Array(states);
    for (let row = 0; row < states; row++) {
      for (let column = 0; column < rank; column++) gain[row]! += diffuse[row * rank + column]! * along[column]!;
      gain[row]! /= diffuseVariance;
      state[row]! += gain[row]! * error;
    }
    for (let row = 0; row < states; row++) {
      for (let column = 0; column < states; column++) {
        covariance[row * states + column]! += gain[row]! * gain[column]! * variance - gain[row]! * weighted[column]! -
          weighted[row]! * gain[column]!;
      }
    }
    const size = Math.sqrt(diffuseVariance);
    const pivot = along[0]! >= 0 ? size : -size;
    along[0]! += pivot;
    const half = pivot * along[0]!;
    const reduced = new Float64Array(states * (rank - 1));
    for (let row = 0; row < states; row++) {
      let product = 0;
      for (let column = 0; column < rank; column++) product += diffuse[row * rank + column]! * along[column]!;
      for (let column = 1; column < rank; column++) {
        reduced[row * (rank - 1) + column - 1] = diffuse[row * rank + column]! - product / half * along[column]!;
      }
    }
    diffuse = reduced;
    rank--;
    return diffuseVariance;
  };

  const predict = () => {
    next.fill(0);
    scratch.fill(0);
    for (let entry = 0; entry < entries.length; entry++) {
      const row = rows[entry]!;
      const column = columns[entry]!;
      const value = entries[entry]!;
      next[row]! += value * state[column]!;
      for (let other = 0; other < states; other++) {
        scratch[row * states + other]! += value * covariance[column * states + other]!;
      }
    }
    state.set(next);
    covariance.fill(0);
    for (let entry = 0; entry < entries.length; entry++) {
      const row = rows[entry]!;
      const column = columns[entry]!;
      const value = entries[entry]!;
      for (let other = 0; other < states; other++) {
        covariance[other * states + row]! += value * scratch[other * states + column]!;
      }
    }
    for (let index = 0; index < states; index++) covariance[index * states + index]! += stateVariances[index]!;
    if (rank === 0) return;
    const moved = new Float64Array(diffuse.length);
    for (let entry = 0; entry < entries.length; entry++) {
      const row = rows[entry]!;
      const column = columns[entry]!;
      const value = entries[entry]!;
      for (let other = 0; other < rank; other++) moved[row * rank + other]! += value * diffuse[column * rank + other]!;
    }
    diffuse = moved;
  };

  return {
    state,
    covariance,
    rank: () => rank,
    diffuse: () => diffuse,
    step,
    likelihood: () => ({
      logLikelihood: -0.5 * (freedom * Math.log(2 * Math.PI) + logDeterminant + sumOfSquares),
      logDeterminant,
      sumOfSquares,
      freedom,
    }),
  };
}
