import { checkRegressors } from "@/linear/check_regressors.ts";

/** A design: one row for each observation, k numbers a row, rows after each other. */
export interface Design {
  readonly rows: Float64Array;
  /** The number of columns, k. */
  readonly columns: number;
}

/**
 * Lays columns out as a design.
 *
 * @param columns The regressors; the constant, where one is wanted, is a column of ones among them.
 * @throws {RangeError} If a column has another length than n or holds a value that is not finite.
 *
 * @example
 * ```ts
 * import { design } from "@/change_point/residual_sums.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([...design([[1, 1], [3, 4]], 2).rows], [1, 3, 1, 4]);
 * ```
 */
export function design(columns: readonly ArrayLike<number>[], n: number): Design {
  checkRegressors(columns, n);
  const k = columns.length;
  const rows = new Float64Array(n * k);
  columns.forEach((column, j) => {
    for (let i = 0; i < n; i++) rows[i * k + j] = column[i]!;
  });
  return { rows, columns: k };
}

/** A least-squares fit that takes one observation at a time, by Givens rotations (Gentleman 1973). */
export interface GrowingFit {
  /** Takes an observation in and returns the sum of squared residuals of all taken so far. */
  add(row: number): number;
  /** Forgets every observation. */
  clear(): void;
  /** The coefficients; 0 for a column that the columns before it make up. */
  coefficients(): Float64Array;
}

/** Starts a fit of a series on a design. */
export function growingFit({ rows, columns: k }: Design, series: ArrayLike<number>): GrowingFit {
  const triangle = new Float64Array(k * k);
  const target = new Float64Array(k);
  const row = new Float64Array(k);
  const negligible = new Float64Array(k);
  for (let i = 0; i < rows.length; i++) {
    negligible[i % k] = Math.max(negligible[i % k]!, Math.abs(rows[i]!) * 1e-11);
  }
  let sum = 0;
  return {
    add(index) {
      for (let j = 0; j < k; j++) row[j] = rows[index * k + j]!;
      let value = series[index]!;
      for (let j = 0; j < k; j++) {
        const entry = row[j]!;
        if (Math.abs(entry) <= negligible[j]!) continue;
        const diagonal = triangle[j * k + j]!;
        if (diagonal === 0) {
          for (let l = j; l < k; l++) triangle[j * k + l] = row[l]!;
          target[j] = value;
          return sum;
        }
        const length = Math.sqrt(diagonal * diagonal + entry * entry);
        const cosine = diagonal / length;
        const sine = entry / length;
        triangle[j * k + j] = length;
        for (let l = j + 1; l < k; l++) {
          const above = triangle[j * k + l]!;
          triangle[j * k + l] = cosine * above + sine * row[l]!;
          row[l] = cosine * row[l]! - sine * above;
        }
        const above = target[j]!;
        target[j] = cosine * above + sine * value;
        value = cosine * value - sine * above;
      }
      sum += value * value;
      return sum;
    },
    clear() {
      triangle.fill(0);
      target.fill(0);
      sum = 0;
    },
    coefficients() {
      const solution = new Float64Array(k);
      for (let j = k - 1; j >= 0; j--) {
        const diagonal = triangle[j * k + j]!;
        if (diagonal === 0) continue;
        let value = target[j]!;
        for (let l = j + 1; l < k; l++) value -= triangle[j * k + l]! * solution[l]!;
        solution[j] = value / diagonal;
      }
      return solution;
    },
  };
}
