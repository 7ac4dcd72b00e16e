import { cumulativeSums } from "@/change_point/cumulative_sums.ts";

/** An autoregression fitted beside levels that step. */
export interface AutoregressiveFit {
  /** The coefficients of the noise on itself 1, 2 ... bins before. */
  readonly coefficients: readonly number[];
  /**
   * Minus twice the log likelihood, up to a constant, and 2 for each coefficient (Akaike 1974): what the order was chosen
   * by.
   */
  readonly deviance: number;
}

/** A series whitened by an autoregression, to be explained by steps of its level. */
export interface WhitenedLevels {
  /** The sum of squared innovations under the best levels, given where the level steps. */
  innovations(cuts: readonly number[]): number;
  /** The best levels themselves, by generalised least squares. */
  levels(cuts: readonly number[]): number[];
}

/** A series whose level steps at given indices, with autoregressive noise around it that runs on through the steps. */
export interface AutoregressiveLevels {
  /** How many innovations the likelihood is made of. */
  readonly innovations: number;
  /** The autoregression of most likelihood and the best order, given where the level steps. */
  fit(cuts: readonly number[]): AutoregressiveFit;
  whiten(coefficients: readonly number[]): WhitenedLevels;
}

/**
 * Steps of the level in AR(p) noise, by conditional Gaussian likelihood.
 *
 * An innovation counts where the values of the longest order before it were all observed, so that orders compare and
 * nothing missing is filled in. Given the autoregression, the levels solve a tridiagonal system of sums made once: a
 * likelihood costs as much as there are steps. Autoregression and levels are found in turns (Cochrane & Orcutt 1949).
 *
 * @param values The observed values.
 * @param predecessors How many bins in a row right before each value were observed.
 * @param longestOrder The longest autoregression tried; segments must be longer.
 */
