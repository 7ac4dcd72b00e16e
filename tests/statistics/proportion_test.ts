import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { proportion } from "@/statistics/proportion.ts";

// Expected: scipy 1.17.1, binomtest(k, n).proportion_ci(confidence_level=level, method="exact").
const oracle: [successes: number, trials: number, level: number, low: number, high: number][] = [
  [7, 10, 0.95, 0.3475471499399921, 0.9332604888222655],
  [0, 10, 0.95, 0, 0.30849710781876294],
  [10, 10, 0.95, 0.6915028921812371, 1],
  [0, 1, 0.95, 0, 0.975],
  [1, 1, 0.95, 0.025, 1],
  [1, 2, 0.95, 0.01257911709367899, 0.987420882906321],
  [81, 263, 0.95, 0.25273674558504267, 0.36762192260134746],
  [5000, 10000, 0.95, 0.4901513805899749, 0.509848619410025],
  [3, 10000, 0.95, 6.187148574832521e-5, 0.0008764745225646691],
  [9999, 10000, 0.95, 0.999442963002013, 0.9999974682224367],
  [0, 10000, 0.95, 0, 0.000368819914622022],
  [7, 10, 0.99, 0.26488601471286927, 0.9629927789037926],
  [7, 10, 0.5, 0.5423038454252861, 0.8244287125104547],
];

for (const [successes, trials, level, low, high] of oracle) {
  Deno.test(`proportion() has the Clopper-Pearson bounds of ${successes} of ${trials} at ${level}`, () => {
    const share = proportion(successes, trials, level);
    assertEquals(share.value, successes / trials);
    assertAlmostEquals(share.low, low, 1e-9 * Math.max(low, 1e-3));
    assertAlmostEquals(share.high, high, 1e-9);
  });
}

Deno.test("proportion() reaches exactly 0 and 1 only where no trial or every trial has the property", () => {
  assertEquals(proportion(0, 5).low, 0);
  assertEquals(proportion(5, 5).high, 1);
  const between = proportion(1, 5);
  assert(between.low > 0 && between.high < 1);
});

Deno.test("proportion() refuses counts that are not counts, and shows them", () => {
  assertThrows(() => proportion(0, 0), RangeError, "0 of 0");
  assertThrows(() => proportion(-1, 5), RangeError, "-1 of 5");
  assertThrows(() => proportion(6, 5), RangeError, "6 of 5");
  assertThrows(() => proportion(1.5, 5), RangeError, "1.5 of 5");
  assertThrows(() => proportion(1, 5.5), RangeError);
  assertThrows(() => proportion(NaN, 5), RangeError);
  assertThrows(() => proportion(1, Infinity), RangeError);
});

Deno.test("proportion() refuses a level that is no probability", () => {
  for (const level of [95, 1.01, -0.5, NaN]) assertThrows(() => proportion(10, 10, level), RangeError);
});

const counts = fc.tuple(fc.nat(60), fc.nat(60)).map(([a, b]) => [Math.min(a, b), Math.max(a, b) + 1] as const);
const runs = { seed: 20120119, numRuns: 200 };

Deno.test("proportion() of successes mirrors that of failures", () => {
  fc.assert(
    fc.property(counts, ([successes, trials]) => {
      const share = proportion(successes, trials);
      const rest = proportion(trials - successes, trials);
      assertAlmostEquals(share.low, 1 - rest.high, 1e-10);
      assertAlmostEquals(share.high, 1 - rest.low, 1e-10);
    }),
    runs,
  );
});

Deno.test("proportion() rises with the successes and widens with the level", () => {
  fc.assert(
    fc.property(counts, ([successes, trials]) => {
      const share = proportion(successes, trials);
      const wide = proportion(successes, trials, 0.99);
      assert(wide.low <= share.low && share.high <= wide.high);
      if (successes === trials) return;
      const more = proportion(successes + 1, trials);
      assert(share.low < more.low && share.high < more.high);
    }),
    runs,
  );
});
