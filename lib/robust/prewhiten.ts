import { leastSquares } from "@/linear/least_squares.ts";
import { checkIndependent, triangularFactor } from "@/linear/triangular_factor.ts";
import { upperInverse } from "@/linear/upper_inverse.ts";
import { observedPairs, type Scores } from "@/robust/scores.ts";

/** Scores without their first-order dependence, and how to put it back into their covariance. */
export interface Prewhitened {
  readonly scores: Scores;
  /** The inverse of I - A, p rows of p: the long-run covariance is recolour x that of the residuals x recolour'. */
  readonly recolour: readonly Float64Array[];
}

/**
 * Takes a vector autoregression of order one, fitted by least squares without intercept, out of the scores (Andrews and
 * Monahan 1992).
 *
 * Only pairs of neighbouring times that were both observed are used; the others keep a residual of zero.
 *
 * @throws {RangeError} If the regression cannot be fitted, as with fewer pairs than columns or collinear columns.
 */
export function prewhiten({ columns, observed }: Scores): Prewhitened {
  const rows = columns[0]?.length ?? 0;
  const width = columns.length;
  const pairs = observedPairs({ columns, observed });
  const select = (column: Float64Array, back: number) => {
    if (pairs.length === rows - 1) return column.subarray(1 - back, rows - back);
    return Float64Array.from(pairs, (t) => column[t - back]!);
  };
  const before = columns.map((column) => select(column, 1));
  const after = columns.map((column) => select(column, 0));
  const factor = triangularFactor([...before, ...after]);
  checkIndependent(factor, width, (j) => `prewhiten: score ${j}`);
  const root = upperInverse(factor, width);
  const slopes = columns.map((_, i) =>
    Float64Array.from(root, (row) => row.reduce((sum, value, k) => sum + value * factor[k]![width + i]!, 0))
  );

  const residuals = after.map((column, i) => {
    const rest = column.slice();
    for (const [j, earlier] of before.entries()) {
      const slope = slopes[i]![j]!;
      for (let k = 0; k < rest.length; k++) rest[k]! -= slope * earlier[k]!;
    }
    if (!observed) return rest;
    const placed = new Float64Array(rows);
    for (let k = 0; k < rest.length; k++) placed[pairs[k]!] = rest[k]!;
    return placed;
  });
  const kept = observed && Uint8Array.from(observed, (one, t) => one && (observed[t - 1] ?? 0));
  const identity = columns.map((_, j) => new Float64Array(width).fill(1, j, j + 1));
  const system = columns.map((_, j) => identity[j]!.map((one, i) => one - slopes[i]![j]!));
  const inverse = identity.map((unit) => leastSquares(system, unit).coefficients);
  return {
    scores: { columns: residuals, observed: kept },
    recolour: identity.map((_, i) => Float64Array.from(inverse, (column) => column[i]!)),
  };
}
