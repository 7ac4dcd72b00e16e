import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { regularSeries } from "@/series/regular_series.ts";
import { resample } from "@/series/resample.ts";
import { simulateTraffic } from "@/simulator/simulate_traffic.ts";

const minute = 60_000;
const series = (values: readonly (number | null)[], from = "2012-01-19T19:00Z", zone = "UTC") =>
  regularSeries({ times: values.map((_, i) => Date.parse(from) + i * 5 * minute), values }, {
    bin: { minutes: 5 },
    zone,
  });

Deno.test("resample() takes the mean, the sum or the largest", () => {
  const fine = series([1, 2, 3, 4, 5, 9]);
  assertEquals(resample(fine, { bin: { minutes: 15 } }).values, Float64Array.of(2, 6));
  assertEquals(resample(fine, { bin: { minutes: 15 }, aggregate: "sum" }).values, Float64Array.of(6, 18));
  assertEquals(resample(fine, { bin: { minutes: 15 }, aggregate: "max" }).values, Float64Array.of(3, 9));
});

Deno.test("resample() makes gaps below the minimum coverage, and weighs by what was observed", () => {
  const fine = series([1, null, 3, null, null, 9]);
  assertEquals(resample(fine, { bin: { minutes: 15 } }).values, Float64Array.of(NaN, NaN));
  const coarse = resample(fine, { bin: { minutes: 15 }, minimumCoverage: 0.5 });
  assertEquals(coarse.values, Float64Array.of(2, NaN));
  assertEquals([coarse.record.gaps, coarse.record.partial], [1, 1]);
  const whole = resample(resample(fine, { bin: { minutes: 15 }, minimumCoverage: 0.1 }), {
    bin: { minutes: 30 },
    minimumCoverage: 0.5,
  });
  assertAlmostEquals(whole.values[0]!, 13 / 3, 1e-12);
  assertAlmostEquals(whole.coverage[0]!, 0.5, 1e-12);
});

Deno.test("resample() gives local days of 23 and 25 hours with all their bins", () => {
  for (const [from, hours] of [["2012-03-24T23:00Z", 23], ["2012-10-27T22:00Z", 25]] as const) {
    const day = series(Array(hours * 12).fill(1), from, "Europe/Paris");
    const { values, coverage } = resample(day, { bin: { days: 1 }, aggregate: "sum" });
    assertEquals([values, coverage], [Float64Array.of(hours * 12), Float64Array.of(1)]);
  }
});

Deno.test("resample() refuses finer bins and equal ones", () => {
  for (const bin of [{ minutes: 1 }, { minutes: 5 }]) {
    assertThrows(() => resample(series([1, 2, 3]), { bin }), RangeError, '{"minutes":5}');
  }
});

Deno.test("resample() says in the record what it did and keeps the label of a simulated series", () => {
  const simulated = simulateTraffic({
    seed: 1,
    from: "2012-01-01T00:00Z",
    to: "2012-01-02T00:00Z",
    bin: { minutes: 5 },
    level: 1,
  });
  const hourly = resample(simulated, { bin: { hours: 1 } });
  assertEquals(hourly.simulated, true);
  assertEquals(resample(series([1, 2, 3]), { bin: { minutes: 15 } }).simulated, undefined);
  assert(hourly.record.choices.at(-1)!.startsWith("resampled to the mean"));
});
