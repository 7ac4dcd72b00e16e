import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { divide, multiply, percentChange, subtract } from "@/interval/arithmetic.ts";
import { estimate } from "@/interval/estimate.ts";
import { extremes } from "@/interval/extremes.ts";
import { printed } from "@/interval/printed.ts";
import { arbitraryDraw, holds, runs } from "./arbitrary_estimate.ts";

Deno.test("extremes() of no input is the formula itself", () => {
  assertEquals(extremes({}, () => 4), estimate(4));
});

Deno.test("extremes() of one input is the formula at its bounds", () => {
  assertEquals(extremes({ x: estimate(2, 1, 4) }, ({ x }) => 1 / x), estimate(0.5, 0.25, 1));
  assertEquals(extremes({ x: estimate(2) }, ({ x }) => x * x), estimate(4));
});

Deno.test("extremes() is exact where an input stands twice, and interval arithmetic too wide", () => {
  const inputs = { before: printed("150", { resolution: 10 }), after: printed("120", { resolution: 10 }) };
  const exact = extremes(inputs, ({ before, after }) => (after - before) / before);
  assertAlmostEquals(exact.low, 115 / 155 - 1, 1e-12);
  assertAlmostEquals(exact.high, 125 / 145 - 1, 1e-12);
  const wide = divide(subtract(inputs.after, inputs.before), inputs.before);
  assert(wide.low < exact.low && exact.high < wide.high);
});

Deno.test("extremes() meets every corner of twelve inputs", () => {
  const inputs = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`x${index}`, estimate(0, -1, 2)]));
  const sum = extremes(inputs, (values) => Object.values<number>(values).reduce((a, b) => a + b, 0));
  assertEquals(sum, estimate(0, -12, 24));
});

Deno.test("extremes() takes open ends where the formula has a limit there", () => {
  assertEquals(extremes({ x: estimate(2, 1, Infinity) }, ({ x }) => 1 / x), estimate(0.5, 0, 1));
});

Deno.test("extremes() refuses a formula that is NaN at a corner", () => {
  assertThrows(() => extremes({ x: estimate(1, 1, Infinity) }, ({ x }) => x / x), RangeError, "NaN");
});

Deno.test("extremes() refuses a value outside the corners: the formula does not rise or fall throughout", () => {
  assertThrows(() => extremes({ x: estimate(0, -1, 1) }, ({ x }) => x * x), RangeError);
});

Deno.test("extremes() holds the result of every choice of numbers and agrees with interval arithmetic", () => {
  const positive = arbitraryDraw(1, 1e4);
  fc.assert(
    fc.property(positive, positive, positive, (x, y, z) => {
      const inputs = { x: x.estimate, y: y.estimate, z: z.estimate };
      const result = extremes(inputs, ({ x, y, z }) => 100 * (x * z / y - 1));
      assert(holds(result, 100 * (x.point * z.point / y.point - 1)));
      assertEquals(result, percentChange(divide(multiply(inputs.x, inputs.z), inputs.y)));
    }),
    runs,
  );
});
