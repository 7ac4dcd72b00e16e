import { bisquareWeights } from "@/decomposition/bisquare_weights.ts";
import { gappedLocalRegression } from "@/decomposition/gapped_local_regression.ts";
import { type LocalRegression, localRegression } from "@/decomposition/local_regression.ts";
import { movingAverage } from "@/decomposition/moving_average.ts";

/** How {@linkcode stl} smooths; every default is that of R's `stl`. */
export interface StlOptions {
  /**
   * The span of the seasonal smoother, in cycles: "periodic" keeps the season the same in every cycle; a number of 3 or
   * more lets it change, the slower the larger.
   */
  readonly seasonalWindow: number | "periodic";
  /** 0 or 1; 0 when left out. */
  readonly seasonalDegree?: 0 | 1 | undefined;
  /** The span of the trend, in points; the next odd number from 1.5 period / (1 - 1.5 / seasonal span) when left out. */
  readonly trendWindow?: number | undefined;
  /** 0 or 1; 1 when left out. */
  readonly trendDegree?: 0 | 1 | undefined;
  /** The span of the low-pass filter, in points; the next odd number from the period when left out. */
  readonly lowPassWindow?: number | undefined;
  /** 0 or 1; the degree of the trend when left out. */
  readonly lowPassDegree?: 0 | 1 | undefined;
  /** Points from one seasonal fit to the next, linear between; a tenth of the span, rounded up, when left out. */
  readonly seasonalJump?: number | undefined;
  /** As `seasonalJump`, for the trend. */
  readonly trendJump?: number | undefined;
  /** As `seasonalJump`, for the low-pass filter. */
  readonly lowPassJump?: number | undefined;
  /** Weigh down points with large remainders; false when left out. */
  readonly robust?: boolean | undefined;
  /** Passes between season and trend; 2 when left out, 1 if robust. */
  readonly innerIterations?: number | undefined;
  /** Take the exact median in rounds of robustness weights, as statsmodels, not R's; see `middlePair`; false when left out. */
  readonly exactMedian?: boolean | undefined;
  /** Rounds of robustness weights; 0 when left out, 15 if robust. */
  readonly outerIterations?: number | undefined;
}

/** A series taken apart: season + trend + remainder is the series. */
export interface Decomposition {
  readonly seasonal: Float64Array;
  readonly trend: Float64Array;
  /** NaN where the series is missing. */
  readonly remainder: Float64Array;
  /** The robustness weights of the last round, 0 to 1; 1 throughout without such rounds, 0 where the series is missing. */
  readonly weights: Float64Array;
}

/**
 * Takes a series apart into season, trend and remainder by local regression: STL (Cleveland, Cleveland, McRae and
 * Terpenning 1990), with the defaults of R's `stl`.
 *
 * Missing values are not filled: each fit takes the nearest values that are there (Hafen 2010), so that season and trend
 * go across a gap of any width, the less certain the wider. R refuses them. An even span counts as the next odd one, as
 * in R.
 *
 * @param series The values, evenly spaced; missing ones are NaN.
 * @param period The number of points in a cycle: 288 for days of 5-minute bins.
 * @param options The spans, degrees, jumps and iterations; only the seasonal window has no default.
 * @returns Three parts of the length of the series, and the robustness weights.
 * @throws {RangeError} If the period is no whole number of 2 or more, the series does not exceed two periods, a value is
 * infinite, an option is out of range, or some phase of the cycle has no value at all.
 *
 * @example The shape of a day on a level is found exactly
 * ```ts
 * import { stl } from "@/decomposition/stl.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const shape = [-3, 1, 4, -2];
 * const series = Float64Array.from({ length: 40 }, (_, i) => 10 + shape[i % 4]!);
 * const { seasonal, trend } = stl(series, 4, { seasonalWindow: "periodic" });
 * assertAlmostEquals(seasonal[20]!, -3, 1e-12);
 * assertAlmostEquals(trend[20]!, 10, 1e-12);
 * ```
 */
