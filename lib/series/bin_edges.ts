/** The length of a bin, in one unit: from a minute to a quarter of a year. */
export type Bin =
  | { readonly minutes: number }
  | { readonly hours: number }
  | { readonly days: 1 }
  | { readonly weeks: 1 }
  | { readonly months: 1 | 3 };

/**
 * The edges of bins that follow the clock of a time zone.
 *
 * Days begin at local midnight, weeks on Monday, months and quarters on the first, so a day lasts 23 or 25 hours where
 * the clock changes. Bins of at most an hour all have the same length, counted from local midnight; bins of several hours
 * begin at the same hours of every day, and are an hour shorter or longer where the clock changes within them.
 *
 * @param from An instant in the first bin, in milliseconds since 1970 UTC.
 * @param to An instant in the last bin (with `from` itself in it where the two are equal).
 * @param bin Minutes that divide an hour, hours that divide a day, a day, a week, a month or three.
 * @param zone An IANA time zone.
 * @returns Milliseconds since 1970 UTC: one more than there are bins.
 * @throws {RangeError} If the bin is none of these, the zone is not known, or `to` is before `from`.
 *
 * @example The day the clock went forward in Paris
 * ```ts
 * import { binEdges } from "@/series/bin_edges.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const noon = Date.parse("2012-03-25T12:00Z");
 * const [start, end] = binEdges(noon, noon, { days: 1 }, "Europe/Paris");
 * assertEquals((end! - start!) / 3_600_000, 23);
 * ```
 */
export function binEdges(from: number, to: number, bin: Bin, zone = "UTC"): Float64Array {
  const { unit, count } = readBin(bin);
  if (!Number.isFinite(from) || !Number.isFinite(to) || to < from) {
    throw new RangeError(
      `Cannot make bins: a start and an end not before it are needed, current are ${from} and ${to}`,
    );
  }
  const edges: number[] = [];
  const push = (edge: number) => {
    if (!(edge <= edges.at(-1)!)) edges.push(edge);
  };
  const dateAt = (instant: number) =>
    Temporal.Instant.fromEpochMilliseconds(Math.floor(instant)).toZonedDateTimeISO(zone).toPlainDate();
  const startOf = (date: Temporal.PlainDate) => date.toZonedDateTime(zone).epochMilliseconds;
  let date = firstDate(dateAt(from), unit, count);

  if (unit === "minutes" || unit === "hours") {
    const length = count * (unit === "hours" ? 3_600_000 : 60_000);
    for (let start = startOf(date); start <= to;) {
      const next = date.add({ days: 1 });
      const end = startOf(next);
      if (length <= 3_600_000) { for (let edge = start; edge < end; edge += length) push(edge); }
      else {
        for (let hour = 0; hour < 24; hour += count) {
          push(hour === 0 ? start : date.toZonedDateTime({ timeZone: zone, plainTime: { hour } }).epochMilliseconds);
        }
      }
      [date, start] = [next, end];
    }
    push(startOf(date));
  } else {
    for (; edges.length === 0 || edges.at(-1)! <= to; date = date.add({ [unit]: count })) push(startOf(date));
  }
  const first = edges.findLastIndex((edge) => edge <= from);
  const last = edges.findIndex((edge) => edge > to);
  return Float64Array.from(edges.slice(first, last + 1));
}

/** The length of a bin in the mean, in milliseconds: what coarser and finer mean. */
export function nominalLength(bin: Bin): number {
  const { unit, count } = readBin(bin);
  const month = 365.2425 / 12 * 86_400_000;
  return count * { minutes: 60_000, hours: 3_600_000, days: 86_400_000, weeks: 604_800_000, months: month }[unit];
}

type Unit = "minutes" | "hours" | "days" | "weeks" | "months";

const counts: Record<Unit, readonly number[]> = {
  minutes: [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60],
  hours: [1, 2, 3, 4, 6, 8, 12],
  days: [1],
  weeks: [1],
  months: [1, 3],
};

function readBin(bin: Bin): { unit: Unit; count: number } {
  const entries = Object.entries(bin) as [Unit, number][];
  const [unit, count] = entries[0] ?? [];
  if (entries.length === 1 && unit !== undefined && counts[unit]?.includes(count!)) return { unit, count: count! };
  throw new RangeError(
    `Cannot make bins: minutes that divide an hour, hours that divide a day, a day, a week, a month or three months are needed, current bin is ${
      JSON.stringify(bin)
    }`,
  );
}

function firstDate(date: Temporal.PlainDate, unit: Unit, count: number): Temporal.PlainDate {
  if (unit === "weeks") return date.subtract({ days: date.dayOfWeek - 1 });
  if (unit !== "months") return date;
  return date.with({ day: 1, month: date.month - (date.month - 1) % count });
}
