import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { leastSquares } from "@/linear/least_squares.ts";
import { andrewsBandwidth, neweyWestBandwidth } from "@/robust/bandwidth.ts";
import { kernelCovariance, neweyWestCovariance, type RobustCovariance } from "@/robust/hac_covariance.ts";
import { type Kernel, kernelWeight, kernelWeights } from "@/robust/kernel.ts";
import { prewhiten } from "@/robust/prewhiten.ts";
import { scoresOf } from "@/robust/scores.ts";
import { bartlettCovariance, weightedCovariance } from "@/robust/weighted_covariance.ts";
import { readColumns, readJson } from "../read_reference.ts";
import { weekRegressors } from "../week_regressors.ts";

const { x, z, y } = readColumns("regression.csv");
const columns = [x!.map(() => 1), x!, z!];
const fit = leastSquares(columns, y!);
const reference = readJson("regression.json");
const errors = ({ covariance }: RobustCovariance) => covariance.map((row, j) => Math.sqrt(row[j]!));

/** Within 1e-10 of R, one hundred times closer than the order asks for. */
function assertAgrees(actual: readonly number[], expected: readonly number[]): void {
  for (const [j, value] of expected.entries()) {
    assert(Math.abs(actual[j]! / value - 1) < 1e-10, `${actual[j]} for ${value}`);
  }
}

for (const { lag, prewhiten, adjust, se } of reference.newey_west) {
  Deno.test(`neweyWestCovariance() as sandwich's NeweyWest: lag ${lag}, prewhiten ${prewhiten}, adjust ${adjust}`, () => {
    assertAgrees(errors(neweyWestCovariance(fit, { lag, prewhiten, adjust })), se);
  });
}

for (const { kernel, prewhiten, rule, bandwidth, se } of reference.kernel) {
  Deno.test(`kernelCovariance() as sandwich's kernHAC: ${kernel}, prewhiten ${prewhiten}, bandwidth ${rule}`, () => {
    const result = kernelCovariance(fit, { kernel, prewhiten, bandwidth: rule === "given" ? bandwidth : rule });
    assertAgrees([result.bandwidth], [bandwidth]);
    assertAgrees(errors(result), se);
  });
}

Deno.test("robust covariances of the simulated week agree with sandwich (simulated_week.json)", () => {
  const { y, post } = readColumns("series_2016.csv");
  const design = [y!.map(() => 1), ...weekRegressors(post!)];
  const week = leastSquares(design, y!.map(Math.log));
  const expected = readJson("simulated_week.json");
  const last = (result: RobustCovariance) => errors(result).slice(-1);
  assertAgrees([Math.sqrt(week.variance!)], [expected.sigma]);
  assertAgrees(last(neweyWestCovariance(week, { lag: 288, prewhiten: false })), [
    expected.newey_west_lag288_no_prewhite_no_adjust,
  ]);
  assertAgrees(last(neweyWestCovariance(week, { lag: 288, prewhiten: false, adjust: true })), [
    expected.newey_west_lag288_no_prewhite_adjust,
  ]);
  assertAgrees(last(neweyWestCovariance(week)), [expected.newey_west_auto_prewhite]);
  assertAgrees(last(kernelCovariance(week)), [expected.kernel_hac_default]);
  assertAgrees([kernelCovariance(week).bandwidth], [expected.bandwidth_andrews]);
  assertAgrees([kernelCovariance(week, { kernel: "bartlett", bandwidth: "newey-west" }).bandwidth], [
    expected.bandwidth_newey_west,
  ]);
});

Deno.test("bandwidths of prewhitened scores do not count a constant regressor", () => {
  const { scores } = prewhiten(scoresOf(fit));
  const weights = Float64Array.of(0, 1, 1);
  // R: bwNeweyWest(f, prewhite = 1), bwAndrews(f, prewhite = 1), in regression.json
  const given = (kernel: Kernel, rule: string) =>
    reference.kernel.find((one: { kernel: Kernel; rule: string; prewhiten: boolean }) =>
      one.kernel === kernel && one.rule === rule && one.prewhiten
    ).bandwidth;
  assertAgrees([neweyWestBandwidth(scores, "parzen", { weights, prewhitened: true })], [given("parzen", "newey-west")]);
  assertAgrees([andrewsBandwidth(scores, "parzen", { weights })], [given("parzen", "andrews")]);
});

Deno.test("robust covariances count missing times in real time: as a sum over all pairs of times", () => {
  const positions = Int32Array.from(y!.keys()).filter((t) => t % 7 !== 3 && !(30 < t && t < 36));
  const observed = (column: Float64Array) => Float64Array.from(positions, (t) => column[t]!);
  const gapped = leastSquares(columns.map(observed), observed(y!));
  const { covariance } = kernelCovariance({ ...gapped, positions }, {
    kernel: "parzen",
    bandwidth: 6,
    prewhiten: false,
    adjust: false,
  });
  const pull = (i: number) =>
    gapped.inverseCrossProduct.map((row) =>
      row.reduce((sum, value, j) => sum + value * gapped.columns[j]![i]!, 0) * gapped.residuals[i]!
    );
  const sums = [0, 0, 0];
  for (let a = 0; a < positions.length; a++) {
    for (let b = 0; b < positions.length; b++) {
      const weight = kernelWeight("parzen", Math.abs(positions[a]! - positions[b]!) / 6);
      for (let j = 0; j < 3; j++) sums[j]! += weight * pull(a)[j]! * pull(b)[j]!;
    }
  }
  for (let j = 0; j < 3; j++) assertAlmostEquals(covariance[j]![j]! / sums[j]!, 1, 1e-12);
});

