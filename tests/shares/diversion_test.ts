import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { estimate } from "@/interval/estimate.ts";
import { diversion, proportionalDiversion } from "@/shares/diversion.ts";

Deno.test("diversion() divides each gain by the loss, and what is left went nowhere", () => {
  const { ratios, diverted, lost } = diversion("a", { a: 20, b: 40, c: 40 }, { a: 10, b: 46, c: 38 })!;
  assertEquals(ratios, { b: estimate(0.6), c: estimate(-0.2) });
  assertAlmostEquals(diverted.value, 0.4, 1e-15);
  assertAlmostEquals(lost.value, 0.6, 1e-15);
});

Deno.test("diversion() has exact bounds", () => {
  const { ratios } = diversion("a", { a: estimate(20, 19, 21), b: 40 }, { a: 10, b: estimate(46, 45, 47) })!;
  assertEquals(ratios.b, estimate(0.6, 5 / 11, 7 / 9));
});

Deno.test("diversion() is undefined where the class may have lost nothing", () => {
  assertEquals(diversion("a", { a: 10, b: 10 }, { a: 10, b: 12 }), undefined);
  assertEquals(diversion("a", { a: estimate(10, 8, 12), b: 10 }, { a: 9, b: 12 }), undefined);
});

Deno.test("diversion() refuses classes on one side only", () => {
  assertThrows(() => diversion("a", { a: 10, b: 10 }, { a: 5 }), RangeError, "class b");
  assertThrows(() => diversion("a", { a: 10 }, { a: 5, c: 1 }), RangeError, "class c");
  assertThrows(() => diversion("x", { a: 10 }, { a: 5 }), RangeError, "class x");
});

Deno.test("proportionalDiversion() is the share by what is left", () => {
  assertEquals(proportionalDiversion("a", { a: 50, b: 30, c: 20 }), { b: estimate(0.6), c: estimate(0.4) });
  assertEquals(proportionalDiversion("a", { a: 100 }), {});
  assertThrows(() => proportionalDiversion("a", { a: 100, b: 0 }), RangeError);
  assertThrows(() => proportionalDiversion("x", { a: 100 }), RangeError, "share of x");
});

Deno.test("diversion() to all classes and to nowhere adds up to 1, in any unit", () => {
  const volume = fc.double({ min: 0.1, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(volume, volume, volume, fc.double({ min: 0.01, max: 1, noNaN: true }), (a, b, c, unit) => {
      const found = diversion("a", { a: unit * a, b: unit * b, c: unit }, { a: 0, b: unit * c, c: unit * 2 })!;
      const plain = diversion("a", { a, b, c: 1 }, { a: 0, b: c, c: 2 })!;
      const sum = found.ratios.b!.value + found.ratios.c!.value + found.lost.value;
      assertAlmostEquals(sum, 1, 1e-9 * (1 + Math.abs(found.lost.value)));
      assertAlmostEquals(found.lost.value, plain.lost.value, 1e-9 * (1 + Math.abs(plain.lost.value)));
    }),
    { seed: 20120119 },
  );
});
