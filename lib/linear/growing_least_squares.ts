import { leastSquares, type LeastSquaresFit, nearlyCollinear, safeScale, solve } from "@/linear/least_squares.ts";
import { blockRows, checkIndependent, takeRows } from "@/linear/triangular_factor.ts";

/** What {@linkcode growingLeastSquares} finds for some rows. */
export type GrowingFit = Pick<LeastSquaresFit, "coefficients" | "residualSumOfSquares">;

/**
 * Least squares on the first rows of a design, asked for one number of rows after the other: where the numbers rise, each
 * row is read once, as the triangular factor of more rows continues that of fewer.
 *
 * @param columns The columns of the design, of all rows, finite.
 * @param response The responses of all rows, finite.
 * @param names The names of the columns, for error messages.
 * @returns What {@linkcode leastSquares} finds on so many of the first rows, to the last bit; it throws as that does.
 * @throws {RangeError} If lengths differ or a value is not finite.
 *
 * @example
 * ```ts
 * import { growingLeastSquares } from "@/linear/growing_least_squares.ts";
 * import { leastSquares } from "@/linear/least_squares.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const x = Float64Array.from({ length: 1000 }, (_, row) => row);
 * const columns = [x.map(() => 1), x];
 * const response = x.map((value) => Math.sin(value));
 * const fit = growingLeastSquares(columns, response);
 * for (const rows of [300, 700]) {
 *   const { coefficients } = leastSquares(columns.map((one) => one.slice(0, rows)), response.slice(0, rows));
 *   assertEquals(fit(rows).coefficients, coefficients);
 * }
 * ```
 */
export function growingLeastSquares(
  columns: readonly Float64Array[],
  response: Float64Array,
  names: readonly string[] = columns.map((_, j) => String(j)),
): (rows: number) => GrowingFit {
  const all = [...columns, response];
  const scales = all.map((column, j) =>
    safeScale(column, response.length, j < columns.length ? `column ${names[j]}` : "the response")
  );
  const width = columns.length;
  const first = (rows: number): GrowingFit => {
    const part = columns.map((column) => column.subarray(0, rows));
    const { coefficients, residualSumOfSquares } = leastSquares(part, response.subarray(0, rows), { names });
    return { coefficients, residualSumOfSquares };
  };
  if (scales.some((scale) => scale !== 1)) return first;

  const zero = () => all.map(() => new Float64Array(width + 1));
  let whole = zero();
  let taken = 0;
  return (rows) => {
    if (rows < width || rows > response.length) return first(rows);
    // in the same blocks as a factor of these rows alone
    const blocks = rows - rows % blockRows;
    if (blocks < taken) {
      whole = zero();
      taken = 0;
    }
    takeRows(whole, all, taken, blocks);
    taken = blocks;
    const factor = whole.map((row) => row.slice());
    takeRows(factor, all, blocks, rows);
    const independent = checkIndependent(factor, width, (j) => `fit by least squares: column ${names[j]}`);
    if (independent < nearlyCollinear) return first(rows);
    const { solution, rest } = solve(factor);
    return { coefficients: solution, residualSumOfSquares: rest };
  };
}
