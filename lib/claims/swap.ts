import type { Assertion } from "@/claims/claim.ts";
import type { Measurement } from "@/claims/measurement.ts";
import { overlap, type Period, period } from "@/time/period.ts";

/** What was put in place of something else between a source and a claim. */
export type Swap = "measure" | "denominator" | "place" | "time";

/**
 * Compares what a claim asserts with what a source measured, and names every difference of kind.
 *
 * - `measure`: another quantity, such as a score for a volume.
 * - `denominator`: the same quantity of something else, such as two companies' traffic for a continent's.
 * - `place`: another place.
 * - `time`: a window that shares no instant with the one asserted.
 *
 * @param zone The time zone of windows given to the day.
 *
 * @example
 * ```ts
 * import { swaps } from "@/claims/swap.ts";
 * import { loadClaims } from "@/claims/claim.ts";
 * import { loadMeasurements } from "@/claims/measurement.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const claim = (await loadClaims()).find(({ id }) => id === "europe-20")!;
 * const hosters = (await loadMeasurements()).get("arbor-europe-hosters")!;
 * assertEquals(swaps(claim.asserts[0]!, hosters), ["denominator"]);
 * ```
 */
export function swaps(
  assertion: Assertion,
  measurement: Measurement,
  zone = "UTC",
): Swap[] {
  const asserted = windowOf(assertion.windowStart, assertion.windowEnd, zone);
  const measured = windowOf(
    measurement.windowStart,
    measurement.windowEnd,
    zone,
  );
  const found: [Swap, boolean][] = [
    ["measure", assertion.quantity !== measurement.quantity],
    [
      "denominator",
      assertion.of !== measurement.of ||
      assertion.denominator !== measurement.denominator,
    ],
    ["place", assertion.place !== measurement.place],
    [
      "time",
      asserted !== undefined && measured !== undefined &&
      !overlap(asserted, measured),
    ],
  ];
  const different = found.filter(([, differs]) => differs).map(([swap]) => swap);
  // Another quantity is of other things by itself: naming its denominator too would say the same twice.
  return different.includes("measure") ? different.filter((swap) => swap !== "denominator") : different;
}

function windowOf(
  start: string | undefined,
  end: string | undefined,
  zone: string,
): Period | undefined {
  return start && end ? { start: period(start, zone).start, end: period(end, zone).end } : undefined;
}
