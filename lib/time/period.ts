/** A stretch of time: its first instant, and the first instant after it. */
export interface Period {
  readonly start: Temporal.Instant;
  readonly end: Temporal.Instant;
}

const forms =
  /^(?:(?<year>\d{4})|(?<quarterYear>\d{4})-Q(?<quarter>[1-4])|(?<month>\d{4}-\d{2})|(?<day>\d{4}-\d{2}-\d{2})|(?<minute>\d{4}-\d{2}-\d{2}T\d{2}:\d{2}Z))$/;

/**
 * Reads a time of reduced precision as the whole stretch it names: a year, quarter, month, day or minute.
 *
 * @param text `2012`, `2012-Q1`, `2012-01`, `2012-01-19`, or `2012-01-19T19:00Z`.
 * @param zone The time zone of years to days; daylight-saving days last 23 or 25 hours there.
 * @throws {SyntaxError} If the text has none of these forms.
 *
 * @example
 * ```ts
 * import { period } from "@/time/period.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const day = period("2012-01-20", "Europe/Paris");
 * assertEquals(day.start.toString(), "2012-01-19T23:00:00Z");
 * assertEquals(day.end.toString(), "2012-01-20T23:00:00Z");
 * ```
 */
export function period(text: string, zone = "UTC"): Period {
  try {
    const read = readPeriod(text, zone);
    if (read !== undefined) return read;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // Temporal's, for a day or time that does not exist
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone); // an unknown zone stays its own error
  }
  throw new SyntaxError(
    `Cannot read a period: YYYY, YYYY-Qn, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mmZ expected, current value is ${
      JSON.stringify(text)
    }`,
  );
}

function readPeriod(text: string, zone: string): Period | undefined {
  const { year, quarterYear, quarter, month, day, minute } = forms.exec(text)?.groups ?? {};
  const from = (date: string, length: Temporal.DurationLike): Period => {
    const start = Temporal.PlainDate.from(date);
    return {
      start: start.toZonedDateTime(zone).toInstant(),
      end: start.add(length).toZonedDateTime(zone).toInstant(),
    };
  };
  if (year) return from(`${year}-01-01`, { years: 1 });
  if (quarter) {
    return from(
      `${quarterYear}-${String(3 * Number(quarter) - 2).padStart(2, "0")}-01`,
      { months: 3 },
    );
  }
  if (month) return from(`${month}-01`, { months: 1 });
  if (day) return from(day, { days: 1 });
  if (minute) {
    const start = Temporal.Instant.from(minute);
    return { start, end: start.add({ minutes: 1 }) };
  }
  return undefined;
}

/**
 * Whether two stretches of time share an instant.
 *
 * @example
 * ```ts
 * import { overlap, period } from "@/time/period.ts";
 * import { assert } from "@std/assert";
 *
 * assert(overlap(period("2012-01"), period("2012-01-19T19:00Z")));
 * assert(!overlap(period("2012-01-19"), period("2012-01-20")));
 * ```
 */
export function overlap(a: Period, b: Period): boolean {
  return Temporal.Instant.compare(later(a.start, b.start), earlier(a.end, b.end)) < 0;
}

const later = (a: Temporal.Instant, b: Temporal.Instant) => Temporal.Instant.compare(a, b) < 0 ? b : a;
const earlier = (a: Temporal.Instant, b: Temporal.Instant) => Temporal.Instant.compare(a, b) < 0 ? a : b;

/**
 * The hours from an instant to the beginning and the end of a period.
 *
 * @example
 * ```ts
 * import { hoursSince, period } from "@/time/period.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const closure = Temporal.Instant.from("2012-01-19T19:00Z");
 * assertEquals(hoursSince(closure, period("2012-01-20", "Europe/Paris")), { start: 4, end: 28 });
 * ```
 */
export function hoursSince(
  origin: Temporal.Instant,
  { start, end }: Period,
): { start: number; end: number } {
  const hours = (instant: Temporal.Instant) => origin.until(instant).total("hours");
  return { start: hours(start), end: hours(end) };
}
