import { fillLoadings, kalmanFilter } from "@/state_space/kalman_filter.ts";
import type { StructuralModel } from "@/state_space/structural_model.ts";

/** What the whole series says of each time: one row of states, or states x states, a time. */
export interface KalmanSmoothed {
  readonly stateCount: number;
  /** Smoothed states: length x states. */
  readonly states: Float64Array;
  /** Their covariance: length x states x states. */
  readonly covariance: Float64Array;
  /** The signal, `Z a`: what the series is without its irregular. */
  readonly signal: Float64Array;
  readonly signalVariance: Float64Array;
  /** Smoothed irregular; NaN where the series is missing. */
  readonly irregular: Float64Array;
  /** Smoothed disturbances that lead to the next time: length x states. */
  readonly disturbances: Float64Array;
  /**
   * The smoothed irregular divided by its standard deviation (an auxiliary residual: large where one value is an outlier);
   * NaN where the series is missing or the residual has no variance.
   */
  readonly irregularResidual: Float64Array;
  /**
   * The smoothed disturbances divided by their standard deviations (auxiliary residuals: large where a component breaks),
   * length x states; NaN at the last time and where the residual has no variance.
   */
  readonly disturbanceResiduals: Float64Array;
}

/**
 * Smooths a series by a structural model, with exact diffuse start and missing values.
 *
 * The backward recursions of Koopman and Durbin (2000, 2003) for one scalar observation a time, with the terms of the
 * diffuse start kept exactly; disturbances and auxiliary residuals after Koopman (1993) and Harvey and Koopman (1992). Times
 * before, within and after the observed ones are interpolations and forecasts.
 *
 * @param model The model.
 * @param series The series, NaN where missing.
 * @throws {RangeError} If a regressor is not as long as the series or not finite, the series holds an infinity, or too few
 * values are observed to fix every diffuse state.
 *
 * @example
 * ```ts
 * import { kalmanSmoother } from "@/state_space/kalman_smoother.ts";
 * import { structuralModel } from "@/state_space/structural_model.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const model = structuralModel({ trend: "linear" }, { level: 0, slope: 0, irregular: 1 });
 * const { signal } = kalmanSmoother(model, Float64Array.of(1, 3, NaN, 7, NaN));
 * assertAlmostEquals(signal[2]!, 5, 1e-12);
 * assertAlmostEquals(signal[4]!, 9, 1e-12);
 * ```
 */
