import { assertEquals, assertThrows } from "@std/assert";
import { growingLeastSquares } from "@/linear/growing_least_squares.ts";
import { leastSquares } from "@/linear/least_squares.ts";
import { seededStream } from "@/random/seeded_stream.ts";
import { standardNormal } from "@/random/standard_normal.ts";

const generator = seededStream(20120119, 6);
const normals = (length: number) => Float64Array.from({ length }, () => standardNormal(generator));
const first = (columns: readonly Float64Array[], rows: number) => columns.map((column) => column.subarray(0, rows));

Deno.test("least squares on more and more rows is that on these rows alone, to the last bit, in any order", () => {
  const rows = 2000;
  const columns = [new Float64Array(rows).fill(1), ...Array.from({ length: 6 }, () => normals(rows))];
  const response = normals(rows);
  const fit = growingLeastSquares(columns, response);
  for (const count of [7, 255, 256, 257, 900, 1024, 1500, 300, 2000]) {
    const { coefficients, residualSumOfSquares } = leastSquares(first(columns, count), response.subarray(0, count));
    assertEquals(fit(count), { coefficients, residualSumOfSquares }, `${count} rows`);
  }
});

Deno.test("so it is for nearly collinear columns and for huge ones, and collinear ones are refused", () => {
  const one = normals(600);
  const noise = normals(600);
  const response = normals(600);
  for (
    const [what, second] of Object.entries({
      "nearly collinear": one.map((value, row) => value + 1e-6 * noise[row]!),
      "huge": noise.map((value) => 1e200 * value),
    })
  ) {
    const columns = [one, second];
    const { coefficients, residualSumOfSquares } = leastSquares(first(columns, 400), response.subarray(0, 400));
    assertEquals(growingLeastSquares(columns, response)(400), { coefficients, residualSumOfSquares }, what);
  }
  const fit = growingLeastSquares([one, one.map((value) => 2 * value)], response, ["a", "b"]);
  assertThrows(() => fit(400), RangeError, "column b is a linear combination");
  assertThrows(() => fit(1), RangeError, "at least as many rows");
});
