import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { eventImpact } from "@/impact/event_impact.ts";
import { seededStream } from "@/random/seeded_stream.ts";
import { event, traffic } from "./simulated.ts";

const generator = seededStream(20120119, 0);
const dropped = traffic(generator, { change: -0.2 });
const hour = 3_600_000;
const at = Date.parse(event);
const near = (a: { value: number; low: number; high: number }, b: typeof a, tolerance: number) => {
  assertAlmostEquals(a.value, b.value, tolerance);
  assertAlmostEquals(a.low, b.low, tolerance);
  assertAlmostEquals(a.high, b.high, tolerance);
};

function vignette() {
  const rows = Deno.readTextFileSync("tests/reference/causalimpact_vignette.csv").trim().split("\n").slice(1).map((
    line,
  ) => line.split(",").map(Number));
  const column = (j: number) => Float64Array.from(rows, (row) => row[j]!);
  return { times: column(0).map((t) => t * 24 * hour), values: column(1), x1: column(2) };
}

Deno.test("eventImpact() finds CausalImpact's answer on its vignette, by another road", () => {
  const { times, values, x1 } = vignette();
  const reference = JSON.parse(Deno.readTextFileSync("tests/reference/causalimpact.json")).vignette.Average;
  const options = { event: times[70]!, controls: { x1 }, scale: "level", trend: false, weekly: 0 } as const;
  const { average, observed, relative } = eventImpact({ times, values }, options);
  assertAlmostEquals(observed, reference.Actual, 1e-9);
  assertAlmostEquals(average.value, reference.AbsEffect, 0.1);
  assertAlmostEquals(average.low, reference["AbsEffect.lower"], 0.2);
  assertAlmostEquals(average.high, reference["AbsEffect.upper"], 0.2);
  assertAlmostEquals(relative!.value, reference.RelEffect, 0.002);
});

Deno.test("eventImpact() shows a drop of a fifth and counts windows from the event", () => {
  const found = eventImpact(dropped, {
    event,
    windows: { "two hours": { hours: 2 }, "second day": { start: at + 24 * hour, end: at + 48 * hour } },
  });
  assertAlmostEquals(found.relative!.value, -0.2, 0.03);
  assert(found.relative!.low < -0.2 && -0.2 < found.relative!.high);
  assert(found.pValue < 1e-6);
  assertEquals([found.bins, found.windows["two hours"]!.bins, found.windows["second day"]!.bins], [72, 2, 24]);
  assertEquals(found.windows["second day"]!.start, at + 24 * hour);
  assertEquals(found.rows.map(({ window }) => window), ["whole", "two hours", "second day"]);
  assertEquals(found.rows[0]!.relative, found.relative!.value);
  assert(found.sentence.includes("A drop is shown"));
  assertEquals(found.model, { scale: "logarithm", daily: 4, weekly: 3, trend: true, hourOfWeek: false });
});

Deno.test("eventImpact() keeps its numbers consistent: sums, ratios, the path, bounds and p-value", () => {
  const { average, cumulative, relative, expected, observed, effect, bins, pValue, counterfactual } = eventImpact(
    dropped,
    {
      event,
    },
  );
  assertAlmostEquals(cumulative.low, bins * average.low, 1e-9);
  assertAlmostEquals(observed - expected.value, average.value, 1e-12);
  assertAlmostEquals(observed / expected.high - 1, relative!.low, 1e-12);
  const logarithms = Array.from({ length: 72 }, (_, k) => {
    const i = 28 * 24 + k;
    return Math.log(counterfactual.observed[i]! / counterfactual.expected[i]!);
  });
  assertAlmostEquals(logarithms.reduce((sum, value) => sum + value, 0) / 72, effect.value, 1e-12);
  for (let i = 0; i < counterfactual.times.length; i++) {
    assert(
      counterfactual.low[i]! < counterfactual.expected[i]! && counterfactual.expected[i]! < counterfactual.high[i]!,
    );
  }
  // at the level 1 - p one bound is 0
  const quiet = eventImpact(traffic(seededStream(5, 0)), { event });
  const edge = eventImpact(traffic(seededStream(5, 0)), { event, level: 1 - quiet.pValue });
  assertAlmostEquals(Math.min(Math.abs(edge.effect.low), Math.abs(edge.effect.high)), 0, 1e-9);
  assert(0.05 < quiet.pValue && quiet.pValue < 0.5 && 0.0 < pValue);
});

