import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { minimiseScalar } from "@/numeric/minimise.ts";
import { type Generator, seededStream } from "@/random/seeded_stream.ts";
import { standardGamma } from "@/random/standard_gamma.ts";
import { standardNormal } from "@/random/standard_normal.ts";
import { type LocalLevelPass, localLevelPasses } from "@/state_space/local_level_pass.ts";
import {
  type LocalLevelPosterior,
  type PosteriorOptions,
  type StandardisedTraining,
  standardiseTraining,
} from "@/state_space/local_level_posterior.ts";
import {
  drawCoefficients,
  drawInclusion,
  meanCoefficients,
  regressionEvidence,
  type SpikeSlabRegression,
} from "@/state_space/spike_slab.ts";

/**
 * Draws from the posterior of a local level with static regression, states and coefficients integrated out.
 *
 * Given the ratio of the level's variance to the irregular's, one filter pass leaves a regression with a known posterior
 * (error variance inverse gamma, coefficients normal), so that nothing else is sampled by chance: the ratio is drawn from its
 * exact density on a lattice of half posterior standard deviations (a trapezoid rule on a smooth density), then the error
 * variance, the coefficients and the level at the end. Where the prior lets regressors drop out, which are in and the ratio
 * are drawn in turn; else the draws are independent. The cost is a few dozen passes over the data whatever the number of
 * draws, against one pass a draw of the Gibbs sampler ({@linkcode gibbsLocalLevel}), which has the same target.
 *
 * @param series The training series, NaN where missing.
 * @param regressors Columns as long as the series, finite everywhere.
 * @throws {RangeError} If fewer than three values are observed, the series or a regressor is constant where it is observed,
 * a regressor is not finite, lengths differ, or a prior value is out of range.
 *
 * @example
 * ```ts
 * import { sampleLocalLevel } from "@/state_space/sample_local_level.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const control = Float64Array.from({ length: 50 }, (_, time) => Math.sin(time));
 * const series = control.map((value, time) => 3 + 2 * value + (time % 2 ? 0.1 : -0.1));
 * const { coefficients, draws } = sampleLocalLevel(series, [control], { seed: 20120119 });
 * assertAlmostEquals(coefficients.reduce((sum, value) => sum + value) / draws, 2, 0.05);
 * ```
 */
export function sampleLocalLevel(
  series: Float64Array,
  regressors: readonly Float64Array[],
  { seed, draws = 1000, prior }: PosteriorOptions,
): LocalLevelPosterior {
  const training = standardiseTraining(series, regressors, prior);
  const { levelLimit, irregularLimit, inclusionProbability } = training.prior;
  const size = regressors.length;
  const lattice = ratioLattice(training);
  const generator = seededStream(seed, 0);
  const posterior = training.emptyPosterior(draws);
  const included = new Uint8Array(size).fill(1);
  const burn = inclusionProbability === 1 || size === 0 ? 0 : Math.ceil(draws / 10);

  for (let draw = -burn; draw < draws; draw++) {
    let node = lattice.drawNode(included, generator);
    let irregularVariance = Infinity;
    for (let attempt = 0;; attempt++) {
      irregularVariance = regressionEvidence(node.regression, included).rate /
        standardGamma(generator, node.regression.shape);
      const allowed = irregularVariance <= irregularLimit ** 2 &&
        node.ratio * irregularVariance <= levelLimit ** 2;
      if (allowed) break;
      if (attempt === 10_000) {
        throw new RangeError(
          `Cannot draw variances: the prior's limits must leave room to the data, current limits are ${levelLimit} and ${irregularLimit}`,
        );
      }
      node = lattice.drawNode(included, generator);
    }
    const { regression, pass, ratio } = node;
    if (draw >= 0) {
      const coefficients = drawCoefficients(regression, included, irregularVariance, generator);
      let lastLevel = pass.finalLevels[size]! +
        Math.sqrt(irregularVariance * pass.finalVariance) * standardNormal(generator);
      coefficients.forEach((coefficient, index) => lastLevel -= coefficient * pass.finalLevels[index]!);
      training.store(posterior, draw, {
        lastLevel,
        levelVariance: ratio * irregularVariance,
        irregularVariance,
        coefficients,
      });
    }
    if (size > 0) drawInclusion(regression, included, generator);
  }
  return posterior;
}

interface LatticeNode {
  readonly ratio: number;
  readonly logDensityConstant: number;
  readonly regression: SpikeSlabRegression;
  readonly pass: LocalLevelPass;
}

/** Densities below the highest by this much, in logarithms, are left out. */
const negligible = 20;
/** Logarithms of the ratio beyond which it makes no difference any more. */
const latticeLimits = [-50, 50] as const;
/** Logarithms of the ratio where its mode is looked for first. */
const grid = Array.from({ length: 31 }, (_, index) => index - 22);

