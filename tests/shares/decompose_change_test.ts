import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { estimate } from "@/interval/estimate.ts";
import { decomposeChange } from "@/shares/decompose_change.ts";

Deno.test("decomposeChange() gives each class its own change in points of the total before", () => {
  const { contributions, change, points } = decomposeChange({ a: 50, b: 30, c: 20 }, { a: 20, b: 36, c: 22 });
  assertEquals(contributions.map(({ points }) => points.value), [-30, 6, 2]);
  assertEquals([change.value, points.value], [-22, -22]);
  assertEquals(contributions.map(({ part }) => part!.value), [30 / 22, -6 / 22, -2 / 22]);
});

Deno.test("decomposeChange() takes a class that stands on one side only as 0 on the other", () => {
  const { contributions, points } = decomposeChange({ closed: 10, rest: 90 }, { rest: 90, opened: 4 });
  assertEquals(contributions.map(({ name, points }) => [name, points.value]), [["closed", -10], ["rest", 0], [
    "opened",
    4,
  ]]);
  assertEquals(points.value, -6);
});

Deno.test("decomposeChange() leaves the part undefined where the total may not have changed", () => {
  const contributions = (after: number) => decomposeChange({ a: 10, b: 10 }, { a: 5, b: after }).contributions;
  assertEquals(contributions(15)[0]!.part, undefined);
  assert(contributions(14)[0]!.part !== undefined);
});

Deno.test("decomposeChange() gives the exact range of the figures' bounds", () => {
  const { contributions, points } = decomposeChange(
    { a: estimate(60, 59, 61), b: 40 },
    { a: estimate(36, 35, 37), b: estimate(44, 43, 45) },
  );
  assertAlmostEquals(contributions[0]!.points.low, 100 * (35 - 61) / 101, 1e-12);
  assertAlmostEquals(contributions[0]!.points.high, 100 * (37 - 59) / 99, 1e-12);
  assertAlmostEquals(points.low, 100 * (78 / 101 - 1), 1e-12);
  assertAlmostEquals(points.high, 100 * (82 / 99 - 1), 1e-12);
  assertAlmostEquals(contributions[0]!.part!.high, 22 / (22 - 5), 1e-12);
  assertAlmostEquals(contributions[0]!.part!.low, 26 / (26 - 3), 1e-12);
});

Deno.test("decomposeChange() refuses negative figures, open bounds and a total of nothing", () => {
  assertThrows(() => decomposeChange({ a: -1 }, { a: 1 }), RangeError, "a are -1 to -1");
  assertThrows(() => decomposeChange({ a: estimate(1, 1, Infinity) }, { a: 1 }), RangeError, "Infinity");
  assertThrows(() => decomposeChange({ a: 0 }, { a: 1 }), RangeError, "current least is 0");
  assertThrows(() => decomposeChange({}, {}), RangeError, "current least is 0");
});

const figure = fc.double({ min: 0, max: 1e9, noNaN: true });
const table = fc.dictionary(fc.string({ minLength: 1, maxLength: 3 }), fc.tuple(figure, figure), { minKeys: 1 });

Deno.test("decomposeChange() adds up exactly, and to the change of the total", () => {
  fc.assert(
    fc.property(table, (classes) => {
      const side = (index: 0 | 1) =>
        Object.fromEntries(Object.entries(classes).map(([name, pair]) => [name, pair[index]]));
      const [before, after] = [side(0), side(1)];
      const total = (figures: Record<string, number>) => Object.values(figures).reduce((a, b) => a + b, 0);
      fc.pre(total(before) > 1);
      const { contributions, points } = decomposeChange(before, after);
      assertEquals(contributions.reduce((sum, each) => sum + each.points.value, 0), points.value);
      const expected = 100 * (total(after) / total(before) - 1);
      assertAlmostEquals(points.value, expected, 1e-9 * (100 + Math.abs(expected)));
    }),
    { seed: 20120119 },
  );
});

Deno.test("decomposeChange() holds every number that figures within the bounds can give", () => {
  const bounded = fc.tuple(
    figure,
    fc.double({ min: 0, max: 1e8, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(bounded, bounded), { minLength: 1, maxLength: 4 }), (rows) => {
      fc.pre(rows.some(([[low]]) => low > 1));
      const name = (i: number) => String.fromCharCode(97 + i);
      const side = (index: 0 | 1, read: (figure: [number, number, number]) => number | ReturnType<typeof estimate>) =>
        Object.fromEntries(rows.map((row, i) => [name(i), read(row[index])]));
      const estimates = ([low, width]: [number, number, number]) => estimate(low + width / 2, low, low + width);
      const inside = ([low, width, place]: [number, number, number]) => low + place * width;
      const ranges = decomposeChange(side(0, estimates), side(1, estimates));
      const truth = decomposeChange(side(0, inside), side(1, inside));
      const slack = (x: number) => 1e-9 * (1 + Math.abs(x));
      for (const [i, { points, change, part }] of truth.contributions.entries()) {
        const range = ranges.contributions[i]!;
        assert(range.points.low - slack(points.value) <= points.value);
        assert(points.value <= range.points.high + slack(points.value));
        assert(range.change.low - slack(1e9) <= change.value && change.value <= range.change.high + slack(1e9));
        if (!range.part || !part) continue;
        assert(range.part.low - slack(part.value) <= part.value && part.value <= range.part.high + slack(part.value));
      }
    }),
    { seed: 20120119 },
  );
});
