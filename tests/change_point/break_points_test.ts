import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { breakIntervals } from "@/change_point/break_intervals.ts";
import { breakPoints } from "@/change_point/break_points.ts";
import { cumulativeSums, sumOfSquares } from "@/change_point/cumulative_sums.ts";
import { readColumns, readJson } from "../read_reference.ts";
import { assertClose } from "./assert_close.ts";

const nile = readColumns("Nile.csv").y!;
const strucchange = readJson("strucchange.json").nile;
const constant = (n: number) => new Float64Array(n).fill(1);
const runs = { seed: 20120119, numRuns: 100 };
const series = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 12, maxLength: 40 })
  .map((noise) => noise.map((value, i) => value + Math.sin(i * i) + (i > 7 ? 3 : 0)));

Deno.test("breakPoints() agrees with strucchange on the Nile: breaks, sums of squares and BIC", () => {
  const found = breakPoints(nile);
  assertEquals(found.breakPoints, [strucchange.breakpoints]);
  assertEquals(1871 + found.breakPoints[0]! - 1, strucchange.breakdates); // R dates a break by the last year before it
  assertEquals(found.choices.length, strucchange.m.length);
  found.choices.forEach(({ sumOfSquares, bic }, m) => {
    assertClose(sumOfSquares, strucchange.RSS[m], 1e-12);
    assertClose(bic, strucchange.BIC[m], 1e-12);
  });
});

Deno.test("breakIntervals() agrees with strucchange on the Nile: 25 to 32", () => {
  const [low, breakPoint, high] = strucchange.confint95[0];
  assertEquals(breakIntervals(nile, [28]), [{ breakPoint, low, high }]);
});

Deno.test("breakIntervals() takes a robust covariance as strucchange takes vcov = kernHAC", () => {
  const [low, breakPoint, high] = strucchange.confint_HAC_kernHAC[0];
  // R: sapply(list(Nile[1:28], Nile[29:100]), function(y) kernHAC(lm(y ~ 1)))
  const covariance = (start: number) => [start === 0 ? 823.59122743238686 : 309.31938958067946];
  assertEquals(breakIntervals(nile, [28], { covariance }), [{ breakPoint, low, high }]);
});

Deno.test("breakPoints() and breakIntervals() agree with strucchange in a regression", () => {
  const year = nile.map((_, i) => (i + 1) / 100);
  const regressors = [constant(100), year];
  // R: x <- (1:100) / 100; b <- breakpoints(Nile ~ x); b; summary(b)$RSS; confint(b, breaks = 2)
  const found = breakPoints(nile, { regressors });
  assertEquals(found.breakPoints, [28]);
  [2221263.6479267916, 1580175.0764270187, 1483851.7115089067].forEach((rss, m) =>
    assertClose(found.choices[m]!.sumOfSquares, rss, 1e-11)
  );
  [1298.4448788688187, 1278.2063298310154, 1285.7323970017594].forEach((bic, m) =>
    assertClose(found.choices[m]!.bic, bic, 1e-11)
  );
  assertEquals(found.choices[2]!.breakPoints, [28, 83]);
  assertEquals(breakIntervals(nile, found.choices[2]!.breakPoints, { regressors }), [
    { breakPoint: 28, low: 26, high: 31 },
    { breakPoint: 83, low: 66, high: 84 },
  ]);
  // the one break of least sum of squares needs no dynamic program
  const one = breakPoints(nile, { regressors, maximumBreaks: 1 });
  assertEquals(one.choices[1]!.breakPoints, found.choices[1]!.breakPoints);
  assertClose(one.choices[1]!.sumOfSquares, found.choices[1]!.sumOfSquares, 1e-12);
});

Deno.test("breakPoints() of means are the best of all breaks, and as in a regression on a constant", () => {
  fc.assert(
    fc.property(series, fc.integer({ min: 2, max: 5 }), (values, minimumSegment) => {
      const n = values.length;
      const totals = cumulativeSums(values);
      const { choices } = breakPoints(values, { minimumSegment });
      const best = (end: number, breaks: number): number => {
        if (breaks === 0) return end < minimumSegment ? Infinity : sumOfSquares(totals, 0, end);
        let least = Infinity;
        for (let start = breaks * minimumSegment; start <= end - minimumSegment; start++) {
          least = Math.min(least, best(start, breaks - 1) + sumOfSquares(totals, start, end));
        }
        return least;
      };
      choices.slice(0, 4).forEach(({ sumOfSquares }, m) => assertAlmostEquals(sumOfSquares, best(n, m), 1e-9));
      const regression = breakPoints(values, { minimumSegment, regressors: [constant(n)] });
      choices.forEach(({ sumOfSquares }, m) =>
        assertAlmostEquals(regression.choices[m]!.sumOfSquares, sumOfSquares, 1e-9)
      );
    }),
    runs,
  );
});