function ratioLattice(training: StandardisedTraining) {
  const { rows, prior, information, levelSum, irregularSum } = training;
  const { count, regressorCount: size, width } = rows;
  const passes = localLevelPasses(rows);
  const shape = (count - 1 + prior.irregularDegrees + prior.levelDegrees) / 2;

  const nodeAt = (logRatio: number): LatticeNode => {
    const ratio = Math.exp(logRatio);
    const pass = passes.pass(ratio, 1);
    const products = new Float64Array((size + 1) ** 2);
    for (let row = 0; row <= size; row++) {
      for (let column = 0; column <= size; column++) {
        products[row * (size + 1) + column] = pass.products[row * width + column]!;
      }
    }
    return {
      ratio,
      logDensityConstant: -0.5 * (prior.levelDegrees * logRatio + pass.logDeterminant),
      regression: {
        size,
        products,
        information,
        inclusionProbability: prior.inclusionProbability,
        shape,
        rate: 0.5 * (irregularSum + levelSum / ratio),
      },
      pass,
    };
  };
  const logDensity = ({ logDensityConstant, regression }: LatticeNode, included: Uint8Array) => {
    const { rate, halfLogDeterminant } = regressionEvidence(regression, included);
    return logDensityConstant - halfLogDeterminant - shape * Math.log(rate);
  };

  const { centre, step } = layout(training, nodeAt);
  const nodes: LatticeNode[] = [nodeAt(centre)];
  let first = 0;
  const densities = new Map<string, number[]>();
  const densitiesOf = (included: Uint8Array): readonly number[] => {
    const key = included.join("");
    const known = densities.get(key);
    if (known?.length === nodes.length) return known;
    const current = nodes.map((node) => logDensity(node, included));
    for (;;) {
      const floor = Math.max(...current) - negligible;
      const [lowest, highest] = [centre + (first - 1) * step, centre + (first + nodes.length) * step];
      const lower = current[0]! > floor && lowest > latticeLimits[0];
      const upper = current.at(-1)! > floor && highest < latticeLimits[1];
      if (lower) {
        first--;
        nodes.unshift(nodeAt(lowest));
        current.unshift(logDensity(nodes[0]!, included));
      }
      if (upper) {
        nodes.push(nodeAt(highest));
        current.push(logDensity(nodes.at(-1)!, included));
      }
      if (!lower && !upper) break;
    }
    densities.set(key, current);
    return current;
  };

  return {
    drawNode: (included: Uint8Array, generator: Generator): LatticeNode => {
      const current = densitiesOf(included);
      const highest = Math.max(...current);
      const weights = current.map((value) => Math.exp(value - highest));
      let left = uniformFloat64(generator) * weights.reduce((sum, weight) => sum + weight, 0);
      const index = weights.findIndex((weight) => (left -= weight) < 0);
      return nodes[index < 0 ? weights.indexOf(Math.max(...weights)) : index]!;
    },
  };
}

/**
 * Where the lattice of logarithms of the ratio is centred and how far its nodes lie apart: the mode of the density with the
 * coefficients held at their estimates, found twice, and half of its standard deviation.
 */
function layout(
  { rows, prior, levelSum, irregularSum }: StandardisedTraining,
  nodeAt: (logRatio: number) => LatticeNode,
): { centre: number; step: number } {
  const { count, regressorCount: size } = rows;
  const passes = localLevelPasses(rows);
  const shape = (count - 1 + prior.irregularDegrees + prior.levelDegrees) / 2;
  const all = new Uint8Array(size).fill(1);
  let centre = Math.log(prior.levelDeviation ** 2 / prior.irregularDeviation ** 2);
  let step = 0.25;
  for (let round = 0; round < 2; round++) {
    const { regression } = nodeAt(centre);
    const coefficients = meanCoefficients(regression, all);
    const residual = rows.values.slice(size * count, (size + 1) * count);
    coefficients.forEach((coefficient, index) => {
      for (let row = 0; row < count; row++) residual[row]! -= coefficient * rows.values[index * count + row]!;
    });
    const objective = (logRatio: number) => {
      const ratio = Math.exp(logRatio);
      const { sumOfSquares, logDeterminant } = passes.sumOfSquares(residual, ratio, 1);
      return 0.5 * (prior.levelDegrees * logRatio + logDeterminant) +
        shape * Math.log(0.5 * (irregularSum + levelSum / ratio + sumOfSquares));
    };
    const values = grid.map(objective);
    const coarse = grid[values.indexOf(Math.min(...values))]!;
    centre = minimiseScalar(objective, coarse - 1, coarse + 1, 1e-3).argument;
    const reach = 0.1;
    const curvature = (objective(centre - reach) - 2 * objective(centre) + objective(centre + reach)) / reach ** 2;
    step = 0.5 / Math.sqrt(Math.max(curvature, 0.25));
  }
  return { centre, step };
}
