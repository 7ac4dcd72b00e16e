import { assertEquals } from "@std/assert";
import { wallClock } from "@/series/wall_clock.ts";

Deno.test("wallClock() follows the zone's changes over years", () => {
  for (
    const instant of [
      "2011-12-31T23:00Z",
      "2012-03-25T00:59Z",
      "2012-03-25T01:00Z",
      "2012-10-28T00:59Z",
      "2012-10-28T01:00Z",
    ]
  ) {
    const time = Date.parse(instant);
    const local = Temporal.Instant.from(instant).toZonedDateTimeISO("Europe/Paris").toPlainDateTime();
    const three = wallClock(Float64Array.of(0, time - 1, time), "Europe/Paris");
    assertEquals(three[2], local.toZonedDateTime("UTC").epochMilliseconds);
  }
});
