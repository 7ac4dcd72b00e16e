import { assert, assertAlmostEquals, assertEquals, assertLess, assertThrows } from "@std/assert";
import fc from "fast-check";
import { stl, type StlOptions } from "@/decomposition/stl.ts";
import { readColumns } from "../read_reference.ts";
import { largestDifference } from "./largest_difference.ts";

const runs = { seed: 20120119, numRuns: 60 };
const week = readColumns("series_2016.csv").y!.map(Math.log);
const simulated = readColumns("decomposition_simulated.csv");
const hours = simulated.y!;

const weekCases: readonly [file: string, options: StlOptions][] = [
  ["periodic", { seasonalWindow: "periodic" }],
  ["periodic_robust", { seasonalWindow: "periodic", robust: true }],
  ["s7", { seasonalWindow: 7 }],
  ["s7_robust", { seasonalWindow: 7, robust: true }],
];
for (const [file, options] of weekCases) {
  // R 4.2.2: stl(ts(log(y), frequency = 288), s.window, robust), printed to 12 decimals
  Deno.test(`stl() agrees with R on a simulated week, ${file}`, () => {
    const expected = readColumns(`simulated_week_stl_${file}.csv`);
    const { seasonal, trend, remainder } = stl(week, 288, options);
    assertLess(largestDifference(seasonal, expected.seasonal!), 2e-12);
    assertLess(largestDifference(trend, expected.trend!), 2e-12);
    assertLess(largestDifference(remainder, expected.remainder!), 2e-12);
  });
}

const hourCases: readonly [name: string, options: StlOptions, length: number, series?: Float64Array][] = [
  ["stl_s7_degree1_jump1", {
    seasonalWindow: 7,
    seasonalDegree: 1,
    seasonalJump: 1,
    trendJump: 1,
    lowPassJump: 1,
  }, 1008],
  ["stl_robust", { seasonalWindow: 13, robust: true }, 1008],
  ["stl_odd_robust", { seasonalWindow: "periodic", robust: true }, 1007],
  ["stl_spans", {
    seasonalWindow: 10,
    trendWindow: 36,
    trendDegree: 0,
    lowPassWindow: 30,
    lowPassDegree: 1,
    seasonalJump: 3,
    trendJump: 5,
    lowPassJump: 7,
    innerIterations: 3,
    outerIterations: 2,
  }, 1008],
  [
    "stl_edges",
    { seasonalWindow: 7, trendWindow: 25, trendJump: 20, robust: true, outerIterations: 5 },
    1000,
    simulated.edges!,
  ],
];
for (const [name, options, length, series = hours] of hourCases) {
  // decomposition_simulated.R, printed to 8 decimals
  Deno.test(`stl() agrees with R on simulated hours, ${name}`, () => {
    const { seasonal, trend, remainder, weights } = stl(series.subarray(0, length), 24, options);
    assertLess(largestDifference(seasonal, simulated[`${name}.seasonal`]!), 6e-9);
    assertLess(largestDifference(trend, simulated[`${name}.trend`]!), 6e-9);
    assertLess(largestDifference(remainder, simulated[`${name}.remainder`]!), 6e-9);
    assertLess(largestDifference(weights, simulated[`${name}.weights`]!), 6e-9);
  });
}

Deno.test("stl() with the exact median agrees with statsmodels, where R took another pair", () => {
  const { seasonal, trend } = stl(week, 288, { seasonalWindow: 7, robust: true, exactMedian: true });
  // statsmodels 0.15.0: STL(log(y), period=288, seasonal=7, trend=551, low_pass=289, seasonal_deg=0, robust=True,
  // seasonal_jump=1, trend_jump=56, low_pass_jump=29).fit(inner_iter=1, outer_iter=15), at rows 0, 500, 1512, 2015
  const rows = [0, 500, 1512, 2015];
  const seasons = [0.4229746838592907, 0.20162014928213895, -0.378079967308029, 0.46353838523251295];
  const trends = [4.052903387560373, 4.027790240543467, 3.809679620096952, 3.7633900778347775];
  rows.forEach((row, k) => {
    assertAlmostEquals(seasonal[row]!, seasons[k]!, 1e-12);
    assertAlmostEquals(trend[row]!, trends[k]!, 1e-12);
  });
  const byR = readColumns("simulated_week_stl_s7_robust.csv");
  assertAlmostEquals(largestDifference(seasonal, byR.seasonal!), 0.00465, 1e-5);
});

Deno.test("stl() counts an even span as the next odd one", () => {
  const even = stl(hours, 24, {
    seasonalWindow: 11,
    seasonalJump: 1,
    trendWindow: 40,
    lowPassWindow: 24,
    trendJump: 4,
  });
  const odd = stl(hours, 24, { seasonalWindow: 11, seasonalJump: 1, trendWindow: 41, lowPassWindow: 25, trendJump: 4 });
  assertEquals(even, odd);
});

Deno.test("stl() fits a periodic season by constants, and the low-pass filter as the trend, as R", () => {
  assertEquals(
    stl(hours, 24, { seasonalWindow: "periodic", seasonalDegree: 1, trendDegree: 0 }),
    stl(hours, 24, { seasonalWindow: "periodic", seasonalDegree: 0, trendDegree: 0, lowPassDegree: 0 }),
  );
});

Deno.test("stl() parts add up to the series, which it does not change", () => {
  const before = hours.slice();
  const { seasonal, trend, remainder } = stl(hours, 24, { seasonalWindow: 7, robust: true });
  assertLess(largestDifference(hours, seasonal.map((value, i) => value + trend[i]! + remainder[i]!)), 1e-12);
  assertEquals(hours, before);
});

Deno.test("stl() periodic repeats the season exactly", () => {
  const { seasonal } = stl(hours, 24, { seasonalWindow: "periodic" });
  assert(seasonal.every((value, i) => value === seasonal[i % 24]));
});

