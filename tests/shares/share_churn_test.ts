import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { estimate } from "@/interval/estimate.ts";
import { shareChurn } from "@/shares/share_churn.ts";

Deno.test("shareChurn() is half of what moved", () => {
  assertEquals(shareChurn({ a: 60, b: 40 }, { a: 40, b: 60 }).churn, estimate(20));
  assertEquals(shareChurn({ a: 60, b: 40 }, { a: 60, b: 40 }).churn, estimate(0));
  assertEquals(shareChurn({ a: 100 }, { b: 100 }), {
    churn: estimate(100),
    entered: estimate(100),
    left: estimate(100),
  });
});

Deno.test("shareChurn() bounds what an unknown rest may have exchanged", () => {
  const { churn, entered, left } = shareChurn({ a: 30, closed: 20 }, { a: 40 });
  assertEquals(churn, estimate(20, 20, (10 + 20 + 50 + 60) / 2)); // the rest grew by 10
  assertEquals(entered, estimate(0));
  assertEquals(left, estimate(20));
});

Deno.test("shareChurn() carries bounds of shares", () => {
  const { churn } = shareChurn({ a: estimate(60, 59, 61), b: 39 }, { a: 50, b: 50 });
  assert(churn.low < churn.value && churn.value < churn.high);
  assertAlmostEquals(churn.low, (9 + 11 + 0) / 2, 1e-12);
});

Deno.test("shareChurn() of nothing known is anything", () => {
  assertEquals(shareChurn({}, {}).churn, estimate(0, 0, 100));
});

Deno.test("shareChurn() refuses what are no shares of one whole", () => {
  assertThrows(() => shareChurn({ a: 60, b: 50 }, {}), RangeError, "110");
  assertThrows(() => shareChurn({}, { a: -5 }), RangeError, "-5");
});

Deno.test("shareChurn() is the same backwards", () => {
  const shares = fc.dictionary(fc.constantFrom("a", "b", "c", "d"), fc.integer({ min: 0, max: 25 }));
  fc.assert(
    fc.property(shares, shares, (before, after) => {
      const [there, back] = [shareChurn(before, after), shareChurn(after, before)];
      assertEquals(there.churn, back.churn);
      assertEquals(there.entered, back.left);
    }),
    { seed: 20120119 },
  );
});
