import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { compoundRate, doublingTime } from "@/growth/compound_rate.ts";
import { estimate } from "@/interval/estimate.ts";
import { printed } from "@/interval/printed.ts";

Deno.test("compoundRate() is what R gives for Megaupload's audience in France", () => {
  // R: 100 * (c(1.35, 1.345, 1.355)^(1 / 12) - 1)
  const rate = compoundRate(estimate(100), estimate(135, 134.5, 135.5), 12);
  assertAlmostEquals(rate.value, 2.53240572484439, 1e-12);
  assertAlmostEquals(rate.low, 2.50070607342003, 1e-12);
  assertAlmostEquals(rate.high, 2.56399793612332, 1e-12);
});

Deno.test("compoundRate() compounds back to the change", () => {
  const positive = fc.double({ min: 0.01, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(positive, positive, fc.double({ min: 1, max: 100, noNaN: true }), (before, after, periods) => {
      const { value } = compoundRate(estimate(before), estimate(after), periods);
      const back = before * (1 + value / 100) ** periods;
      // 1 + value / 100 keeps too few digits of a fall of nearly all in one period
      assertAlmostEquals(back, after, 1e-9 * Math.max(after, before) * Math.max(1, periods ** 2));
    }),
    { seed: 20120119 },
  );
});

Deno.test("compoundRate() leaves the side of a one-sided level open", () => {
  const rate = compoundRate(printed("less than 350000"), printed("5.4e6"), 15);
  assertEquals(rate.high, Infinity);
  assertAlmostEquals(rate.low, 100 * ((5.35 / 0.35) ** (1 / 15) - 1), 1e-12);
  assertEquals(compoundRate(printed("100"), printed("more than 121"), 2).high, Infinity);
});

Deno.test("compoundRate() refuses levels and periods that have no rate", () => {
  assertThrows(() => compoundRate(estimate(0), estimate(1), 1), RangeError, "above zero");
  assertThrows(() => compoundRate(estimate(1), estimate(-1), 1), RangeError, "-1");
  for (const periods of [0, -1, NaN, Infinity]) {
    assertThrows(() => compoundRate(estimate(1), estimate(2), periods), RangeError, String(periods));
  }
});

Deno.test("doublingTime() is the logarithm of two to the base of the growth", () => {
  assertAlmostEquals(doublingTime(estimate(50)).value, 1.7095112913514547, 1e-14); // R: log(2) / log(1.5)
  const { low, high } = doublingTime(estimate(50, 25, 100));
  assertAlmostEquals(low, 1, 1e-14);
  assertAlmostEquals(high, 3.1062837195053905, 1e-14); // R: log(2) / log(1.25)
});

Deno.test("doublingTime() has no end where there may be no growth, and none without growth", () => {
  assertEquals(doublingTime(estimate(5, 0, 10)).high, Infinity);
  assertThrows(() => doublingTime(estimate(0)), RangeError, "0 %");
});
