import {
  type AutoregressiveFit,
  autoregressiveLevels,
  type WhitenedLevels,
} from "@/change_point/autoregressive_levels.ts";
import { bestMeanPartitions } from "@/change_point/best_mean_partitions.ts";
import { cumulativeSums } from "@/change_point/cumulative_sums.ts";

/** How {@linkcode changePoints} decides. */
export interface ChangePointsOptions {
  /** The probability of finding any change where there is none, fitted at 0.05, which it is when left out. */
  readonly falseAlarm?: number;
  /** The fewest observed values between changes; 2 log n, rounded up, when left out. */
  readonly minimumSegmentLength?: number;
  /** The most changes looked for; 20 when left out. More are slow to find, and hint at a trend or season left in. */
  readonly maximumChanges?: number;
  /** The confidence level of the intervals of the dates; 0.95 when left out. */
  readonly level?: number;
}

/** A change of level, by indices into the series. */
export interface ChangePoint {
  /** The first observed value after the change. */
  readonly index: number;
  /** The earliest and the latest index that the confidence interval holds. */
  readonly low: number;
  readonly high: number;
  /** The level after it less the level before. */
  readonly step: number;
}

/** The changes of level of a series, the levels, and the noise they were judged against. */
export interface ChangePoints {
  /** Rising; empty where the series gives no reason to think that its level changed. */
  readonly changes: readonly ChangePoint[];
  /** The level before the first change, between changes, and after the last. */
  readonly levels: readonly number[];
  /** The autoregression of the noise: its coefficients on itself 1, 2 ... bins before; empty where it has none. */
  readonly autoregression: readonly number[];
  /** The standard deviation of the series about its levels. */
  readonly noise: number;
  /** By how much a change had to lower minus twice the log likelihood. */
  readonly penalty: number;
  /** By how much the best changes of each number lower it, from none on, as far as was looked. */
  readonly gains: readonly number[];
}

/** How many further changes are tried after the last that paid: two can pay where one does not, as for an outage. */
const patience = 4;

/** The longest autoregression tried. */
const longestOrder = 8;

/**
 * Finds changes in the level of a series whose noise is autocorrelated; no change is one of the answers.
 *
 * Usual penalties take the noise as independent and find changes in any slow noise. Here the noise is autoregressive, of
 * an order chosen by AIC, and it is estimated anew for every number of changes, so that slow noise and steps compete to
 * explain the same wandering:
 *
 * 1. For 0, 1, 2 ... changes the dates of least squares, exactly (functional pruning).
 * 2. The dates moved to where the likelihood with autoregressive noise is largest, and its deviance.
 * 3. The number of changes of least deviance + penalty × changes.
 *
 * The penalty is fitted to simulations of AR(1) noise without any change, so that the share of series in which a change
 * is found is `falseAlarm`; it depends on the length and on how slow the noise is (bench/change_points.ts measures it,
 * also where it falls short: noise that no short autoregression describes, such as long memory, and series with a trend
 * or a season, which should be taken out first). The interval of a date holds the dates whose likelihood ratio is within
 * the limit of Hansen (2000), all else held fixed; for small steps it is conservative or, where few of them are found at
 * all, too narrow.
 *
 * @param series Values at regular times; NaN where one is missing, which is left out and never filled.
 * @throws {RangeError} If fewer than 20 values were observed, one is infinite, or an option is out of range.
 *
 * @example
 * ```ts
 * import { changePoints } from "@/change_point/change_points.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const wave = Float64Array.from({ length: 200 }, (_, i) => Math.sin(i * i) + Math.sin(i * i * i));
 * assertEquals(changePoints(wave).changes, []);
 * assertEquals(changePoints(wave.map((value, i) => i < 120 ? value : value - 4)).changes.map(({ index }) => index), [120]);
 * ```
 */
