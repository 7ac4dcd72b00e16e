import { type AutoregressiveLevels, autoregressiveLevels } from "@/change_point/autoregressive_levels.ts";
import { bestMeanPartitions } from "@/change_point/best_mean_partitions.ts";
import { cumulativeSums } from "@/change_point/cumulative_sums.ts";

/** How {@linkcode changePoints} decides. */
export interface ChangePointsOptions {
  /** The probability of finding any change where there is none; 0.05 when left out. */
  readonly falseAlarm?: number;
  /** The fewest observed values between changes; 2 log n, rounded up, when left out. */
  readonly minimumSegmentLength?: number;
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
  /** The autocorrelation of the noise at one bin. */
  readonly autocorrelation: number;
  /** The standard deviation of the noise. */
  readonly noise: number;
  /** By how much a change had to lower minus twice the log likelihood. */
  readonly penalty: number;
  /** By how much the best changes of each number lower it, from none on, as far as was looked. */
  readonly gains: readonly number[];
}

/** How many further changes are tried after the last that paid: two can pay where one does not, as for an outage. */
const patience = 4;

/**
 * Finds changes in the level of a series whose noise is autocorrelated; no change is one of the answers.
 *
 * Usual penalties take the noise as independent and find changes in any slow noise. Here the noise is AR(1), and its
 * autocorrelation is estimated anew for every number of changes, so that slow noise and steps compete to explain the
 * same wandering:
 *
 * 1. For 0, 1, 2 ... changes the dates of least squares, exactly (functional pruning).
 * 2. The dates moved to where the exact AR(1) likelihood is largest, and its deviance.
 * 3. The number of changes of least deviance + penalty × changes.
 *
 * The penalty is fitted to simulations of AR(1) noise without any change, so that the share of series in which a change
 * is found is `falseAlarm`; it depends on the length and on the autocorrelation (see bench/change_points.ts for what was
 * measured, and where it falls short). It does not hold for noise with a trend, a season or long memory: take those out
 * first. The interval of a date holds the dates whose likelihood ratio is within the limit of Hansen (2000), the other
 * dates and the autocorrelation held fixed.
 *
 * @param series Values at regular times; NaN where one is missing, which is left out and never filled.
 * @throws {RangeError} If fewer than 20 values were observed, one is infinite, or an option is out of range.
 *
 * @example
 * ```ts
 * import { changePoints } from "@/change_point/change_points.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const wave = Float64Array.from({ length: 200 }, (_, i) => Math.sin(i) + Math.sin(i * i));
 * assertEquals(changePoints(wave).changes, []);
 * assertEquals(changePoints(wave.map((value, i) => i < 120 ? value : value - 4)).changes.map(({ index }) => index), [120]);
 * ```
 */
export function changePoints(series: ArrayLike<number>, options: ChangePointsOptions = {}): ChangePoints {
  const { falseAlarm = 0.05, level = 0.95 } = options;
  const where = observedIndices(series);
  const n = where.length;
  if (n < 20) {
    throw new RangeError(`Cannot look for changes: at least 20 observed values needed, current number is ${n}`);
  }
  const minimumLength = options.minimumSegmentLength ?? Math.ceil(2 * Math.log(n));
  if (!Number.isInteger(minimumLength) || minimumLength < 2) {
    throw new RangeError(
      `Cannot look for changes: the minimum segment length must be a whole number of at least 2, current value is ${minimumLength}`,
    );
  }
  if (!(falseAlarm > 0 && falseAlarm < 1) || !(level > 0 && level < 1)) {
    throw new RangeError(
      `Cannot look for changes: probabilities must be between 0 and 1, current values are ${falseAlarm} and ${level}`,
    );
  }
  const values = Float64Array.from(where, (index) => series[index]!);
  const totals = cumulativeSums(values);
  const follows = Uint8Array.from(where, (index, i) => i > 0 && where[i - 1] === index - 1 ? 1 : 0);
  const model = autoregressiveLevels(values, follows);

  let best: Candidate = { cuts: [], ...model.fit([]) };
  const gains = [0];
  const unchanged = best;
  const penalty = changePenalty(n, best.autocorrelation, falseAlarm);
  if (totals.squares[n]! > 0) {
    for (const cuts of bestMeanPartitions(totals, minimumLength)) {
      const candidate = refine(model, cuts, minimumLength);
      gains.push(unchanged.deviance - candidate.deviance);
      if (candidate.deviance + penalty * (cuts.length - best.cuts.length) < best.deviance) best = candidate;
      else if (cuts.length >= best.cuts.length + patience) break;
    }
  }

  const { cuts, autocorrelation } = best;
  const levels = totals.squares[n]! > 0 ? model.levels(cuts, autocorrelation) : [totals.mean];
  const limit = -2 * Math.log(1 - Math.sqrt(level));
  return {
    changes: cuts.map((cut, j) => {
      const within = likelyDates(model, best, j, minimumLength, limit);
      return {
        index: where[cut]!,
        low: where[within.low]!,
        high: where[within.high]!,
        step: levels[j + 1]! - levels[j]!,
      };
    }),
    levels,
    autocorrelation,
    noise: Math.sqrt(model.innovations(cuts, autocorrelation) / n / (1 - autocorrelation * autocorrelation)),
    penalty,
    gains,
  };
}

