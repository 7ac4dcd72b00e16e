import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { cumulativeSums } from "@/change_point/cumulative_sums.ts";
import { segmentCost } from "@/change_point/partition_likelihood.ts";
import { type Change, type Penalty, penaltyValue } from "@/change_point/penalty.ts";
import { segmentation } from "@/change_point/segmentation.ts";
import { noise } from "./noise.ts";
import { readColumns, readJson } from "../read_reference.ts";
import { assertClose } from "./assert_close.ts";

const changepoint = readJson("changepoint.json");
const ruptures = readJson("ruptures.json").pwc_500_s1;
const runs = { seed: 20120119, numRuns: 150 };
const changes = ["mean", "variance", "mean and variance"] as const;
const series = fc.array(
  fc.tuple(
    fc.integer({ min: -3, max: 3 }),
    fc.integer({ min: 1, max: 4 }),
    fc.double({ min: -1, max: 1, noNaN: true }),
  ),
  {
    minLength: 6,
    maxLength: 40,
  },
).map((draws) => draws.map(([level, spread, noise], i) => (i % 9 < 4 ? level : 2) + spread * noise + Math.sin(i * i)));

for (
  const [name, penalty] of [["PELT_MBIC", "MBIC"], ["PELT_SIC", "SIC"], [
    "PELT_manual_2logn",
    2 * Math.log(200),
  ]] as const
) {
  Deno.test(`segmentation() of the mean agrees with R changepoint, ${name} of changepoint.json`, () => {
    const expected = changepoint.mean4seg[name];
    for (const pruning of ["exact", "changepoint"] as const) {
      const found = segmentation(readColumns("cpt_mean4seg_seed1.csv").x!, { penalty, pruning });
      assertEquals(found.changePoints, expected.cpts);
      assertAlmostEquals(found.penalty, expected.pen, 1e-12);
      found.segments.forEach(({ mean }, i) => assertClose(mean, expected.mean[i], 1e-13));
    }
  });
}

Deno.test("segmentation() finds the changes of mean, variance and both of changepoint.json", () => {
  assertEquals(segmentation(readColumns("cpt_mean2seg_seed1.csv").x!, { penalty: "SIC" }).changePoints, [
    changepoint.mean2seg.AMOC_SIC[0],
  ]);
  const variance = segmentation(readColumns("cpt_var2seg_seed1.csv").x!, { change: "variance" });
  assertEquals(variance.changePoints, [changepoint.var2seg]);
  const both = segmentation(readColumns("cpt_meanvar2seg_seed1.csv").x!, { change: "mean and variance" });
  assertEquals(both.changePoints, [changepoint.meanvar2seg]);
});

Deno.test("segmentation() finds what every peer finds in three steps of 2,016 values", () => {
  const scaled = readColumns("steps_2016.csv").y!.map((value) => value / 0.1);
  for (const penalty of ["SIC", "MBIC"] as const) {
    assertEquals(segmentation(scaled, { penalty }).changePoints, [403, 1010, 1612]);
  }
});

for (const penalty of [5, 20, 100]) {
  Deno.test(`segmentation() agrees with ruptures Pelt l2 and normal at penalty ${penalty}, ruptures.json`, () => {
    const values = readColumns("rpt_pwc_500_s1.csv").x0!;
    const ends = (found: { changePoints: readonly number[] }) => [...found.changePoints, 500];
    assertEquals(ends(segmentation(values, { penalty, minimumSegmentLength: 2 })), ruptures[`pelt_l2_pen${penalty}`]);
    assertEquals(
      ends(segmentation(values, { penalty, change: "mean and variance" })),
      ruptures[`pelt_normal_pen${penalty}`],
    );
  });
}

Deno.test("segmentation() costs the sum of squares as ruptures cost_l2", () => {
  const { cost } = segmentation(readColumns("rpt_pwc_500_s1.csv").x0!, { penalty: 20 });
  assertClose(cost, ruptures.cost_l2_true, 1e-12);
});

/** The least cost of any segmentation, by trying for every end every start. */
function leastCost(values: readonly number[], change: Change, penalty: Penalty, minimumLength: number): number {
  const n = values.length;
  const price = penaltyValue(penalty, n, change);
  const cost = segmentCost(cumulativeSums(values), change);
  const least = [-price];
  for (let end = 1; end <= n; end++) {
    least[end] = Infinity;
    for (let start = 0; start <= end - minimumLength; start++) {
      const length = penalty === "MBIC" ? Math.log(end - start) : 0;
      least[end] = Math.min(least[end]!, least[start]! + cost(start, end) + length + price);
    }
  }
  return least[n]!;
}

for (const change of changes) {
  for (const penalty of ["SIC", "MBIC", "AIC", "Hannan-Quinn", 1] as const) {
    Deno.test(`segmentation() is the cheapest of all, change of the ${change}, penalty ${penalty}`, () => {
      fc.assert(
        fc.property(
          fc.integer(),
          fc.integer({ min: 12, max: 200 }),
          fc.double({ min: 0.3, max: 1.5, noNaN: true }),
          fc.integer({ min: 2, max: 5 }),
          (seed, n, step, minimumSegmentLength) => {
            // level and spread change by steps that hardly pay
            const values = [...noise(n, 0, xoroshiro128plus(seed))].map((value, i) =>
              3 * i < n ? value : 3 * i < 2 * n ? step + value : (1 + step) * value
            );
            const found = segmentation(values, { change, penalty, minimumSegmentLength });
            const total = found.cost + found.penalty * found.changePoints.length;
            assertAlmostEquals(total, leastCost(values, change, penalty, minimumSegmentLength), 1e-8);
          },
        ),
        { ...runs, numRuns: 400 },
      );
    });
  }
}

