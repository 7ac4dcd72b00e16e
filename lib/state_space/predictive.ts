import { seededStream } from "@/random/seeded_stream.ts";
import { standardNormal } from "@/random/standard_normal.ts";
import type { LocalLevelPosterior } from "@/state_space/local_level_posterior.ts";

/** A window of times: from `from` to before `to`. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/**
 * Posterior predictive paths over a window after the training series: what the series would have been.
 *
 * @param posterior Draws of the model.
 * @param regressors The regressors over the whole series, the window included.
 * @param window Times after the posterior's last one.
 * @param seed The seed; that of the posterior will do, its stream is another ({@linkcode seededStream}).
 * @returns draws x window length, one path after another, the irregular included.
 * @throws {RangeError} If the window does not lie after the last training value and within the regressors.
 *
 * @example
 * ```ts
 * import { predictivePaths } from "@/state_space/predictive.ts";
 * import { sampleLocalLevel } from "@/state_space/sample_local_level.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const posterior = sampleLocalLevel(Float64Array.of(3, 4, 3, 5, 4, 3), [], { seed: 1, draws: 10 });
 * assertEquals(predictivePaths(posterior, [], { from: 6, to: 9 }, 2).length, 30);
 * ```
 */
export function predictivePaths(
  posterior: LocalLevelPosterior,
  regressors: readonly Float64Array[],
  { from, to }: Window,
  seed: number,
): Float64Array {
  checkWindow(posterior, regressors, { from, to });
  const generator = seededStream(seed, 1);
  const { draws, lastTime, lastLevel, levelVariance, irregularVariance, coefficients } = posterior;
  const length = to - from;
  const paths = new Float64Array(draws * length);
  for (let draw = 0; draw < draws; draw++) {
    const path = paths.subarray(draw * length, (draw + 1) * length);
    const stepDeviation = Math.sqrt(levelVariance[draw]!);
    const deviation = Math.sqrt(irregularVariance[draw]!);
    let level = lastLevel[draw]! + Math.sqrt(from - 1 - lastTime) * stepDeviation * standardNormal(generator);
    for (let index = 0; index < length; index++) {
      level += stepDeviation * standardNormal(generator);
      path[index] = level + deviation * standardNormal(generator);
    }
    regressors.forEach((column, regressor) => {
      const coefficient = coefficients[draw * regressors.length + regressor]!;
      if (coefficient === 0) return;
      for (let index = 0; index < length; index++) path[index]! += coefficient * column[from + index]!;
    });
  }
  return paths;
}

/** Draws of a total over times of a window, from {@linkcode predictiveTotals}. */
export interface PredictiveTotals {
  /** One total a draw: level, regression and irregulars. */
  readonly totals: Float64Array;
  /** The mean over the draws of what each expects of its total. */
  readonly mean: number;
}

/**
 * The posterior predictive total over chosen times of a window, without its paths: given a draw of the parameters the total
 * is normal, with mean and variance in closed form.
 *
 * @param chosen Which times of the window enter, by their distance from its start, in order; all when left out.
 * @throws {RangeError} As {@linkcode predictivePaths}.
 *
 * @example
 * ```ts
 * import { predictiveTotals } from "@/state_space/predictive.ts";
 * import { sampleLocalLevel } from "@/state_space/sample_local_level.ts";
 * import { assert } from "@std/assert";
 *
 * const posterior = sampleLocalLevel(Float64Array.of(3, 4, 3, 5, 4, 3), [], { seed: 1 });
 * const { mean } = predictiveTotals(posterior, [], { from: 6, to: 9 }, 1);
 * assert(9 < mean && mean < 13); // three values near 11 / 3
 * ```
 */
export function predictiveTotals(
  posterior: LocalLevelPosterior,
  regressors: readonly Float64Array[],
  { from, to }: Window,
  seed: number,
  chosen: readonly number[] = Array.from({ length: to - from }, (_, index) => index),
): PredictiveTotals {
  checkWindow(posterior, regressors, { from, to });
  const generator = seededStream(seed, 2);
  const { draws, lastTime, lastLevel, levelVariance, irregularVariance, coefficients } = posterior;
  const size = regressors.length;
  const sums = regressors.map((column) => chosen.reduce((sum, index) => sum + column[from + index]!, 0));
  // A step of the level moves the chosen values after it: their number, squared and added up over the steps.
  let stepSquares = 0;
  let before = lastTime;
  chosen.forEach((index, position) => {
    stepSquares += (from + index - before) * (chosen.length - position) ** 2;
    before = from + index;
  });
  const totals = new Float64Array(draws);
  let mean = 0;
  for (let draw = 0; draw < draws; draw++) {
    let expected = chosen.length * lastLevel[draw]!;
    for (let index = 0; index < size; index++) expected += coefficients[draw * size + index]! * sums[index]!;
    const variance = stepSquares * levelVariance[draw]! + chosen.length * irregularVariance[draw]!;
    totals[draw] = expected + Math.sqrt(variance) * standardNormal(generator);
    mean += expected / draws;
  }
  return { totals, mean };
}

function checkWindow(
  { lastTime, draws, coefficients }: LocalLevelPosterior,
  regressors: readonly Float64Array[],
  { from, to }: Window,
): void {
  if (!(Number.isInteger(from) && Number.isInteger(to) && from > lastTime && to > from)) {
    throw new RangeError(
      `Cannot predict over a window: it must lie after the last training value (${lastTime}) and not be empty, current window is ${from} to ${to}`,
    );
  }
  if (regressors.length * draws !== coefficients.length) {
    throw new RangeError(
      `Cannot predict over a window: the posterior needs ${
        coefficients.length / draws
      } regressors, current count is ${regressors.length}`,
    );
  }
  regressors.forEach((column, index) => {
    if (column.length < to || column.subarray(from, to).some((value) => !Number.isFinite(value))) {
      throw new RangeError(
        `Cannot predict over a window: regressor ${index} must be finite up to ${to}, current length is ${column.length}`,
      );
    }
  });
}
