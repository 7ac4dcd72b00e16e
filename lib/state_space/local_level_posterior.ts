import { type ObservedRows, observedRows } from "@/state_space/observed_rows.ts";
import { causalImpactPrior, type ImpactPrior } from "@/state_space/impact_prior.ts";
import { crossProducts } from "@/state_space/local_level_pass.ts";

/** Draws from the posterior of a local level with static regression, in the units of the series. */
export interface LocalLevelPosterior {
  /** How many draws. */
  readonly draws: number;
  /** The time of the last value that the draws were conditioned on. */
  readonly lastTime: number;
  /** The level at that time, one a draw; with the regressors at 0. */
  readonly lastLevel: Float64Array;
  /** Variance of a step of the level, one a draw. */
  readonly levelVariance: Float64Array;
  /** Variance of the irregular, one a draw. */
  readonly irregularVariance: Float64Array;
  /** Coefficients, draws x regressors; exactly 0 where the draw leaves the regressor out. */
  readonly coefficients: Float64Array;
}

/** How draws from the posterior are made. */
export interface PosteriorOptions {
  /** The seed, see {@linkcode seededStream}; print it beside the result. */
  readonly seed: number;
  /** How many draws to keep; 1,000 when left out. */
  readonly draws?: number;
  /** What to change of {@linkcode causalImpactPrior}. */
  readonly prior?: Partial<ImpactPrior>;
}

/** A series and its regressors in standard units, with the prior written out for them. */
export interface StandardisedTraining {
  readonly rows: ObservedRows;
  readonly prior: ImpactPrior;
  /** Information of the slab, regressors x regressors, in units of the inverse irregular variance. */
  readonly information: Float64Array;
  /** Twice the rates of the inverse gamma priors: degrees times guess squared. */
  readonly levelSum: number;
  readonly irregularSum: number;
  /** Writes one draw in standard units into a posterior in the units of the series. */
  readonly store: (
    posterior: LocalLevelPosterior,
    draw: number,
    standard: { lastLevel: number; levelVariance: number; irregularVariance: number; coefficients: Float64Array },
  ) => void;
  readonly emptyPosterior: (draws: number) => LocalLevelPosterior;
}

/**
 * Puts a training series and its regressors in standard units (mean 0, standard deviation 1 over the observed rows) and
 * writes the prior out for them.
 *
 * @throws {RangeError} If fewer than three values are observed, the series or a regressor is constant there, a regressor is
 * not finite or lengths differ, or a prior value is out of range.
 */
export function standardiseTraining(
  series: Float64Array,
  regressors: readonly Float64Array[],
  changes: Partial<ImpactPrior> = {},
): StandardisedTraining {
  const prior = { ...causalImpactPrior(regressors.length), ...changes };
  checkPrior(prior);
  const rows = observedRows(series, regressors);
  const { count, regressorCount: size, width, values } = rows;
  if (count < 3) {
    throw new RangeError(`Cannot train on the series: at least 3 values must be observed, current count is ${count}`);
  }
  const moments = Array.from({ length: size + 1 }, (_, index) => {
    const column = values.subarray(index * count, (index + 1) * count);
    const mean = column.reduce((sum, value) => sum + value, 0) / count;
    const squares = column.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const deviation = Math.sqrt(squares / (count - 1));
    if (!(deviation > 1e-14 * Math.abs(mean) && deviation < Infinity)) {
      throw new RangeError(
        `Cannot train on the series: ${
          index < size ? `regressor ${index}` : "the series"
        } must vary over the training rows and have finite squares, current mean is ${mean} and standard deviation ${deviation}`,
      );
    }
    for (let row = 0; row < count; row++) column[row] = (column[row]! - mean) / deviation;
    return { mean, deviation };
  });
  const response = moments[size]!;

  const products = crossProducts(values, count, width);
  const information = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const share = row === column ? 1 : 1 - prior.slabShrinkage;
      information[row * size + column] = prior.slabWeight * share * products[row * width + column]! / count;
    }
  }
  return {
    rows,
    prior,
    information,
    levelSum: prior.levelDegrees * prior.levelDeviation ** 2,
    irregularSum: prior.irregularDegrees * prior.irregularDeviation ** 2,
    emptyPosterior: (draws) => ({
      draws,
      lastTime: rows.times.at(-1)!,
      lastLevel: new Float64Array(draws),
      levelVariance: new Float64Array(draws),
      irregularVariance: new Float64Array(draws),
      coefficients: new Float64Array(draws * size),
    }),
    store: (posterior, draw, { lastLevel, levelVariance, irregularVariance, coefficients }) => {
      let level = response.mean + response.deviation * lastLevel;
      coefficients.forEach((coefficient, index) => {
        const { mean, deviation } = moments[index]!;
        const own = coefficient * response.deviation / deviation;
        posterior.coefficients[draw * size + index] = own;
        level -= own * mean;
      });
      posterior.lastLevel[draw] = level;
      posterior.levelVariance[draw] = levelVariance * response.deviation ** 2;
      posterior.irregularVariance[draw] = irregularVariance * response.deviation ** 2;
    },
  };
}

function checkPrior(prior: ImpactPrior): void {
  for (const [name, value] of Object.entries(prior)) {
    if (!(value > 0 && value < Infinity)) {
      throw new RangeError(`Cannot use the prior: ${name} must be positive and finite, current value is ${value}`);
    }
  }
  for (const name of ["inclusionProbability", "slabShrinkage"] as const) {
    if (prior[name] > 1) {
      throw new RangeError(`Cannot use the prior: ${name} must be at most 1, current value is ${prior[name]}`);
    }
  }
}
