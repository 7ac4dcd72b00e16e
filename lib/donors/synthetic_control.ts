import { checkPanel, type DonorPanel } from "@/donors/donor_panel.ts";
import { simplexLeastSquares } from "@/donors/simplex_least_squares.ts";

/** How {@linkcode syntheticControl} fits. */
export interface SyntheticControlOptions {
  /** Let the treated unit lie above or below its donors by a constant (Doudchenko and Imbens 2016); false when left out. */
  readonly intercept?: boolean | undefined;
}

/** A treated unit beside its synthetic control. */
export interface SyntheticControl {
  /** One weight a donor, 0 or more, together 1. */
  readonly weights: Float64Array;
  /** Whether no other weights fit the periods before the event as well; if not, the effect is one of several. */
  readonly unique: boolean;
  /** What the synthetic control is raised by; 0 without intercept. */
  readonly intercept: number;
  /** The counterfactual, one value a period. */
  readonly synthetic: Float64Array;
  /** The treated unit less its synthetic control, one value a period. */
  readonly differences: Float64Array;
  /** The mean difference after the event. */
  readonly effect: number;
  /** The root mean square difference before the event. */
  readonly rootMeanSquareBefore: number;
  /** The root mean square difference after the event. */
  readonly rootMeanSquareAfter: number;
  /** After over before; undefined where the fit before the event leaves nothing. */
  readonly ratio: number | undefined;
}

/**
 * What the treated unit would have done, as the convex combination of donors closest to it before the event: synthetic
 * control (Abadie and Gardeazabal 2003), matched on the outcomes of all periods before the event.
 *
 * No interval comes with it: the donors give one, see {@linkcode donorPlacebos}.
 *
 * @param panel The treated unit, its donors and the event; see {@linkcode completePeriods} for missing values.
 * @param options Whether to fit an intercept.
 * @throws {RangeError} If there is no donor, a series differs in length, no period lies before or after the event, or a
 * value is missing or infinite.
 *
 * @example
 * ```ts
 * import { syntheticControl } from "@/donors/synthetic_control.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const { weights, effect } = syntheticControl({
 *   treated: Float64Array.of(3, 5, 4, 1),
 *   donors: [Float64Array.of(2, 6, 4, 6), Float64Array.of(4, 4, 4, 4)],
 *   event: 3,
 * });
 * assertAlmostEquals(weights[0]!, 0.5, 1e-12);
 * assertAlmostEquals(effect, 1 - 5, 1e-12);
 * ```
 */
export function syntheticControl(panel: DonorPanel, options: SyntheticControlOptions = {}): SyntheticControl {
  const { treated, donors, event } = checkPanel(panel);
  const { weights, intercept, unique } = simplexLeastSquares(
    donors.map((donor) => donor.subarray(0, event)),
    treated.subarray(0, event),
    options,
  );
  const synthetic = treated.map((_, t) => donors.reduce((sum, donor, j) => sum + weights[j]! * donor[t]!, intercept));
  const differences = treated.map((value, t) => value - synthetic[t]!);
  const after = differences.subarray(event);
  const rootMeanSquareBefore = rootMeanSquare(differences.subarray(0, event));
  const rootMeanSquareAfter = rootMeanSquare(after);
  const left = rootMeanSquareBefore > rounding * rootMeanSquare(treated.subarray(0, event));
  return {
    weights,
    unique,
    intercept,
    synthetic,
    differences,
    effect: after.reduce((sum, difference) => sum + difference / after.length, 0),
    rootMeanSquareBefore,
    rootMeanSquareAfter,
    ratio: left ? rootMeanSquareAfter / rootMeanSquareBefore : undefined,
  };
}

/** Differences below this share of the values are what rounding leaves of a perfect fit. */
const rounding = 1e-13;

function rootMeanSquare(values: Float64Array): number {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0) return 0;
  return largest * Math.sqrt(values.reduce((sum, value) => sum + (value / largest) ** 2, 0) / values.length);
}