interface Candidate {
  /** Where the level steps, as indices into the observed values. */
  readonly cuts: readonly number[];
  readonly autocorrelation: number;
  readonly deviance: number;
}

function observedIndices(series: ArrayLike<number>): number[] {
  const where: number[] = [];
  for (let i = 0; i < series.length; i++) if (!Number.isNaN(series[i]!)) where.push(i);
  return where;
}

/**
 * The 95 % quantile of the largest gain per change over 1,000 series of AR(1) noise without change for each of 100, 200,
 * 500, 1,000 and 2,016 values and autocorrelations 0, 0.3, 0.5, 0.7, 0.9 and 0.95 (quantile regression; bench/
 * change_points.ts --calibrate); other probabilities by the tail of the chi-squared law of two degrees of freedom.
 */
function changePenalty(n: number, autocorrelation: number, falseAlarm: number): number {
  return 6.9 + 0.57 * Math.log(n) - 2.02 * Math.log(1 - Math.max(0, autocorrelation)) + 2 * Math.log(0.05 / falseAlarm);
}

/** Moves each cut to where the likelihood is largest with the others held, until none moves. */
function refine(model: AutoregressiveLevels, start: readonly number[], minimumLength: number): Candidate {
  const { autocorrelation } = model.fit(start);
  const cuts = [...start];
  for (let moved = true; moved;) {
    moved = false;
    for (const [j, cut] of cuts.entries()) {
      const { at } = leastCut(model, cuts, j, autocorrelation, minimumLength);
      if (at === cut) continue;
      cuts[j] = at;
      moved = true;
    }
  }
  return { cuts, ...model.fit(cuts) };
}

function leastCut(
  model: AutoregressiveLevels,
  cuts: readonly number[],
  j: number,
  autocorrelation: number,
  minimumLength: number,
): { at: number; first: number; innovations: Float64Array } {
  const first = (cuts[j - 1] ?? 0) + minimumLength;
  const last = (cuts[j + 1] ?? model.observations) - minimumLength;
  const tried = [...cuts];
  const innovations = new Float64Array(last - first + 1);
  let at = cuts[j]!;
  let least = model.innovations(cuts, autocorrelation) * (1 - 1e-12);
  for (let cut = first; cut <= last; cut++) {
    tried[j] = cut;
    const sum = model.innovations(tried, autocorrelation);
    innovations[cut - first] = sum;
    if (sum < least) {
      least = sum;
      at = cut;
    }
  }
  return { at, first, innovations };
}

/** The earliest and latest cut whose deviance is within a limit of the least. */
function likelyDates(
  model: AutoregressiveLevels,
  { cuts, autocorrelation }: Candidate,
  j: number,
  minimumLength: number,
  limit: number,
): { low: number; high: number } {
  const { first, innovations } = leastCut(model, cuts, j, autocorrelation, minimumLength);
  const most = model.innovations(cuts, autocorrelation) * Math.exp(limit / model.observations);
  let low = cuts[j]!;
  let high = cuts[j]!;
  innovations.forEach((sum, i) => {
    if (sum > most) return;
    low = Math.min(low, first + i);
    high = Math.max(high, first + i);
  });
  return { low, high };
}
