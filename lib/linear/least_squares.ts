import { add, divide, dot, type DoubleDouble, multiply, negate, squareRoot } from "@/linear/double_double.ts";
import { upperInverse } from "@/linear/upper_inverse.ts";
import { checkIndependent, triangularFactor } from "@/linear/triangular_factor.ts";

/** A linear regression fitted by {@linkcode leastSquares}: n rows, p columns. */
export interface LeastSquaresFit {
  /** The p columns of the design, as they were given. */
  readonly columns: readonly Float64Array[];
  /** One coefficient a column. */
  readonly coefficients: Float64Array;
  /** The n responses less their fitted values. */
  readonly residuals: Float64Array;
  /** The sum of the squared residuals. */
  readonly residualSumOfSquares: number;
  /** n - p. */
  readonly degreesOfFreedom: number;
  /** The residual sum of squares by the degrees of freedom; undefined where there are none left. */
  readonly variance: number | undefined;
  /** The inverse of X'X, p rows of p: times the variance, the covariance of the coefficients under independent errors. */
  readonly inverseCrossProduct: readonly Float64Array[];
}

/** What {@linkcode leastSquares} may be told of the design. */
export interface LeastSquaresOptions {
  /** The names of the columns, for error messages; their indices when left out. */
  readonly names?: readonly string[] | undefined;
  /** What rounding took from the columns, where it is known ({@linkcode powers} knows it); used where columns are nearly collinear. */
  readonly columnRests?: readonly Float64Array[] | undefined;
}

/** A column with less than this share of its length outside the columns before it leaves too few digits to doubles. */
export const nearlyCollinear = 1e-3;

/**
 * Linear least squares, accurate to the last digits also where the columns are nearly collinear.
 *
 * The fit is by Householder QR (Golub 1965), which loses as many digits as the condition number of the design has. Where
 * that would be more than about three, the normal equations are solved by Cholesky in double-double arithmetic (32
 * digits), so that the coefficients and the inverse of X'X are those of the design as given to nearly full precision.
 * Vectors with huge or tiny values are scaled by powers of two first, so that no square overflows.
 *
 * @param columns The p columns of the design, n values each, finite; give a column of ones for an intercept.
 * @param response The n responses, finite.
 * @throws {RangeError} If lengths differ, a value is not finite, there are fewer rows than columns or no columns, or a
 * column is a linear combination of the columns before it.
 *
 * @example
 * ```ts
 * import { leastSquares } from "@/linear/least_squares.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const x = Float64Array.of(1, 2, 3, 4);
 * const fit = leastSquares([x.map(() => 1), x], Float64Array.of(6, 5, 7, 10)); // R: lm(c(6, 5, 7, 10) ~ c(1, 2, 3, 4))
 * assertAlmostEquals(fit.coefficients[0]!, 3.5, 1e-14);
 * assertAlmostEquals(fit.coefficients[1]!, 1.4, 1e-14);
 * assertAlmostEquals(fit.residualSumOfSquares, 4.2, 1e-14);
 * ```
 */
export function leastSquares(
  columns: readonly Float64Array[],
  response: Float64Array,
  { names = columns.map((_, j) => String(j)), columnRests }: LeastSquaresOptions = {},
): LeastSquaresFit {
  const rows = response.length;
  const width = columns.length;
  if (width === 0 || rows < width) {
    throw new RangeError(
      `Cannot fit by least squares: columns and at least as many rows are needed, current sizes are ${rows} rows and ${width} columns`,
    );
  }
  const scales = columns.map((column, j) => safeScale(column, rows, `column ${names[j]}`));
  const unit = safeScale(response, rows, "the response");
  const design = columns.map((column, j) => scaled(column, scales[j]!));
  const rests = columnRests?.some((rest) => rest.some(Boolean))
    ? columnRests.map((rest, j) => scaled(rest, scales[j]!))
    : undefined;
  const target = scaled(response, unit);

  const factor = triangularFactor([...design, target]);
  const independent = checkIndependent(factor, width, (j) => `fit by least squares: column ${names[j]}`);
  const { solution, inverse, rest } = independent < nearlyCollinear
    ? solveInDoubleDouble(design, target, rests)
    : solve(factor);

  const residuals = target.slice();
  for (let j = 0; j < width; j++) {
    const column = design[j]!;
    const coefficient = solution[j]!;
    for (let i = 0; i < rows; i++) residuals[i]! -= coefficient * column[i]!;
  }
  const residualSumOfSquares = rest / unit / unit;
  const degreesOfFreedom = rows - width;
  return {
    columns,
    coefficients: solution.map((value, j) => value * scales[j]! / unit),
    residuals: scaled(residuals, 1 / unit),
    residualSumOfSquares,
    degreesOfFreedom,
    variance: degreesOfFreedom > 0 ? residualSumOfSquares / degreesOfFreedom : undefined,
    inverseCrossProduct: inverse.map((row, j) => row.map((value, k) => value * scales[j]! * scales[k]!)),
  };
}

