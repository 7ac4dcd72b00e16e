import type { HarmonicRegression } from "@/counterfactual/harmonic_regression.ts";
import type { AutoregressiveFit } from "@/linear/autoregressive_least_squares.ts";
import { kernelBandwidth, neweyWestLag } from "@/robust/hac_covariance.ts";
import { kernelWeights } from "@/robust/kernel.ts";
import { lagProducts } from "@/robust/lag_products.ts";
import { weightedCovariance } from "@/robust/weighted_covariance.ts";

/** What a regression expects at rows that took no part in it. */
export interface Prediction {
  readonly expected: Float64Array;
  /** The variance of the mean of the values at these rows less what is expected, were there no event. */
  readonly variance: number;
}

/**
 * Predicts rows that took no part in a harmonic regression, none of whose rows stand between them.
 *
 * @param regression The regression.
 * @param columns The columns of the design at the rows.
 * @param positions The places of the rows on the grid, rising.
 */
export function predict(
  regression: HarmonicRegression,
  columns: readonly Float64Array[],
  positions: Int32Array,
): Prediction {
  const { coefficients, covariance, errors } = regression;
  const expected = new Float64Array(positions.length);
  for (const [j, column] of columns.entries()) {
    for (let k = 0; k < expected.length; k++) expected[k]! += coefficients[j]! * column[k]!;
  }
  const mean = Float64Array.from(columns, (column) => column.reduce((sum, value) => sum + value, 0) / column.length);
  switch (errors.kind) {
    case "independent":
      return { expected, variance: errors.fit.variance! / positions.length + quadratic(covariance, mean) };
    case "autoregressive":
      return predictBetween(regression, expected, mean, positions, errors.fit);
    default:
      return { expected, variance: stationaryVariance(regression, mean, positions, errors) };
  }
}

function quadratic(matrix: readonly Float64Array[], vector: Float64Array): number {
  return matrix.reduce(
    (sum, row, i) => sum + vector[i]! * row.reduce((inner, one, j) => inner + one * vector[j]!, 0),
    0,
  );
}

/**
 * The best linear prediction of autoregressive errors from the nearest errors that took part, before and after.
 *
 * Given both, the errors between them are a Gaussian bridge, independent of all others; one that is missing is infinitely
 * far.
 */
function predictBetween(
  { columns, covariance, positions: known, residuals }: HarmonicRegression,
  trend: Float64Array,
  mean: Float64Array,
  positions: Int32Array,
  { autoregression, innovationVariance }: AutoregressiveFit,
): Prediction {
  const count = positions.length;
  const decay = (steps: number) => autoregression ** steps;
  const next = known.findIndex((position) => position > positions[0]!);
  const [before, after] = next < 0 ? [known.length - 1, known.length] : [next - 1, next];
  const start = known[before] ?? -Infinity;
  const end = known[after] ?? Infinity;
  const span = 1 - decay(2 * (end - start));

  const expected = trend.slice();
  let [fromBefore, fromAfter, carried, gain, sum] = [0, 0, 0, 0, 0];
  for (const [k, position] of positions.entries()) {
    carried = k ? decay(position - positions[k - 1]!) * (carried + gain) : 0;
    gain = 1 - decay(2 * (position - start));
    const share = (1 - decay(2 * (end - position))) / span;
    const weightBefore = decay(position - start) * share;
    const weightAfter = decay(end - position) * gain / span;
    expected[k]! += weightBefore * (residuals[before] ?? 0) + weightAfter * (residuals[after] ?? 0);
    fromBefore += weightBefore / count;
    fromAfter += weightAfter / count;
    sum += share * (gain + 2 * carried);
  }
  const gradient = mean.map((value, j) =>
    value - fromBefore * (columns[j]![before] ?? 0) - fromAfter * (columns[j]![after] ?? 0)
  );
  const noise = innovationVariance / (1 - autoregression ** 2) * sum / count ** 2;
  return { expected, variance: noise + quadratic(covariance, gradient) };
}

