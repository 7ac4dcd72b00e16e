import { type Generator, seededStream } from "@/random/seeded_stream.ts";
import { standardGamma } from "@/random/standard_gamma.ts";
import { standardNormal } from "@/random/standard_normal.ts";
import { crossProducts } from "@/state_space/local_level_pass.ts";
import {
  type LocalLevelPosterior,
  type PosteriorOptions,
  standardiseTraining,
} from "@/state_space/local_level_posterior.ts";
import type { ObservedRows } from "@/state_space/observed_rows.ts";
import {
  drawCoefficients,
  drawInclusion,
  regressionEvidence,
  type SpikeSlabRegression,
} from "@/state_space/spike_slab.ts";

/**
 * Draws from the posterior of a local level with static regression by the Gibbs sampler of bsts (Scott and Varian 2014).
 *
 * Each round draws the level by the simulation smoother of Durbin and Koopman (2002), the variance of its steps, which
 * regressors are in, the variance of the irregular and the coefficients. Its target is that of {@linkcode sampleLocalLevel},
 * which is faster; this one is the check on it. Level and coefficients are drawn in turn, so that with regressors as slow as
 * the level (weekly harmonics of 5-minute traffic) thousands of draws stay near where they began: use the other there.
 *
 * @param options A tenth as many draws again are made first and thrown away.
 * @throws {RangeError} As {@linkcode sampleLocalLevel}.
 *
 * @example
 * ```ts
 * import { gibbsLocalLevel } from "@/state_space/gibbs_local_level.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const control = Float64Array.from({ length: 50 }, (_, time) => Math.sin(time));
 * const series = control.map((value, time) => 3 + 2 * value + (time % 2 ? 0.1 : -0.1));
 * const { coefficients, draws } = gibbsLocalLevel(series, [control], { seed: 20120119 });
 * assertAlmostEquals(coefficients.reduce((sum, value) => sum + value) / draws, 2, 0.05);
 * ```
 */
export function gibbsLocalLevel(
  series: Float64Array,
  regressors: readonly Float64Array[],
  { seed, draws = 1000, prior: changes }: PosteriorOptions,
): LocalLevelPosterior {
  const training = standardiseTraining(series, regressors, changes);
  const { rows, prior, information, levelSum, irregularSum } = training;
  const { count, regressorCount: size, width, values } = rows;
  const generator = seededStream(seed, 0);
  const posterior = training.emptyPosterior(draws);
  const response = values.subarray(size * count, (size + 1) * count);
  const regressorProducts = crossProducts(values, count, width);
  const steps = rows.times[count - 1]! - rows.times[0]!;

  const included = new Uint8Array(size).fill(1);
  let coefficients = new Float64Array(size);
  let levelVariance = prior.levelDeviation ** 2;
  let irregularVariance = prior.irregularDeviation ** 2;
  for (let draw = -Math.ceil(draws / 10); draw < draws; draw++) {
    const residual = response.slice();
    subtractRegression(residual, values, count, coefficients);
    const level = drawLevel(rows, residual, levelVariance, irregularVariance, generator);

    levelVariance = drawVariance(
      (prior.levelDegrees + steps) / 2,
      (levelSum + bridgedSquares(rows, level, levelVariance, generator)) / 2,
      prior.levelLimit,
      generator,
    );

    const explained = response.map((value, row) => value - level[row]!);
    const regression: SpikeSlabRegression = {
      size,
      products: productsWith(regressorProducts, width, values, explained, size),
      information,
      inclusionProbability: prior.inclusionProbability,
      shape: (prior.irregularDegrees + count) / 2,
      rate: irregularSum / 2,
    };
    if (size > 0) drawInclusion(regression, included, generator);
    const { rate } = regressionEvidence(regression, included);
    irregularVariance = drawVariance(regression.shape, rate, prior.irregularLimit, generator);
    coefficients = Float64Array.from(drawCoefficients(regression, included, irregularVariance, generator));
    if (draw >= 0) {
      training.store(posterior, draw, { lastLevel: level[count - 1]!, levelVariance, irregularVariance, coefficients });
    }
  }
  return posterior;
}

function subtractRegression(
  target: Float64Array,
  values: Float64Array,
  count: number,
  coefficients: Float64Array,
): void {
  coefficients.forEach((coefficient, index) => {
    if (coefficient === 0) return;
    const start = index * count;
    for (let row = 0; row < count; row++) target[row]! -= coefficient * values[start + row]!;
  });
}

/** An inverse gamma number below the square of a limit. */
function drawVariance(shape: number, rate: number, limit: number, generator: Generator): number {
  for (let attempt = 0; attempt < 10_000; attempt++) {
    const variance = rate / standardGamma(generator, shape);
    if (variance <= limit ** 2) return variance;
  }
  throw new RangeError(
    `Cannot draw a variance: the prior's limit must leave room to the data, current limit is ${limit}`,
  );
}

/**
 * The level at the observed rows given the series: a level and a series are simulated from the model, the simulated series is
 * taken off the observed one, and the smoothed difference is put on the simulated level.
 */
function drawLevel(
  { count, gaps }: ObservedRows,
  series: Float64Array,
  levelVariance: number,
  irregularVariance: number,
  generator: Generator,
): Float64Array {
  const deviation = Math.sqrt(irregularVariance);
  const simulated = new Float64Array(count);
  const smoothed = new Float64Array(count);
  const pulls = new Float64Array(count);
  let variance = irregularVariance;
  for (let row = 0; row < count; row++) {
    if (row > 0) {
      simulated[row] = simulated[row - 1]! + Math.sqrt(gaps[row]! * levelVariance) * standardNormal(generator);
    }
    const difference = series[row]! - simulated[row]! - deviation * standardNormal(generator);
    if (row === 0) {
      smoothed[0] = difference;
      continue;
    }
    const predicted = variance + gaps[row]! * levelVariance;
    const gain = predicted / (predicted + irregularVariance);
    pulls[row - 1] = variance / predicted;
    variance = gain * irregularVariance;
    smoothed[row] = smoothed[row - 1]! + gain * (difference - smoothed[row - 1]!);
  }
  for (let row = count - 2; row >= 0; row--) smoothed[row]! += pulls[row]! * (smoothed[row + 1]! - smoothed[row]!);
  for (let row = 0; row < count; row++) smoothed[row]! += simulated[row]!;
  return smoothed;
}

/** The sum of squared steps of the level; steps across a gap are drawn given its two ends. */
function bridgedSquares(
  { count, gaps }: ObservedRows,
  level: Float64Array,
  variance: number,
  generator: Generator,
): number {
  let sum = 0;
  for (let row = 1; row < count; row++) {
    const gap = gaps[row]!;
    const change = level[row]! - level[row - 1]!;
    sum += change ** 2 / gap;
    if (gap > 1) sum += 2 * variance * standardGamma(generator, (gap - 1) / 2);
  }
  return sum;
}

/** The cross products of the regressors with those of a response set in last. */
function productsWith(
  products: Float64Array,
  width: number,
  values: Float64Array,
  response: Float64Array,
  size: number,
): Float64Array {
  const count = response.length;
  const result = new Float64Array((size + 1) ** 2);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) result[row * (size + 1) + column] = products[row * width + column]!;
  }
  for (let index = 0; index < size; index++) {
    const start = index * count;
    let sum = 0;
    for (let row = 0; row < count; row++) sum += values[start + row]! * response[row]!;
    result[index * (size + 1) + size] = sum;
    result[size * (size + 1) + index] = sum;
  }
  let total = 0;
  for (let row = 0; row < count; row++) total += response[row]! ** 2;
  result[result.length - 1] = total;
  return result;
}