export function autoregressiveLevels(
  values: Float64Array,
  predecessors: Int32Array,
  longestOrder: number,
): AutoregressiveLevels {
  const n = values.length;
  const { mean, sums } = cumulativeSums(values);
  const y = values.map((value) => value - mean);
  const counted = predecessors.map((count) => count >= longestOrder ? 1 : 0);
  const counts = new Int32Array(n + 1);
  for (let i = 0; i < n; i++) counts[i + 1] = counts[i]! + counted[i]!;
  const innovations = counts[n]!;
  const segmentMeans = (cuts: readonly number[]) =>
    [...cuts, n].map((end, j) => (sums[end]! - sums[cuts[j - 1] ?? 0]!) / (end - (cuts[j - 1] ?? 0)));
  const leastSquares = 1e-24 * y.reduce((sum, value) => sum + value * value, 0);
  const logLikelihood = (squares: number) => innovations * Math.log(Math.max(leastSquares, squares) / innovations);

  function whiten(coefficients: readonly number[]): WhitenedLevels {
    const order = coefficients.length;
    // a step of one shows up in the innovations as these, and from then on as the last: the gain
    const response = [1];
    for (const coefficient of coefficients) response.push(response.at(-1)! - coefficient);
    const gain = response.pop()!;
    const white = new Float64Array(n);
    const whiteSums = new Float64Array(n + 1);
    let squares = 0;
    for (let i = 0; i < n; i++) {
      if (counted[i]) {
        let value = y[i]!;
        for (let k = 0; k < order; k++) value -= coefficients[k]! * y[i - 1 - k]!;
        white[i] = value;
        squares += value * value;
      }
      whiteSums[i + 1] = whiteSums[i]! + white[i]!;
    }

    // the normal equations of the levels, eliminated from the first segment on
    function eliminate(
      cuts: readonly number[],
      keep?: (pivot: number, target: number, coupling: number) => void,
    ): number {
      let previousPivot = 0;
      let previousTarget = 0;
      let explained = 0;
      for (let j = 0; j <= cuts.length; j++) {
        const start = j === 0 ? 0 : cuts[j - 1]!;
        const end = j === cuts.length ? n : cuts[j]!;
        const settled = j === 0 ? 0 : start + order;
        let pivot = (counts[end]! - counts[settled]!) * gain * gain;
        let target = gain * (whiteSums[end]! - whiteSums[settled]!);
        let coupling = 0;
        for (let k = 0; k < order; k++) {
          const here = response[k]!;
          if (j > 0 && counted[start + k]) {
            pivot += here * here;
            target += here * white[start + k]!;
            coupling += here * (gain - here);
          }
          if (j < cuts.length && counted[end + k]) {
            pivot += (gain - here) ** 2;
            target += (gain - here) * white[end + k]!;
          }
        }
        if (previousPivot > 0) {
          pivot -= coupling * coupling / previousPivot;
          target -= coupling * previousTarget / previousPivot;
        }
        if (pivot > 0) explained += target * target / pivot;
        keep?.(pivot, target, coupling);
        previousPivot = pivot;
        previousTarget = target;
      }
      return explained;
    }

    return {
      innovations: (cuts) => Math.max(0, squares - eliminate(cuts)),
      levels(cuts) {
        const levels = segmentMeans(cuts);
        const rows: { pivot: number; target: number; coupling: number }[] = [];
        eliminate(cuts, (pivot, target, coupling) => rows.push({ pivot, target, coupling }));
        for (let j = rows.length - 1; j >= 0; j--) {
          const { pivot, target } = rows[j]!;
          const next = j + 1 < rows.length ? rows[j + 1]!.coupling * levels[j + 1]! : 0;
          if (pivot > 0) levels[j] = (target - next) / pivot;
        }
        return levels.map((level) => level + mean);
      },
    };
  }

  /** The autoregression of the deviations from given levels, of the order of least deviance. */
  function autoregression(cuts: readonly number[], levels: readonly number[]): number[] {
    const deviations = new Float64Array(n);
    [...cuts, n].forEach((end, j) => {
      for (let i = cuts[j - 1] ?? 0; i < end; i++) deviations[i] = values[i]! - levels[j]!;
    });
    const width = longestOrder + 1;
    const products = new Float64Array(width * width);
    for (let i = 0; i < n; i++) {
      if (!counted[i]) continue;
      for (let a = 0; a < width; a++) {
        for (let b = a; b < width; b++) products[a * width + b]! += deviations[i - a]! * deviations[i - b]!;
      }
    }
    // by Cholesky's decomposition the fit of each order is a step from that of the order before
    const triangle: number[][] = [];
    const targets: number[] = [];
    const dot = (a: readonly number[], b: readonly number[], length: number) => {
      let sum = 0;
      for (let k = 0; k < length; k++) sum += a[k]! * b[k]!;
      return sum;
    };
    let squares = products[0]!;
    let least = logLikelihood(squares);
    let order = 0;
    for (let i = 0; i < longestOrder; i++) {
      const row: number[] = [];
      for (let k = 0; k < i; k++) {
        row.push((products[(k + 1) * width + i + 1]! - dot(row, triangle[k]!, k)) / triangle[k]![k]!);
      }
      const diagonal = products[(i + 1) * width + i + 1]! - dot(row, row, i);
      if (!(diagonal > 1e-12 * products[0]!)) break;
      row.push(Math.sqrt(diagonal));
      triangle.push(row);
      targets.push((products[i + 1]! - dot(row, targets, i)) / row[i]!);
      squares -= targets[i]! ** 2;
      const deviance = logLikelihood(squares) + 2 * (i + 1);
      if (deviance < least) {
        least = deviance;
        order = i + 1;
      }
    }
    const coefficients = targets.slice(0, order);
    for (let i = order - 1; i >= 0; i--) {
      for (let k = i + 1; k < order; k++) coefficients[i]! -= triangle[k]![i]! * coefficients[k]!;
      coefficients[i]! /= triangle[i]![i]!;
    }
    return coefficients;
  }

  return {
    innovations,
    whiten,
    fit(cuts) {
      let levels = segmentMeans(cuts).map((level) => level + mean);
      let fitted: AutoregressiveFit = { coefficients: [], deviance: Infinity };
      for (let round = 0; round < 20; round++) {
        const coefficients = autoregression(cuts, levels);
        const whitened = whiten(coefficients);
        const deviance = logLikelihood(whitened.innovations(cuts)) + 2 * coefficients.length;
        if (!(deviance < fitted.deviance)) break;
        const settled = fitted.deviance - deviance < 1e-4;
        fitted = { coefficients, deviance };
        if (settled) break;
        levels = whitened.levels(cuts);
      }
      return fitted;
    },
  };
}
