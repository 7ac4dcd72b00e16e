import { checkPanel, type DonorPanel } from "@/donors/donor_panel.ts";
import { simplexLeastSquares } from "@/donors/simplex_least_squares.ts";

/** The change of a treated unit beside that of weighted donors, over weighted periods. */
export interface SyntheticDifferenceInDifferences {
  readonly effect: number;
  /** One weight a donor, 0 or more, together 1. */
  readonly donorWeights: Float64Array;
  /** One weight a period before the event, 0 or more, together 1. */
  readonly periodWeights: Float64Array;
}

/**
 * Difference in differences with donors weighted to run parallel to the treated unit before the event, and periods before
 * the event weighted to be like those after it: synthetic difference in differences (Arkhangelsky, Athey, Hirshberg,
 * Imbens and Wager 2021).
 *
 * The penalties are the authors'; both quadratic programmes are solved exactly, where their R package synthdid stops
 * its search early, so that effects agree to some four digits and not to the last.
 *
 * @param panel The treated unit, its donors and the event; see {@linkcode completePeriods} for missing values.
 * @throws {RangeError} As {@linkcode checkPanel}.
 *
 * @example
 * ```ts
 * import { syntheticDifferenceInDifferences } from "@/donors/synthetic_difference_in_differences.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const { effect } = syntheticDifferenceInDifferences({
 *   treated: Float64Array.of(13, 15, 14, 11),
 *   donors: [Float64Array.of(3, 5, 4, 6), Float64Array.of(3, 5, 4, 6)],
 *   event: 3,
 * });
 * assertAlmostEquals(effect, -5, 1e-9); // both donors rise by what would have taken the treated unit to 16
 * ```
 */
export function syntheticDifferenceInDifferences(panel: DonorPanel): SyntheticDifferenceInDifferences {
  const { treated, donors, event } = checkPanel(panel);
  const after = treated.length - event;
  const before = (series: Float64Array) => series.subarray(0, event);
  const meanAfter = (series: Float64Array) => series.subarray(event).reduce((sum, value) => sum + value / after, 0);
  const noise = noiseLevel(donors.map(before));

  const donorWeights = simplexLeastSquares(donors.map(before), before(treated), {
    intercept: true,
    penalty: event * Math.sqrt(after) * noise ** 2,
  }).weights;
  const periodWeights = simplexLeastSquares(
    Array.from({ length: event }, (_, t) => Float64Array.from(donors, (donor) => donor[t]!)),
    Float64Array.from(donors, meanAfter),
    { intercept: true, penalty: donors.length * (1e-6 * noise) ** 2 },
  ).weights;

  const change = (series: Float64Array) =>
    meanAfter(series) - periodWeights.reduce((sum, weight, t) => sum + weight * series[t]!, 0);
  return {
    effect: change(treated) - donors.reduce((sum, donor, j) => sum + donorWeights[j]! * change(donor), 0),
    donorWeights,
    periodWeights,
  };
}

/** The standard deviation, with denominator count - 1, of the changes from each period to the next in all donors. */
function noiseLevel(donors: readonly Float64Array[]): number {
  const count = donors.length * (donors[0]!.length - 1);
  if (count < 2) return 0;
  const changes = donors.map((donor) => donor.subarray(1).map((value, t) => value - donor[t]!));
  const sum = (of: (change: number) => number) =>
    changes.reduce((total, own) => own.reduce((subtotal, change) => subtotal + of(change), total), 0);
  const mean = sum((change) => change) / count;
  return Math.sqrt(sum((change) => (change - mean) ** 2) / (count - 1));
}
