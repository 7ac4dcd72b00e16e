import { percentile95, type Percentile95Options } from "@/transit/percentile_95.ts";

/** The samples of a port in both directions, of the same times. */
export interface PortTraffic {
  readonly inbound: ArrayLike<number>;
  readonly outbound: ArrayLike<number>;
}

/**
 * The ways in which two directions make one billed rate.
 *
 * | name | rate |
 * |---|---|
 * | `higher percentile` | the higher of the percentiles in and out: the usual contract |
 * | `in`, `out` | that of one direction |
 * | `percentile of higher` | the percentile of the higher direction of each sample |
 * | `percentile of sum` | the percentile of in + out of each sample |
 * | `sum of percentiles` | the percentile in + the percentile out |
 */
export type DirectionRule =
  | "higher percentile"
  | "in"
  | "out"
  | "percentile of higher"
  | "percentile of sum"
  | "sum of percentiles";

/** How {@linkcode billableRate} reads a port. */
export interface BillableRateOptions extends Percentile95Options {
  /** "higher percentile" when left out. */
  readonly direction?: DirectionRule;
}

/**
 * The rate that a port is billed for: its 95th percentile by a named convention and direction rule.
 *
 * @returns In the unit of the samples; undefined where {@linkcode percentile95} is.
 * @throws {RangeError} If the directions differ in length, or as `percentile95`.
 *
 * @example
 * ```ts
 * import { billableRate } from "@/transit/billable_rate.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const port = { inbound: [5, 1, 1, 1], outbound: [1, 1, 1, 4] };
 * assertEquals(billableRate(port), 5);
 * assertEquals(billableRate(port, { direction: "percentile of sum" }), 6);
 * assertEquals(billableRate(port, { direction: "sum of percentiles" }), 9);
 * ```
 */
export function billableRate(
  { inbound, outbound }: PortTraffic,
  { direction = "higher percentile", ...options }: BillableRateOptions = {},
): number | undefined {
  if (inbound.length !== outbound.length) {
    throw new RangeError(
      `Cannot bill a port: as many samples in as out are needed, current lengths are ${inbound.length} and ${outbound.length}`,
    );
  }
  const percentile = (samples: ArrayLike<number>) => percentile95(samples, options);
  const together = (combine: (a: number, b: number) => number) =>
    percentile(Float64Array.from(inbound, (value, i) => combine(value, outbound[i]!)));
  const both = (combine: (a: number, b: number) => number) => {
    const [into, out] = [percentile(inbound), percentile(outbound)];
    return into === undefined || out === undefined ? undefined : combine(into, out);
  };
  const add = (a: number, b: number) => a + b;
  switch (direction) {
    case "higher percentile":
      return both(Math.max);
    case "in":
      return percentile(inbound);
    case "out":
      return percentile(outbound);
    case "percentile of higher":
      return together(Math.max);
    case "percentile of sum":
      return together(add);
    case "sum of percentiles":
      return both(add);
  }
}
