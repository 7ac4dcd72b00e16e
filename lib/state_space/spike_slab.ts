import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { cholesky, solveLower, solveTransposed } from "@/linear/cholesky.ts";
import type { Generator } from "@/random/seeded_stream.ts";
import { standardNormal } from "@/random/standard_normal.ts";

/** A regression with a spike-and-slab prior, given its cross products: what is needed to draw which regressors are in. */
export interface SpikeSlabRegression {
  /** How many regressors. */
  readonly size: number;
  /** Cross products of the regressors and, last, the response: (size + 1) x (size + 1). */
  readonly products: Float64Array;
  /** The slab: information of the coefficients a priori, in units of the inverse error variance, size x size. */
  readonly information: Float64Array;
  readonly inclusionProbability: number;
  /** Shape of the error variance's inverse gamma posterior. */
  readonly shape: number;
  /** What its rate is before half the residual sum of squares. */
  readonly rate: number;
}

/**
 * The symmetric sweep operator (Goodnight 1979) at one pivot, in place; its own inverse with `direction` -1.
 *
 * Swept at some pivots, the matrix holds minus the inverse of that block, the regression coefficients beside it, and what is
 * left unexplained of the rest.
 *
 * @example
 * ```ts
 * import { sweep } from "@/state_space/spike_slab.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const products = Float64Array.of(4, 8, 8, 20); // of a regressor and a response
 * sweep(products, 2, 0);
 * assertEquals([...products], [-0.25, 2, 2, 4]); // coefficient 2, residual sum of squares 4
 * ```
 */
export function sweep(matrix: Float64Array, size: number, pivot: number, direction: 1 | -1 = 1): void {
  const diagonal = matrix[pivot * size + pivot]!;
  for (let row = 0; row < size; row++) {
    if (row === pivot) continue;
    const ratio = matrix[row * size + pivot]! / diagonal;
    for (let column = 0; column < size; column++) {
      if (column !== pivot) matrix[row * size + column]! -= ratio * matrix[pivot * size + column]!;
    }
  }
  for (let index = 0; index < size; index++) {
    if (index === pivot) continue;
    const value = direction * matrix[index * size + pivot]! / diagonal;
    matrix[index * size + pivot] = value;
    matrix[pivot * size + index] = value;
  }
  matrix[pivot * size + pivot] = -1 / diagonal;
}

/** The products with the slab's information added, swept at the regressors that are in. */
function sweptPosterior({ size, products, information }: SpikeSlabRegression, included: Uint8Array): Float64Array {
  const matrix = products.slice();
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      matrix[row * (size + 1) + column]! += information[row * size + column]!;
    }
  }
  for (let index = 0; index < size; index++) if (included[index]) sweep(matrix, size + 1, index);
  return matrix;
}

/**
 * The rate of the error variance's inverse gamma posterior and half the log determinant of the coefficients' posterior
 * information, given which regressors are in.
 */
export function regressionEvidence(
  regression: SpikeSlabRegression,
  included: Uint8Array,
): { readonly rate: number; readonly halfLogDeterminant: number } {
  const { size, rate } = regression;
  const matrix = sweptPosterior(regression, new Uint8Array(size));
  let halfLogDeterminant = 0;
  for (let index = 0; index < size; index++) {
    if (!included[index]) continue;
    halfLogDeterminant += 0.5 * Math.log(matrix[index * (size + 1) + index]!);
    sweep(matrix, size + 1, index);
  }
  return { rate: rate + 0.5 * Math.max(matrix.at(-1)!, 0), halfLogDeterminant };
}

/**
 * Draws anew, one regressor after another, which are in, the coefficients and the error variance integrated out (stochastic
 * search variable selection, George and McCulloch 1997).
 *
 * @param included Ones and zeros, changed in place.
 */
export function drawInclusion(regression: SpikeSlabRegression, included: Uint8Array, generator: Generator): void {
  const { size, information, inclusionProbability, shape, rate } = regression;
  if (inclusionProbability === 1) return void included.fill(1);
  const posterior = sweptPosterior(regression, included);
  const prior = information.slice();
  for (let index = 0; index < size; index++) if (included[index]) sweep(prior, size, index);
  const logOdds = Math.log(inclusionProbability / (1 - inclusionProbability));
  const stride = size + 1;
  for (let index = 0; index < size; index++) {
    const diagonal = posterior[index * stride + index]!;
    const along = posterior[index * stride + size]!;
    const unexplained = posterior[size * stride + size]!;
    const isIn = included[index] === 1;
    const posteriorPivot = isIn ? -1 / diagonal : diagonal;
    const priorPivot = isIn ? -1 / prior[index * size + index]! : prior[index * size + index]!;
    const explained = isIn ? along ** 2 * posteriorPivot : along ** 2 / posteriorPivot;
    const without = rate + 0.5 * Math.max(isIn ? unexplained + explained : unexplained, 0);
    const within = rate + 0.5 * Math.max(isIn ? unexplained : unexplained - explained, 0);
    const evidence = logOdds + 0.5 * Math.log(priorPivot / posteriorPivot) - shape * Math.log(within / without);
    const next = uniformFloat64(generator) < 1 / (1 + Math.exp(-evidence));
    if (next === isIn) continue;
    sweep(posterior, stride, index, next ? 1 : -1);
    sweep(prior, size, index, next ? 1 : -1);
    included[index] = next ? 1 : 0;
  }
}

/** Draws the coefficients given the error variance; those of regressors that are out are 0. */
export function drawCoefficients(
  regression: SpikeSlabRegression,
  included: Uint8Array,
  errorVariance: number,
  generator: Generator,
): Float64Array {
  const deviation = Math.sqrt(errorVariance);
  return coefficientsWith(regression, included, () => deviation * standardNormal(generator));
}

/** The coefficients' posterior mean given which regressors are in. */
export function meanCoefficients(regression: SpikeSlabRegression, included: Uint8Array): Float64Array {
  return coefficientsWith(regression, included, () => 0);
}

// With L L' the posterior information: solving L' b = L^-1 X'y + noise gives mean and deviation at once.
function coefficientsWith(
  { size, products, information }: SpikeSlabRegression,
  included: Uint8Array,
  noise: () => number,
): Float64Array {
  const chosen = Array.from({ length: size }, (_, index) => index).filter((index) => included[index]);
  const count = chosen.length;
  const matrix = new Float64Array(count * count);
  chosen.forEach((row, i) => {
    chosen.forEach((column, j) => {
      matrix[i * count + j] = products[row * (size + 1) + column]! + information[row * size + column]!;
    });
  });
  const factor = cholesky(matrix, count, 0);
  if (factor === undefined) {
    throw new RangeError(
      `Cannot draw coefficients: the regressors must be linearly independent to working precision, current count is ${count}`,
    );
  }
  const half = solveLower(factor, count, chosen.map((row) => products[row * (size + 1) + size]!));
  const solved = solveTransposed(factor, count, half.map((value) => value + noise()));
  const coefficients = new Float64Array(size);
  chosen.forEach((index, i) => coefficients[index] = solved[i]!);
  return coefficients;
}
