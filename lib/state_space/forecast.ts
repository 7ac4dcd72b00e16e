import { fillLoadings, kalmanFilter } from "@/state_space/kalman_filter.ts";
import type { StructuralModel } from "@/state_space/structural_model.ts";

/** What a model expects of a series from some time on, one value a time. */
export interface Forecast {
  readonly mean: Float64Array;
  /** Variance of a new value: signal and irregular. */
  readonly variance: Float64Array;
  /** The same for the sum of the values so far. */
  readonly cumulativeMean: Float64Array;
  readonly cumulativeVariance: Float64Array;
}

/**
 * Forecasts a series from the values before a time, and their running total, with exact variances given the model: the
 * counterfactual of an event at that time.
 *
 * @param model The model; its regressors reach to the end of the series.
 * @param series The series; what stands at `from` and after it is not used.
 * @param from The first time to forecast.
 * @throws {RangeError} If `from` lies outside the series, the values before it do not fix every diffuse state, a regressor is
 * not as long as the series or not finite, or the series holds an infinity.
 *
 * @example A constant level known from two values of variance 1
 * ```ts
 * import { forecast } from "@/state_space/forecast.ts";
 * import { structuralModel } from "@/state_space/structural_model.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const model = structuralModel({ trend: "level" }, { level: 0, irregular: 1 });
 * const { mean, variance, cumulativeVariance } = forecast(model, Float64Array.of(3, 5, NaN, NaN), 2);
 * assertEquals([...mean], [4, 4]);
 * assertEquals([...variance], [1.5, 1.5]);
 * assertEquals([...cumulativeVariance], [1.5, 4 * 0.5 + 2]); // the level's error adds up with itself
 * ```
 */
export function forecast(model: StructuralModel, series: Float64Array, from: number): Forecast {
  if (!(Number.isInteger(from) && from > 0 && from < series.length)) {
    throw new RangeError(
      `Cannot forecast: the first time must lie within the series (1 to ${
        series.length - 1
      }), current value is ${from}`,
    );
  }
  const known = series.slice().fill(NaN, from);
  const { stateCount: size, predicted, covariance, diffuseFactors } = kalmanFilter(model, known);
  if (diffuseFactors.length > from) {
    throw new RangeError(
      `Cannot forecast: the values before ${from} must fix all ${size} diffuse states, current number left free is ${
        diffuseFactors[from]!.length / size
      }`,
    );
  }
  const length = series.length - from;
  const [mean, variance, cumulativeMean, cumulativeVariance] = [0, 1, 2, 3].map(() => new Float64Array(length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const loading = new Float64Array(size);
  let carried = new Float64Array(size); // the covariance of the total so far with the state
  let [total, totalVariance] = [0, 0];
  for (let index = 0; index < length; index++) {
    const time = from + index;
    fillLoadings(model, time, loading);
    let [expected, signalVariance, shared] = [0, 0, 0];
    const weighted = new Float64Array(size);
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        weighted[row]! += covariance[(time * size + row) * size + column]! * loading[column]!;
      }
      expected += loading[row]! * predicted[time * size + row]!;
      signalVariance += loading[row]! * weighted[row]!;
      shared += loading[row]! * carried[row]!;
    }
    mean[index] = expected;
    variance[index] = signalVariance + model.irregularVariance;
    cumulativeMean[index] = total += expected;
    cumulativeVariance[index] = totalVariance += variance[index]! + 2 * shared;
    const next = new Float64Array(size);
    for (const { row, column, value } of model.transition) next[row]! += value * (carried[column]! + weighted[column]!);
    carried = next;
  }
  return { mean, variance, cumulativeMean, cumulativeVariance };
}
