import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { estimate } from "@/interval/estimate.ts";
import { shareBehindChange } from "@/shares/bounds.ts";
import { shareBounds } from "@/shares/share_bounds.ts";

Deno.test("shareBounds() is a lower bound only where all may have been replaced", () => {
  assertEquals(shareBounds(estimate(-12, -13, -11)), estimate(12, 11, 100));
});

Deno.test("shareBounds() agrees with shareBehindChange() below 100 %", () => {
  const change = estimate(-12, -12.5, -11.5);
  const substitution = estimate(0.25, 0.2, 0.3);
  const [bounds, whole] = [shareBounds(change, { substitution })!, shareBehindChange(change, substitution)];
  for (const bound of ["value", "low", "high"] as const) assertAlmostEquals(bounds[bound], whole[bound], 1e-12);
});

Deno.test("shareBounds() takes off what would have happened anyway", () => {
  // 88 of 90: a share of 1 - 88 / 90 of what would have been
  const bounds = shareBounds(-12, { ordinary: -10, substitution: 0 })!;
  assertAlmostEquals(bounds.value, 100 * (1 - 88 / 90), 1e-12);
  assertEquals(shareBounds(-12, { ordinary: estimate(-10, -20, 5), substitution: 0 })!.low, 0);
});

Deno.test("shareBounds() is undefined where the total rose by more than ordinary", () => {
  assertEquals(shareBounds(3), undefined);
  assertEquals(shareBounds(estimate(1, 0.5, 2), { ordinary: estimate(0, -1, 0.4) }), undefined);
  assert(shareBounds(estimate(1, 0.5, 2), { ordinary: estimate(0, -1, 0.6) }) !== undefined);
});

Deno.test("shareBounds() reaches from nothing to all where nothing changed and all may be replaced", () => {
  assertEquals(shareBounds(0), estimate(0, 0, 100));
  assertEquals(shareBounds(0, { substitution: estimate(0.5, 0, 0.9) }), estimate(0));
});

Deno.test("shareBounds() is undefined where even all of it would not have sufficed", () => {
  assertEquals(shareBounds(-60, { substitution: 0.5 }), undefined);
  assertEquals(shareBounds(-50, { substitution: 0.5 }), estimate(100));
});

Deno.test("shareBounds() refuses substitutions and changes out of range", () => {
  assertThrows(() => shareBounds(-12, { substitution: 1.5 }), RangeError, "1.5");
  assertThrows(() => shareBounds(-120), RangeError, "-120");
  assertThrows(() => shareBounds(-12, { ordinary: -100 }), RangeError, "-100");
});

Deno.test("shareBounds() holds the share that made the change", () => {
  const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  fc.assert(
    fc.property(number(0, 100), number(0, 0.99), number(-50, 50), number(0.001, 1), (share, back, ordinary, width) => {
      const change = (100 + ordinary) * (1 - share / 100 * (1 - back)) - 100;
      const bounds = shareBounds(estimate(change, Math.max(-100, change - width), change + width), {
        ordinary: estimate(ordinary, ordinary - width, ordinary + width),
        substitution: estimate(back, back * (1 - width), back + (1 - back) * width),
      })!;
      assert(bounds.low <= share + 1e-9 && share <= bounds.high + 1e-9);
    }),
    { seed: 20120119 },
  );
});
