import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { hoursSince, overlap, type Period, period } from "@/time/period.ts";

const texts = ({ start, end }: Period) => [start.toString(), end.toString()];
const hours = ({ start, end }: Period) => start.until(end).total("hours");

Deno.test("period() reads a year, quarter, month, day and minute in UTC", () => {
  assertEquals(texts(period("2012")), ["2012-01-01T00:00:00Z", "2013-01-01T00:00:00Z"]);
  assertEquals(texts(period("2012-01")), ["2012-01-01T00:00:00Z", "2012-02-01T00:00:00Z"]);
  assertEquals(texts(period("2012-12")), ["2012-12-01T00:00:00Z", "2013-01-01T00:00:00Z"]);
  assertEquals(texts(period("2012-01-19")), ["2012-01-19T00:00:00Z", "2012-01-20T00:00:00Z"]);
  assertEquals(texts(period("2012-12-31T23:59Z")), ["2012-12-31T23:59:00Z", "2013-01-01T00:00:00Z"]);
});

Deno.test("period() reads quarters of three months, the last into the next year", () => {
  assertEquals(texts(period("2012-Q1")), ["2012-01-01T00:00:00Z", "2012-04-01T00:00:00Z"]);
  assertEquals(texts(period("2012-Q2")), ["2012-04-01T00:00:00Z", "2012-07-01T00:00:00Z"]);
  assertEquals(texts(period("2012-Q3")), ["2012-07-01T00:00:00Z", "2012-10-01T00:00:00Z"]);
  assertEquals(texts(period("2012-Q4")), ["2012-10-01T00:00:00Z", "2013-01-01T00:00:00Z"]);
});

Deno.test("period() knows leap years", () => {
  assertEquals(hours(period("2012")), 366 * 24);
  assertEquals(hours(period("2011")), 365 * 24);
  assertEquals(hours(period("1900")), 365 * 24);
  assertEquals(hours(period("2000")), 366 * 24);
  assertEquals(hours(period("2012-02")), 29 * 24);
  assertEquals(texts(period("2012-02-29")), ["2012-02-29T00:00:00Z", "2012-03-01T00:00:00Z"]);
});

// Expected hours: Python 3, zoneinfo, the difference of the UTC times of the two local midnights.
Deno.test("period() gives days of daylight saving their 23 or 25 hours", () => {
  assertEquals(hours(period("2012-03-25", "Europe/Paris")), 23);
  assertEquals(hours(period("2012-10-28", "Europe/Paris")), 25);
  assertEquals(hours(period("2012-02-25", "America/Sao_Paulo")), 25);
  assertEquals(hours(period("2012-02-26", "America/Sao_Paulo")), 24);
  assertEquals(hours(period("2012-04-01", "Australia/Lord_Howe")), 24.5);
});

Deno.test("period() begins a day without midnight at its first instant", () => {
  const day = period("2012-10-21", "America/Sao_Paulo"); // clocks went from 00:00 (UTC-3) to 01:00 (UTC-2)
  assertEquals(day.start.toString(), "2012-10-21T03:00:00Z");
  assertEquals(hours(day), 23);
});

Deno.test("period() of a day that a zone skipped is empty", () => {
  const skipped = period("2011-12-30", "Pacific/Apia"); // Samoa crossed the date line
  assertEquals(hours(skipped), 0);
  assert(!overlap(skipped, period("2011")));
});

Deno.test("period() reads a minute as UTC whatever the zone", () => {
  assertEquals(texts(period("2012-01-19T19:00Z", "Asia/Tokyo")), texts(period("2012-01-19T19:00Z")));
});

Deno.test("period() joins end to start over months and days of any zone", () => {
  for (const zone of ["UTC", "Europe/Paris", "America/Sao_Paulo", "Asia/Kolkata", "America/Santiago"]) {
    assertEquals(period("2012-03", zone).end.toString(), period("2012-04", zone).start.toString());
    assertEquals(period("2012-Q1", zone).end.toString(), period("2012-04-01", zone).start.toString());
    assertEquals(period("2012-03-25", zone).end.toString(), period("2012-03-26", zone).start.toString());
  }
});

Deno.test("period() refuses other forms and quotes them", () => {
  const forms = [
    ...["", "12", "02012", "2012-Q0", "2012-Q5", "2012-1", "2012/01/19", "2012-01-19 ", "2012-01-19T19:00"],
    ...["2012-01-19T19:00+01:00", "2012-01-19T19:00:00Z", "19 January 2012", "2012-01-19\n", "-2012"],
  ];
  for (const text of forms) assertThrows(() => period(text), SyntaxError, JSON.stringify(text), text);
});

Deno.test("period() refuses days, months and times that do not exist, and quotes them", () => {
  for (const text of ["2012-13", "2012-00", "2012-02-30", "2011-02-29", "2012-01-19T25:00Z", "2012-01-19T19:60Z"]) {
    assertThrows(() => period(text), SyntaxError, JSON.stringify(text), text);
  }
});

Deno.test("period() refuses an unknown zone", () => {
  assertThrows(() => period("2012-01-19", "Mars/Olympus"), RangeError);
});

Deno.test("period() never throws anything but SyntaxError in a known zone", () => {
  const nearly = fc.stringMatching(/^\d{4}(-Q\d|-\d{2}(-\d{2}(T\d{2}:\d{2}Z)?)?)?$/);
  fc.assert(
    fc.property(fc.oneof(fc.string(), nearly), (text) => {
      try {
        const { start, end } = period(text);
        assert(Temporal.Instant.compare(start, end) < 0, text);
      } catch (error) {
        assert(error instanceof SyntaxError, `${JSON.stringify(text)}: ${error}`);
      }
    }),
    { seed: 20120119, numRuns: 200 },
  );
});

Deno.test("overlap() is of stretches that share an instant, not of neighbours", () => {
  assert(overlap(period("2012-01"), period("2012-01-19T19:00Z")));
  assert(overlap(period("2012-01-19"), period("2012-01-19")));
  assert(!overlap(period("2012-01-19"), period("2012-01-20")));
  assert(!overlap(period("2012-01-20"), period("2012-01-19")));
  assert(overlap(period("2012-01-19", "America/Santiago"), period("2012-01-20", "UTC")));
});

Deno.test("hoursSince() counts from the origin, before it with a minus", () => {
  const closure = Temporal.Instant.from("2012-01-19T19:00Z");
  assertEquals(hoursSince(closure, period("2012-01-20", "Europe/Paris")), { start: 4, end: 28 });
  assertEquals(hoursSince(closure, period("2012-01-19")), { start: -19, end: 5 });
  assertEquals(hoursSince(closure, period("2012-01-19T19:30Z")), { start: 0.5, end: 0.5 + 1 / 60 });
});

Deno.test("hoursSince() counts the hour that daylight saving takes", () => {
  const midnight = Temporal.Instant.from("2012-03-24T23:00Z"); // 25 March, 00:00 in Paris
  assertEquals(hoursSince(midnight, period("2012-03-25", "Europe/Paris")), { start: 0, end: 23 });
});
