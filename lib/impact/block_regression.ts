import type { BlockCovariances, BlockedSeries } from "@/impact/blocked_series.ts";

/** A regression on block means with noise of a given shape. */
export interface BlockRegression {
  /** The sum of squares of the whitened residuals. */
  readonly residualSumOfSquares: number;
  /** Of the covariance of the block means and of the cross product of the whitened columns, their sum. */
  readonly logDeterminant: number;
  /** What is expected of the window mean: regression and what the residuals foretell. */
  readonly location: number;
  /** The variance of the window mean around it, that of a whole block being 1. */
  readonly variance: number;
  /** The coefficients with the inverse of the cross product, and the weights of the block means' covariances in a prediction. */
  readonly solve: () => BlockSolution;
}

/** What a prediction of single bins needs. */
export interface BlockSolution {
  readonly coefficients: Float64Array;
  /** The inverse of the cross product of the whitened columns, p rows of p. */
  readonly inverseCrossProduct: readonly Float64Array[];
  /** The inverse covariance of the blocks times their residuals. */
  readonly pulls: Float64Array;
}

/**
 * Generalised least squares on block means and the best linear prediction of the window mean, by one Cholesky factor with
 * the columns, the means and the covariances of the window appended as rows.
 */
export function blockRegression(series: BlockedSeries, covariances: BlockCovariances): BlockRegression {
  const { blocks, means, columns, losses, windowColumns } = series;
  const count = blocks.length;
  const width = columns.length;
  const rows = [
    ...blocks.map((_, i) => {
      const row = covariances.among.slice(i * count, (i + 1) * count);
      row[i]! += losses[i]!;
      return row;
    }),
    ...columns.map((column) => column.slice()),
    means.slice(),
    covariances.across.slice(),
  ];
  let logDeterminant = appendedCholesky(rows, count);
  const whitened = rows.slice(count);
  const link = whitened[width + 1]!;
  const products = whitened.map((row, i) =>
    Float64Array.from({ length: Math.min(i + 1, width) }, (_, j) => {
      const product = dot(row, whitened[j]!, count);
      return i <= width ? product : windowColumns[j]! - product;
    })
  );
  logDeterminant += appendedCholesky(products, width);
  const onColumns = products[width]!;
  const gradient = products[width + 1]!;
  const response = whitened[width]!;
  return {
    residualSumOfSquares: dot(response, response, count) - dot(onColumns, onColumns, width),
    logDeterminant,
    location: dot(link, response, count) + dot(gradient, onColumns, width),
    variance: covariances.own - dot(link, link, count) + dot(gradient, gradient, width),
    solve: () => {
      const coefficients = solveTransposed(products, onColumns);
      const residuals = response.map((value, i) =>
        value - coefficients.reduce((sum, coefficient, j) => sum + coefficient * whitened[j]![i]!, 0)
      );
      const inverse = Array.from({ length: width }, (_, j) => {
        const unit = new Float64Array(width);
        for (let i = j; i < width; i++) {
          unit[i] = ((i === j ? 1 : 0) - dot(products[i]!, unit, i)) / products[i]![i]!;
        }
        return solveTransposed(products, unit);
      });
      return { coefficients, inverseCrossProduct: inverse, pulls: solveTransposed(rows, residuals) };
    },
  };
}

/**
 * Overwrites the lower triangle in the first `size` rows by its Cholesky factor, and every row after them by its solution
 * against that factor. Returns the logarithm of the determinant.
 */
function appendedCholesky(rows: readonly Float64Array[], size: number): number {
  let logDeterminant = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const end = Math.min(i, size);
    for (let j = 0; j < end; j++) {
      const other = rows[j]!;
      row[j] = (row[j]! - dot(row, other, j)) / other[j]!;
    }
    if (i >= size) continue;
    const pivot = row[i]! - dot(row, row, i);
    logDeterminant += Math.log(pivot);
    row[i] = Math.sqrt(pivot);
  }
  return logDeterminant;
}

/** Solves `factor' x = right` for the lower Cholesky factor in the first rows. */
function solveTransposed(factor: readonly Float64Array[], right: Float64Array): Float64Array {
  const solution = right.slice();
  for (let i = solution.length - 1; i >= 0; i--) {
    const row = factor[i]!;
    const value = solution[i]! /= row[i]!;
    for (let j = 0; j < i; j++) solution[j]! -= value * row[j]!;
  }
  return solution;
}

function dot(a: Float64Array, b: Float64Array, length: number): number {
  let even = 0;
  let odd = 0;
  let k = 0;
  for (; k + 3 < length; k += 4) {
    even += a[k]! * b[k]! + a[k + 1]! * b[k + 1]!;
    odd += a[k + 2]! * b[k + 2]! + a[k + 3]! * b[k + 3]!;
  }
  for (; k < length; k++) even += a[k]! * b[k]!;
  return even + odd;
}
