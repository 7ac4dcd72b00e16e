import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { rateRatio } from "@/statistics/rate_ratio.ts";

// R 4: poisson.test(c(after, before), c(after's time, before's time), conf.level = level)
const cases: [number, number, number, number, number, number, number, number][] = [
  [306, 28, 305, 28, 0.95, 1.00327868852, 0.853336429856654, 1.17958071675603],
  [11, 800, 21, 3011, 0.95, 1.97148809524, 0.858426403391639, 4.27726594365407],
  [0, 7, 5, 7, 0.95, 0, 0, 1.09127910518255],
  [9, 2, 4, 3, 0.9, 3.375, 1.11954128470445, 11.8137141506357],
];

Deno.test("rateRatio() gives the ratio and the interval of R's poisson.test", () => {
  for (const [after, afterTime, before, beforeTime, level, value, low, high] of cases) {
    const ratio = rateRatio({ events: after, time: afterTime }, { events: before, time: beforeTime }, level);
    assertAlmostEquals(ratio.value, value, 1e-10 * Math.max(1, value));
    assertAlmostEquals(ratio.low, low, 1e-10 * Math.max(1, low));
    assertAlmostEquals(ratio.high, high, 1e-10 * Math.max(1, high));
  }
});

Deno.test("rateRatio() has no upper bound where nothing was counted before", () => {
  const { value, low, high } = rateRatio({ events: 4, time: 1 }, { events: 0, time: 1 });
  assertEquals([value, high], [Infinity, Infinity]);
  // R: poisson.test(c(4, 0), c(1, 1))$conf.int
  assertAlmostEquals(low, 0.6601240193600937, 1e-10);
});

Deno.test("rateRatio() refuses counts that are not whole, no counts at all, and times that are none", () => {
  const one = { events: 1, time: 1 };
  assertThrows(() => rateRatio({ events: 1.5, time: 1 }, one), RangeError);
  assertThrows(() => rateRatio({ events: -1, time: 1 }, one), RangeError);
  assertThrows(() => rateRatio({ events: 0, time: 1 }, { events: 0, time: 1 }), RangeError);
  for (const time of [0, -1, Infinity, NaN]) assertThrows(() => rateRatio(one, { events: 1, time }), RangeError);
});
