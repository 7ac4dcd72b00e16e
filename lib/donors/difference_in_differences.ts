import { checkPanel, type DonorPanel } from "@/donors/donor_panel.ts";

/** The change of a treated unit beside that of its donors. */
export interface DifferenceInDifferences {
  /** The change of the treated unit less that of the donors. */
  readonly effect: number;
  /** The mean of the treated unit after the event less its mean before. */
  readonly treatedChange: number;
  /** The same of the mean of the donors. */
  readonly donorChange: number;
}

/**
 * How much more a treated unit changed across the event than its donors did on average: difference in differences.
 *
 * It holds if treated unit and donors would have changed by the same amount; take logarithms for the same percentage.
 *
 * @param panel The treated unit, its donors and the event; see {@linkcode completePeriods} for missing values.
 * @throws {RangeError} As {@linkcode checkPanel}.
 *
 * @example
 * ```ts
 * import { differenceInDifferences } from "@/donors/difference_in_differences.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const panel = { treated: Float64Array.of(5, 7, 3), donors: [Float64Array.of(1, 1, 2)], event: 2 };
 * assertEquals(differenceInDifferences(panel), { effect: -4, treatedChange: -3, donorChange: 1 });
 * ```
 */
export function differenceInDifferences(panel: DonorPanel): DifferenceInDifferences {
  const { treated, donors, event } = checkPanel(panel);
  const change = (series: Float64Array) => mean(series.subarray(event)) - mean(series.subarray(0, event));
  const treatedChange = change(treated);
  const donorChange = mean(Float64Array.from(donors, change));
  return { effect: treatedChange - donorChange, treatedChange, donorChange };
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