/** A power of two that brings a vector's values to where their squares neither overflow nor underflow; mostly 1. */
export function safeScale(vector: Float64Array, length: number, name: string): number {
  if (vector.length !== length) {
    throw new RangeError(
      `Cannot fit by least squares: ${name} must have ${length} values, current length is ${vector.length}`,
    );
  }
  let largest = 0;
  for (let i = 0; i < length; i++) {
    const size = Math.abs(vector[i]!);
    if (!(size < Infinity)) {
      throw new RangeError(`Cannot fit by least squares: ${name} must be finite, current value ${i} is ${vector[i]}`);
    }
    if (size > largest) largest = size;
  }
  return largest === 0 || (largest > 1e-75 && largest < 1e75)
    ? 1
    : 2 ** -Math.max(-1000, Math.floor(Math.log2(largest)));
}

const scaled = (vector: Float64Array, scale: number) => scale === 1 ? vector : vector.map((value) => value * scale);

export interface Solution {
  /** The coefficients. */
  readonly solution: Float64Array;
  /** The inverse of X'X. */
  readonly inverse: readonly Float64Array[];
  /** The residual sum of squares. */
  readonly rest: number;
}

/** Solves from the triangular factor of the design beside the response. */
export function solve(factor: readonly Float64Array[]): Solution {
  const width = factor.length - 1;
  const root = upperInverse(factor, width);
  const vector = () => new Float64Array(width);
  const solution = vector().map((_, j) => {
    let sum = 0;
    for (let k = j; k < width; k++) sum += root[j]![k]! * factor[k]![width]!;
    return sum;
  });
  const inverse = Array.from({ length: width }, (_, i) =>
    vector().map((_, j) => {
      let sum = 0;
      for (let k = Math.max(i, j); k < width; k++) sum += root[i]![k]! * root[j]![k]!;
      return sum;
    }));
  return { solution, inverse, rest: factor[width]![width]! ** 2 };
}

/** Solves by Cholesky's factor of X'X (Benoit 1924), all in double-double. */
function solveInDoubleDouble(
  design: readonly Float64Array[],
  target: Float64Array,
  rests: readonly Float64Array[] | undefined,
): Solution {
  const indices = design.map((_, j) => j);
  const sum = (from: number, to: number, term: (k: number) => DoubleDouble) => {
    let total: DoubleDouble = [0, 0];
    for (let k = from; k < to; k++) total = add(total, term(k));
    return total;
  };
  const lower: DoubleDouble[][] = [];
  for (const i of indices) {
    const row: DoubleDouble[] = [];
    lower.push(row);
    for (let j = 0; j <= i; j++) {
      const product = dot(design[i]!, design[j]!, rests?.[i], rests?.[j]);
      const rest = add(product, negate(sum(0, j, (k) => multiply(row[k]!, lower[j]![k]!))));
      row.push(i === j ? squareRoot(rest) : divide(rest, lower[j]![j]!));
    }
  }
  const root: DoubleDouble[][] = indices.map(() => []);
  for (const i of indices) {
    for (let j = 0; j <= i; j++) {
      const numerator: DoubleDouble = i === j
        ? [1, 0]
        : negate(sum(j, i, (k) => multiply(lower[i]![k]!, root[k]![j]!)));
      root[i]!.push(divide(numerator, lower[i]![i]!));
    }
  }
  const products = design.map((column, j) => dot(column, target, rests?.[j]));
  const rotated = indices.map((i) => sum(0, i + 1, (k) => multiply(root[i]![k]!, products[k]!)));
  const width = design.length;
  const rest = add(dot(target, target), negate(sum(0, width, (k) => multiply(rotated[k]!, rotated[k]!))));
  return {
    rest: Math.max(0, rest[0]),
    solution: Float64Array.from(indices, (j) => sum(j, width, (k) => multiply(root[k]![j]!, rotated[k]!))[0]),
    inverse: indices.map((i) =>
      Float64Array.from(indices, (j) => sum(Math.max(i, j), width, (k) => multiply(root[k]![i]!, root[k]![j]!))[0])
    ),
  };
}
