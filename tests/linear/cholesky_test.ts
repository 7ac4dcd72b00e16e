import { assertAlmostEquals, assertEquals } from "@std/assert";
import { cholesky, invertCholesky, logDeterminant, solveCholesky } from "@/linear/cholesky.ts";

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
