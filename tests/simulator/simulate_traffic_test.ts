import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { simulateTraffic, type TrafficParameters } from "@/simulator/simulate_traffic.ts";
import { loadProfile, profileAt, trafficProfile } from "@/simulator/traffic_profile.ts";

const january: TrafficParameters = {
  seed: 20120119,
  from: "2012-01-01T00:00Z",
  to: "2012-02-01T00:00Z",
  bin: { hours: 1 },
  level: 100,
};

Deno.test("simulateTraffic() is labelled and carries its parameters", () => {
  const series = simulateTraffic(january);
  assertEquals(series.simulated, true);
  assertEquals(series.parameters, january);
  assertEquals(series.record.choices, ["simulated, seed 20120119: not a measurement"]);
  assertEquals(series.values, new Float64Array(744).fill(100));
  assertEquals([series.times[0], series.end], [Date.parse(january.from), Date.parse(january.to)]);
});

Deno.test("simulateTraffic() follows the measured week, hour by hour", async () => {
  const profile = await loadProfile("united-kingdom-academic-2004");
  const week = { ...january, from: "2012-01-02T00:00Z", to: "2012-01-09T00:00Z", profile };
  const { values } = simulateTraffic(week);
  for (const [hour, value] of values.entries()) assertAlmostEquals(value, 100 * profile.hours[hour]!, 1e-9);
  const fine = simulateTraffic({ ...week, bin: { minutes: 5 } }).values;
  assertAlmostEquals(fine.reduce((a, b) => a + b) / fine.length, 100, 1e-3);
});

Deno.test("simulateTraffic() follows the local clock through a change of it", async () => {
  const profile = await loadProfile("orange-fixed-2013");
  const { values } = simulateTraffic({
    ...january,
    from: "2012-03-23T23:00Z",
    to: "2012-03-26T22:00Z",
    profile,
  });
  assertEquals(values.length, 24 + 23 + 24);
  const evening = profile.hours[20]! * 100;
  for (const hour of [20, 24 + 19, 24 + 23 + 20]) assertAlmostEquals(values[hour]!, evening, 1e-9);
});

Deno.test("simulateTraffic() grows by the year", () => {
  const { values } = simulateTraffic({
    ...january,
    from: "2011-01-01T00:00Z",
    to: "2012-01-01T00:00Z",
    growth: 0.6,
    bin: { days: 1 },
  });
  assertAlmostEquals(values.at(-1)! / values[0]!, 1.6 ** (364 / 365.2425), 1e-12);
});

Deno.test("simulateTraffic() adds up events on the logarithm, from the first bin that begins after them", () => {
  const events = [
    { at: "2012-01-19T19:30Z", change: -0.2, shape: "step" },
    { at: "2012-01-20T00:00Z", change: -0.5, shape: "temporary", hours: 2 },
  ] as const;
  const { values, counterfactual, effect } = simulateTraffic({ ...january, events });
  const at = (text: string) => (Date.parse(text) - Date.parse(january.from)) / 3_600_000;
  assertEquals(effect[at("2012-01-19T19:00Z")], 0);
  assertAlmostEquals(values[at("2012-01-19T20:00Z")]!, 80, 1e-12);
  assertAlmostEquals(values[at("2012-01-20T01:00Z")]!, 40, 1e-12);
  assertAlmostEquals(values[at("2012-01-20T02:00Z")]!, 80, 1e-12);
  assertEquals(counterfactual, simulateTraffic(january).values);
});

Deno.test("simulateTraffic() changes by an event only, with the same seed", () => {
  const noise = { kind: "autoregressive", deviation: 0.05, autocorrelation: 0.9 } as const;
  const gaps = { share: 0.1, length: 4 };
  const plain = simulateTraffic({ ...january, noise, gaps });
  const struck = simulateTraffic({
    ...january,
    noise,
    gaps,
    events: [{ at: "2012-01-19T19:00Z", change: -0.2, shape: "step" }],
  });
  assertEquals(struck.counterfactual, plain.counterfactual);
  assertEquals(struck.values.map(Number.isNaN as never), plain.values.map(Number.isNaN as never));
});

Deno.test("simulateTraffic() has gaps of the share and length asked for, and counts them", () => {
  const { values, coverage, record } = simulateTraffic({
    ...january,
    bin: { minutes: 1 },
    gaps: { share: 0.1, length: 10 },
  });
  const missing = values.filter(Number.isNaN).length;
  const begun = values.filter((value, i) => Number.isNaN(value) && !Number.isNaN(values[i - 1]!)).length;
  assertEquals(record.gaps, missing);
  assertEquals(coverage.filter((part) => part === 0).length, missing);
  assertAlmostEquals(missing / values.length, 0.1, 0.015);
  assertAlmostEquals(missing / begun, 10, 1);
});

Deno.test("simulateTraffic() refuses parameters out of range", () => {
  const broken: Partial<TrafficParameters>[] = [
    { level: 0 },
    { level: NaN },
    { growth: -1 },
    { seed: 0.5 },
    { gaps: { share: 1, length: 2 } },
    { gaps: { share: 0.1, length: 0.5 } },
    { gaps: { share: 0.9, length: 1 } },
    { to: january.from },
    { from: "2012-01-01T00:00" },
  ];
  for (const parameters of broken) assertThrows(() => simulateTraffic({ ...january, ...parameters }), RangeError);
});

Deno.test("simulateTraffic() scales with its level and gives the same series for the same parameters", () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 1000 }), (seed, level) => {
      const noise = { kind: "long memory", deviation: 0.1, hurst: 0.8 } as const;
      const make = (level: number) => simulateTraffic({ ...january, seed, level, noise }).values;
      assertEquals(make(level), make(level));
      const [one, many] = [make(1), make(level)];
      assert(many.every((value, i) => Math.abs(value / one[i]! / level - 1) < 1e-12 && value > 0));
    }),
    { seed: 20120119, numRuns: 10 },
  );
});

Deno.test("trafficProfile() is relative to its mean and refuses other lengths and values that are not positive", () => {
  const { hours } = trafficProfile("ramp", Array.from({ length: 24 }, (_, hour) => hour + 1), "UTC");
  assertAlmostEquals(hours.reduce((a, b) => a + b) / 24, 1, 1e-15);
  assertThrows(() => trafficProfile("short", [1, 2], "UTC"), RangeError, "length is 2");
  assertThrows(() => trafficProfile("zero", Array(24).fill(0), "UTC"), RangeError, "smallest 0");
});

Deno.test("profileAt() goes in a straight line between the middles of hours, round the end", () => {
  const profile = trafficProfile("saw", Array.from({ length: 24 }, (_, hour) => hour % 2 ? 1 : 3), "UTC");
  assertAlmostEquals(profileAt(profile, 0.5), 1.5, 1e-12);
  assertAlmostEquals(profileAt(profile, 1), 1, 1e-12);
  assertAlmostEquals(profileAt(profile, 0), 1, 1e-12);
  assertAlmostEquals(profileAt(profile, 167.5), 0.5, 1e-12);
});
