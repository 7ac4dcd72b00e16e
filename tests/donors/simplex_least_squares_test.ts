import { assert, assertAlmostEquals, assertEquals, assertLess, assertThrows } from "@std/assert";
import fc from "fast-check";
import { minimumNormPoint } from "@/donors/minimum_norm_point.ts";
import { simplexLeastSquares } from "@/donors/simplex_least_squares.ts";
import { triangularRows } from "@/donors/triangular_rows.ts";
import { expected, panel } from "./simulated_panel.ts";

const runs = { seed: 20120119, numRuns: 300 };
const before = panel.donors.map((donor) => donor.subarray(0, panel.event));
const target = panel.treated.subarray(0, panel.event);

/** Columns and a target of whole numbers, so that repeated columns and exact fits happen. */
const problems = fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 })).chain(([rows, width]) => {
  const column = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: rows, maxLength: rows })
    .map((list) => Float64Array.from(list));
  return fc.record({ columns: fc.array(column, { minLength: width, maxLength: width }), target: column });
});

function residualsOf(columns: readonly Float64Array[], target: Float64Array, weights: Float64Array): Float64Array {
  return target.map((value, i) => value - columns.reduce((sum, column, j) => sum + weights[j]! * column[i]!, 0));
}

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

Deno.test("simplexLeastSquares() gives the weights of R's quadprog on the simulated panel", () => {
  const { weights, objective, optimalityGap, unique } = simplexLeastSquares(before, target);
  weights.forEach((weight, j) => assertAlmostEquals(weight, expected.qp.weights[j]!, 5.1e-9)); // printed to 8 decimals
  assertAlmostEquals(Math.sqrt(objective / 45), expected.qp.rmse_pre, 1e-12);
  assertLess(optimalityGap, 1e-12);
  assert(unique);
});

Deno.test("simplexLeastSquares() with an intercept gives the weights of R's quadprog on the demeaned panel", () => {
  // R: solve.QP(crossprod(A), crossprod(A, b), cbind(1, diag(12)), c(1, rep(0, 12)), meq = 1), A and b less their means
  const { weights, intercept } = simplexLeastSquares(before, target, { intercept: true });
  const byQuadprog = [0.196222116786, 0.284087719152, 0, 0.145225517573, 0, 0.242220001786, 0, 0];
  byQuadprog.push(0.0543640284246, 0.0021279906103, 0.0757526256695, 0);
  weights.forEach((weight, j) => assertAlmostEquals(weight, byQuadprog[j]!, 1e-11));
  assertAlmostEquals(intercept, 0.337597966168, 1e-10);
});

Deno.test("simplexLeastSquares() holds the conditions of Karush, Kuhn and Tucker on any problem", () => {
  fc.assert(
    fc.property(problems, fc.constantFrom(0, 0.5), ({ columns, target }, penalty) => {
      const { weights, objective, optimalityGap } = simplexLeastSquares(columns, target, { penalty });
      assertAlmostEquals(weights.reduce((sum, weight) => sum + weight, 0), 1, 1e-12);
      const residuals = residualsOf(columns, target, weights);
      const value = dot(residuals, residuals) + penalty * dot(weights, weights);
      assertAlmostEquals(objective, value, 1e-10);
      assertLess(optimalityGap, 1e-10);
      const slopes = columns.map((column, j) => penalty * weights[j]! - dot(column, residuals));
      const least = Math.min(...slopes);
      weights.forEach((weight, j) => {
        assert(weight >= 0);
        if (weight > 0) assertAlmostEquals(slopes[j]!, least, 1e-9);
      });
    }),
    runs,
  );
});

Deno.test("simplexLeastSquares() says whether the weights are the only ones", () => {
  const [a, b] = [Float64Array.of(0, 0, 4), Float64Array.of(4, 0, 0)];
  const middle = Float64Array.of(2, 0, 2);
  assert(simplexLeastSquares([a, b], Float64Array.of(1, 0, 3)).unique);
  assert(!simplexLeastSquares([a, b, a], Float64Array.of(1, 0, 3)).unique);
  assert(!simplexLeastSquares([a, b, middle], Float64Array.of(1, 0, 3)).unique);
  assert(!simplexLeastSquares([[1], [2], [4]].map((list) => Float64Array.from(list)), Float64Array.of(2.5)).unique);
  assert(simplexLeastSquares([a, b, a], Float64Array.of(1, 0, 3), { penalty: 1e-3 }).unique);
  assert(simplexLeastSquares([a, b, Float64Array.of(9, 9, 9)], Float64Array.of(1, 0, 3)).unique);
});

Deno.test("simplexLeastSquares() shares a penalty evenly among equal columns", () => {
  const column = Float64Array.of(1, 2);
  const { weights } = simplexLeastSquares([column, column, column, column], Float64Array.of(0, 0), { penalty: 1 });
  weights.forEach((weight) => assertAlmostEquals(weight, 0.25, 1e-12));
});

