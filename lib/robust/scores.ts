import type { LeastSquaresFit } from "@/linear/least_squares.ts";

/**
 * The estimating functions of a regression in time order: one column a coefficient, each the regressor times the
 * residual.
 */
export interface Scores {
  /** The columns, of equal length; zero where nothing was observed. */
  readonly columns: readonly Float64Array[];
  /** 1 where the time was observed, 0 where it is missing; undefined where nothing is missing. */
  readonly observed?: Uint8Array | undefined;
}

/** A regression whose rows stand in time order. */
export interface TimeRegression extends Pick<LeastSquaresFit, "columns" | "residuals" | "inverseCrossProduct"> {
  /** Where in time each row stands: rising whole numbers; left out where no time is missing. */
  readonly positions?: Int32Array | undefined;
}

/** How many times were observed. */
export function observedCount({ columns, observed }: Scores): number {
  return observed ? observed.reduce((count, one) => count + one, 0) : columns[0]?.length ?? 0;
}

/** The times that were observed and so was the time before. */
export function observedPairs({ columns, observed }: Scores): number[] {
  const pairs: number[] = [];
  const rows = columns[0]?.length ?? 0;
  for (let t = 1; t < rows; t++) if (!observed || (observed[t] && observed[t - 1])) pairs.push(t);
  return pairs;
}

/**
 * The scores of a regression, at their places in time.
 *
 * A missing time keeps its place with a score of zero, so that lags are counted in real time and a product with a
 * missing value counts nothing (amplitude modulation, Parzen 1963; for robust covariances Datta and Du 2012).
 */
export function scoresOf({ columns, residuals, positions }: Omit<TimeRegression, "inverseCrossProduct">): Scores {
  const rows = residuals.length;
  if (!positions || positions[rows - 1] === positions[0]! + rows - 1) {
    {
      const products = columns.map((column) => {
        const scores = new Float64Array(rows);
        for (let i = 0; i < rows; i++) scores[i] = column[i]! * residuals[i]!;
        return scores;
      });
      return { columns: products };
    }
  }
  const origin = positions[0]!;
  const length = positions[rows - 1]! - origin + 1;
  const observed = new Uint8Array(length);
  for (const position of positions) observed[position - origin] = 1;
  const placed = columns.map((column) => {
    const scores = new Float64Array(length);
    for (let i = 0; i < rows; i++) scores[positions[i]! - origin] = column[i]! * residuals[i]!;
    return scores;
  });
  return { columns: placed, observed };
}

/** The weights of columns in the choice of a bandwidth: 0 for a constant regressor beside others, 1 for the rest. */
export function bandwidthWeights(columns: readonly Float64Array[]): Float64Array {
  const weights = Float64Array.from(columns, (column) => column.every((value) => value === column[0]) ? 0 : 1);
  return weights.some(Boolean) ? weights : weights.fill(1);
}
