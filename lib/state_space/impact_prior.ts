/** The prior of the Bayesian local level, in units of the training series' standard deviation. */
export interface ImpactPrior {
  /** Guess at the standard deviation of a step of the level. */
  readonly levelDeviation: number;
  /** How many observations that guess is worth. */
  readonly levelDegrees: number;
  /** Guess at the standard deviation of the irregular. */
  readonly irregularDeviation: number;
  /** How many observations that guess is worth. */
  readonly irregularDegrees: number;
  /** The prior probability that a regressor has a coefficient other than 0. */
  readonly inclusionProbability: number;
  /** How many observations the prior of the coefficients (mean 0) is worth. */
  readonly slabWeight: number;
  /** The weight of the diagonal in the prior's information matrix, which keeps it regular. */
  readonly slabShrinkage: number;
  /** The largest standard deviation allowed to a step of the level. */
  readonly levelLimit: number;
  /** The largest standard deviation allowed to the irregular. */
  readonly irregularLimit: number;
}

/**
 * The prior that CausalImpact (Brodersen et al. 2015) gives to bsts (Scott and Varian 2014).
 *
 * The step of the level is guessed at a hundredth of a standard deviation, worth 32 observations. With regressors, 80 % of
 * the variance is expected to be explained, worth 50 observations, and three coefficients (the intercept, here part of the
 * level, counted) are expected to differ from 0. Without any, the irregular is guessed at one standard deviation, worth a
 * hundredth of an observation.
 *
 * @param regressorCount How many regressors there are.
 *
 * @example Up to two regressors are always in
 * ```ts
 * import { causalImpactPrior } from "@/state_space/impact_prior.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(causalImpactPrior(2).inclusionProbability, 1);
 * assertEquals(causalImpactPrior(5).inclusionProbability, 0.5);
 * ```
 */
export function causalImpactPrior(regressorCount: number): ImpactPrior {
  const regression = regressorCount > 0;
  return {
    levelDeviation: 0.01,
    levelDegrees: 32,
    irregularDeviation: regression ? Math.sqrt(1 - 0.8) : 1,
    irregularDegrees: regression ? 50 : 0.01,
    inclusionProbability: Math.min(1, 3 / (regressorCount + 1)),
    slabWeight: 0.01,
    slabShrinkage: 0.5,
    levelLimit: 1,
    irregularLimit: 1.2,
  };
}
