import { divide, percentChange } from "@/interval/arithmetic.ts";
import { type Estimate, estimate } from "@/interval/estimate.ts";

/**
 * The growth in each period, in percent, that compounds to the change between two levels:
 * `100 × ((after / before)^(1 / periods) − 1)`.
 *
 * Levels stand once and the power rises, so the bounds are the exact range. A one-sided level leaves its side open: with
 * "less than 350 000" before, growth is at least so much.
 *
 * @param before The earlier level; what its bounds hold at or below zero is left out.
 * @param after The later level, not negative.
 * @param periods How many periods lie between the two, above zero and not necessarily whole.
 * @throws {RangeError} If the earlier level is not positive, the later is negative, or the periods are not above zero.
 *
 * @example
 * ```ts
 * import { compoundRate } from "@/growth/compound_rate.ts";
 * import { printed } from "@/interval/printed.ts";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * assertAlmostEquals(compoundRate(printed("100"), printed("121"), 2).value, 10, 1e-12);
 * assertEquals(compoundRate(printed("less than 100"), printed("121"), 2).high, Infinity);
 * ```
 */
export function compoundRate(before: Estimate, after: Estimate, periods: number): Estimate {
  if (!(before.value > 0 && after.low >= 0 && periods > 0 && periods < Infinity)) {
    throw new RangeError(
      `Cannot compound a growth: levels above zero and periods above zero are needed, current are ${before.value}, ${after.low} and ${periods}`,
    );
  }
  const smallest = Math.max(Number.MIN_VALUE, before.low);
  const ratio = divide(after, estimate(before.value, smallest, before.high));
  const { value, low, high } = before.low > 0 ? ratio : { ...ratio, high: Infinity };
  const root = (factor: number) => factor ** (1 / periods);
  return percentChange(estimate(root(value), root(low), root(high)));
}

/**
 * The time in which something doubles that grows by so many percent in each period: `ln 2 / ln(1 + percent / 100)`.
 *
 * @param percent Growth in each period, in percent.
 * @returns The time in periods; its upper bound is infinite where no growth is possible too.
 * @throws {RangeError} If the growth, as its value says, is not above zero.
 *
 * @example
 * ```ts
 * import { doublingTime } from "@/growth/compound_rate.ts";
 * import { estimate } from "@/interval/estimate.ts";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * assertAlmostEquals(doublingTime(estimate(100, 41.4213562373095, 100)).high, 2, 1e-12);
 * assertEquals(doublingTime(estimate(10, -5, 20)).high, Infinity);
 * ```
 */
export function doublingTime(percent: Estimate): Estimate {
  if (!(percent.value > 0)) {
    throw new RangeError(`Cannot double: a growth above zero is needed, current value is ${percent.value} %`);
  }
  const periods = (growth: number) => growth > 0 ? Math.LN2 / Math.log1p(growth / 100) : Infinity;
  return estimate(periods(percent.value), periods(percent.high), periods(percent.low));
}
