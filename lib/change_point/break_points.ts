import { type CumulativeSums, cumulativeSums, sumOfSquares } from "@/change_point/cumulative_sums.ts";
import { backtrack, bestMeanPartitions } from "@/change_point/best_mean_partitions.ts";
import { design, growingFit } from "@/change_point/residual_sums.ts";

/** Which breaks are looked for, and in what regression. */
export interface BreakPointsOptions {
  /** The regressors by column, a constant among them where one is wanted; only a constant when left out. */
  readonly regressors?: readonly ArrayLike<number>[];
  /**
   * The trimming h: the fewest observations between breaks, as a share of them below 1 or as a number; 0.15 when left
   * out.
   */
  readonly minimumSegment?: number;
  /** The most breaks to try; as many as the trimming leaves room for when left out. */
  readonly maximumBreaks?: number;
}

/** The best breaks of a given number. */
export interface BreakChoice {
  /** The index of the first observation after each break, rising: as many observations lie before it. */
  readonly breakPoints: readonly number[];
  /** The sum of squared residuals of all segments. */
  readonly sumOfSquares: number;
  /** The Bayesian information criterion; -Infinity where nothing is left to explain. */
  readonly bic: number;
}

/** Breaks by number, and the number of least BIC. */
export interface BreakPoints extends BreakChoice {
  /** The best breaks of each number, from none on. */
  readonly choices: readonly BreakChoice[];
}

/**
 * Finds breaks in the coefficients of a regression at unknown dates, and how many there are by BIC (Bai & Perron 1998,
 * 2003), as strucchange's `breakpoints`: no break is one of the answers.
 *
 * With only a constant the partition is found by functional pruning, in about n log n; one break in a regression in n;
 * several in a regression by the dynamic program over all pairs of dates, in n² time but memory linear in n. BIC takes
 * the errors as independent: under autocorrelation it finds too many breaks.
 *
 * @param series Finite values in order of time.
 * @throws {RangeError} If a value is not finite, or the trimming leaves no room for a break or does not exceed the number
 * of regressors.
 *
 * @example A step
 * ```ts
 * import { breakPoints } from "@/change_point/break_points.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const series = [0.2, -0.1, 0.1, -0.2, 0, 9.8, 10.1, 10.0, 9.9, 10.2];
 * assertEquals(breakPoints(series, { minimumSegment: 3 }).breakPoints, [5]);
 * ```
 */
export function breakPoints(series: ArrayLike<number>, options: BreakPointsOptions = {}): BreakPoints {
  const n = series.length;
  const { regressors, minimumSegment = 0.15 } = options;
  const k = regressors?.length ?? 1;
  const trimming = minimumSegment < 1 ? Math.floor(n * minimumSegment) : minimumSegment;
  if (!Number.isInteger(trimming) || trimming <= k || 2 * trimming > n) {
    throw new RangeError(
      `Cannot look for breaks: the trimming must be a whole number over the ${k} regressors and at most half of the ${n} observations, current value is ${trimming}`,
    );
  }
  const room = Math.max(1, Math.ceil(n / trimming) - 2);
  const { maximumBreaks = room } = options;
  if (!Number.isInteger(maximumBreaks) || maximumBreaks < 1) {
    throw new RangeError(
      `Cannot look for breaks: their largest number must be whole and at least 1, current value is ${maximumBreaks}`,
    );
  }
  const most = Math.min(maximumBreaks, room);
  const totals = cumulativeSums(series);
  const { partitions, sums } = regressors === undefined
    ? meanBreaks(totals, trimming, most)
    : regressionBreaks(series, regressors, trimming, most);
  const choices = partitions.map((breaks, number): BreakChoice => {
    const logSum = Math.log(sums[number]!) + 1 - Math.log(n) + Math.log(2 * Math.PI);
    return {
      breakPoints: breaks,
      sumOfSquares: sums[number]!,
      bic: n * logSum + Math.log(n) * (k + 1) * (number + 1),
    };
  });
  const best = choices.reduce((least, choice) => choice.bic < least.bic ? choice : least);
  return { ...best, choices };
}

interface Partitions {
  /** The best breaks of each number from 0 on. */
  readonly partitions: readonly (readonly number[])[];
  /** Their sums of squares. */
  readonly sums: readonly number[];
}

function meanBreaks(totals: CumulativeSums, minimumLength: number, most: number): Partitions {
  const n = totals.sums.length - 1;
  const partitions: (readonly number[])[] = [[]];
  for (const partition of bestMeanPartitions(totals, minimumLength)) {
    if (partitions.push(partition) > most) break;
  }
  return {
    partitions,
    sums: partitions.map((breaks) =>
      [...breaks, n].reduce((sum, end, i) => sum + sumOfSquares(totals, breaks[i - 1] ?? 0, end), 0)
    ),
  };
}

function regressionBreaks(
  series: ArrayLike<number>,
  regressors: readonly ArrayLike<number>[],
  trimming: number,
  most: number,
): Partitions {
  const n = series.length;
  const fit = growingFit(design(regressors, n), series);
  const costs = Array.from({ length: most + 1 }, () => new Float64Array(n + 1).fill(Infinity));
  const starts = Array.from({ length: most }, () => new Int32Array(n + 1));
  for (let end = 1; end <= n; end++) {
    const sum = fit.add(end - 1);
    if (end >= trimming) costs[0]![end] = sum;
  }
  if (most === 1) {
    // the break of least cost needs only the sums from either end
    fit.clear();
    let after = 0;
    for (let i = n - 1; i >= trimming; i--) {
      after = fit.add(i);
      if (n - i >= trimming && costs[0]![i]! + after <= costs[1]![n]!) {
        costs[1]![n] = costs[0]![i]! + after;
        starts[0]![n] = i;
      }
    }
  } else {
    for (let start = trimming; start <= n - trimming; start++) {
      fit.clear();
      const levels = Math.min(most, Math.floor(start / trimming));
      for (let end = start + 1; end <= n; end++) {
        const sum = fit.add(end - 1);
        if (end - start < trimming) continue;
        for (let level = 0; level < levels; level++) {
          const cost = costs[level]![start]! + sum;
          if (cost < costs[level + 1]![end]!) {
            costs[level + 1]![end] = cost;
            starts[level]![end] = start;
          }
        }
      }
    }
  }
  return {
    partitions: costs.map((_, number) => backtrack(starts.slice(0, number), n)),
    sums: costs.map((cost) => cost[n]!),
  };
}
