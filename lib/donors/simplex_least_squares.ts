import { minimumNormPoint } from "@/donors/minimum_norm_point.ts";
import { triangularRows } from "@/donors/triangular_rows.ts";

/** What {@linkcode simplexLeastSquares} may be told. */
export interface SimplexOptions {
  /** Let the combination lie above or below the target by a constant; false when left out. */
  readonly intercept?: boolean | undefined;
  /** A multiple of the sum of the squared weights to add to the sum of squared residuals; 0 when left out. */
  readonly penalty?: number | undefined;
}

/** The weights found by {@linkcode simplexLeastSquares}. */
export interface SimplexFit {
  /** One weight a column, 0 or more, together 1. */
  readonly weights: Float64Array;
  /** What the target exceeds the combination by; 0 without intercept. */
  readonly intercept: number;
  /** The least sum of squared residuals, penalty included. */
  readonly objective: number;
  /** How far at most `objective` may lie above the minimum, by the conditions of Karush, Kuhn and Tucker. */
  readonly optimalityGap: number;
  /** Whether no other weights fit as well: not so if columns repeat, or outnumber the rows and fit without residual. */
  readonly unique: boolean;
}

/**
 * The convex combination of columns closest to a target in least squares: an exact quadratic programme on the simplex.
 *
 * With weights that sum to 1 the residual is the same combination of the columns less the target, so the fit is the point
 * of their convex hull closest to the origin (Wolfe 1976); tall columns are first reduced to a triangle.
 *
 * @param columns One column or more, n values each.
 * @param target The n values to come close to.
 * @param options Whether to fit an intercept, and a penalty on the weights.
 * @throws {RangeError} If there is no column, a length differs, a value is not finite, or the penalty is negative.
 *
 * @example
 * ```ts
 * import { simplexLeastSquares } from "@/donors/simplex_least_squares.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const columns = [Float64Array.of(0, 0, 4), Float64Array.of(4, 0, 0), Float64Array.of(9, 9, 9)];
 * const { weights } = simplexLeastSquares(columns, Float64Array.of(1, 0, 3));
 * assertAlmostEquals(weights[0]!, 0.75, 1e-12);
 * assertAlmostEquals(weights[1]!, 0.25, 1e-12);
 * ```
 */
export function simplexLeastSquares(
  columns: readonly Float64Array[],
  target: Float64Array,
  { intercept = false, penalty = 0 }: SimplexOptions = {},
): SimplexFit {
  if (columns.length === 0 || target.length === 0 || columns.some((column) => column.length !== target.length)) {
    throw new RangeError(
      `Cannot weigh columns: one or more of the target's ${target.length} rows needed, current lengths are [${
        columns.map((column) => column.length)
      }]`,
    );
  }
  if (!(penalty >= 0 && penalty < Infinity)) {
    throw new RangeError(`Cannot weigh columns: a penalty of 0 or more needed, current value is ${penalty}`);
  }
  const residuals = columns.map((column) => column.map((value, i) => value - target[i]!));
  const scale = residuals.reduce(
    (most, column) => column.reduce((max, value) => Math.max(max, Math.abs(value)), most),
    0,
  );
  if (!Number.isFinite(scale)) {
    throw new RangeError(`Cannot weigh columns: finite values needed, current largest residual is ${scale}`);
  }
  const unit = scale || 1;
  const means = residuals.map((column) =>
    intercept ? column.reduce((sum, value) => sum + value / column.length, 0) : 0
  );
  const points = residuals.map((column, j) => column.map((value) => (value - means[j]!) / unit));
  const { weights, squaredNorm, optimalityGap, unique } = minimumNormPoint(
    triangularRows(points),
    penalty / unit / unit,
  );
  return {
    weights,
    intercept: weights.reduce((sum, weight, j) => sum - weight * means[j]!, 0),
    objective: squaredNorm * unit * unit,
    optimalityGap: optimalityGap * unit * unit,
    unique,
  };
}