export function kalmanSmoother(model: StructuralModel, series: Float64Array): KalmanSmoothed {
  const filtered = kalmanFilter(model, series);
  const length = series.length;
  const size = filtered.stateCount;
  if (filtered.diffuseFactors.length > length) {
    throw new RangeError(
      `Cannot smooth the series: its observed values must fix all ${size} diffuse states, current number left free is ${
        filtered.diffuseFactors[length]!.length / size
      }`,
    );
  }
  const { stateVariances, irregularVariance, transition } = model;
  const states = new Float64Array(length * size);
  const covariance = new Float64Array(length * size * size);
  const signal = new Float64Array(length);
  const signalVariance = new Float64Array(length);
  const irregular = new Float64Array(length).fill(NaN);
  const disturbances = new Float64Array(length * size);
  const irregularResidual = new Float64Array(length).fill(NaN);
  const disturbanceResiduals = new Float64Array(length * size).fill(NaN);

  const loading = new Float64Array(size);
  // Score and information about the state, and the same in the first two orders of the diffuse expansion.
  let [score, score1] = [new Float64Array(size), new Float64Array(size)];
  let [information, information1, information2] = [0, 1, 2].map(() => new Float64Array(size * size)) as [
    Float64Array<ArrayBuffer>,
    Float64Array<ArrayBuffer>,
    Float64Array<ArrayBuffer>,
  ];

  const backVector = (vector: Float64Array) => {
    const result = new Float64Array(size);
    for (const { row, column, value } of transition) result[column]! += value * vector[row]!;
    return result;
  };
  const backMatrix = (matrix: Float64Array) => {
    const half = new Float64Array(size * size);
    const result = new Float64Array(size * size);
    for (const { row, column, value } of transition) {
      for (let other = 0; other < size; other++) half[column * size + other]! += value * matrix[row * size + other]!;
    }
    for (const { row, column, value } of transition) {
      for (let other = 0; other < size; other++) result[other * size + column]! += value * half[other * size + row]!;
    }
    return result;
  };

  for (let time = length - 1; time >= 0; time--) {
    const diffuse = filtered.diffuseFactors[time];
    for (let index = 0; index < size; index++) {
      const variance = stateVariances[index]!;
      const precision = information[index * size + index]!;
      disturbances[time * size + index] = variance * score[index]!;
      if (variance * precision > 1e-12) {
        disturbanceResiduals[time * size + index] = score[index]! / Math.sqrt(precision);
      }
    }
    score = backVector(score);
    information = backMatrix(information);
    if (diffuse !== undefined) {
      score1 = backVector(score1);
      information1 = backMatrix(information1);
      information2 = backMatrix(information2);
    }

    const finite = filtered.covariance.subarray(time * size * size, (time + 1) * size * size);
    fillLoadings(model, time, loading);
    const error = filtered.errors[time]!;
    const variance = filtered.errorVariances[time]!;
    const diffuseVariance = filtered.diffuseErrorVariances[time]!;
    if (!Number.isNaN(error) && (diffuseVariance > 0 || variance > 0)) {
      const weighted = multiply(finite, loading, size);
      let smoothed: number;
      let precision: number;
      if (diffuseVariance > 0) {
        const gain = scaled(multiplyFactor(diffuse!, loading, size), 1 / diffuseVariance);
        const gain1 = weighted.map((value, index) => (value - gain[index]! * variance) / diffuseVariance);
        smoothed = -dot(gain, score);
        precision = quadratic(information, gain, size);
        // Order by order of the expansion in the inverse of the diffuse variance; the highest first, as each needs the lower.
        information2 = sum(
          removed(information2, gain, loading, size),
          crossRemoved(information1, gain, gain1, loading, size),
          outer(loading, quadratic(information, gain1, size) - variance / diffuseVariance ** 2, size),
        );
        information1 = sum(
          removed(information1, gain, loading, size),
          crossRemoved(information, gain, gain1, loading, size),
          outer(loading, 1 / diffuseVariance, size),
        );
        score1 = added(removedVector(score1, gain, loading), loading, error / diffuseVariance - dot(gain1, score));
        score = removedVector(score, gain, loading);
        information = removed(information, gain, loading, size);
      } else {
        const gain = scaled(weighted, 1 / variance);
        smoothed = error / variance - dot(gain, score);
        precision = 1 / variance + quadratic(information, gain, size);
        if (diffuse !== undefined) {
          score1 = removedVector(score1, gain, loading);
          information1 = removed(information1, gain, loading, size);
          information2 = removed(information2, gain, loading, size);
        }
        score = added(removedVector(score, gain, loading), loading, error / variance);
        information = sum(removed(information, gain, loading, size), outer(loading, 1 / variance, size));
      }
      irregular[time] = irregularVariance * smoothed;
      if (irregularVariance * precision > 1e-12) irregularResidual[time] = smoothed / Math.sqrt(precision);
    }

    const stateAt = states.subarray(time * size, (time + 1) * size);
    const covarianceAt = covariance.subarray(time * size * size, (time + 1) * size * size);
    const shift = multiply(finite, score, size);
    const reduction = sandwich(finite, information, finite, size);
    if (diffuse !== undefined) {
      const infinite = gram(diffuse, size);
      const shift1 = multiply(infinite, score1, size);
      const mixed = sandwich(finite, information1, infinite, size);
      const second = sandwich(infinite, information2, infinite, size);
      for (let index = 0; index < size; index++) shift[index]! += shift1[index]!;
      for (let row = 0; row < size; row++) {
        for (let column = 0; column < size; column++) {
          reduction[row * size + column]! += mixed[row * size + column]! + mixed[column * size + row]! +
            second[row * size + column]!;
        }
      }
    }
    for (let index = 0; index < size; index++) {
      stateAt[index] = filtered.predicted[time * size + index]! + shift[index]!;
    }
    for (let index = 0; index < size * size; index++) covarianceAt[index] = finite[index]! - reduction[index]!;
    signal[time] = dot(loading, stateAt);
    signalVariance[time] = quadratic(covarianceAt, loading, size);
  }
  return {
    stateCount: size,
    states,
    covariance,
    signal,
    signalVariance,
    irregular,
    disturbances,
    irregularResidual,
    disturbanceResiduals,
  };
}

