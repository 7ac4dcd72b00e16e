import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { blockLayout } from "@/impact/block_layout.ts";
import { blockRegression } from "@/impact/block_regression.ts";
import { blockCovariances, type BlockedSeries } from "@/impact/blocked_series.ts";
import { exponentialNoise, fractionalNoise } from "@/impact/integrated_variance.ts";
import { noiseShapes } from "@/impact/noise_shapes.ts";
import { mixtureCumulative, mixtureDeviation, mixtureMean, mixtureQuantile } from "@/impact/student_mixture.ts";
import { windowPosterior } from "@/impact/window_posterior.ts";
import { tQuantile } from "@/distribution/student_t.ts";
import { impactGrid } from "@/impact/impact_grid.ts";
import { findWindow, fitBefore } from "@/impact/window_effect.ts";
import { cholesky, logDeterminant, solveCholesky } from "@/linear/cholesky.ts";
import { seededStream } from "@/random/seeded_stream.ts";
import { standardNormal } from "@/random/standard_normal.ts";

/** A gappy series in blocks: 40 of 3 bins without the fifth, and a window with a hole. */
function gappy(): BlockedSeries {
  const blocks = Array.from({ length: 40 }, (_, k) => ({ start: 3 * k, end: 3 * k + (k % 7 ? 3 : 2) })).filter((_, k) =>
    k !== 4
  );
  return {
    blocks,
    means: Float64Array.from(blocks, (_, k) => Math.sin(k * k) + 0.02 * k),
    columns: [Float64Array.from(blocks, () => 1), Float64Array.from(blocks, (_, k) => k)],
    losses: Float64Array.from(blocks, (_, k) => k % 7 ? 0 : 0.1),
    block: 3,
    window: [{ start: 120, end: 124 }, { start: 126, end: 131 }],
    windowColumns: Float64Array.of(1, 42),
  };
}

/** The covariance of means over sets of bins, bin by bin. */
function binByBin(variance: (length: number) => number, a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (const i of a) {
    for (const j of b) {
      const lag = Math.abs(i - j);
      sum += (variance(lag + 1) + variance(Math.abs(lag - 1)) - 2 * variance(lag)) / 2;
    }
  }
  return sum / (a.length * b.length);
}

const bins = (...stretches: readonly { start: number; end: number }[]) =>
  stretches.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, k) => start + k));

Deno.test("blockCovariances() agrees with sums over single bins, for every kind of noise", () => {
  const series = gappy();
  for (const variance of [fractionalNoise(0.5), fractionalNoise(0.8), exponentialNoise(0.2), exponentialNoise(900)]) {
    const { among, across, own } = blockCovariances(series, variance);
    const unit = variance(3) / 9;
    const window = bins(...series.window);
    const count = series.blocks.length;
    for (const [i, j] of [[0, 0], [5, 5], [7, 2], [38, 0], [38, 37]] as const) {
      const expected = binByBin(variance, bins(series.blocks[i]!), bins(series.blocks[j]!)) / unit;
      assertAlmostEquals(among[i * count + j]!, expected, 1e-9);
    }
    assertAlmostEquals(across[38]!, binByBin(variance, bins(series.blocks[38]!), window) / unit, 1e-9);
    assertAlmostEquals(own, binByBin(variance, window, window) / unit, 1e-9);
  }
});