/** The variance of the average effect as a linear form of stationary errors with kernel-weighted autocovariances. */
function stationaryVariance(
  { columns, positions: known, residuals }: HarmonicRegression,
  mean: Float64Array,
  positions: Int32Array,
  errors: Extract<HarmonicRegression["errors"], { kind: "newey-west" | "kernel" }>,
): number {
  const { inverseCrossProduct } = errors.fit;
  const first = Math.min(known[0]!, positions[0]!);
  const last = Math.max(known.at(-1)!, positions.at(-1)!);
  const form = new Float64Array(last - first + 1);
  const pull = inverseCrossProduct.map((row) => row.reduce((sum, value, j) => sum + value * mean[j]!, 0));
  for (const [j, column] of columns.entries()) {
    for (let k = 0; k < known.length; k++) form[known[k]! - first]! -= pull[j]! * column[k]!;
  }
  for (const position of positions) form[position - first] = 1 / positions.length;

  const errorsAt = new Float64Array(known.at(-1)! - known[0]! + 1);
  const observed = new Float64Array(errorsAt.length);
  for (let k = 0; k < known.length; k++) {
    errorsAt[known[k]! - known[0]!] = residuals[k]!;
    observed[known[k]! - known[0]!] = 1;
  }
  const { prewhiten = true, adjust = errors.kind === "kernel" } = errors.options;
  const autoregression = prewhiten ? neighbourRatio(errorsAt) : 0;
  const innovations = prewhiten ? whitened(errorsAt, observed, autoregression) : errorsAt;
  const present = prewhiten ? observed.map((one, t) => t ? one * observed[t - 1]! : 0) : observed;
  const scores = { columns: [innovations], observed: Uint8Array.from(present) };
  const weights = errors.kind === "kernel"
    ? kernelWeights(errors.options.kernel ?? "quadratic spectral", kernelBandwidth(scores, errors.options), form.length)
    : kernelWeights("bartlett", neweyWestLag(scores, errors.options) + 1, form.length);
  const lags = Math.min(weights.length, innovations.length);
  const products = lagProducts(innovations, lags);
  const pairs = lagProducts(present, lags).map(Math.round);
  const covariances = products.map((sum, lag) =>
    // with nothing missing, the sum divided by the length
    pairs[lag] ? weights[lag]! * sum / pairs[lag] * (1 - lag / innovations.length) : 0
  );
  const [variance] = weightedCovariance([recoloured(form, autoregression)], covariances)[0]!;
  const factor = adjust ? known.length / (known.length - columns.length) : 1;
  return Math.max(0, factor * variance!);
}

/** The slope of each error on the one before it, over neighbours both observed (the others are zero). */
function neighbourRatio(errors: Float64Array): number {
  let products = 0;
  let squares = 0;
  for (let t = 1; t < errors.length; t++) {
    if (errors[t] === 0) continue;
    products += errors[t]! * errors[t - 1]!;
    squares += errors[t - 1]! ** 2;
  }
  const ratio = squares ? products / squares : 0;
  if (Math.abs(ratio) < 0.9999) return ratio;
  throw new RangeError(`Cannot prewhiten: errors far from a unit root are needed, current autoregression is ${ratio}`);
}

function whitened(errors: Float64Array, observed: Float64Array, autoregression: number): Float64Array {
  return errors.map((error, t) => t ? observed[t]! * observed[t - 1]! * (error - autoregression * errors[t - 1]!) : 0);
}

/** The form in the innovations that a form in the errors is, back to where an innovation is forgotten. */
function recoloured(form: Float64Array, autoregression: number): Float64Array {
  if (autoregression === 0) return form;
  const memory = Math.ceil(Math.log(Number.EPSILON) / Math.log(Math.abs(autoregression)));
  const result = new Float64Array(memory + form.length);
  let carried = 0;
  for (let t = result.length - 1; t >= 0; t--) {
    carried = (form[t - memory] ?? 0) + autoregression * carried;
    result[t] = carried;
  }
  return result;
}
