/**
 * The wall-clock times of a zone at instants, as if each were the UTC time it reads.
 *
 * @param times Instants in milliseconds since 1970 UTC, rising.
 * @param zone An IANA time zone; the times themselves for "UTC".
 * @throws {RangeError} If the zone is not known.
 *
 * @example The clock goes back an hour
 * ```ts
 * import { wallClock } from "@/series/wall_clock.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const [before, after] = wallClock(
 *   Float64Array.of(Date.parse("2012-10-28T00:30Z"), Date.parse("2012-10-28T01:30Z")),
 *   "Europe/Paris",
 * );
 * assertEquals(before, Date.parse("2012-10-28T02:30Z"));
 * assertEquals(after, before);
 * ```
 */
export function wallClock(times: Float64Array, zone = "UTC"): Float64Array {
  let offset = 0;
  let until = -Infinity;
  return times.map((time) => {
    if (time >= until) {
      const local = Temporal.Instant.fromEpochMilliseconds(Math.floor(time)).toZonedDateTimeISO(zone);
      offset = local.offsetNanoseconds / 1e6;
      until = local.getTimeZoneTransition("next")?.epochMilliseconds ?? Infinity;
    }
    return time + offset;
  });
}
