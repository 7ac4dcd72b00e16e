import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { gridPositions } from "@/counterfactual/regular_grid.ts";
import { sameHourOfWeek } from "@/counterfactual/same_hour_of_week.ts";
import { wallClock } from "@/series/wall_clock.ts";

const hour = 3_600_000;
const week = 7 * 24 * hour;
const hourly = (start: string, hours: number) =>
  Float64Array.from({ length: hours }, (_, i) => Date.parse(start) + i * hour);

Deno.test("sameHourOfWeek() takes the median over the weeks before", () => {
  const times = Float64Array.from({ length: 6 }, (_, i) => i * week);
  const values = Float64Array.of(1, 10, 2, 20, 3, 30);
  assertEquals(sameHourOfWeek(times, values, { weeks: 3 }).expected, Float64Array.of(NaN, 1, 5.5, 2, 10, 3));
  assertEquals(sameHourOfWeek(times, values, { weeks: 3 }).counts, Uint8Array.of(0, 1, 2, 3, 3, 3));
  assertEquals(
    sameHourOfWeek(times, values, { weeks: 3, least: 3 }).expected,
    Float64Array.of(NaN, NaN, NaN, 2, 10, 3),
  );
});

Deno.test("sameHourOfWeek() looks back from the event over weeks it had not touched", () => {
  const times = Float64Array.from({ length: 6 }, (_, i) => i * week);
  const values = Float64Array.of(1, 2, 3, 4, 100, 200);
  const { expected } = sameHourOfWeek(times, values, { weeks: 2, before: 3.5 * week });
  assertEquals(expected.subarray(3), Float64Array.of(2.5, 3.5, 3.5));
});

Deno.test("sameHourOfWeek() skips missing weeks", () => {
  const times = Float64Array.from({ length: 4 }, (_, i) => i * week);
  const { expected, counts } = sameHourOfWeek(times, Float64Array.of(1, NaN, 5, 0), { weeks: 3 });
  assertEquals([expected[3], counts[3]], [3, 2]);
});

Deno.test("sameHourOfWeek() keeps to the clock of the zone when it changes", () => {
  // São Paulo set its clock back an hour on 26 February 2012 at 00:00 (02:00 UTC): 19:00 is 21:00 UTC before, 22:00 after
  const times = hourly("2012-02-01T00:00Z", 40 * 24);
  const clock = wallClock(times, "America/Sao_Paulo");
  const hourOfClock = clock.map((time) => (time / hour) % 24);
  const row = times.indexOf(Date.parse("2012-03-01T22:00Z"));
  const local = sameHourOfWeek(times, hourOfClock, { weeks: 3, zone: "America/Sao_Paulo" });
  assertEquals([local.expected[row], local.counts[row]], [19, 3]);
  assertEquals(sameHourOfWeek(times, hourOfClock, { weeks: 1 }).expected[row], 20);
});

Deno.test("sameHourOfWeek() has no value for a clock time left out, and the first of a repeated one", () => {
  const zone = "Europe/Paris"; // 25 March 2012 has no 02:30; 28 October 2012 has two
  const spring = Float64Array.of(Date.parse("2012-03-25T00:30Z"), Date.parse("2012-04-01T00:30Z")); // 01:30, 02:30
  assertEquals(sameHourOfWeek(spring, Float64Array.of(1, 2), { zone }).counts, Uint8Array.of(0, 0));
  const autumn = ["2012-10-28T00:30Z", "2012-10-28T01:30Z", "2012-11-04T01:30Z"].map(Date.parse); // all 02:30
  const { expected, counts } = sameHourOfWeek(Float64Array.from(autumn), Float64Array.of(1, 2, 3), { zone });
  assertEquals([expected[2], counts[2]], [1, 1]);
});

Deno.test("sameHourOfWeek() of nothing is nothing", () => {
  assertEquals(sameHourOfWeek(new Float64Array(0), new Float64Array(0)).expected.length, 0);
});

Deno.test("sameHourOfWeek() refuses what it cannot look back over", () => {
  const two = Float64Array.of(0, 1);
  assertThrows(() => sameHourOfWeek(two, two.subarray(1)), RangeError, "current length is 1");
  assertThrows(() => sameHourOfWeek(two, two, { weeks: 0 }), RangeError, "current value is 0");
  assertThrows(() => sameHourOfWeek(two, two, { least: 5 }), RangeError, "current value is 5");
  assertThrows(() => sameHourOfWeek(Float64Array.of(1, 1), two), RangeError, "current time 1 is 1");
  assertThrows(() => sameHourOfWeek(Float64Array.of(0, NaN), two), RangeError, "current time 1 is NaN");
  assertThrows(() => sameHourOfWeek(two, two, { before: NaN }), RangeError, "current value is NaN");
});

Deno.test("sameHourOfWeek() is equivariant to units and shifts and finds an exact rhythm", () => {
  const times = hourly("2012-01-02T00:00Z", 5 * 7 * 24);
  const rhythm = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 168, maxLength: 168 });
  const property = fc.property(rhythm, fc.double({ min: 0.01, max: 100, noNaN: true }), (rhythm, unit) => {
    const values = times.map((_, i) => unit * (rhythm[i % 168]! + 5));
    const { expected } = sameHourOfWeek(times, values);
    for (let i = 168; i < times.length; i++) assertAlmostEquals(expected[i]!, values[i]!, 1e-9);
  });
  fc.assert(property, { seed: 20120119, numRuns: 20 });
});

Deno.test("gridPositions() refuses times that do not rise", () => {
  assertEquals(gridPositions(new Float64Array(0)), new Int32Array(0));
  assertEquals(gridPositions(Float64Array.of(5)), Int32Array.of(0));
  assertThrows(() => gridPositions(Float64Array.of(2, 1)), RangeError, "current time 1 is 1");
  assertThrows(() => gridPositions(Float64Array.of(0, 2, 5)), RangeError, "2.5 steps after the first");
  assertThrows(() => gridPositions(Float64Array.of(0, Infinity)), RangeError, "current time 1 is Infinity");
});