Deno.test("blockRegression() agrees with generalised least squares written out", () => {
  const series = gappy();
  const { blocks, columns, means, losses, windowColumns } = series;
  const covariances = blockCovariances(series, fractionalNoise(0.8));
  const count = blocks.length;
  const matrix = covariances.among.map((value, k) => value + (k % (count + 1) === 0 ? losses[k / (count + 1)]! : 0));
  const factor = cholesky(matrix, count)!;
  const inverse = (right: Float64Array) => solveCholesky(factor, count, right);
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  const [one, trend] = columns.map(inverse);
  const a = dot(one!, columns[0]!);
  const b = dot(one!, columns[1]!);
  const d = dot(trend!, columns[1]!);
  const determinant = a * d - b * b;
  const u = dot(one!, means);
  const v = dot(trend!, means);
  const coefficients = [(d * u - b * v) / determinant, (a * v - b * u) / determinant];
  const residuals = means.map((mean, i) => mean - coefficients[0]! - coefficients[1]! * columns[1]![i]!);
  const pulls = inverse(residuals);
  const link = covariances.across;
  const gradient = columns.map((_, j) => windowColumns[j]! - dot([one!, trend!][j]!, link));

  const found = blockRegression(series, covariances);
  assertAlmostEquals(found.residualSumOfSquares, dot(residuals, pulls), 1e-10);
  assertAlmostEquals(
    found.location,
    coefficients[0]! * windowColumns[0]! + coefficients[1]! * windowColumns[1]! + dot(link, pulls),
    1e-10,
  );
  assertAlmostEquals(
    found.variance,
    covariances.own - dot(link, inverse(link)) +
      (d * gradient[0]! ** 2 - 2 * b * gradient[0]! * gradient[1]! + a * gradient[1]! ** 2) / determinant,
    1e-10,
  );
  assertAlmostEquals(
    found.logDeterminant,
    2 * Array.from({ length: count }, (_, i) => Math.log(factor[i * count + i]!)).reduce((sum, one) => sum + one) +
      Math.log(determinant),
    1e-10,
  );
  const solution = found.solve();
  assertAlmostEquals(solution.coefficients[1]!, coefficients[1]!, 1e-12);
  assertAlmostEquals(solution.inverseCrossProduct[0]![1]!, -b / determinant, 1e-12);
  assertAlmostEquals(solution.pulls[3]!, pulls[3]!, 1e-10);
});

Deno.test("windowPosterior() under white noise alone is the textbook prediction interval of a mean", () => {
  const means = Float64Array.of(3, 5, 4, 6, 2, 4);
  const series: BlockedSeries = {
    blocks: Array.from(means, (_, start) => ({ start, end: start + 1 })),
    means,
    columns: [means.map(() => 1)],
    losses: new Float64Array(6),
    block: 1,
    window: [{ start: 6, end: 9 }],
    windowColumns: Float64Array.of(1),
  };
  const white = { components: [fractionalNoise(0.5)], shapes: [{ first: 0, second: 0, share: 0, prior: 1 }] };
  const posterior = windowPosterior(series, white);
  assertEquals(posterior.degreesOfFreedom, 5);
  assertAlmostEquals(mixtureMean(posterior), 4, 1e-12);
  // s² = 2: t with 5 degrees of freedom x sqrt(2 (1 / 3 + 1 / 6))
  assertAlmostEquals(mixtureQuantile(posterior, 0.975) - 4, tQuantile(0.975, 5), 1e-9);
  assertAlmostEquals(mixtureDeviation(posterior)!, Math.sqrt(5 / 3), 1e-12);
  assertThrows(
    () => windowPosterior({ ...series, blocks: series.blocks.slice(0, 2), means: means.slice(0, 2) }, white),
    RangeError,
    "at least 3 blocks",
  );
});

Deno.test("windowPosterior() weighs shapes by the density of the differences between blocks", () => {
  const means = Float64Array.of(3, 5, 4, 6, 2, 4, 7, 8);
  const count = means.length;
  const series: BlockedSeries = {
    blocks: Array.from(means, (_, start) => ({ start, end: start + 1 })),
    means,
    columns: [means.map(() => 1)],
    losses: new Float64Array(count),
    block: 1,
    window: [{ start: count, end: count + 1 }],
    windowColumns: Float64Array.of(1),
  };
  const components = [fractionalNoise(0.5), fractionalNoise(0.8)];
  const density = (variance: (length: number) => number) => {
    const size = count - 1;
    const covariance = (i: number, j: number) => binByBin(variance, [i], [j]);
    const matrix = Float64Array.from({ length: size * size }, (_, k) => {
      const i = Math.floor(k / size);
      const j = k % size;
      return covariance(i + 1, j + 1) - covariance(i + 1, j) - covariance(i, j + 1) + covariance(i, j);
    });
    const factor = cholesky(matrix, size)!;
    const differences = Float64Array.from({ length: size }, (_, i) => means[i + 1]! - means[i]!);
    const solved = solveCholesky(factor, size, differences);
    const form = differences.reduce((sum, value, i) => sum + value * solved[i]!, 0);
    return Math.exp(-logDeterminant(factor, size) / 2) * form ** (-size / 2);
  };
  const shapes = [0, 1].map((one) => ({ first: one, second: one, share: 0, prior: one ? 0.25 : 0.75 }));
  const [white, long] = windowPosterior(series, { components, shapes }).components;
  const [a, b] = components.map(density);
  assertAlmostEquals(white!.weight / long!.weight, 3 * a! / b!, 1e-9);
});

