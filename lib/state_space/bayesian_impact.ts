import { quantileSorted } from "d3-array";
import type { LocalLevelPosterior, PosteriorOptions } from "@/state_space/local_level_posterior.ts";
import { predictivePaths, predictiveTotals } from "@/state_space/predictive.ts";
import { sampleLocalLevel } from "@/state_space/sample_local_level.ts";

/** A posterior mean with its central interval and standard deviation. */
export interface PosteriorSummary {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly standardDeviation: number;
}

/** What an event did to a series, against what the model expects without it. */
export interface BayesianImpact {
  /** Means over the observed times of the window. */
  readonly average: {
    readonly actual: number;
    readonly predicted: PosteriorSummary;
    readonly effect: PosteriorSummary;
  };
  /** Sums over the observed times of the window. */
  readonly cumulative: {
    readonly actual: number;
    readonly predicted: PosteriorSummary;
    readonly effect: PosteriorSummary;
  };
  /** Actual over predicted, less 1; undefined where the predicted total may be 0 or of either sign. */
  readonly relative: PosteriorSummary | undefined;
  /** One-sided posterior tail probability of a total at least as far out as the actual one. */
  readonly tailProbability: number;
  readonly posterior: LocalLevelPosterior;
  /** Draws of what the series would have been, draws x window length. */
  readonly paths: () => Float64Array;
}

/** How {@linkcode bayesianImpact} looks at an event. */
export interface BayesianImpactOptions extends PosteriorOptions {
  /** The first time that the event may have touched. */
  readonly from: number;
  /** Where the window ends, exclusive; the end of the series when left out. */
  readonly to?: number;
  /** Where the training ends, exclusive; `from` when left out. */
  readonly trainingEnd?: number;
  /** The probability of the intervals; 0.95 when left out. */
  readonly level?: number;
  /** The sampler; {@linkcode sampleLocalLevel} when left out. */
  readonly sampler?: typeof sampleLocalLevel;
}

/**
 * The effect of an event by a Bayesian local level with static regression, as CausalImpact (Brodersen et al. 2015) has it:
 * the model is trained before the event, the counterfactual is its posterior predictive, intervals are quantiles of
 * the draws.
 *
 * Two departures: the level starts exactly diffuse, where bsts gives it a wide prior and adds an intercept; and the variances
 * are drawn with everything else integrated out, see {@linkcode sampleLocalLevel}.
 *
 * @param series The series, NaN where missing, before the event or after it.
 * @param regressors Control series and other columns that the event did not touch, as long as the series, finite everywhere.
 * @throws {RangeError} As {@linkcode sampleLocalLevel}, or if the window is out of range or has no observed value.
 *
 * @example
 * ```ts
 * import { bayesianImpact } from "@/state_space/bayesian_impact.ts";
 * import { assert } from "@std/assert";
 *
 * const control = Float64Array.from({ length: 80 }, (_, time) => 10 + Math.sin(time / 5));
 * const series = control.map((value, time) => 2 * value + 0.2 * Math.sin(time * time) - (time < 60 ? 0 : 3));
 * const { average, tailProbability } = bayesianImpact(series, [control], { from: 60, seed: 20120119 });
 * assert(average.effect.low < -3 && -3 < average.effect.high && tailProbability < 0.01);
 * ```
 */
export function bayesianImpact(
  series: Float64Array,
  regressors: readonly Float64Array[],
  options: BayesianImpactOptions,
): BayesianImpact {
  const { from, to = series.length, trainingEnd = from, level = 0.95, sampler = sampleLocalLevel, seed } = options;
  if (!(trainingEnd > 0 && trainingEnd <= from && from < to && to <= series.length)) {
    throw new RangeError(
      `Cannot measure an impact: 0 < trainingEnd <= from < to <= ${series.length} must hold, current values are ${trainingEnd}, ${from} and ${to}`,
    );
  }
  const window = { from, to };
  const observed = Array.from({ length: to - from }, (_, index) => index)
    .filter((index) => !Number.isNaN(series[from + index]!));
  if (observed.length === 0) {
    throw new RangeError(`Cannot measure an impact: the window must have an observed value, current count is 0`);
  }
  const posterior = sampler(
    series.slice(0, trainingEnd),
    regressors.map((column) => column.slice(0, trainingEnd)),
    options,
  );
  const { totals, mean } = predictiveTotals(posterior, regressors, window, seed, observed);
  const actual = observed.reduce((sum, index) => sum + series[from + index]!, 0);
  const sorted = totals.slice().sort();
  const [lowest, highest] = [sorted[0]!, sorted.at(-1)!];
  const effect = (total: number) => actual - total;
  const share = (total: number) => actual / total - 1;
  const signed = lowest > 0 || highest < 0;
  const scale = (divisor: number) => ({
    actual: actual / divisor,
    predicted: summary(totals.map((total) => total / divisor), mean / divisor, level),
    effect: summary(totals.map((total) => effect(total) / divisor), effect(mean) / divisor, level),
  });
  const [below, above] = [totals.filter((total) => total <= actual), totals.filter((total) => total >= actual)];
  return {
    average: scale(observed.length),
    cumulative: scale(1),
    relative: signed ? summary(totals.map(share), meanOf(totals.map(share)), level) : undefined,
    tailProbability: (1 + Math.min(below.length, above.length)) / (totals.length + 1),
    posterior,
    paths: () => predictivePaths(posterior, regressors, window, seed),
  };
}

const meanOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function summary(values: Float64Array, mean: number, level: number): PosteriorSummary {
  const sorted = values.sort();
  const tail = (1 - level) / 2;
  const centre = meanOf(sorted);
  const squares = sorted.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return {
    mean,
    low: quantileSorted(sorted, tail)!,
    high: quantileSorted(sorted, 1 - tail)!,
    standardDeviation: Math.sqrt(squares / (sorted.length - 1)),
  };
}