Deno.test("breakPoints() and breakIntervals() do not change with the unit or the zero of the series", () => {
  fc.assert(
    fc.property(
      series,
      fc.integer({ min: -20, max: 20 }),
      fc.integer({ min: -50, max: 50 }),
      (values, power, shift) => {
        const moved = values.map((value) => (value + shift) * 2 ** power);
        const { breakPoints: found } = breakPoints(values, { minimumSegment: 3 });
        assertEquals(breakPoints(moved, { minimumSegment: 3 }).breakPoints, found);
        assertEquals(breakIntervals(moved, found), breakIntervals(values, found));
      },
    ),
    runs,
  );
});

Deno.test("breakPoints() finds nothing in a constant, and a step without noise", () => {
  assertEquals(breakPoints(new Float64Array(40).fill(0.1)).breakPoints, []);
  const step = Float64Array.from({ length: 40 }, (_, i) => i < 17 ? 0.1 : 0.7);
  assertEquals(breakPoints(step).choices[1]!.breakPoints, [17]);
  assertEquals(breakPoints(step, { regressors: [constant(40)] }).choices[1]!.breakPoints, [17]);
});

Deno.test("breakPoints() does without a column that the others make up", () => {
  const year = nile.map((_, i) => i);
  const twice = year.map((value) => 2 * value - 3);
  const regressors = [constant(100), year];
  const found = breakPoints(nile, { regressors, maximumBreaks: 1 });
  const more = breakPoints(nile, { regressors: [...regressors, twice], maximumBreaks: 1 });
  assertClose(more.choices[1]!.sumOfSquares, found.choices[1]!.sumOfSquares, 1e-9);
});

Deno.test("breakPoints() finds one break of three regressors among 105,120 values", () => {
  const n = 105_120;
  const day = (i: number) => 2 * Math.PI * i / 288;
  const values = Float64Array.from(
    { length: n },
    (_, i) => Math.cos(day(i)) + Math.sin(i * i) - (i < 70_000 ? 0 : 0.5),
  );
  const regressors = [constant(n), values.map((_, i) => Math.cos(day(i))), values.map((_, i) => Math.sin(day(i)))];
  const { breakPoints: found } = breakPoints(values, { regressors, maximumBreaks: 1 });
  const [interval] = breakIntervals(values, found, { regressors });
  assertEquals(interval!.low <= 70_000 && 70_000 <= interval!.high, true);
});

Deno.test("breakIntervals() is undefined where the coefficients do not change", () => {
  assertEquals(breakIntervals([1, 2, 1, 2, 1, 2, 1, 2], [4]), [undefined]);
  assertEquals(breakIntervals(new Float64Array(10).fill(3), [4]), [undefined]);
});

Deno.test("breakIntervals() is undefined where one side has no noise", () => {
  assertEquals(breakIntervals([1, 2, 1.5, 1.2, 5, 5, 5, 5], [4]), [undefined]);
  assertEquals(breakIntervals([5, 5, 5, 5, 1, 2, 1.5, 1.2], [4]), [undefined]);
});

Deno.test("breakIntervals() of a step without noise holds one date", () => {
  assertEquals(breakIntervals([1, 1, 1, 5, 5, 5], [3]), [{ breakPoint: 3, low: 3, high: 3 }]);
});

Deno.test("breakPoints() and breakIntervals() refuse what they cannot use", () => {
  assertThrows(() => breakPoints([]), RangeError, "current value is 0");
  assertThrows(() => breakPoints(nile, { minimumSegment: 1 }), RangeError, "current value is 1");
  assertThrows(() => breakPoints(nile, { minimumSegment: 51 }), RangeError, "current value is 51");
  assertThrows(() => breakPoints(nile, { maximumBreaks: 0 }), RangeError, "current value is 0");
  assertThrows(() => breakPoints(nile.with(3, NaN)), RangeError, "current value at 3 is NaN");
  assertThrows(
    () => breakPoints(nile, { regressors: [constant(99)] }),
    RangeError,
    "it must be as long as the series (100), current length is 99",
  );
  assertThrows(
    () => breakPoints(nile, { regressors: [constant(100).with(7, Infinity)] }),
    RangeError,
    "at 7 is Infinity",
  );
  assertThrows(() => breakIntervals(nile, [28, 28]), RangeError, "current breaks are 28,28");
  assertThrows(() => breakIntervals(nile, [28], { level: 1 }), RangeError, "current value is 1");
});