Deno.test("segmentation() weighs the length of a short last segment exactly under MBIC", () => {
  const calm = [...noise(60, 0, xoroshiro128plus(5))];
  for (let height = 1; height < 8; height += 0.02) {
    const values = calm.map((value, i) => value + (i < 56 ? 0 : height));
    const { cost, penalty, changePoints } = segmentation(values);
    assertAlmostEquals(cost + penalty * changePoints.length, leastCost(values, "mean", "MBIC", 1), 1e-9);
  }
});

Deno.test("segmentation() does not move with shifts, scales with the variance, and turns with time", () => {
  fc.assert(
    fc.property(series, fc.double({ min: -1e3, max: 1e3, noNaN: true }), (values, shift) => {
      const { changePoints } = segmentation(values, { penalty: 7 });
      assertEquals(segmentation(values.map((value) => value + shift), { penalty: 7 }).changePoints, changePoints);
      assertEquals(segmentation(values.map((value) => value * 8), { penalty: 7 * 64 }).changePoints, changePoints);
      const reversed = segmentation(values.toReversed(), { penalty: 7 });
      assertAlmostEquals(
        reversed.cost + 7 * reversed.changePoints.length,
        segmentation(values, { penalty: 7 }).cost + 7 * changePoints.length,
        1e-8,
      );
    }),
    runs,
  );
});

Deno.test("segmentation() finds no more changes when they cost more", () => {
  fc.assert(
    fc.property(series, fc.constantFrom(...changes), (values, change) => {
      const counts = [1, 2, 5, 10, 50].map((penalty) => segmentation(values, { change, penalty }).changePoints.length);
      assertEquals(counts, counts.toSorted((a, b) => b - a));
    }),
    runs,
  );
});

Deno.test("segmentation() keeps segments as long as asked", () => {
  const values = [0, 0, 0, 9, 0, 0, 0, 0, 5, 5, 5, 5];
  assertEquals(segmentation(values, { penalty: 1 }).changePoints, [3, 4, 8]);
  assertEquals(segmentation(values, { penalty: 1, minimumSegmentLength: 4 }).changePoints, [4, 8]);
  assertEquals(segmentation(values, { penalty: 1, minimumSegmentLength: 6 }).changePoints, [6]);
  assertEquals(segmentation(values, { penalty: 1, minimumSegmentLength: 7 }).changePoints, []);
});

Deno.test("segmentation() reports the mean and the variance divided by n of each segment", () => {
  assertEquals(segmentation([1, 3, 101, 105], { penalty: 20 }).segments, [
    { start: 0, end: 2, mean: 2, variance: 1 },
    { start: 2, end: 4, mean: 103, variance: 4 },
  ]);
});

Deno.test("segmentation() finds a cheaper cut than R changepoint's pruning where that drops the start of it", () => {
  // the rule of changepoint 2.3 compares a start with the best cost so far as if MBIC did not weigh lengths
  const values = Float64Array.from({ length: 800 }, (_, i) => Math.sin(i * i) * Math.SQRT2 + (i < 400 ? 0 : 0.5));
  const [exact, lossy] = (["exact", "changepoint"] as const).map((pruning) => segmentation(values, { pruning }));
  assertEquals([exact!.changePoints, lossy!.changePoints], [[401], [451]]);
  assertEquals(exact!.cost < lossy!.cost, true);
});

Deno.test("segmentation() finds nothing in one value, a constant, and values far from zero", () => {
  for (const change of changes) {
    assertEquals(segmentation([5], { change }).changePoints, []);
    assertEquals(segmentation(new Float64Array(50).fill(0.1), { change }).changePoints, []);
  }
  const far = Float64Array.from({ length: 100 }, (_, i) => 1e12 + (i < 50 ? 0 : 10) + Math.sin(i * i));
  assertEquals(segmentation(far, { penalty: "SIC" }).changePoints, [50]);
  const tiny = Float64Array.from({ length: 100 }, (_, i) => 1e-150 * ((i < 50 ? 0 : 10) + Math.sin(i * i)));
  assertEquals(segmentation(tiny, { penalty: 1e-299 }).changePoints, [50]);
});

Deno.test("segmentation() refuses what it cannot use", () => {
  assertThrows(() => segmentation([]), RangeError, "current length is 0");
  assertThrows(() => segmentation([1, NaN, 2]), RangeError, "current value at 1 is NaN");
  assertThrows(() => segmentation([1, 2], { penalty: -1 }), RangeError, "current value is -1");
  assertThrows(() => segmentation([1, 2], { minimumSegmentLength: 0 }), RangeError, "current value is 0");
  assertThrows(() => segmentation([1, 2], { change: "variance", minimumSegmentLength: 1 }), RangeError, "at least 2");
});
