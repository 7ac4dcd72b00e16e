import type { DonorPanel } from "@/donors/donor_panel.ts";

/** How {@linkcode donorPlacebos} makes its placebos. */
export interface DonorPlaceboOptions {
  /** Let the treated unit be a donor of the placebos, as Abadie, Diamond and Hainmueller (2010); false when left out. */
  readonly treatedAsDonor?: boolean | undefined;
}

/** The same estimate for the treated unit and for every donor in its place. */
export interface DonorPlacebos<Estimate> {
  readonly treated: Estimate;
  /** One estimate a donor, in the order of the donors. */
  readonly placebos: readonly Estimate[];
  /**
   * The place of the treated unit when all are ordered by the statistic, largest first; the last of equals, and after
   * every placebo whose statistic is undefined. Undefined where that of the treated unit is.
   */
  readonly rank: number | undefined;
  /** The rank over the number of units: the chance of such a rank if the event had no effect and chose among them. */
  readonly probability: number | undefined;
}

/**
 * Placebos across donors: each donor in turn is taken for the treated unit, with the others as its donors, and the treated
 * unit is ranked among them (Abadie, Diamond and Hainmueller 2010).
 *
 * With few donors the probability cannot be small: it is 1 / (donors + 1) at least.
 *
 * @param panel The treated unit, two donors or more and the event.
 * @param estimate The estimator, such as {@linkcode syntheticControl}.
 * @param statistic What to rank by: the ratio of errors after and before for synthetic control, the size of the effect for
 * difference in differences.
 * @param options Whether the treated unit may be a donor.
 * @throws {RangeError} If there are fewer than two donors, or as the estimator.
 *
 * @example
 * ```ts
 * import { differenceInDifferences } from "@/donors/difference_in_differences.ts";
 * import { donorPlacebos } from "@/donors/donor_placebos.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const panel = {
 *   treated: Float64Array.of(8, 8, 2),
 *   donors: [Float64Array.of(5, 5, 5), Float64Array.of(3, 3, 4), Float64Array.of(4, 4, 4)],
 *   event: 2,
 * };
 * const { rank, probability } = donorPlacebos(panel, differenceInDifferences, ({ effect }) => Math.abs(effect));
 * assertEquals(rank, 1);
 * assertEquals(probability, 1 / 4);
 * ```
 */
export function donorPlacebos<Estimate>(
  panel: DonorPanel,
  estimate: (panel: DonorPanel) => Estimate,
  statistic: (estimate: Estimate) => number | undefined,
  { treatedAsDonor = false }: DonorPlaceboOptions = {},
): DonorPlacebos<Estimate> {
  const { treated, donors, event } = panel;
  if (donors.length < 2) {
    throw new RangeError(`Cannot make placebos: two donors or more needed, current count is ${donors.length}`);
  }
  const own = estimate(panel);
  const placebos = donors.map((donor, j) =>
    estimate({ treated: donor, donors: [...donors.toSpliced(j, 1), ...(treatedAsDonor ? [treated] : [])], event })
  );
  const reached = statistic(own);
  const rank = reached === undefined
    ? undefined
    : 1 + placebos.filter((placebo) => !((statistic(placebo) ?? Infinity) < reached)).length;
  return { treated: own, placebos, rank, probability: rank && rank / (donors.length + 1) };
}
