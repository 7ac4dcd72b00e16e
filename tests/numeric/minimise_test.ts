import { assertAlmostEquals } from "@std/assert";
import fc from "fast-check";
import { minimiseScalar, minimiseSimplex } from "@/numeric/minimise.ts";

Deno.test("minimiseScalar() finds the bottom of smooth, kinked and edge minima", () => {
  fc.assert(
    fc.property(fc.double({ min: -4, max: 4, noNaN: true }), (bottom) => {
      assertAlmostEquals(minimiseScalar((x) => Math.cosh(x - bottom), -5, 5).argument, bottom, 1e-6);
      assertAlmostEquals(minimiseScalar((x) => Math.abs(x - bottom), -5, 5).argument, bottom, 1e-6);
    }),
    { seed: 20120119 },
  );
  assertAlmostEquals(minimiseScalar((x) => x, 0, 1).argument, 0, 1e-6);
});

Deno.test("minimiseSimplex() finds the bottom of Rosenbrock's valley", () => {
  const { argument, value } = minimiseSimplex(([x, y]) => (1 - x!) ** 2 + 100 * (y! - x! ** 2) ** 2, [-1.2, 1]);
  assertAlmostEquals(argument[0]!, 1, 1e-5);
  assertAlmostEquals(argument[1]!, 1, 1e-5);
  assertAlmostEquals(value, 0, 1e-10);
});
