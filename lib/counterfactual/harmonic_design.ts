import { wallClock } from "@/series/wall_clock.ts";

const day = 86_400_000;
const week = 7 * day;
/** The first Monday of 1970, 00:00. */
const monday = 4 * day;

/** What the columns of a harmonic design are of. */
export interface HarmonicTerms {
  /** How many harmonics of the day: periods of 24 h, 12 h, 8 h …; 4 when left out. */
  readonly daily?: number;
  /** How many harmonics of the week, those that are harmonics of the day too left out; 3 when left out. */
  readonly weekly?: number;
  /** Whether there is a linear trend, in units a day; true when left out. */
  readonly trend?: boolean;
  /** The time zone whose days and weeks they are; UTC when left out. */
  readonly zone?: string;
  /** Series that the event leaves alone, one value a time; NaN where missing. */
  readonly controls?: Readonly<Record<string, Float64Array>>;
  /** What the event is assumed to look like, one value a time, as 1 from the event on and 0 before. */
  readonly events?: Readonly<Record<string, Float64Array>>;
}

/** The columns of a regression with their names. */
export interface HarmonicDesign {
  readonly names: readonly string[];
  readonly columns: readonly Float64Array[];
}

/**
 * The columns of a regression on the daily and weekly rhythm: intercept, harmonics of the day and of the week by the wall
 * clock, trend, controls, events, in this order.
 *
 * Phases are counted from midnight and from Monday 00:00 of the zone, so a day of 23 or 25 hours keeps its rhythm; the
 * trend is in days since the first time.
 *
 * @param times Milliseconds since 1970 UTC, rising.
 * @throws {RangeError} If a number of harmonics is not a whole number from 0, or a control or event has another length.
 *
 * @example
 * ```ts
 * import { harmonicDesign } from "@/counterfactual/harmonic_design.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { names } = harmonicDesign(Float64Array.of(0, 3_600_000), { daily: 1, weekly: 0 });
 * assertEquals(names, ["intercept", "daily cosine 1", "daily sine 1", "trend"]);
 * ```
 */
export function harmonicDesign(
  times: Float64Array,
  { daily = 4, weekly = 3, trend = true, zone = "UTC", controls = {}, events = {} }: HarmonicTerms = {},
): HarmonicDesign {
  for (const [name, count] of [["daily", daily], ["weekly", weekly]] as const) {
    if (!Number.isInteger(count) || count < 0) {
      throw new RangeError(
        `Cannot make a design: a whole number of ${name} harmonics is needed, current value is ${count}`,
      );
    }
  }
  const series = Object.entries({ ...controls, ...events });
  for (const [name, values] of series) {
    if (values.length !== times.length) {
      throw new RangeError(
        `Cannot make a design: ${name} must have ${times.length} values, current length is ${values.length}`,
      );
    }
  }
  const clock = wallClock(times, zone);
  const ofDay = harmonics(clock, day, daily);
  const ofWeek = harmonics(clock, week, weekly);
  const named: (readonly [string, Float64Array])[] = [["intercept", times.map(() => 1)]];
  for (const [k, [cosine, sine]] of ofDay.entries()) {
    named.push([`daily cosine ${k + 1}`, cosine], [`daily sine ${k + 1}`, sine]);
  }
  for (const [k, [cosine, sine]] of ofWeek.entries()) {
    if ((k + 1) % 7 === 0 && (k + 1) / 7 <= daily) continue;
    named.push([`weekly cosine ${k + 1}`, cosine], [`weekly sine ${k + 1}`, sine]);
  }
  if (trend) named.push(["trend", times.map((time) => (time - times[0]!) / day)]);
  named.push(...series);
  return { names: named.map(([name]) => name), columns: named.map(([, column]) => column) };
}

/** Cosine and sine of the first harmonics of a period, each harmonic from the one before by the addition theorem. */
function harmonics(
  clock: Float64Array,
  period: number,
  count: number,
): readonly (readonly [Float64Array, Float64Array])[] {
  const pairs = Array.from(
    { length: count },
    () => [new Float64Array(clock.length), new Float64Array(clock.length)] as const,
  );
  if (count === 0) return pairs;
  for (let i = 0; i < clock.length; i++) {
    const angle = 2 * Math.PI * ((clock[i]! - monday) % period) / period;
    const cosine = Math.cos(angle);
    const sine = Math.sin(angle);
    let real = cosine;
    let imaginary = sine;
    for (let k = 0; k < count; k++) {
      pairs[k]![0][i] = real;
      pairs[k]![1][i] = imaginary;
      const next = real * cosine - imaginary * sine;
      imaginary = real * sine + imaginary * cosine;
      real = next;
    }
  }
  return pairs;
}
