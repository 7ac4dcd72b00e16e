import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { leastSquares } from "@/linear/least_squares.ts";
import { powers } from "@/linear/powers.ts";
import { certified, digits, nistSet } from "./nist.ts";

/** Digits that R's lm reaches (R 4.2.2, LINPACK's QR): of the coefficients, and of their standard errors. */
const digitsOfR: Record<string, [number, number]> = {
  Norris: [12.3, 13.7],
  Pontius: [12.0, 12.3],
  NoInt1: [14.7, 14.4],
  NoInt2: [15.0, 15.0],
  Filip: [8.4, 8.3],
  Longley: [12.9, 14.2],
  Wampler1: [9.3, 9],
  Wampler2: [13.8, 9],
  Wampler3: [9.5, 13.5],
  Wampler4: [8.1, 13.7],
  Wampler5: [6.1, 13.7],
};

for (const [name, [coefficientDigits, errorDigits]] of Object.entries(digitsOfR)) {
  Deno.test(`leastSquares() reaches R's digits on NIST ${name} but for half a digit`, () => {
    const { header, rows } = nistSet(name);
    const expected = certified(header);
    const column = (j: number) => Float64Array.from(rows, (row) => row[j]!);
    const ones = column(0).fill(1);
    const design = name === "Longley"
      ? { columns: [ones, ...[1, 2, 3, 4, 5, 6].map(column)], columnRests: undefined }
      : name.startsWith("NoInt")
      ? { columns: [column(1)], columnRests: undefined }
      : powers(column(1), expected.coefficients.length - 1);
    const { coefficients, variance, inverseCrossProduct } = leastSquares(design.columns, column(0), design);
    for (const [j, value] of expected.coefficients.entries()) {
      assert(digits(coefficients[j]!, value) >= coefficientDigits - 0.5, `B${j}: ${coefficients[j]} for ${value}`);
      const error = Math.sqrt(variance! * inverseCrossProduct[j]![j]!);
      assert(
        digits(error, expected.errors[j]!) >= errorDigits - 0.5,
        `sd of B${j}: ${error} for ${expected.errors[j]}`,
      );
    }
  });
}

Deno.test("leastSquares() finds twelve digits of NIST Filip where the rounding of the powers is known", () => {
  const { header, rows } = nistSet("Filip");
  const { columns, columnRests } = powers(Float64Array.from(rows, (row) => row[1]!), 10);
  const { coefficients } = leastSquares(columns, Float64Array.from(rows, (row) => row[0]!), { columnRests });
  const expected = certified(header).coefficients;
  assert(Math.min(...expected.map((value, j) => digits(coefficients[j]!, value))) > 12);
});

Deno.test("leastSquares() solves a nearly collinear design to the last digits", () => {
  // Laeuchli's matrix: X'X is singular in doubles; the solution is (1, 1) exactly
  const epsilon = 2 ** -30;
  const columns = [Float64Array.of(1, epsilon, 0), Float64Array.of(1, 0, epsilon)];
  const { coefficients } = leastSquares(columns, Float64Array.of(2, epsilon, epsilon));
  assertAlmostEquals(coefficients[0]!, 1, 1e-14);
  assertAlmostEquals(coefficients[1]!, 1, 1e-14);
});

Deno.test("leastSquares() leaves its input as it was", () => {
  const x = Float64Array.of(1, 2, 4);
  const y = Float64Array.of(3, 1, 2);
  leastSquares([x], y);
  assertEquals([x, y], [Float64Array.of(1, 2, 4), Float64Array.of(3, 1, 2)]);
});

Deno.test("leastSquares() has no variance without degrees of freedom", () => {
  const { variance, degreesOfFreedom } = leastSquares([Float64Array.of(2)], Float64Array.of(4));
  assertEquals([variance, degreesOfFreedom], [undefined, 0]);
});

Deno.test("leastSquares() handles huge and tiny units", () => {
  for (const unit of [1e-200, 1e200]) {
    const x = Float64Array.of(1, 2, 3, 4);
    const fit = leastSquares([x.map(() => unit), x.map((x) => x / unit)], Float64Array.of(6, 5, 7, 10));
    assertAlmostEquals(fit.coefficients[0]! * unit, 3.5, 1e-13);
    assertAlmostEquals(fit.coefficients[1]! / unit, 1.4, 1e-13);
    assertAlmostEquals(fit.residualSumOfSquares, 4.2, 1e-13);
  }
});

Deno.test("leastSquares() refuses what has no solution", () => {
  const ones = new Float64Array(3).fill(1);
  const message = (columns: Float64Array[], y: Float64Array, names?: string[]) =>
    assertThrows(() => leastSquares(columns, y, { names }), RangeError).message;
  assert(message([], ones).includes("3 rows and 0 columns"));
  assert(message([new Float64Array(0)], new Float64Array(0)).includes("0 rows and 1 columns"));
  assert(message([ones, Float64Array.of(2, 2, 2)], ones, ["intercept", "event"]).includes("column event is a linear"));
  assert(message([new Float64Array(3)], ones).includes("column 0 is a linear combination"));
  assert(message([ones.subarray(1)], ones).includes("3 values, current length is 2"));
  assert(message([Float64Array.of(1, NaN, 1)], ones).includes("current value 1 is NaN"));
  assert(
    message([ones], Float64Array.of(1, 2, Infinity)).includes(
      "the response must be finite, current value 2 is Infinity",
    ),
  );
});

const length = 12;
const values = fc.float64Array({ minLength: length, maxLength: length, min: -100, max: 100, noNaN: true });

Deno.test("leastSquares() leaves residuals at right angles to the columns", () => {
  const property = fc.property(values, values, (x, y) => {
    fc.pre(x.some((value) => Math.abs(value - x[0]!) > 1e-3));
    const columns = [new Float64Array(length).fill(1), x];
    const { residuals } = leastSquares(columns, y);
    for (const column of columns) {
      assertAlmostEquals(column.reduce((sum, value, i) => sum + value * residuals[i]!, 0), 0, 1e-8);
    }
  });
  fc.assert(property, { seed: 20120119 });
});

Deno.test("leastSquares() is equivariant: adding a multiple of a column and scaling the response carry over", () => {
  const property = fc.property(values, values, fc.double({ min: -50, max: 50, noNaN: true }), (x, y, shift) => {
    fc.pre(x.some((value) => Math.abs(value - x[0]!) > 1));
    const columns = [new Float64Array(length).fill(1), x];
    const plain = leastSquares(columns, y);
    const moved = leastSquares(columns, y.map((value, i) => 4 * (value + shift * x[i]!)));
    assertAlmostEquals(moved.coefficients[1]!, 4 * (plain.coefficients[1]! + shift), 1e-9);
    assertAlmostEquals(moved.coefficients[0]!, 4 * plain.coefficients[0]!, 1e-7);
    assertAlmostEquals(moved.residualSumOfSquares, 16 * plain.residualSumOfSquares, 1e-6);
  });
  fc.assert(property, { seed: 20120119 });
});
