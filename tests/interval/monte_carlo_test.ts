import { assert, assertAlmostEquals, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { estimate } from "@/interval/estimate.ts";
import { propagate } from "@/interval/monte_carlo.ts";
import { runs } from "./arbitrary_estimate.ts";

const unit = estimate(0.5, 0, 1);
const seed = 20120119;

Deno.test("propagate() of one even input gives its central quantiles", () => {
  const { value, low, high } = propagate({ x: unit }, ({ x }) => x, { seed });
  assertEquals(value, 0.5);
  assertAlmostEquals(low, 0.025, 0.005); // the 2.5 % quantile of a uniform; 0.005 is over four standard errors
  assertAlmostEquals(high, 0.975, 0.005);
});

Deno.test("propagate() of a sum of two even inputs gives the quantiles of the triangle", () => {
  const { low, high } = propagate({ x: unit, y: unit }, ({ x, y }) => x + y, { seed });
  assertAlmostEquals(low, 0.2236, 0.015); // scipy.stats.triang(0.5, scale=2).ppf([0.025, 0.975]): 0.22361, 1.77639
  assertAlmostEquals(high, 1.7764, 0.015);
});

Deno.test("propagate() narrows with the level", () => {
  const half = propagate({ x: unit }, ({ x }) => x, { seed, level: 0.5 });
  assertAlmostEquals(half.low, 0.25, 0.015);
  assertAlmostEquals(half.high, 0.75, 0.015);
});

Deno.test("propagate() at level 1 gives the least and greatest draw by R-7", () => {
  const seen: number[] = [];
  const { low, high } = propagate({ x: unit }, ({ x }) => (seen.push(x), x), { seed, draws: 100, level: 1 });
  assertEquals([low, high], [Math.min(...seen.slice(0, 100)), Math.max(...seen.slice(0, 100))]);
});

Deno.test("propagate() gives the same bounds for the same seed and others for another", () => {
  const run = (seed: number) => propagate({ x: unit, y: unit }, ({ x, y }) => x * y, { seed, draws: 500 });
  assertEquals(run(1), run(1));
  assertNotEquals(run(1), run(2));
});

Deno.test("propagate() draws twenty thousand times when not told", () => {
  let calls = 0;
  propagate({ x: unit }, ({ x }) => (calls++, x), { seed });
  assertEquals(calls, 20_001); // the draws and the central value
});

Deno.test("propagate() of exact inputs or of none is exact", () => {
  assertEquals(propagate({ x: estimate(3) }, ({ x }) => 2 * x, { seed, draws: 10 }), estimate(6));
  assertEquals(propagate({}, () => 4, { seed, draws: 10 }), estimate(4));
});

Deno.test("propagate() refuses an open end and names the input", () => {
  assertThrows(() => propagate({ x: estimate(1, 1, Infinity) }, ({ x }) => x, { seed }), RangeError, "x");
  assertThrows(() => propagate({ y: estimate(1, -Infinity, 1) }, ({ y }) => y, { seed }), RangeError, "-Infinity to 1");
});

Deno.test("propagate() refuses a formula that is NaN for some draws", () => {
  assertThrows(() => propagate({ x: unit }, ({ x }) => Math.log(x - 0.1), { seed }), RangeError, "NaN");
});

Deno.test("propagate() refuses to draw nothing", () => {
  for (const draws of [0, -1, NaN]) {
    assertThrows(() => propagate({ x: unit }, ({ x }) => x, { seed, draws }), RangeError);
  }
});

Deno.test("propagate() refuses a level that is no probability", () => {
  for (const level of [95, -0.5, NaN]) {
    assertThrows(() => propagate({ x: unit }, ({ x }) => x, { seed, level }), RangeError);
  }
});

Deno.test("propagate() stays within the corners of a formula that rises throughout, and widens with the level", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer(), (middle, seed) => {
      const inputs = { x: estimate(middle, middle - 0.5, middle + 0.5), y: estimate(5, 4, 6) };
      const at = (level: number) => propagate(inputs, ({ x, y }) => x * y, { seed, draws: 200, level });
      const [narrow, wide] = [at(0.8), at(0.95)];
      assert((middle - 0.5) * 4 <= wide.low && wide.high <= (middle + 0.5) * 6);
      assert(wide.low <= narrow.low && narrow.high <= wide.high);
    }),
    runs,
  );
});