Deno.test("simplexLeastSquares() permutes with the columns, and does not change with units or a common shift", () => {
  const own = simplexLeastSquares(before, target);
  const turned = simplexLeastSquares(before.toReversed(), target);
  turned.weights.toReversed().forEach((weight, j) => assertAlmostEquals(weight, own.weights[j]!, 1e-11));
  for (const [factor, shift] of [[1e-200, 0], [1e200, 0], [-3, 1e4], [1, 1e6]] as const) {
    const change = (value: number, i: number) => factor * value + shift * Math.sin(i);
    const changed = simplexLeastSquares(before.map((column) => column.map(change)), target.map(change));
    changed.weights.forEach((weight, j) => assertAlmostEquals(weight, own.weights[j]!, shift > 1e5 ? 1e-8 : 1e-10));
  }
});

Deno.test("simplexLeastSquares() is not put off by a column a thousand million times further away", () => {
  const own = simplexLeastSquares(before, target);
  const away = residualsOf(before, target, own.weights).map((residual, i) => target[i]! - 1e9 * residual);
  const { weights, unique } = simplexLeastSquares([...before, away], target);
  own.weights.forEach((weight, j) => assertAlmostEquals(weights[j]!, weight, 1e-12));
  assertEquals(weights[12], 0);
  assert(unique);
});

Deno.test("simplexLeastSquares() of one column is that column, of a target among the columns that one", () => {
  assertEquals(simplexLeastSquares([Float64Array.of(3)], Float64Array.of(5)).weights, Float64Array.of(1));
  const { weights, objective } = simplexLeastSquares([...before, target], target);
  assertEquals(weights[12], 1);
  assertEquals(objective, 0);
});

Deno.test("simplexLeastSquares() refuses no columns, other lengths, values not finite and negative penalties", () => {
  assertThrows(() => simplexLeastSquares([], Float64Array.of(1)), RangeError);
  assertThrows(() => simplexLeastSquares([new Float64Array()], new Float64Array()), RangeError);
  assertThrows(() => simplexLeastSquares([Float64Array.of(1, 2)], Float64Array.of(1)), RangeError, "lengths are [2]");
  for (const value of [NaN, Infinity, -Infinity]) {
    assertThrows(() => simplexLeastSquares([Float64Array.of(value)], Float64Array.of(1)), RangeError);
    assertThrows(() => simplexLeastSquares([Float64Array.of(1)], Float64Array.of(value)), RangeError);
    assertThrows(() => simplexLeastSquares([Float64Array.of(1)], Float64Array.of(1), { penalty: value }), RangeError);
  }
  assertThrows(() => simplexLeastSquares([Float64Array.of(1)], Float64Array.of(1), { penalty: -1 }), RangeError, "-1");
});

Deno.test("minimumNormPoint() lets in a corner that shortens the point by a hundred millionth", () => {
  const { weights } = minimumNormPoint([Float64Array.of(1, 0), Float64Array.of(1 - 1e-8, 1)]);
  assertAlmostEquals(weights[1]!, 1e-8, 1e-15);
});

Deno.test("minimumNormPoint() keeps its digits among corners that hardly differ", () => {
  // by hand: one corner at -1 on the first axis and five at +1, each a little off along an axis of its own
  const corners = Array.from(
    { length: 6 },
    (_, k) => Float64Array.from({ length: 6 }, (_, i) => i === 0 ? (k === 0 ? -1 : 1) : i === k ? 1e-6 : 0),
  );
  const { weights, unique } = minimumNormPoint(corners);
  [0.5, 0.1, 0.1, 0.1, 0.1, 0.1].forEach((weight, k) => assertAlmostEquals(weights[k]!, weight, 1e-11));
  assert(unique);
});

Deno.test("minimumNormPoint() finds the origin inside the hull", () => {
  const corners = [[1, 0], [-1, 1], [-1, -1]].map((list) => Float64Array.from(list));
  const { weights, squaredNorm } = minimumNormPoint(corners);
  [0.5, 0.25, 0.25].forEach((weight, j) => assertAlmostEquals(weights[j]!, weight, 1e-12));
  assertLess(squaredNorm, 1e-28);
});

Deno.test("triangularRows() keeps its digits where a column is nearly along the first row", () => {
  const [a, b] = [Float64Array.of(1, 1e-9, 0), Float64Array.of(0, 1, 1)];
  const rows = triangularRows([a, b]);
  assertAlmostEquals(dot(rows[0]!, rows[1]!), 1e-9, 1e-16);
  assertAlmostEquals(dot(rows[1]!, rows[1]!), 2, 1e-15);
});

Deno.test("triangularRows() keeps every product of columns", () => {
  fc.assert(
    fc.property(problems, ({ columns }) => {
      const rows = triangularRows(columns);
      columns.forEach((a, i) => {
        assert(rows[i]!.length <= columns.length || columns.length >= a.length);
        columns.forEach((b, j) => assertAlmostEquals(dot(rows[i]!, rows[j]!), dot(a, b), 1e-11));
      });
    }),
    runs,
  );
});