Deno.test("findWindow() lets missing bins add to the variance of their block", () => {
  const generator = seededStream(20120119, 3);
  const values = Float64Array.from(
    { length: 1200 },
    (_, i) => i % 10 < 4 && i < 500 ? NaN : standardNormal(generator),
  );
  const times = values.map((_, i) => i * 60_000);
  const grid = impactGrid({ times, values }, times[1120]!, { daily: 0, weekly: 0, trend: false });
  const { blocked } = findWindow(grid, fitBefore(grid, 1120), { start: 1120, end: 1200 });
  assertEquals(blocked.block, 7);
  for (const [k, { start, end }] of blocked.blocks.entries()) {
    const seen = values.subarray(start, end).filter((value) => !Number.isNaN(value)).length;
    // white noise: the variance of a mean is that of a block times 7 by the number of its bins
    assertAlmostEquals(blocked.losses[k]! + 7 / (end - start), 7 / seen, 0.15 * 7 / seen);
    assertEquals(blocked.losses[k]! > 0, seen < end - start);
  }
});

Deno.test("mixtureQuantile() inverts mixtureCumulative(), lopsided or far out", () => {
  const mixture = {
    degreesOfFreedom: 4,
    components: [{ weight: 0.97, location: 0, scale: 1 }, { weight: 0.03, location: 50, scale: 20 }],
  };
  for (const probability of [1e-6, 0.025, 0.5, 0.9, 0.975, 0.999]) {
    const point = mixtureQuantile(mixture, probability);
    assertAlmostEquals(mixtureCumulative(mixture, point), probability, 1e-8);
  }
  assertEquals(mixtureDeviation({ ...mixture, degreesOfFreedom: 2 }), undefined);
});

Deno.test("blockLayout() covers everything before the event with blocks that never shrink into the past", () => {
  for (
    const [before, window] of [[1, 1], [5, 500], [672, 72], [672, 2], [8064, 24], [105_120, 12], [113, 1], [224, 24]]
  ) {
    const { block, edges } = blockLayout(before!, window!);
    assertEquals([edges[0], edges.at(-1)], [0, before]);
    assert(edges.length <= 113);
    assertEquals(edges.at(-1)! - edges.at(-2)!, Math.min(block, before!));
    for (let k = 2; k < edges.length; k++) {
      assert(edges[k]! > edges[k - 1]!);
      // but for rounding, and the first, which takes what is left
      if (k > 2) assert(edges[k - 1]! - edges[k - 2]! >= edges[k]! - edges[k - 1]! - 1);
    }
  }
});

Deno.test("noiseShapes() share their belief out to 1, whatever the block", () => {
  for (const block of [1, 72]) {
    const { shapes, components } = noiseShapes(block);
    assertAlmostEquals(shapes.reduce((sum, { prior }) => sum + prior, 0), 1, 1e-12);
    assert(shapes.every(({ first, second }) => components[first] && components[second]));
    // seen in blocks, the components are the same for every length of a block
    for (const [k, variance] of components.entries()) {
      const unit = noiseShapes(1).components[k]!;
      assertAlmostEquals(variance(5 * block) / variance(block), unit(5) / unit(1), 1e-9);
    }
  }
});
