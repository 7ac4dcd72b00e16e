/** A time as it may stand in a table: milliseconds since 1970 UTC, a Date, an instant, or ISO 8601 text. */
export type Time = number | Date | Temporal.Instant | Temporal.ZonedDateTime | string;

/** How {@linkcode readTimes} reads text. */
export interface ReadTimesOptions {
  /** The time zone of text without an offset from UTC; such text is refused where it is left out. */
  readonly zone?: string;
  /**
   * What a local time means that the clock showed twice or never, when it was changed: refused ("reject") when left out.
   * "compatible" takes the first of two, and moves a time that never was on by the change.
   */
  readonly clockChange?: "reject" | "earlier" | "later" | "compatible";
  /**
   * Whether text with and without an offset, or with offsets that are not those of one zone, is read each as it says
   * ("convert") or refused ("reject"), when left out.
   */
  readonly mixedZones?: "reject" | "convert";
}

const form =
  /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}(?::?\d{2}(?::?\d{2}(?:[.,]\d+)?)?)?)?(?<offset>Z|[+-]\d{2}(?::?\d{2})?)?$/i;

/**
 * Reads a column of times as instants.
 *
 * Text with an offset is an instant; all of a column must have either none, or one and the same (`Z` and `+00:00` being
 * the same), or each the offset of `zone` at that time, so that a column glued from two sources does not pass.
 *
 * @returns Milliseconds since 1970 UTC.
 * @throws {SyntaxError} If something is not a time.
 * @throws {RangeError} If text has no offset and no zone is given, offsets are mixed, or a local time is ambiguous.
 *
 * @example
 * ```ts
 * import { readTimes } from "@/series/read_times.ts";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * assertEquals(readTimes(["2012-01-19 20:00"], { zone: "Europe/Paris" })[0], Date.parse("2012-01-19T19:00Z"));
 * assertThrows(() => readTimes(["2012-01-19T20:00Z", "2012-01-19T21:00"], { zone: "Europe/Paris" }), RangeError);
 * ```
 */
export function readTimes(
  times: ArrayLike<Time | null | undefined>,
  { zone, clockChange = "reject", mixedZones = "reject" }: ReadTimesOptions = {},
): Float64Array {
  const reader: Reader = { zone, clockChange, offsets: new Map() };
  const instants = Float64Array.from({ length: times.length }, (_, row) => {
    const time = times[row];
    if (typeof time === "number" && Number.isFinite(time)) return time;
    if (time instanceof Date && !Number.isNaN(time.getTime())) return time.getTime();
    if (time instanceof Temporal.Instant || time instanceof Temporal.ZonedDateTime) return time.epochMilliseconds;
    if (typeof time === "string") return readText(time, row, reader);
    throw notATime(time, row);
  });
  if (mixedZones === "reject") checkOffsets(reader.offsets, zone);
  return instants;
}

interface Reader {
  readonly zone: string | undefined;
  readonly clockChange: NonNullable<ReadTimesOptions["clockChange"]>;
  /** The rows and an instant of each offset met, by its text; "" for none. */
  readonly offsets: Map<string, { row: number; ofZone: boolean }>;
}

function readText(text: string, row: number, { zone, clockChange, offsets }: Reader): number {
  const match = form.exec(text.trim());
  if (match === null) throw notATime(text, row);
  const offset = match.groups?.offset?.toUpperCase();
  try {
    if (offset !== undefined) {
      const instant = Temporal.Instant.from(text.trim().replace(",", "."));
      const minutes = offset === "Z"
        ? 0
        : Temporal.Instant.from(`1970-01-01T00:00${offset}`).epochMilliseconds / -60_000;
      const ofZone = zone !== undefined && instant.toZonedDateTimeISO(zone).offsetNanoseconds === minutes * 6e10;
      const before = offsets.get(`${minutes}`);
      if (!before) offsets.set(`${minutes}`, { row, ofZone });
      else if (before.ofZone && !ofZone) offsets.set(`${minutes}`, { row, ofZone });
      return instant.epochMilliseconds;
    }
    if (zone === undefined) {
      throw new RangeError(
        `Cannot read a time: row ${row} has no offset from UTC and no zone is given, current value is ${
          JSON.stringify(text)
        }`,
      );
    }
    if (!offsets.has("")) offsets.set("", { row, ofZone: true });
    const local = Temporal.PlainDateTime.from(text.trim().replace(",", "."));
    return local.toZonedDateTime(zone, { disambiguation: clockChange }).epochMilliseconds;
  } catch (error) {
    if (!(error instanceof RangeError) || error.message.startsWith("Cannot read")) throw error;
    throw new RangeError(
      `Cannot read a time: row ${row} is no one time${
        zone === undefined ? "" : ` in ${zone}`
      } (${error.message}; choose clockChange where the clock was changed), current value is ${JSON.stringify(text)}`,
    );
  }
}

function checkOffsets(offsets: Reader["offsets"], zone: string | undefined): void {
  const met = [...offsets];
  if (met.length <= 1 || (zone !== undefined && !offsets.has("") && met.every(([, { ofZone }]) => ofZone))) return;
  const described = met.map(([minutes, { row }]) => `${minutes === "" ? "none" : `${minutes} minutes`} (row ${row})`);
  throw new RangeError(
    `Cannot read times: their offsets from UTC are mixed (choose mixedZones: "convert" to read each as it says), current offsets are ${
      described.join(", ")
    }`,
  );
}

const notATime = (time: unknown, row: number) =>
  new SyntaxError(
    `Cannot read a time: milliseconds, a Date, an instant or ISO 8601 text expected in row ${row}, current value is ${
      typeof time === "string" ? JSON.stringify(time) : String(time)
    }`,
  );
