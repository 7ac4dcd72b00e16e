/** One unit that an event hit and others, the donors, that it did not, over the same periods. */
export interface DonorPanel {
  /** The unit that was hit, one value a period. */
  readonly treated: Float64Array;
  /** Series of the same length. */
  readonly donors: readonly Float64Array[];
  /** The index of the first period after the event, which is also the number of periods before it. */
  readonly event: number;
}

/**
 * Refuses a panel that no estimator here can use.
 *
 * @param panel The panel.
 * @returns The same panel.
 * @throws {RangeError} If there is no donor, a series differs in length, no period lies before or after the event, or a
 * value is missing or infinite.
 *
 * @example
 * ```ts
 * import { checkPanel } from "@/donors/donor_panel.ts";
 * import { assertThrows } from "@std/assert";
 *
 * const panel = { treated: Float64Array.of(1, 2, 3), donors: [Float64Array.of(1, NaN, 3)], event: 2 };
 * assertThrows(() => checkPanel(panel), RangeError, "donor 0 is NaN in period 1");
 * ```
 */
export function checkPanel(panel: DonorPanel): DonorPanel {
  const { treated, donors, event } = panel;
  const refuse = (needed: string, current: string): never => {
    throw new RangeError(`Cannot compare with donors: ${needed} needed, ${current}`);
  };
  if (donors.length === 0) refuse("one donor or more", "current count is 0");
  if (!Number.isInteger(event) || event < 1 || event >= treated.length) {
    refuse("periods before and after the event", `current event is ${event} of ${treated.length} periods`);
  }
  for (const [unit, series] of [treated, ...donors].entries()) {
    const name = unit === 0 ? "the treated unit" : `donor ${unit - 1}`;
    if (series.length !== treated.length) {
      refuse(`series of ${treated.length} periods`, `current length of ${name} is ${series.length}`);
    }
    const period = series.findIndex((value) => !Number.isFinite(value));
    if (period >= 0) refuse("finite values", `${name} is ${series[period]} in period ${period}`);
  }
  return panel;
}

/**
 * Leaves out every period in which some unit is missing.
 *
 * @param panel A panel in which missing values are NaN.
 * @returns The panel of the other periods, and which periods of the first panel they are.
 *
 * @example
 * ```ts
 * import { completePeriods } from "@/donors/donor_panel.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { panel, periods } = completePeriods({
 *   treated: Float64Array.of(1, 2, 3),
 *   donors: [Float64Array.of(NaN, 5, 6)],
 *   event: 2,
 * });
 * assertEquals(periods, [1, 2]);
 * assertEquals(panel, { treated: Float64Array.of(2, 3), donors: [Float64Array.of(5, 6)], event: 1 });
 * ```
 */
export function completePeriods({ treated, donors, event }: DonorPanel): { panel: DonorPanel; periods: number[] } {
  const units = [treated, ...donors];
  const periods = Array.from(treated.keys()).filter((period) => !units.some((unit) => Number.isNaN(unit[period])));
  const keep = (series: Float64Array) => Float64Array.from(periods, (period) => series[period]!);
  return {
    panel: {
      treated: keep(treated),
      donors: donors.map(keep),
      event: periods.filter((period) => period < event).length,
    },
    periods,
  };
}