Deno.test("robust covariances prewhiten across gaps only where neighbours are both there", () => {
  const positions = Int32Array.from(y!.keys()).filter((t) => t % 20 !== 3);
  const observed = (column: Float64Array) => Float64Array.from(positions, (t) => column[t]!);
  const gapped = leastSquares(columns.map(observed), observed(y!));
  const scores = scoresOf({ ...gapped, positions });
  const { scores: residuals } = prewhiten(scores);
  assertEquals(Array.from(residuals.observed!.subarray(0, 6)), [0, 1, 1, 0, 0, 1]);
  assertEquals([residuals.columns[1]![3], residuals.columns[1]![4]], [0, 0]);
  const whole = neweyWestCovariance(gapped).covariance[1]![1]!;
  const placed = neweyWestCovariance({ ...gapped, positions }).covariance[1]![1]!;
  assert(Math.abs(placed / whole - 1) < 0.2 && placed !== whole);
});

Deno.test("kernelCovariance() with no lags is the covariance of White", () => {
  const white = kernelCovariance(fit, { bandwidth: 0, prewhiten: false, adjust: false }).covariance[0]![0]!;
  assertAlmostEquals(white, neweyWestCovariance(fit, { lag: 0, prewhiten: false }).covariance[0]![0]!, 1e-13);
});

Deno.test("robust covariances refuse impossible lags and bandwidths", () => {
  assertThrows(() => neweyWestCovariance(fit, { lag: 80, prewhiten: false }), RangeError, "below 80 is needed");
  assertThrows(() => neweyWestCovariance(fit, { lag: 1.5 }), RangeError, "current value is 1.5");
  assertThrows(() => kernelCovariance(fit, { bandwidth: -1 }), RangeError, "current value is -1");
  assertThrows(() => kernelCovariance(fit, { kernel: "truncated", bandwidth: "newey-west" }), RangeError, "no rule");
  const flat = leastSquares([columns[0]!], new Float64Array(80));
  assertThrows(() => neweyWestCovariance(flat), RangeError, "linear combination");
  assertThrows(() => neweyWestCovariance(flat, { prewhiten: false }), RangeError, "leave it undefined");
});

Deno.test("kernelWeight() is 1 at 0 and the quadratic spectral is smooth there", () => {
  for (const kernel of ["bartlett", "parzen", "quadratic spectral", "tukey-hanning", "truncated"] as const) {
    assertEquals(kernelWeight(kernel, 0), 1);
  }
  const y = 6 * Math.PI * 0.0014 / 5; // just where the series gives way to the formula
  assertAlmostEquals(kernelWeight("quadratic spectral", 0.0014), 1 - y * y / 10 + y ** 4 / 280, 1e-10);
});

Deno.test("weightedCovariance() and bartlettCovariance() are the sum over all pairs of times", () => {
  const column = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 300, maxLength: 300 });
  const property = fc.property(column, column, fc.integer({ min: 0, max: 299 }), (first, second, lag) => {
    const pair = [Float64Array.from(first, (v) => v * 1e-9), Float64Array.from(second, (v) => v * 1e9)];
    const byPairs = (a: Float64Array, b: Float64Array) => {
      let sum = 0;
      for (let s = 0; s < 300; s++) {
        for (let t = Math.max(0, s - lag); t <= Math.min(299, s + lag); t++) {
          sum += (1 - Math.abs(s - t) / (lag + 1)) * a[s]! * b[t]!;
        }
      }
      return sum;
    };
    const size = (column: Float64Array) => Math.hypot(...column) || 1;
    for (
      const result of [bartlettCovariance(pair, lag), weightedCovariance(pair, kernelWeights("bartlett", lag + 1, 300))]
    ) {
      for (const [i, j] of [[0, 0], [0, 1], [1, 0], [1, 1]] as const) {
        const scale = size(pair[i]!) * size(pair[j]!);
        assertAlmostEquals(result[i]![j]! / scale, byPairs(pair[i]!, pair[j]!) / scale, 1e-11);
      }
    }
  });
  fc.assert(property, { seed: 20120119, numRuns: 30 });
});

Deno.test("robust covariances are equivariant: units of the response and of a regressor carry over", () => {
  const other = leastSquares(
    [columns[0]!, columns[1]!.map((value) => value * 8), columns[2]!],
    y!.map((value) => 1000 * value),
  );
  for (const estimate of [neweyWestCovariance, kernelCovariance]) {
    const plain = estimate(fit).covariance;
    const moved = estimate(other).covariance;
    assertAlmostEquals(moved[2]![2]! / plain[2]![2]!, 1e6, 1e6 * 0.2); // the bandwidth weighs scores by their size
  }
  const fixed = { lag: 4, prewhiten: true } as const;
  const ratio = neweyWestCovariance(other, fixed).covariance[1]![1]! /
    neweyWestCovariance(fit, fixed).covariance[1]![1]!;
  assertAlmostEquals(ratio, (1000 / 8) ** 2, 1e-6);
});
