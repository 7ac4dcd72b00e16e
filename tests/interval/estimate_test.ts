import { assertEquals, assertThrows } from "@std/assert";
import { estimate } from "@/interval/estimate.ts";

Deno.test("estimate() takes the value for a bound left out", () => {
  assertEquals(estimate(4), { value: 4, low: 4, high: 4 });
  assertEquals(estimate(4, 3), { value: 4, low: 3, high: 4 });
});

Deno.test("estimate() takes open ends", () => {
  assertEquals(estimate(0, -Infinity, Infinity), { value: 0, low: -Infinity, high: Infinity });
});

Deno.test("estimate() refuses bounds that do not hold the value, and says which", () => {
  assertThrows(() => estimate(1, 2, 3), RangeError, "2, 1, 3");
  assertThrows(() => estimate(4, 2, 3), RangeError, "2, 4, 3");
  assertThrows(() => estimate(2, 3, 1), RangeError);
});

Deno.test("estimate() refuses NaN in every place", () => {
  assertThrows(() => estimate(NaN), RangeError);
  assertThrows(() => estimate(1, NaN, 2), RangeError);
  assertThrows(() => estimate(1, 0, NaN), RangeError);
});
