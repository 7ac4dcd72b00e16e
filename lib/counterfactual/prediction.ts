import type { HarmonicRegression } from "@/counterfactual/harmonic_regression.ts";
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
 * Predicts rows that took no part in a harmonic regression.
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
 * The best linear prediction of autoregressive errors from their nearest neighbours that took part, before and after.
 *
 * Given both neighbours the errors between them are a Gaussian bridge, independent of all other errors; with a neighbour
 * on one side only, that of the other is infinitely far.
 */
function predictBetween(
  { columns, covariance, positions: known, residuals }: HarmonicRegression,
  expected: Float64Array,
  mean: Float64Array,
  positions: Int32Array,
  { autoregression, innovationVariance }: { readonly autoregression: number; readonly innovationVariance: number },
): Prediction {
  const count = positions.length;
  const gradient = mean.slice();
  const lean = (neighbour: number, weight: number, k: number) => {
    if (weight === 0) return;
    expected[k]! += weight * residuals[neighbour]!;
    for (const [j, column] of columns.entries()) gradient[j]! -= weight * column[neighbour]! / count;
  };
  let next = 0;
  let carried = 0;
  let previousGain = 0;
  let sum = 0;
  for (let k = 0; k < count; k++) {
    const position = positions[k]!;
    const crossed = known[next]! < position;
    while (next < known.length && known[next]! < position) next++;
    const before = next > 0 ? position - known[next - 1]! : Infinity;
    const after = next < known.length ? known[next]! - position : Infinity;
    const gain = 1 - autoregression ** (2 * before);
    const share = (1 - autoregression ** (2 * after)) / (1 - autoregression ** (2 * (before + after)));
    lean(next - 1, autoregression ** before * share, k);
    lean(next, autoregression ** after * gain / (1 - autoregression ** (2 * (before + after))), k);

    carried = crossed || k === 0 ? 0 : autoregression ** (position - positions[k - 1]!) * (carried + previousGain);
    previousGain = gain;
    sum += share * (gain + 2 * carried);
  }
  const stationary = innovationVariance / (1 - autoregression ** 2);
  return { expected, variance: stationary * sum / count ** 2 + quadratic(covariance, gradient) };
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
  if (Math.abs(ratio) < 1) return ratio;
  throw new RangeError(`Cannot prewhiten: the errors are not stationary, current autoregression is ${ratio}`);
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
