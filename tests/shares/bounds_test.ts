import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { estimate } from "@/interval/estimate.ts";
import { printed } from "@/interval/printed.ts";
import { changeOfTotal, changeWhenShareGoes, shareBehindChange } from "@/shares/bounds.ts";
import { arbitraryDraw, holds, runs } from "../interval/arbitrary_estimate.ts";

Deno.test("changeWhenShareGoes() is the whole share where nothing comes back", () => {
  assertEquals(changeWhenShareGoes(10), estimate(-10));
  assertEquals(changeWhenShareGoes(printed("11.39")), estimate(-11.39, -11.395, -11.385));
});

Deno.test("changeWhenShareGoes() is nothing where all comes back, or where there was nothing", () => {
  assert(changeWhenShareGoes(10, 1).value === 0);
  assert(changeWhenShareGoes(0).value === 0);
});

Deno.test("changeWhenShareGoes() takes bounds of the substitution", () => {
  assertEquals(changeWhenShareGoes(10, estimate(0.5, 0, 1)), estimate(-5, -10, -0));
});

Deno.test("changeWhenShareGoes() takes an open share", () => {
  assertEquals(changeWhenShareGoes(printed("more than 10")), estimate(-10, -Infinity, -10));
});

Deno.test("shareBehindChange() is the size of the fall where nothing comes back", () => {
  assertEquals(shareBehindChange(-12), estimate(12));
  assertEquals(shareBehindChange(printed("almost -40", { resolution: 5 })), estimate(40, 35, 40));
});

Deno.test("shareBehindChange() grows with the substitution", () => {
  assertEquals(shareBehindChange(-12, 0.5), estimate(24));
  assertEquals(shareBehindChange(-12, estimate(0.5, 0.25, 0.75)), estimate(24, 16, 48));
});

Deno.test("shareBehindChange() refuses a substitution that may be whole", () => {
  assertThrows(() => shareBehindChange(-12, 1), RangeError);
  assertThrows(() => shareBehindChange(-12, estimate(0.5, 0, 1)), RangeError);
});

Deno.test("changeOfTotal() relates the change of a part to the total", () => {
  assertEquals(changeOfTotal(-30, 150), estimate(-20));
  assertEquals(changeOfTotal(-30, 1500), estimate(-2));
  const { low, high } = changeOfTotal(estimate(-30, -40, -20), estimate(150, 145, 155));
  assertAlmostEquals(low, -4000 / 145, 1e-12);
  assertAlmostEquals(high, -2000 / 155, 1e-12);
});

Deno.test("changeOfTotal() of an open total goes to nothing", () => {
  const { low, high } = changeOfTotal(-30, estimate(300, 300, Infinity));
  assert(low === -10 && high === 0);
});

Deno.test("changeOfTotal() refuses a total that may be nothing", () => {
  assertThrows(() => changeOfTotal(-30, 0), RangeError);
  assertThrows(() => changeOfTotal(-30, printed("0")), RangeError);
});

const share = arbitraryDraw(0, 100);
const substitution = arbitraryDraw(0, 0.99);

Deno.test("shareBehindChange() undoes changeWhenShareGoes()", () => {
  fc.assert(
    fc.property(share, substitution, ({ point }, { point: back }) => {
      assertAlmostEquals(shareBehindChange(changeWhenShareGoes(point, back), back).value, point, 1e-9);
    }),
    runs,
  );
});

Deno.test("changeWhenShareGoes() and changeOfTotal() hold the result of every choice of numbers", () => {
  fc.assert(
    fc.property(share, substitution, arbitraryDraw(1, 1e4), (a, b, total) => {
      assert(holds(changeWhenShareGoes(a.estimate, b.estimate), -a.point * (1 - b.point)));
      assert(holds(changeOfTotal(a.estimate, total.estimate), 100 * (a.point / total.point)));
    }),
    runs,
  );
});

Deno.test("changeWhenShareGoes() falls less the more comes back", () => {
  fc.assert(
    fc.property(share, substitution, substitution, ({ point }, a, b) => {
      const [less, more] = [Math.min(a.point, b.point), Math.max(a.point, b.point)];
      assert(changeWhenShareGoes(point, less).value <= changeWhenShareGoes(point, more).value);
    }),
    runs,
  );
});