Deno.test("eventImpact() moves by the logarithm of an exact step, gaps or not", () => {
  const { times, values } = traffic(seededStream(6, 0));
  const gappy = values.map((value, i) => i % 17 === 3 || (i > 300 && i < 312) ? NaN : value);
  for (const series of [values, gappy]) {
    const without = eventImpact({ times, values: series }, { event }).effect;
    const halved = series.map((value, i) => i < 28 * 24 ? value : value / 2);
    const { value, low, high } = eventImpact({ times, values: halved }, { event }).effect;
    near({ value: value + Math.LN2, low: low + Math.LN2, high: high + Math.LN2 }, without, 1e-10);
  }
});

Deno.test("eventImpact() does not depend on the unit, nor on the origin of levels", () => {
  const ratio = eventImpact(dropped, { event });
  const level = eventImpact(dropped, { event, scale: "level" });
  fc.assert(
    fc.property(
      fc.double({ min: 1e-6, max: 1e9, noNaN: true }),
      fc.double({ min: -1e3, max: 1e3, noNaN: true }),
      (scale, shift) => {
        const { times, values } = dropped;
        const scaled = eventImpact({ times, values: values.map((value) => scale * value) }, { event });
        near(scaled.relative!, ratio.relative!, 1e-8);
        assertAlmostEquals(scaled.cumulative.value / scale, ratio.cumulative.value, 1e-5);
        const moved = eventImpact({ times, values: values.map((value) => scale * (value + shift)) }, {
          event,
          scale: "level",
        });
        near(
          {
            value: moved.average.value / scale,
            low: moved.average.low / scale,
            high: moved.average.high / scale,
          },
          level.average,
          1e-7,
        );
      },
    ),
    { seed: 20120119, numRuns: 8 },
  );
});

Deno.test("eventImpact() takes bins left out as missing ones and ignores what lies before from and after until", () => {
  const { times, values } = dropped;
  const kept = [...values.keys()].filter((i) => i % 11 !== 4);
  const pick = (column: Float64Array) => Float64Array.from(kept, (i) => column[i]!);
  const left = eventImpact({ times: pick(times), values: pick(values) }, { event });
  const missing = eventImpact({ times, values: values.map((value, i) => i % 11 === 4 ? NaN : value) }, { event });
  near(left.effect, missing.effect, 1e-12);
  assertEquals(missing.missing, 7);

  const from = times[96]!;
  const until = at + 24 * hour;
  const cut = eventImpact({ times: times.slice(96, 29 * 24), values: values.slice(96, 29 * 24) }, { event });
  near(eventImpact(dropped, { event, from, until }).effect, cut.effect, 1e-9);
});

Deno.test("eventImpact() counts the bin that an event falls inside neither before nor after", () => {
  const { times, values } = dropped;
  const wild = values.map((value, i) => i === 28 * 24 - 1 ? 1000 * value : value);
  const late = eventImpact({ times, values: wild }, { event: at - hour / 2 });
  assertEquals([late.start, late.bins], [at, 72]);
  assertAlmostEquals(late.relative!.value, -0.2, 0.05);
});

Deno.test("eventImpact() follows the days of the zone it is told", () => {
  const inParis = eventImpact(dropped, { event: "2012-01-29 01:00", zone: "Europe/Paris" });
  near(inParis.effect, eventImpact(dropped, { event }).effect, 1e-3);
});

