import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { estimate } from "@/interval/estimate.ts";
import { unionBounds } from "@/shares/union_bounds.ts";

Deno.test("unionBounds() holds the union of any sets", () => {
  const set = fc.uniqueArray(fc.integer({ min: 0, max: 99 }));
  fc.assert(
    fc.property(fc.array(set, { minLength: 1, maxLength: 5 }), (sets) => {
      const { low, high } = unionBounds(sets.map(({ length }) => length));
      const union = new Set(sets.flat()).size; // of a hundred things: a share in percent
      assert(low <= union && union <= high);
    }),
    { seed: 20120119 },
  );
});

Deno.test("unionBounds() is reached by nested and by disjoint sets", () => {
  assertEquals(unionBounds([30, 20]), { low: 30, high: 50 });
});

Deno.test("unionBounds() of shares with bounds takes the ends", () => {
  const { low, high } = unionBounds([estimate(17.9, 17.85, 17.95), estimate(7, 6.5, 7.5)]);
  assertEquals(low, 17.85);
  assertAlmostEquals(high, 25.45, 1e-12);
});

Deno.test("unionBounds() refuses what is no share", () => {
  assertThrows(() => unionBounds([]), RangeError, "none");
  assertThrows(() => unionBounds([101]), RangeError, "101");
  assertThrows(() => unionBounds([estimate(10, -Infinity, 10)]), RangeError, "-Infinity");
});