export function changePoints(series: ArrayLike<number>, options: ChangePointsOptions = {}): ChangePoints {
  const { falseAlarm = 0.05, level = 0.95, maximumChanges = 20 } = options;
  const where = observedIndices(series);
  const n = where.length;
  if (n < 20) {
    throw new RangeError(`Cannot look for changes: at least 20 observed values needed, current number is ${n}`);
  }
  const minimumLength = options.minimumSegmentLength ?? Math.max(longestOrder + 1, Math.ceil(2 * Math.log(n)));
  if (!Number.isInteger(minimumLength) || minimumLength < 2) {
    throw new RangeError(
      `Cannot look for changes: the minimum segment length must be a whole number of at least 2, current value is ${minimumLength}`,
    );
  }
  if (!Number.isInteger(maximumChanges) || maximumChanges < 1) {
    throw new RangeError(
      `Cannot look for changes: their largest number must be whole and at least 1, current value is ${maximumChanges}`,
    );
  }
  if (!(falseAlarm > 0 && falseAlarm < 1) || !(level > 0 && level < 1)) {
    throw new RangeError(
      `Cannot look for changes: probabilities must be between 0 and 1, current values are ${falseAlarm} and ${level}`,
    );
  }
  const values = Float64Array.from(where, (index) => series[index]!);
  const totals = cumulativeSums(values);
  if (!(totals.squares[n]! > 0)) {
    const penalty = changePenalty(n, [], falseAlarm);
    return { changes: [], levels: [totals.mean], autoregression: [], noise: 0, penalty, gains: [0] };
  }
  const predecessors = runsBefore(where);
  const model = autoregressiveLevels(values, predecessors, affordableOrder(predecessors, minimumLength));

  const unchanged: Candidate = { cuts: [], ...model.fit([]) };
  const penalty = changePenalty(n, unchanged.coefficients, falseAlarm);
  const gains = [0];
  let best = unchanged;
  for (const start of bestMeanPartitions(totals, minimumLength)) {
    const cuts = refine(model.whiten(model.fit(start).coefficients), start, n, minimumLength);
    const candidate = { cuts, ...model.fit(cuts) };
    gains.push(unchanged.deviance - candidate.deviance);
    if (candidate.deviance + penalty * (cuts.length - best.cuts.length) < best.deviance) best = candidate;
    if (cuts.length >= Math.min(best.cuts.length + patience, maximumChanges)) break;
  }

  const { cuts, coefficients } = best;
  const whitened = model.whiten(coefficients);
  const levels = whitened.levels(cuts);
  // the squared innovations of a date may exceed the least by this factor
  const limit = Math.exp(-2 * Math.log(1 - Math.sqrt(level)) / model.innovations);
  const segmentOf = (i: number) => cuts.filter((cut) => cut <= i).length;
  return {
    changes: cuts.map((cut, j) => {
      const { first, squares } = squaresByCut(whitened, cuts, j, n, minimumLength);
      const most = whitened.innovations(cuts) * limit;
      return {
        index: where[cut]!,
        low: where[Math.min(cut, first + squares.findIndex((sum) => sum <= most))]!,
        high: where[Math.max(cut, first + squares.findLastIndex((sum) => sum <= most))]!,
        step: levels[j + 1]! - levels[j]!,
      };
    }),
    levels,
    autoregression: coefficients,
    noise: Math.sqrt(values.reduce((sum, value, i) => sum + (value - levels[segmentOf(i)]!) ** 2, 0) / n),
    penalty,
    gains,
  };
}

interface Candidate extends AutoregressiveFit {
  /** Where the level steps, as indices into the observed values. */
  readonly cuts: readonly number[];
}

function observedIndices(series: ArrayLike<number>): number[] {
  const where: number[] = [];
  for (let i = 0; i < series.length; i++) {
    const value = series[i]!;
    if (Number.isNaN(value)) continue;
    if (!Number.isFinite(value)) {
      throw new RangeError(`Cannot look for changes: values must be finite or NaN, current value at ${i} is ${value}`);
    }
    where.push(i);
  }
  return where;
}

/** How many bins in a row right before each observed one were observed. */
function runsBefore(where: readonly number[]): Int32Array {
  const runs = new Int32Array(where.length);
  for (let i = 1; i < where.length; i++) runs[i] = where[i]! === where[i - 1]! + 1 ? runs[i - 1]! + 1 : 0;
  return runs;
}

/** The longest order for which gaps leave three quarters of the values with as many observed before them. */
function affordableOrder(predecessors: Int32Array, minimumLength: number): number {
  let order = Math.min(longestOrder, minimumLength - 1);
  while (order > 0 && predecessors.filter((count) => count >= order).length < 0.75 * predecessors.length) order--;
  return order;
}

/**
 * The 95 % quantile of the largest gain per change over 1,000 series of AR(1) noise without change for each of 100, 200,
 * 500, 1,000 and 2,016 values and autocorrelations 0, 0.3, 0.5, 0.7, 0.9 and 0.95 (quantile regression on what
 * `bench/change_points.ts --calibrate` writes); other probabilities by the tail of the chi-squared law of two degrees of
 * freedom.
 */
function changePenalty(n: number, autoregression: readonly number[], falseAlarm: number): number {
  const gain = 1 - autoregression.reduce((a, b) => a + b, 0);
  const slowness = -Math.log(Math.min(1, Math.max(1 / n, gain)));
  return 9.3 + 0.25 * Math.log(n) + 2.01 * slowness + 2 * Math.log(0.05 / falseAlarm);
}

/** Moves each cut to where the likelihood is largest with the others held, until none moves. */
function refine(whitened: WhitenedLevels, start: readonly number[], n: number, minimumLength: number): number[] {
  const cuts = [...start];
  for (let moved = true; moved;) {
    moved = false;
    for (const [j, cut] of cuts.entries()) {
      const { first, squares } = squaresByCut(whitened, cuts, j, n, minimumLength);
      const least = squares.reduce((a, b) => Math.min(a, b));
      if (least >= squares[cut - first]! * (1 - 1e-12)) continue;
      cuts[j] = first + squares.indexOf(least);
      moved = true;
    }
  }
  return cuts;
}

/** The squared innovations for every place of one cut between its neighbours. */
function squaresByCut(
  whitened: WhitenedLevels,
  cuts: readonly number[],
  j: number,
  n: number,
  minimumLength: number,
): { first: number; squares: Float64Array } {
  const first = (cuts[j - 1] ?? 0) + minimumLength;
  const last = (cuts[j + 1] ?? n) - minimumLength;
  const tried = [...cuts];
  const squares = Float64Array.from({ length: last - first + 1 }, (_, i) => {
    tried[j] = first + i;
    return whitened.innovations(tried);
  });
  return { first, squares };
}
