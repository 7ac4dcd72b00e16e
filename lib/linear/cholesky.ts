/**
 * The lower Cholesky factor of a symmetric positive definite matrix.
 *
 * @param matrix Row after row, `size` x `size`; only the lower triangle is read.
 * @returns The factor row after row, or undefined where a pivot falls below `tolerance` times its diagonal element, so that
 * the matrix is singular to working precision.
 *
 * @example
 * ```ts
 * import { cholesky } from "@/linear/cholesky.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([...cholesky(Float64Array.of(4, 2, 2, 10), 2)!], [2, 0, 1, 3]);
 * assertEquals(cholesky(Float64Array.of(1, 1, 1, 1), 2), undefined);
 * ```
 */
export function cholesky(matrix: Float64Array, size: number, tolerance = 1e-13): Float64Array | undefined {
  const factor = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * size + column]!;
      for (let k = 0; k < column; k++) sum -= factor[row * size + k]! * factor[column * size + k]!;
      if (column < row) {
        factor[row * size + column] = sum / factor[column * size + column]!;
      } else {
        if (!(sum > tolerance * matrix[row * size + row]!)) return undefined;
        factor[row * size + row] = Math.sqrt(sum);
      }
    }
  }
  return factor;
}

/**
 * Solves `factor factor' x = right` for a lower Cholesky factor.
 *
 * @example
 * ```ts
 * import { cholesky, solveCholesky } from "@/linear/cholesky.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const factor = cholesky(Float64Array.of(4, 2, 2, 10), 2)!;
 * assertEquals([...solveCholesky(factor, 2, [8, 22])], [1, 2]);
 * ```
 */
export function solveCholesky(factor: Float64Array, size: number, right: ArrayLike<number>): Float64Array {
  return solveTransposed(factor, size, solveLower(factor, size, right));
}

/** Solves `factor x = right` for a lower Cholesky factor. */
export function solveLower(factor: Float64Array, size: number, right: ArrayLike<number>): Float64Array {
  const solution = Float64Array.from(right);
  for (let row = 0; row < size; row++) {
    let sum = solution[row]!;
    for (let k = 0; k < row; k++) sum -= factor[row * size + k]! * solution[k]!;
    solution[row] = sum / factor[row * size + row]!;
  }
  return solution;
}

/** Solves `factor' x = right` for a lower Cholesky factor: how a covariance `inverse(factor factor')` is drawn from. */
export function solveTransposed(factor: Float64Array, size: number, right: ArrayLike<number>): Float64Array {
  const solution = Float64Array.from(right);
  for (let row = size - 1; row >= 0; row--) {
    let sum = solution[row]!;
    for (let k = row + 1; k < size; k++) sum -= factor[k * size + row]! * solution[k]!;
    solution[row] = sum / factor[row * size + row]!;
  }
  return solution;
}

/** The inverse of `factor factor'`, row after row. */
export function invertCholesky(factor: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size);
  for (let column = 0; column < size; column++) {
    const unit = new Float64Array(size);
    unit[column] = 1;
    inverse.set(solveCholesky(factor, size, unit), column * size);
  }
  return inverse;
}

/** The logarithm of the determinant of `factor factor'`. */
export function logDeterminant(factor: Float64Array, size: number): number {
  let sum = 0;
  for (let row = 0; row < size; row++) sum += Math.log(factor[row * size + row]!);
  return 2 * sum;
}
