import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { testEquivalence, timeUntilEquivalent } from "@/recovery/equivalence.ts";

Deno.test("testEquivalence() agrees with the two one-sided t-tests of R", () => {
  const { pValue, interval, equivalent } = testEquivalence(
    { value: -0.02, standardError: 0.015, degreesOfFreedom: 20 },
    0.05,
  );
  assertAlmostEquals(pValue, 0.0296327677233, 1e-12); // R: pt((0.05 - 0.02) / 0.015, 20, lower = FALSE)
  assertAlmostEquals(interval.low, -0.0458707736438, 1e-12); // R: -0.02 - qt(0.95, 20) * 0.015
  assertEquals(equivalent, true);
});

Deno.test("testEquivalence() agrees exactly when its interval lies within the band", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -2, max: 2, noNaN: true }),
      fc.double({ min: 0.01, max: 2, noNaN: true }),
      (value, standardError) => {
        const { equivalent, interval } = testEquivalence({ value, standardError }, 1);
        assertEquals(equivalent, interval.low > -1 && interval.high < 1);
        assertEquals(
          equivalent,
          testEquivalence({ value: -8 * value, standardError: 8 * standardError }, 8).equivalent,
        );
      },
    ),
    { seed: 20120119 },
  );
});

Deno.test("testEquivalence() refuses bands, errors and levels that are none", () => {
  assertThrows(() => testEquivalence({ value: 0, standardError: 1 }, 0), RangeError, "current values are 0");
  assertThrows(() => testEquivalence({ value: 0, standardError: 1 }, 1, 0.5), RangeError, "0.5");
  assertThrows(() => testEquivalence({ value: NaN, standardError: 1 }, 1), RangeError, "NaN");
  assertThrows(() => testEquivalence({ value: 0, standardError: 0 }, 1), RangeError, "0 and 0");
});

Deno.test("timeUntilEquivalent() looks back from the end: one effect outside starts it again", () => {
  assertEquals(timeUntilEquivalent([0, 0, 2, 0, 0], [0, 0, 0, 0, 0], { band: 1 }), { value: 3, low: 3, high: 3 });
  assertEquals(timeUntilEquivalent([0, 0, 2, 0, 0], [0, 0, 3, 0, 0], { band: 1 }), { value: 3, low: 0, high: 3 });
  assertEquals(timeUntilEquivalent([0, 0], [0, 0], { band: 1 }), { value: 0, low: 0, high: 0 });
});

Deno.test("timeUntilEquivalent() is Infinity where the series does not get there", () => {
  assertEquals(timeUntilEquivalent([3, 2], [0.1, 0.1], { band: 1 }), {
    value: Infinity,
    low: Infinity,
    high: Infinity,
  });
  assertEquals(timeUntilEquivalent([3, 0], [1, 1], { band: 1 }), { value: 1, low: 1, high: Infinity });
});

Deno.test("timeUntilEquivalent() passes over missing effects and is undefined without any", () => {
  assertEquals(timeUntilEquivalent([3, NaN, 0], [0, NaN, 0], { band: 1 }), { value: 2, low: 2, high: 2 });
  assertEquals(timeUntilEquivalent([], [], { band: 1 }), undefined);
  assertEquals(timeUntilEquivalent([NaN], [0], { band: 1 }), undefined);
});

Deno.test("timeUntilEquivalent() refuses lengths that differ and errors that are none", () => {
  assertThrows(() => timeUntilEquivalent([1], [], { band: 1 }), RangeError, "are 0 and 1");
  assertThrows(() => timeUntilEquivalent([1], [-1], { band: 1 }), RangeError, "value 0 is -1");
  assertThrows(() => timeUntilEquivalent([1], [NaN], { band: 1 }), RangeError, "value 0 is NaN");
});

Deno.test("timeUntilEquivalent() is no later for a wider band", () => {
  const effect = fc.double({ min: -2, max: 2, noNaN: true });
  fc.assert(
    fc.property(fc.array(effect, { minLength: 1 }), fc.double({ min: 0, max: 1, noNaN: true }), (effects, error) => {
      const errors = effects.map(() => error);
      const [narrow, wide] = [0.5, 1].map((band) => timeUntilEquivalent(effects, errors, { band })!);
      assert(wide!.low <= narrow!.low && wide!.value <= narrow!.value && wide!.high <= narrow!.high);
    }),
    { seed: 20120119 },
  );
});
