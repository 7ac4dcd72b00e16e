import { wallClock } from "@/series/wall_clock.ts";

const week = 7 * 86_400_000;

/** What {@linkcode sameHourOfWeek} may be told. */
export interface SameHourOfWeekOptions {
  /** How many weeks before to take the median of; 4 when left out. */
  readonly weeks?: number;
  /** How many of them must have a value; 1 when left out. */
  readonly least?: number;
  /** The time zone whose clock says what the same hour is; UTC when left out. */
  readonly zone?: string;
  /**
   * The instant of the event, in milliseconds since 1970 UTC: later times look back from it, over the last weeks that it
   * had not touched. Left out, every time looks back from itself.
   */
  readonly before?: number;
}

/** What is expected at each time. */
export interface SameHourOfWeek {
  /** The median, one a time; NaN where fewer weeks than asked for have a value. */
  readonly expected: Float64Array;
  /** How many weeks had a value, one a time. */
  readonly counts: Uint8Array;
}

/**
 * The median of a series at the same clock time of the same day of the week over the weeks before.
 *
 * A clock time that a spring change of the clock leaves out has no value that week; one that an autumn change repeats has
 * two, and the first counts.
 *
 * @param times Milliseconds since 1970 UTC, rising, on whole multiples of a bin that divides the week.
 * @param values One value a time; NaN where missing.
 * @throws {RangeError} If times do not rise, lengths differ, or a number of weeks is not a whole number from 1.
 *
 * @example
 * ```ts
 * import { sameHourOfWeek } from "@/counterfactual/same_hour_of_week.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const day = 86_400_000;
 * const times = Float64Array.from({ length: 29 }, (_, i) => i * day);
 * const values = times.map((_, i) => i);
 * const { expected, counts } = sameHourOfWeek(times, values, { weeks: 3 });
 * assertEquals([expected[28], counts[28]], [14, 3]); // of 21, 14 and 7
 * assertEquals([expected[3], counts[3]], [NaN, 0]);
 * ```
 */
export function sameHourOfWeek(
  times: Float64Array,
  values: Float64Array,
  { weeks = 4, least = 1, zone = "UTC", before = Infinity }: SameHourOfWeekOptions = {},
): SameHourOfWeek {
  if (values.length !== times.length) {
    throw new RangeError(
      `Cannot look weeks back: ${times.length} values are needed, current length is ${values.length}`,
    );
  }
  if (Number.isNaN(before)) {
    throw new RangeError(`Cannot look weeks back: the event needs an instant, current value is ${before}`);
  }
  for (const [name, count, most] of [["weeks", weeks, 255], ["least", least, weeks]] as const) {
    if (!Number.isInteger(count) || count < 1 || count > most) {
      throw new RangeError(
        `Cannot look weeks back: ${name} must be a whole number from 1 to ${most}, current value is ${count}`,
      );
    }
  }
  for (let i = 0; i < times.length; i++) {
    if (!Number.isFinite(times[i]) || (i && times[i]! <= times[i - 1]!)) {
      throw new RangeError(`Cannot look weeks back: rising times are needed, current time ${i} is ${times[i]}`);
    }
  }
  const clock = wallClock(times, zone);
  const rowAt = new Map<number, number>();
  for (let i = 0; i < times.length; i++) {
    if (!rowAt.has(clock[i]!)) rowAt.set(clock[i]!, i);
  }

  const expected = new Float64Array(times.length).fill(NaN);
  const counts = new Uint8Array(times.length);
  const found = new Float64Array(weeks);
  for (let i = 0; i < times.length; i++) {
    const reach = Math.max(1, Math.floor((times[i]! - before) / week) + 1);
    let count = 0;
    for (let back = reach; back < reach + weeks; back++) {
      const row = rowAt.get(clock[i]! - back * week);
      if (row === undefined || Number.isNaN(values[row]) || times[row]! >= before) continue;
      found[count++] = values[row]!;
    }
    counts[i] = count;
    if (count < least) continue;
    const sorted = found.subarray(0, count).sort();
    expected[i] = (sorted[(count - 1) >> 1]! + sorted[count >> 1]!) / 2;
  }
  return { expected, counts };
}
