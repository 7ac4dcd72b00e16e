import { assert, assertEquals, assertLess, assertThrows } from "@std/assert";
import { mstl } from "@/decomposition/mstl.ts";
import { stl } from "@/decomposition/stl.ts";
import { readColumns } from "../read_reference.ts";
import { largestDifference } from "./largest_difference.ts";

const simulated = readColumns("decomposition_simulated.csv");
const hours = simulated.y!;

for (
  const [name, options] of [
    ["mstl", {}],
    ["mstl_robust", { seasonalWindow: [7, 13], robust: true }],
  ] as const
) {
  // decomposition_simulated.R, forecast 8.20, printed to 8 decimals. On taylor (half-hourly demand, periods 48 and
  // 336), which is not ours to publish, the largest difference from forecast::mstl is 1.3e-9 of values about 30,000.
  Deno.test(`mstl() agrees with R's forecast on simulated hours, ${name}`, () => {
    const { seasonals: [day, week], trend, remainder } = mstl(hours, [24, 168], options);
    assertLess(largestDifference(day!, simulated[`${name}.Seasonal24`]!), 6e-9);
    assertLess(largestDifference(week!, simulated[`${name}.Seasonal168`]!), 6e-9);
    assertLess(largestDifference(trend, simulated[`${name}.Trend`]!), 6e-9);
    assertLess(largestDifference(remainder, simulated[`${name}.Remainder`]!), 6e-9);
  });
}

Deno.test("mstl() of one period is stl() with a window of 11", () => {
  const { seasonals, trend, weights } = mstl(hours, [24]);
  const single = stl(hours, 24, { seasonalWindow: 11 });
  assertEquals(seasonals, [single.seasonal]);
  assertEquals(trend, single.trend);
  assertEquals(weights, single.weights);
});

Deno.test("mstl() takes one window for all periods", () => {
  assertEquals(mstl(hours, [24, 168], { seasonalWindow: 9 }), mstl(hours, [24, 168], { seasonalWindow: [9, 9] }));
  const { seasonals: [day, week] } = mstl(hours, [24, 168], { seasonalWindow: "periodic" });
  assert(day!.every((value, i) => value === day![i % 24]));
  assert(week!.every((value, i) => value === week![i % 168]));
});

Deno.test("mstl() leaves gaps missing in the remainder only", () => {
  const gaps = hours.map((value, i) => i % 50 === 7 ? NaN : value);
  const { seasonals: [day, week], trend, remainder, weights } = mstl(gaps, [24, 168]);
  gaps.forEach((value, i) => {
    assertEquals(Number.isNaN(remainder[i]), Number.isNaN(value));
    assertEquals(weights[i], Number.isNaN(value) ? 0 : 1);
    assert(Number.isFinite(day![i]! + week![i]! + trend[i]!));
  });
});

Deno.test("mstl() parts add up to the series, which it does not change", () => {
  const before = hours.slice();
  const { seasonals: [day, week], trend, remainder } = mstl(hours, [24, 168], { iterations: 3 });
  assertLess(largestDifference(hours, day!.map((value, i) => value + week![i]! + trend[i]! + remainder[i]!)), 1e-12);
  assertEquals(hours, before);
});

Deno.test("mstl() refuses periods that do not rise, windows for other periods and no iteration", () => {
  assertThrows(() => mstl(hours, []), RangeError, "current periods are []");
  assertThrows(() => mstl(hours, [24, 24]), RangeError, "[24,24]");
  assertThrows(() => mstl(hours, [168, 24]), RangeError, "[168,24]");
  assertThrows(() => mstl(hours, [24, 168], { seasonalWindow: [7] }), RangeError, "1 and 2");
  assertThrows(() => mstl(hours, [24, 168], { iterations: 0 }), RangeError, "current value is 0");
  assertThrows(() => mstl(hours, [24, 504]), RangeError, "more than two periods of 504");
});
