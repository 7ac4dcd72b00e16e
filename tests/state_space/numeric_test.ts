import { assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { cholesky, invertCholesky, logDeterminant, solveCholesky } from "@/state_space/cholesky.ts";
import { minimiseScalar, minimiseSimplex } from "@/state_space/minimise.ts";
import { sweep } from "@/state_space/spike_slab.ts";

const matrix = Float64Array.of(4, 2, 0.5, 2, 10, 1, 0.5, 1, 3);

Deno.test("cholesky() solves, inverts and has the determinant", () => {
  const factor = cholesky(matrix, 3)!;
  const solution = solveCholesky(factor, 3, Float64Array.of(1, 2, 3));
  for (let row = 0; row < 3; row++) {
    const product = [0, 1, 2].reduce((sum, column) => sum + matrix[3 * row + column]! * solution[column]!, 0);
    assertAlmostEquals(product, row + 1, 1e-12);
  }
  assertAlmostEquals(Math.exp(logDeterminant(factor, 3)), 4 * 29 - 2 * 5.5 + 0.5 * (2 - 5), 1e-10); // by its first row
  assertAlmostEquals(invertCholesky(factor, 3)[0]!, 29 / 103.5, 1e-12);
  assertEquals(cholesky(new Float64Array(0), 0)!.length, 0);
});

Deno.test("cholesky() is undefined for singular and NaN matrices", () => {
  assertEquals(cholesky(Float64Array.of(0), 1), undefined);
  assertEquals(cholesky(Float64Array.of(NaN), 1), undefined);
});

Deno.test("sweep() holds the inverse and takes itself back", () => {
  const swept = matrix.slice();
  [0, 1, 2].forEach((pivot) => sweep(swept, 3, pivot));
  const inverse = invertCholesky(cholesky(matrix, 3)!, 3);
  swept.forEach((value, index) => assertAlmostEquals(value, -inverse[index]!, 1e-12));
  [1, 0, 2].forEach((pivot) => sweep(swept, 3, pivot, -1));
  swept.forEach((value, index) => assertAlmostEquals(value, matrix[index]!, 1e-12));
});

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
