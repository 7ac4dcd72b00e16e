import { assertEquals, assertThrows } from "@std/assert";
import { readTimes, type Time } from "@/series/read_times.ts";

const at = (text: string) => Date.parse(text);

Deno.test("readTimes() reads every form of an instant", () => {
  const instant = at("2012-01-19T19:00Z");
  const forms: Time[] = [
    instant,
    new Date(instant),
    Temporal.Instant.from("2012-01-19T19:00Z"),
    Temporal.ZonedDateTime.from("2012-01-19T20:00[Europe/Paris]"),
    "2012-01-19T19:00:00.000Z",
    "2012-01-19 19:00Z",
    "2012-01-19T19:00:00+00:00",
  ];
  assertEquals(readTimes(forms), new Float64Array(forms.length).fill(instant));
});

Deno.test("readTimes() reads text without an offset on the clock of the zone, and refuses it without one", () => {
  assertEquals(
    readTimes(["2012-01-19 20:00", "2012-07-19"], { zone: "Europe/Paris" }),
    Float64Array.of(
      at("2012-01-19T19:00Z"),
      at("2012-07-18T22:00Z"),
    ),
  );
  assertThrows(() => readTimes(["2012-01-19T20:00"]), RangeError, "no zone is given");
});

Deno.test("readTimes() refuses times that the clock showed twice or never, or reads them as told", () => {
  const zone = "Europe/Paris";
  for (const text of ["2012-10-28T02:30", "2012-03-25T02:30"]) {
    assertThrows(() => readTimes([text], { zone }), RangeError, "choose clockChange");
  }
  const twice = (clockChange: "earlier" | "later") => readTimes(["2012-10-28T02:30"], { zone, clockChange })[0];
  assertEquals([twice("earlier"), twice("later")], [at("2012-10-28T00:30Z"), at("2012-10-28T01:30Z")]);
  assertEquals(readTimes(["2012-03-25T02:30"], { zone, clockChange: "compatible" })[0], at("2012-03-25T01:30Z"));
});

Deno.test("readTimes() refuses mixed zones, or reads each as it says", () => {
  const mixed = [
    ["2012-01-19T20:00Z", "2012-01-19T20:00+01:00"],
    ["2012-01-19T20:00Z", "2012-01-19T20:00"],
  ];
  for (const times of mixed) {
    assertThrows(() => readTimes(times, { zone: "Europe/Paris" }), RangeError, "offsets from UTC are mixed");
    const read = readTimes(times, { zone: "Europe/Paris", mixedZones: "convert" });
    assertEquals(read, Float64Array.of(at("2012-01-19T20:00Z"), at("2012-01-19T19:00Z")));
  }
});

Deno.test("readTimes() takes the offsets of one zone through a change of its clock as one", () => {
  const times = ["2012-03-25T01:00+01:00", "2012-03-25T03:00+02:00"];
  assertEquals(
    readTimes(times, { zone: "Europe/Paris" }),
    Float64Array.of(at("2012-03-25T00:00Z"), at("2012-03-25T01:00Z")),
  );
  assertThrows(() => readTimes(times), RangeError, "60 minutes (row 0), 120 minutes (row 1)");
  assertThrows(() => readTimes(times, { zone: "Europe/London" }), RangeError, "mixed");
});

Deno.test("readTimes() refuses what is no time, by row", () => {
  for (const time of ["yesterday", "19/01/2012", "2012-13-01", "", NaN, Infinity, null, undefined, new Date(NaN)]) {
    assertThrows(() => readTimes(["2012-01-19", time], { zone: "UTC" }), Error, "row 1");
  }
});

Deno.test("readTimes() of nothing is nothing", () => {
  assertEquals(readTimes([]), new Float64Array());
});
