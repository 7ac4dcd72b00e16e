import { assertAlmostEquals } from "@std/assert";
import { cholesky, invertCholesky } from "@/linear/cholesky.ts";
import { sweep } from "@/state_space/spike_slab.ts";

const matrix = Float64Array.of(4, 2, 0.5, 2, 10, 1, 0.5, 1, 3);

Deno.test("sweep() holds the inverse and takes itself back", () => {
  const swept = matrix.slice();
  [0, 1, 2].forEach((pivot) => sweep(swept, 3, pivot));
  const inverse = invertCholesky(cholesky(matrix, 3)!, 3);
  swept.forEach((value, index) => assertAlmostEquals(value, -inverse[index]!, 1e-12));
  [1, 0, 2].forEach((pivot) => sweep(swept, 3, pivot, -1));
  swept.forEach((value, index) => assertAlmostEquals(value, matrix[index]!, 1e-12));
});
