import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { add, divide, multiply, percentChange, relativeChange, subtract } from "@/interval/arithmetic.ts";
import { type Estimate, estimate } from "@/interval/estimate.ts";
import { printed } from "@/interval/printed.ts";
import { arbitraryDraw, holds, runs } from "./arbitrary_estimate.ts";

const a = estimate(3, 2, 5);
const b = estimate(-1, -4, 2);

// Expected bounds by hand from Moore's rules: the least and greatest of the four corners.
Deno.test("add() adds values and bounds", () => assertEquals(add(a, b), estimate(2, -2, 7)));
Deno.test("subtract() takes the far bounds from each other", () => assertEquals(subtract(a, b), estimate(4, 0, 9)));
Deno.test("multiply() takes the extreme corners", () => {
  assertEquals(multiply(a, b), estimate(-3, -20, 10));
  assertEquals(multiply(b, b), estimate(1, -8, 16));
});
Deno.test("divide() takes the extreme corners", () => {
  assertEquals(divide(b, a), estimate(-1 / 3, -2, 1));
  assertEquals(divide(1, estimate(-2, -4, -1)), estimate(-0.5, -1, -0.25));
});

Deno.test("arithmetic takes plain numbers as exact", () => {
  assertEquals(add(1, 2), estimate(3));
  assertEquals(subtract(1, 2), estimate(-1));
  assertEquals(multiply(3, 2), estimate(6));
  assertEquals(divide(1, 2), estimate(0.5));
});

Deno.test("arithmetic does not change its inputs", () => {
  const x = Object.freeze(estimate(3, 2, 5));
  for (const operation of [add, subtract, multiply, divide]) operation(x, x);
  assertEquals(x, { value: 3, low: 2, high: 5 });
});

Deno.test("arithmetic keeps open ends open", () => {
  const open = estimate(10, 10, Infinity);
  assertEquals(add(open, 1), estimate(11, 11, Infinity));
  assertEquals(subtract(open, open), estimate(0, -Infinity, Infinity));
  assertEquals(multiply(open, -2), estimate(-20, -Infinity, -20));
  assertEquals(divide(1, open), estimate(0.1, 0, 0.1));
  assertEquals(divide(open, open), estimate(1, 0, Infinity));
});

Deno.test("multiply() takes zero times an open end as zero", () => {
  const { low, high } = multiply(0, estimate(10, 10, Infinity));
  assert(low === 0 && high === 0);
  assertEquals(multiply(estimate(1, 0, 2), estimate(3, 2, Infinity)), estimate(3, 0, Infinity));
});

Deno.test("divide() refuses a divisor that may be zero, ends included, and shows its bounds", () => {
  assertThrows(() => divide(1, 0), RangeError, "0 to 0");
  assertThrows(() => divide(1, estimate(1, -1, 2)), RangeError, "-1 to 2");
  assertThrows(() => divide(1, estimate(1, 0, 2)), RangeError);
  assertThrows(() => divide(1, estimate(-1, -2, -0)), RangeError);
  assertThrows(() => divide(1, estimate(1, -Infinity, Infinity)), RangeError);
});

Deno.test("arithmetic refuses NaN", () => {
  for (const operation of [add, subtract, multiply, divide]) assertThrows(() => operation(NaN, 1), RangeError);
});

Deno.test("arithmetic holds for huge and tiny numbers", () => {
  assertEquals(multiply(1e200, 1e200), estimate(Infinity));
  assertEquals(divide(1e-200, 1e200), estimate(0));
  assertEquals(add(1e308, -1e308), estimate(0));
});

Deno.test("relativeChange() is the exact range of 100 (after / before - 1)", () => {
  const change = relativeChange(printed("150", { resolution: 10 }), printed("120", { resolution: 10 }));
  assertAlmostEquals(change.value, -20, 1e-12);
  assertAlmostEquals(change.low, 100 * (115 / 155 - 1), 1e-12); // -25.806...
  assertAlmostEquals(change.high, 100 * (125 / 145 - 1), 1e-12); // -13.793...
});

Deno.test("relativeChange() of nothing to something is refused", () => {
  assertThrows(() => relativeChange(0, 5), RangeError);
  assertThrows(() => relativeChange(printed("0"), printed("5")), RangeError);
});

Deno.test("percentChange() reads a ratio as a change", () => {
  assertEquals(percentChange(1), estimate(0));
  assertEquals(percentChange(estimate(0.5, 0.25, 2)), estimate(-50, -75, 100));
  assertEquals(percentChange(0).value, -100);
});

const draw = arbitraryDraw(-1e6, 1e6, { open: true });
const positive = arbitraryDraw(1e-3, 1e6);

Deno.test("add(), subtract() and multiply() hold the result of every pair of numbers within the bounds", () => {
  fc.assert(
    fc.property(draw, draw, (x, y) => {
      assert(holds(add(x.estimate, y.estimate), x.point + y.point));
      assert(holds(subtract(x.estimate, y.estimate), x.point - y.point));
      assert(holds(multiply(x.estimate, y.estimate), x.point * y.point));
    }),
    runs,
  );
});

Deno.test("divide() and relativeChange() hold the result of every pair of numbers within the bounds", () => {
  fc.assert(
    fc.property(draw, positive, (x, y) => {
      assert(holds(divide(x.estimate, y.estimate), x.point / y.point));
      assert(holds(relativeChange(y.estimate, x.estimate), 100 * (x.point / y.point - 1)));
    }),
    runs,
  );
});

Deno.test("arithmetic never narrows when an input widens", () => {
  const width = fc.double({ min: 0, max: 1e3, noNaN: true });
  const within = (inner: Estimate, outer: Estimate) => outer.low <= inner.low && inner.high <= outer.high;
  fc.assert(
    fc.property(draw, positive, width, ({ estimate: x }, { estimate: y }, more) => {
      const wider = estimate(x.value, x.low - more, x.high + more);
      for (const operation of [add, subtract, multiply, divide]) assert(within(operation(x, y), operation(wider, y)));
    }),
    runs,
  );
});
