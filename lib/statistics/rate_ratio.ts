import { type Estimate, estimate } from "@/interval/estimate.ts";
import { proportion } from "@/statistics/proportion.ts";

/** Events counted over a stretch of time. */
export interface EventCount {
  /** How many events; a whole number. */
  readonly events: number;
  /** How long they were counted; both counts in one unit. */
  readonly time: number;
}

/**
 * The ratio of two rates of events with its exact interval, as R's `poisson.test`: given all events, those of the first
 * count are binomial (Przyborowski and Wilenski 1940), bounded by Clopper and Pearson.
 *
 * The interval takes events as independent: counts that vary more than a Poisson law lets them need a wider one.
 *
 * @param after The count whose rate is divided.
 * @param before The count whose rate divides.
 * @param level The confidence level.
 * @returns The ratio; its high bound is infinite where nothing was counted before.
 * @throws {RangeError} If a count is not whole, a time is not positive and finite, or nothing was counted before and after.
 *
 * @example
 * ```ts
 * import { rateRatio } from "@/statistics/rate_ratio.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * // R: poisson.test(c(11, 6 + 8 + 7), c(800, 1083 + 1050 + 878))$conf.int is 0.8584264 4.2772659
 * const ratio = rateRatio({ events: 11, time: 800 }, { events: 21, time: 3011 });
 * assertAlmostEquals(ratio.low, 0.8584264, 1e-7);
 * assertAlmostEquals(ratio.high, 4.2772659, 1e-7);
 * ```
 */
export function rateRatio(after: EventCount, before: EventCount, level = 0.95): Estimate {
  for (const { time } of [after, before]) {
    if (!(time > 0 && time < Infinity)) {
      throw new RangeError(`Cannot compare rates: times must be positive and finite, current value is ${time}`);
    }
  }
  const { low, high } = proportion(after.events, after.events + before.events, level);
  const ratio = (odds: number) => odds * before.time / after.time;
  return estimate(ratio(after.events / before.events), ratio(low / (1 - low)), ratio(high / (1 - high)));
}