Deno.test("eventImpact() works on levels where a value is 0, and has no ratio where nothing was to be expected", () => {
  const { times, values } = dropped;
  const centred = values.map((value) => value - 150);
  const { model, relative, average } = eventImpact({ times, values: centred }, { event });
  assertEquals(model.scale, "level");
  assertEquals(relative, undefined);
  assert(average.value < 0);
  // below 0 observed where little above it was to be expected: the bounds keep their order
  const low = eventImpact({ times, values: values.map((value) => value - 90) }, { event, scale: "level" });
  assert(low.observed < 0 && low.relative!.low < low.relative!.value && low.relative!.value < low.relative!.high);
});

Deno.test("eventImpact() refuses what it cannot answer", () => {
  const { times, values } = dropped;
  const message = (change: (i: number) => number | undefined, options = {}) => () =>
    eventImpact({ times, values: values.map((value, i) => change(i) ?? value) }, { event, ...options });
  const same = () => undefined;
  assertThrows(message((i) => i < 28 * 24 ? 7 : undefined), RangeError, "must vary, current value is");
  assertThrows(
    message((i) => i < 28 * 24 ? 7 * Math.exp(0.1 * Math.cos(2 * Math.PI * i / 24)) : 1),
    RangeError,
    "rhythm",
  );
  assertThrows(message((i) => i < 28 * 24 ? NaN : undefined), RangeError, "current count is 0");
  assertThrows(message((i) => i < 28 * 24 ? undefined : NaN), RangeError, "at least one value in the window");
  assertThrows(message((i) => i === 9 ? Infinity : undefined), RangeError, "finite");
  assertThrows(message(same, { event: "2011-12-01T00:00Z" }), RangeError, "between the first and the last bin");
  assertThrows(message(same, { event: "2013-12-01T00:00Z" }), RangeError, "between the first and the last bin");
  assertThrows(message(same, { windows: { week: { weeks: 1 } } }), RangeError, "end within the series");
  assertThrows(
    message(same, { windows: { before: { start: at - hour, end: at + hour } } }),
    RangeError,
    "after the event",
  );
  assertThrows(message(same, { from: at - 3 * hour }), RangeError, "three days before the event are needed");
  assertThrows(message(same, { from: at - 2 * hour, daily: 0 }), RangeError, "at least");
  assertThrows(message(same, { level: 1 }), RangeError, "level");
  assertThrows(message((i) => i === 5 ? -1 : undefined, { scale: "logarithm" }), RangeError, "logarithms");
  assertThrows(message(same, { controls: { other: new Float64Array(3) } }), RangeError, "control other");
  assertThrows(message(same, { controls: { flat: new Float64Array(31 * 24).fill(3) } }), RangeError, "flat");
  assertThrows(() => eventImpact({ times: new Float64Array(0), values: new Float64Array(0) }, { event }), RangeError);
  assertThrows(() => eventImpact({ times, values: values.slice(1) }, { event }), RangeError, "values are needed");
});

Deno.test("eventImpact() returns finite numbers or refuses, whatever the length before and the gaps", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 400 }),
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 0, max: 2 ** 31 - 1 }),
      fc.constantFrom(0, 0.3, 0.8),
      (before, after, seed, gaps) => {
        const source = seededStream(seed, 0);
        const { times, values } = traffic(source, { days: 26 });
        const series = {
          times: times.slice(0, before + after),
          values: values.slice(0, before + after).map((value) => (source.next() >>> 0) / 2 ** 32 < gaps ? NaN : value),
        };
        try {
          const found = eventImpact(series, { event: times[before]! });
          const { value, low, high } = found.effect;
          assert([value, low, high, found.pValue, ...found.counterfactual.expected].every(Number.isFinite));
          assert(low < value && value < high && found.pValue >= 0 && found.pValue <= 1);
        } catch (error) {
          assert(error instanceof RangeError, String(error));
        }
      },
    ),
    { seed: 20120119, numRuns: 60 },
  );
});