Deno.test("stl() of a constant is that constant", () => {
  const { seasonal, trend } = stl(new Float64Array(20).fill(7), 4, { seasonalWindow: 7, robust: true });
  assertLess(largestDifference(seasonal, new Float64Array(20)), 1e-13);
  assertLess(largestDifference(trend, new Float64Array(20).fill(7)), 1e-13);
});

Deno.test("stl() weighs outliers down to nothing", () => {
  const { weights } = stl(hours, 24, { seasonalWindow: "periodic", robust: true });
  for (const outlier of [99, 100, 332, 699]) assertEquals(weights[outlier], 0);
});

Deno.test("stl() leaves gaps missing in the remainder, weighs them nothing and carries season and trend across", () => {
  const gaps = hours.map((value, i) => (i >= 500 && i < 540) || i === 0 || i === 1007 ? NaN : value);
  const whole = stl(hours, 24, { seasonalWindow: "periodic" });
  const { seasonal, trend, remainder, weights } = stl(gaps, 24, { seasonalWindow: "periodic" });
  gaps.forEach((value, i) => {
    assertEquals(Number.isNaN(remainder[i]), Number.isNaN(value));
    assertEquals(weights[i], Number.isNaN(value) ? 0 : 1);
  });
  assertLess(largestDifference(seasonal, whole.seasonal), 0.5); // the noise has a standard deviation of 2.8
  assertLess(largestDifference(trend, whole.trend), 5);
  assertLess(largestDifference(trend.subarray(560), whole.trend.subarray(560)), 0.5);
});

Deno.test("stl() does not see what stands in a gap: outliers left out, the season is that of the rest", () => {
  const shape = [5, -1, -4, 0];
  const clean = Float64Array.from({ length: 80 }, (_, i) => 10 + shape[i % 4]!);
  const gaps = clean.map((value, i) => i % 11 === 3 ? NaN : value);
  const { seasonal, trend } = stl(gaps, 4, { seasonalWindow: "periodic" });
  assertLess(largestDifference(seasonal, Float64Array.from(clean, (value) => value - 10)), 1e-12);
  assertLess(largestDifference(trend, new Float64Array(80).fill(10)), 1e-12);
});

Deno.test("stl() refuses a phase of the cycle without any value", () => {
  const gaps = hours.map((value, i) => i % 24 === 5 ? NaN : value);
  assertThrows(() => stl(gaps, 24, { seasonalWindow: "periodic" }), RangeError, "current empty phase is 5");
  assertThrows(() => stl(new Float64Array(9).fill(NaN), 4, { seasonalWindow: 7 }), RangeError, "empty phase is 0");
});

Deno.test("stl() refuses periods that are no cycle and series of two periods or fewer, as R", () => {
  for (const period of [1, 0, -4, 2.5, NaN]) {
    assertThrows(() => stl(hours, period, { seasonalWindow: 7 }), RangeError, `current period is ${period}`);
  }
  for (const length of [0, 1, 48]) {
    assertThrows(() => stl(hours.subarray(0, length), 24, { seasonalWindow: 7 }), RangeError, `length is ${length}`);
  }
  stl(hours.subarray(0, 49), 24, { seasonalWindow: 7 });
});

Deno.test("stl() refuses infinite values, overflow and options out of range", () => {
  const infinite = hours.map((value, i) => i === 9 ? Infinity : value);
  assertThrows(() => stl(infinite, 24, { seasonalWindow: 7 }), RangeError, "current value is Infinity");
  assertThrows(
    () => stl(hours.map(() => 1e308), 24, { seasonalWindow: 7 }),
    RangeError,
    "current largest value is 1e+308",
  );
  const options: StlOptions[] = [
    { seasonalWindow: 2 },
    { seasonalWindow: NaN },
    { seasonalWindow: 7.5 },
    { seasonalWindow: 7, trendWindow: NaN },
    { seasonalWindow: 7, trendJump: 0 },
    { seasonalWindow: 7, innerIterations: 0 },
    { seasonalWindow: 7, outerIterations: -1 },
    { seasonalWindow: 7, outerIterations: 0.5 },
  ];
  for (const option of options) assertThrows(() => stl(hours, 24, option), RangeError);
});

Deno.test("stl() scales with the series, huge and tiny, and shifts the trend alone", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 9, maxLength: 60 }),
      fc.integer({ min: -900, max: 900 }),
      fc.double({ min: -1000, max: 1000, noNaN: true }),
      fc.constantFrom<StlOptions>({ seasonalWindow: 7 }, { seasonalWindow: "periodic" }),
      (list, exponent, shift, options) => {
        const values = Float64Array.from(list, (value) => Math.round(value * 1e6) / 1e6);
        const own = stl(values, 4, options);
        const scaled = stl(values.map((value) => value * 2 ** exponent), 4, options);
        assertEquals(scaled.seasonal, own.seasonal.map((value) => value * 2 ** exponent));
        assertEquals(scaled.trend, own.trend.map((value) => value * 2 ** exponent));
        const shifted = stl(values.map((value) => value + shift), 4, options);
        assertLess(largestDifference(shifted.seasonal, own.seasonal), 1e-10);
        assertLess(largestDifference(shifted.trend, own.trend.map((value) => value + shift)), 1e-10);
      },
    ),
    runs,
  );
});

Deno.test("stl() robust scales with the series", () => {
  const own = stl(hours, 24, { seasonalWindow: 7, robust: true });
  const scaled = stl(hours.map((value) => value * 1024), 24, { seasonalWindow: 7, robust: true });
  assertEquals(scaled.weights, own.weights);
  assertEquals(scaled.seasonal, own.seasonal.map((value) => value * 1024));
});
