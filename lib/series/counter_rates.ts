import { readTimes, type ReadTimesOptions, type Time } from "@/series/read_times.ts";
import type { Rows } from "@/series/regular_series.ts";

/** Readings of a counter that only grows, such as the octets of an interface. */
export interface CounterReadings {
  readonly times: ArrayLike<Time>;
  /** Whole numbers; above 2^53 as bigint or text. null and undefined are readings that failed. */
  readonly counters: ArrayLike<number | bigint | string | null | undefined>;
}

/** How {@linkcode counterRates} tells a wrap from a reset. */
export interface CounterRatesOptions extends ReadTimesOptions {
  /** The width of the counter. */
  readonly bits: 32 | 64;
  /** The highest rate the line can carry, in counts a second: decides between wrap and reset, and refuses more. */
  readonly maximumRate?: number;
  /** What a lower reading means where no maximum rate says: refused when left out. */
  readonly decrease?: "wrap" | "reset";
  /** What a rate is multiplied by: 8 for bit/s from octets; 1 when left out. */
  readonly scale?: number;
  /** The longest stretch, in seconds, that a rate may stand for; any when left out. */
  readonly longest?: number;
}

/** Rates between readings, as rows stamped with the end of their stretch, and what was met. */
export interface CounterRates extends Rows {
  readonly times: Float64Array;
  /** A second, times the scale; null where no rate is known. */
  readonly values: readonly (number | null)[];
  /** Readings that failed. */
  readonly failed: number;
  readonly wraps: number;
  readonly resets: number;
  /** Stretches whose rate would be above the maximum: no rate. */
  readonly implausible: number;
  /** Stretches in which the counter may have wrapped more than once at the maximum rate: no rate. */
  readonly ambiguous: number;
  /** Stretches longer than the longest: no rate. */
  readonly tooLong: number;
}

/**
 * The rates between the readings of a counter, across wraps (32 or 64 bit) and resets.
 *
 * Where a reading is lower than the one before, the counter wrapped or was reset. With `maximumRate` it wrapped if that
 * gives a rate the line can carry; without, `decrease` says which. A reset leaves no rate for its stretch. With
 * `maximumRate`, stretches in which the counter could have come round once more are left without a rate too: at 5 minutes
 * a 32-bit counter of octets is only good up to 114 Mbit/s.
 *
 * The result goes into `regularSeries` with `stamp: "end"`.
 *
 * @throws {RangeError} If lengths differ, times do not rise, a counter is beyond its width or falls and nothing says what
 * that means.
 * @throws {SyntaxError} If a counter is not a whole number.
 *
 * @example
 * ```ts
 * import { counterRates } from "@/series/counter_rates.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { values, wraps } = counterRates({
 *   times: [0, 300_000, 600_000],
 *   counters: [4_294_000_000, 4_294_900_000, 832_704],
 * }, { bits: 32, maximumRate: 12_500_000, scale: 8 });
 * assertEquals(values, [null, 24_000, 24_000]); // bit/s
 * assertEquals(wraps, 1);
 * ```
 */
export function counterRates({ times, counters }: CounterReadings, options: CounterRatesOptions): CounterRates {
  const { bits, maximumRate, decrease, scale = 1, longest = Infinity } = options;
  if (times.length !== counters.length) {
    throw new RangeError(
      `Cannot take rates: as many counters as times are needed, current lengths are ${counters.length} and ${times.length}`,
    );
  }
  const modulus = 2n ** BigInt(bits);
  const instants = readTimes(times, options);
  const met = { failed: 0, wraps: 0, resets: 0, implausible: 0, ambiguous: 0, tooLong: 0 };
  let previous: { time: number; count: bigint } | undefined;

  const values = Array.from(instants, (time, row) => {
    const count = readCounter(counters[row], row, modulus);
    if (time <= instants[row - 1]!) {
      throw new RangeError(
        `Cannot take rates: times must rise, current time of row ${row} is ${new Date(time).toISOString()}`,
      );
    }
    if (count === undefined) {
      met.failed++;
      return null;
    }
    const before = previous;
    previous = { time, count };
    if (before === undefined) return null;
    const seconds = (time - before.time) / 1000;
    if (seconds > longest) {
      met.tooLong++;
      return null;
    }
    const most = maximumRate === undefined ? undefined : maximumRate * seconds;
    if (most !== undefined && most >= Number(modulus)) {
      met.ambiguous++;
      return null;
    }
    const risen = count - before.count;
    const fell = risen < 0n;
    const grown = Number(fell ? risen + modulus : risen);
    if (fell && most === undefined && decrease === undefined) {
      throw new RangeError(
        `Cannot take rates: the counter fell in row ${row} (give maximumRate, or choose decrease: "wrap" or "reset"), current value is ${count} after ${before.count}`,
      );
    }
    const plausible = most === undefined || grown <= most;
    if (fell && (most === undefined ? decrease === "reset" : !plausible)) {
      met.resets++;
      return null;
    }
    if (!plausible) {
      met.implausible++;
      return null;
    }
    if (fell) met.wraps++;
    return grown / seconds * scale;
  });
  return { times: instants, values, ...met };
}

function readCounter(
  counter: number | bigint | string | null | undefined,
  row: number,
  modulus: bigint,
): bigint | undefined {
  if (counter === null || counter === undefined) return undefined;
  const whole = typeof counter === "string" ? /^\d+$/.test(counter.trim()) : typeof counter === "bigint" ||
    (Number.isSafeInteger(counter) && counter >= 0);
  if (!whole) {
    throw new SyntaxError(
      `Cannot read a counter: a whole number expected in row ${row}, above 2^53 as bigint or text, current value is ${
        typeof counter === "string" ? JSON.stringify(counter) : counter
      }`,
    );
  }
  const count = BigInt(counter);
  if (count >= 0n && count < modulus) return count;
  throw new RangeError(`Cannot read a counter: less than ${modulus} expected in row ${row}, current value is ${count}`);
}
