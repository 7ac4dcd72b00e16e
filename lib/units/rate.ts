import { multiply } from "@/interval/arithmetic.ts";
import type { Estimate } from "@/interval/estimate.ts";

const prefixes = new Map([["", 1], ["k", 1e3], ["M", 1e6], ["G", 1e9], ["T", 1e12], ["P", 1e15], ["E", 1e18], [
  "Z",
  1e21,
]]);
const year = 365.2425 * 86_400; // the mean Gregorian year, in seconds
const durations = new Map([["s", 1], ["hour", 3_600], ["day", 86_400], ["month", year / 12], ["year", year]]);

/**
 * A rate of traffic in bit/s, from a volume in a stretch of time or a rate of another size.
 *
 * Prefixes are decimal, a byte is 8 bits, a month a twelfth of the mean Gregorian year of 365.2425 days.
 *
 * @param rate The figure.
 * @param unit Its unit: a prefix, `bit` or `B`, and `s`, `hour`, `day`, `month` or `year`, as in `EB/month` or `Tbit/s`.
 * @throws {RangeError} If the unit is none of these.
 *
 * @example The world's 369 exabytes of the year 2011, as a mean rate
 * ```ts
 * import { bitsPerSecond } from "@/units/rate.ts";
 * import { estimate } from "@/interval/estimate.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(bitsPerSecond(estimate(369), "EB/year").value / 1e12, 93.5, 0.05);
 * ```
 */
export function bitsPerSecond(rate: Estimate, unit: string): Estimate {
  const { prefix, size, duration } = /^(?<prefix>[kMGTPEZ]?)(?<size>bit|B)\/(?<duration>\w+)$/.exec(unit)?.groups ?? {};
  const seconds = durations.get(duration ?? "");
  if (prefix === undefined || seconds === undefined) {
    throw new RangeError(`Cannot read a rate of traffic: a unit such as Gbit/s or EB/month expected, not ${unit}`);
  }
  return multiply(rate, prefixes.get(prefix)! * (size === "B" ? 8 : 1) / seconds);
}