type Vector = Float64Array<ArrayBuffer>;

function dot(left: Float64Array, right: Float64Array): number {
  let total = 0;
  for (let index = 0; index < left.length; index++) total += left[index]! * right[index]!;
  return total;
}

const scaled = (vector: Vector, factor: number): Vector => vector.map((value) => value * factor);

const added = (vector: Vector, other: Float64Array, factor: number): Vector =>
  vector.map((value, index) => value + factor * other[index]!);

/** `(I - gain loading')' vector`. */
const removedVector = (vector: Vector, gain: Float64Array, loading: Float64Array): Vector =>
  added(vector, loading, -dot(gain, vector));

function multiply(matrix: Float64Array, vector: Float64Array, size: number): Vector {
  const result = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    let total = 0;
    for (let column = 0; column < size; column++) total += matrix[row * size + column]! * vector[column]!;
    result[row] = total;
  }
  return result;
}

const quadratic = (matrix: Float64Array, vector: Float64Array, size: number): number =>
  dot(multiply(matrix, vector, size), vector);

/** `G G' vector` for a factor of `size` rows. */
function multiplyFactor(factor: Float64Array, vector: Float64Array, size: number): Vector {
  const rank = factor.length / size;
  const along = new Float64Array(rank);
  const result = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < rank; column++) along[column]! += factor[row * rank + column]! * vector[row]!;
  }
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < rank; column++) result[row]! += factor[row * rank + column]! * along[column]!;
  }
  return result;
}

function gram(factor: Float64Array, size: number): Vector {
  const rank = factor.length / size;
  const result = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      let total = 0;
      for (let k = 0; k < rank; k++) total += factor[row * rank + k]! * factor[column * rank + k]!;
      result[row * size + column] = total;
    }
  }
  return result;
}

/** `(I - gain loading')' matrix (I - gain loading')` for a symmetric matrix. */
function removed(matrix: Float64Array, gain: Float64Array, loading: Float64Array, size: number): Vector {
  const product = multiply(matrix, gain, size);
  const square = dot(product, gain);
  const result = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      result[row * size + column] = matrix[row * size + column]! - product[row]! * loading[column]! -
        loading[row]! * product[column]! + square * loading[row]! * loading[column]!;
    }
  }
  return result;
}

/** `L' matrix L1 + L1' matrix L` with `L = I - gain loading'` and `L1 = -gain1 loading'`, for a symmetric matrix. */
function crossRemoved(
  matrix: Float64Array,
  gain: Float64Array,
  gain1: Float64Array,
  loading: Float64Array,
  size: number,
): Vector {
  const product = multiply(matrix, gain1, size);
  const square = dot(product, gain);
  const result = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      result[row * size + column] = 2 * square * loading[row]! * loading[column]! - product[row]! * loading[column]! -
        loading[row]! * product[column]!;
    }
  }
  return result;
}

function outer(vector: Float64Array, factor: number, size: number): Vector {
  const result = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) result[row * size + column] = factor * vector[row]! * vector[column]!;
  }
  return result;
}

function sum(first: Vector, ...others: readonly Vector[]): Vector {
  for (const other of others) for (let index = 0; index < first.length; index++) first[index]! += other[index]!;
  return first;
}

/** `left middle right'` for square matrices. */
function sandwich(left: Float64Array, middle: Float64Array, right: Float64Array, size: number): Vector {
  const half = product(left, middle, size);
  return product(half, right, size);
}

function product(left: Float64Array, right: Float64Array, size: number): Vector {
  const result = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let k = 0; k < size; k++) {
      const value = left[row * size + k]!;
      if (value === 0) continue;
      for (let column = 0; column < size; column++) {
        result[row * size + column]! += value * right[k * size + column]!;
      }
    }
  }
  return result;
}