export function stl(series: ArrayLike<number>, period: number, options: StlOptions): Decomposition {
  const values = new Float64Array(series);
  const plan = planOf(values, period, options);
  const length = values.length;
  const phases = Array.from({ length: period }, (_, phase) => everyPeriod(values, phase, period));
  const evenSmoothers = new Map<number, LocalRegression>();
  const seasonalSmoothers = phases.map((own, phase) => {
    const positions = positionsPresent(own);
    if (positions.length === 0) throw refusal("a value in every phase of the cycle needed", "empty phase", phase);
    if (positions.length < own.length) {
      return gappedLocalRegression(positions, { length: own.length, ...plan.seasonal });
    }
    const smoother = evenSmoothers.get(own.length) ?? localRegression({ length: own.length, ...plan.seasonal });
    evenSmoothers.set(own.length, smoother);
    return smoother;
  });
  const positions = positionsPresent(values);
  const trendSmoother = positions.length < length
    ? gappedLocalRegression(positions, { length, ...plan.trend })
    : localRegression({ length, ...plan.trend });
  const lowPassSmoother = localRegression({ length, ...plan.lowPass });

  /** Each phase of the cycle smoothed on its own, and carried on one cycle beyond either end. */
  const smoothCycles = (detrended: Float64Array, weights: Float64Array | undefined) => {
    const smoothed = new Float64Array(length + 2 * period);
    for (let phase = 0; phase < period; phase++) {
      const smoother = seasonalSmoothers[phase]!;
      const own = everyPeriod(detrended, phase, period);
      const ownWeights = weights && everyPeriod(weights, phase, period);
      const fits = smoother.smooth(own, ownWeights);
      const cycles = fits.length;
      smoothed[phase] = smoother.at(-1, own, ownWeights) ?? fits[0]!;
      for (let i = 0; i < cycles; i++) smoothed[phase + (i + 1) * period] = fits[i]!;
      smoothed[phase + (cycles + 1) * period] = smoother.at(cycles, own, ownWeights) ?? fits[cycles - 1]!;
    }
    return smoothed;
  };

  let seasonal: Float64Array = new Float64Array(length);
  let trend: Float64Array = new Float64Array(length);
  let weights: Float64Array | undefined;
  for (let outer = 0; outer <= plan.outerIterations; outer++) {
    for (let inner = 0; inner < plan.innerIterations; inner++) {
      const smoothed = smoothCycles(subtract(values, trend), weights);
      const passed = movingAverage(movingAverage(movingAverage(smoothed, period), period), 3);
      const level = lowPassSmoother.smooth(passed);
      seasonal = subtract(smoothed.subarray(period, period + length), level);
      trend = trendSmoother.smooth(subtract(values, seasonal), weights);
    }
    if (!trend.every(Number.isFinite)) {
      const largest = values.reduce((most, value) => Math.max(most, Math.abs(value) || 0), 0);
      throw refusal("values whose sums stay finite needed", "largest value", largest);
    }
    if (outer < plan.outerIterations) {
      weights = bisquareWeights(subtract(subtract(values, seasonal), trend), options);
    }
  }
  if (options.seasonalWindow === "periodic") seasonal = meanCycle(seasonal, period);
  return {
    seasonal,
    trend,
    remainder: subtract(subtract(values, seasonal), trend),
    weights: weights ?? values.map((value) => Number.isNaN(value) ? 0 : 1),
  };
}

function planOf(values: Float64Array, period: number, options: StlOptions) {
  if (!Number.isInteger(period) || period < 2) {
    throw refusal("a whole period of 2 points or more needed", "period", period);
  }
  if (values.length <= 2 * period) {
    throw refusal(`more than two periods of ${period} points needed`, "length", values.length);
  }
  const infinite = values.find((value) => Math.abs(value) === Infinity);
  if (infinite !== undefined) throw refusal("finite values needed", "value", infinite);

  const periodic = options.seasonalWindow === "periodic";
  const seasonalWindow = options.seasonalWindow === "periodic" ? 10 * values.length + 1 : options.seasonalWindow;
  if (!(seasonalWindow >= 3)) {
    throw refusal('a seasonal window of 3 cycles or more, or "periodic", needed', "window", seasonalWindow);
  }
  const {
    robust = false,
    seasonalDegree = 0,
    trendWindow = nextOdd(Math.ceil(1.5 * period / (1 - 1.5 / seasonalWindow))),
    trendDegree = 1,
    lowPassWindow = nextOdd(period),
    lowPassDegree = trendDegree,
    seasonalJump = Math.ceil(seasonalWindow / 10),
    trendJump = Math.ceil(trendWindow / 10),
    lowPassJump = Math.ceil(lowPassWindow / 10),
    innerIterations = robust ? 1 : 2,
    outerIterations = robust ? 15 : 0,
  } = options;
  if (!Number.isInteger(innerIterations) || innerIterations < 1) {
    throw refusal("one inner iteration or more needed", "count", innerIterations);
  }
  if (!Number.isInteger(outerIterations) || outerIterations < 0) {
    throw refusal("a whole number of outer iterations needed", "count", outerIterations);
  }
  const span = (window: number) => nextOdd(Math.max(3, window));
  return {
    seasonal: { span: span(seasonalWindow), degree: periodic ? 0 : seasonalDegree, jump: seasonalJump },
    trend: { span: span(trendWindow), degree: trendDegree, jump: trendJump },
    lowPass: { span: span(lowPassWindow), degree: lowPassDegree, jump: lowPassJump },
    innerIterations,
    outerIterations,
  } as const;
}

const refusal = (needed: string, name: string, value: number) =>
  new RangeError(`Cannot decompose a series: ${needed}, current ${name} is ${value}`);

const nextOdd = (count: number): number => count % 2 === 0 ? count + 1 : count;

function subtract(values: Float64Array, part: Float64Array): Float64Array {
  const rest = new Float64Array(values.length);
  for (let i = 0; i < rest.length; i++) rest[i] = values[i]! - part[i]!;
  return rest;
}

function everyPeriod(values: Float64Array, phase: number, period: number): Float64Array {
  const taken = new Float64Array(Math.ceil((values.length - phase) / period));
  for (let i = 0; i < taken.length; i++) taken[i] = values[phase + i * period]!;
  return taken;
}

function positionsPresent(values: Float64Array): Int32Array {
  const positions = new Int32Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isNaN(values[i]!)) positions[count++] = i;
  }
  return positions.subarray(0, count);
}

function meanCycle(seasonal: Float64Array, period: number): Float64Array {
  const means = new Float64Array(period);
  for (let phase = 0; phase < period; phase++) {
    let sum = 0;
    let count = 0;
    for (let i = phase; i < seasonal.length; i += period) {
      sum += seasonal[i]!;
      count++;
    }
    means[phase] = sum / count;
  }
  const cycle = new Float64Array(seasonal.length);
  for (let i = 0; i < cycle.length; i += period) {
    cycle.set(means.subarray(0, cycle.length - i), i);
  }
  return cycle;
}
