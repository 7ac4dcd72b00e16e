import { leastSquares } from "@/linear/least_squares.ts";
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
  const selected = (column: Float64Array, back: number) => Float64Array.from(pairs, (t) => column[t - back]!);
  const before = columns.map((column) => selected(column, 1));
  const fits = columns.map((column) => leastSquares(before, selected(column, 0)));

  const residuals = fits.map((fit) => {
    if (!observed) return fit.residuals;
    const placed = new Float64Array(rows);
    pairs.forEach((t, i) => placed[t] = fit.residuals[i]!);
    return placed;
  });
  const kept = observed && Uint8Array.from(observed, (one, t) => one && (observed[t - 1] ?? 0));
  const identity = columns.map((_, j) => new Float64Array(width).fill(1, j, j + 1));
  const system = columns.map((_, j) => identity[j]!.map((one, i) => one - fits[i]!.coefficients[j]!));
  const inverse = identity.map((unit) => leastSquares(system, unit).coefficients);
  return {
    scores: { columns: residuals, observed: kept },
    recolour: identity.map((_, i) => Float64Array.from(inverse, (column) => column[i]!)),
  };
}
