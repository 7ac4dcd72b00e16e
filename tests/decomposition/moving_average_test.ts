import { assertEquals, assertThrows } from "@std/assert";
import { movingAverage } from "@/decomposition/moving_average.ts";

Deno.test("movingAverage() of span 1 is the values, of the whole length their mean", () => {
  assertEquals(movingAverage(Float64Array.of(1, 5, 3), 1), Float64Array.of(1, 5, 3));
  assertEquals(movingAverage(Float64Array.of(1, 5, 3), 3), Float64Array.of(3));
});

Deno.test("movingAverage() refuses spans beyond the values", () => {
  for (const span of [0, -1, 1.5, 4, NaN]) {
    assertThrows(() => movingAverage(Float64Array.of(1, 5, 3), span), RangeError, `current span is ${span}`);
  }
  assertThrows(() => movingAverage(new Float64Array(), 1), RangeError);
});
