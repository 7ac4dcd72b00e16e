import { cumulativeSums, sumOfSquares } from "@/change_point/cumulative_sums.ts";
import { design, growingFit } from "@/change_point/residual_sums.ts";
import { logNormalCumulative } from "@/distribution/normal.ts";

/** How {@linkcode breakIntervals} is computed. */
export interface BreakIntervalsOptions {
  /** The regressors the breaks were found with, by column; only a constant when left out. */
  readonly regressors?: readonly ArrayLike<number>[];
  /** The confidence level; 0.95 when left out. */
  readonly level?: number;
  /**
   * The covariance matrix of the coefficients of one segment, row by row, robust to whatever its errors are (say, a HAC
   * estimate). When left out the errors of a segment are taken as independent of one variance.
   *
   * @param start The index of the first observation of the segment.
   * @param end The index after its last.
   */
  readonly covariance?: (start: number, end: number) => ArrayLike<number>;
}

/** A break with its confidence interval; the ends may lie beyond the series, where the data do not bound the date. */
export interface BreakInterval {
  readonly breakPoint: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Confidence intervals of break dates (Bai 1997), as strucchange's `confint`: regressors and errors may have another law
 * in every segment.
 *
 * @param series The series the breaks were found in.
 * @param breakPoints From {@linkcode breakPoints}.
 * @returns An interval for each break, undefined where the change is too small against the noise to have one.
 * @throws {RangeError} If the breaks do not rise within the series, or the level is not between 0 and 1.
 *
 * @example
 * ```ts
 * import { breakIntervals } from "@/change_point/break_intervals.ts";
 * import { breakPoints } from "@/change_point/break_points.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const series = [1, 3.2, 2.1, 1.3, 2.9, 2, 1.2, 3.1, 3, 5.2, 4.1, 3.3, 5.1, 4.2, 3.1, 5];
 * const found = breakPoints(series).breakPoints; // R: confint(breakpoints(series ~ 1)) is 7, 9, 11
 * assertEquals(breakIntervals(series, found), [{ breakPoint: 9, low: 7, high: 11 }]);
 * ```
 */
export function breakIntervals(
  series: ArrayLike<number>,
  breakPoints: readonly number[],
  { regressors, level = 0.95, covariance }: BreakIntervalsOptions = {},
): (BreakInterval | undefined)[] {
  const n = series.length;
  const bounds = [0, ...breakPoints, n];
  if (!(level > 0 && level < 1)) {
    throw new RangeError(`Cannot bound a break: the level must be between 0 and 1, current value is ${level}`);
  }
  if (bounds.slice(1).some((bound, i) => !Number.isInteger(bound) || bound <= bounds[i]!)) {
    throw new RangeError(`Cannot bound breaks: they must rise within 1 to ${n - 1}, current breaks are ${breakPoints}`);
  }
  const fitSegment = regressors === undefined ? meanSegments(series) : regressionSegments(series, regressors);
  const segments = bounds.slice(1).map((end, i) => fitSegment(bounds[i]!, end));

  return breakPoints.map((breakPoint, i) => {
    const before = segments[i]!;
    const after = segments[i + 1]!;
    const change = after.coefficients.map((coefficient, j) => coefficient - before.coefficients[j]!);
    // the scale of the noise along the change, by segment
    const noise = (segment: SegmentFit) => {
      if (covariance === undefined) return segment.variance;
      const matrix = covariance(segment.start, segment.end);
      const moved = multiply(segment.moments, change);
      return (segment.end - segment.start) * quadraticForm(matrix, moved) / quadraticForm(segment.moments, change);
    };
    const momentBefore = quadraticForm(before.moments, change);
    const momentAfter = quadraticForm(after.moments, change);
    const noiseBefore = noise(before);
    const noiseAfter = noise(after);
    if (noiseBefore === 0 && noiseAfter === 0 && momentBefore > 0) {
      return { breakPoint, low: breakPoint, high: breakPoint };
    }
    const ratio = momentAfter / momentBefore;
    const spread = ratio * noiseAfter / noiseBefore;
    if (!(spread > 0 && spread < Infinity && ratio * ratio / spread < Infinity)) return undefined;
    const law = argmaxLaw(ratio, spread);
    const tail = (1 - level) / 2;
    const high = quantileOf(law, 1 - tail);
    const low = quantileOf(law, tail);
    if (high === undefined || low === undefined) return undefined;
    const unit = noiseBefore / momentBefore;
    const interval = {
      breakPoint,
      low: breakPoint - Math.ceil(high * unit),
      high: breakPoint - Math.floor(low * unit),
    };
    return Number.isSafeInteger(interval.low) && Number.isSafeInteger(interval.high) ? interval : undefined;
  });
}

interface SegmentFit {
  readonly start: number;
  readonly end: number;
  readonly coefficients: readonly number[];
  /** The mean square residual. */
  readonly variance: number;
  /** The mean of the outer products of the regressors, row by row. */
  readonly moments: ArrayLike<number>;
}

function meanSegments(series: ArrayLike<number>): (start: number, end: number) => SegmentFit {
  const totals = cumulativeSums(series);
  return (start, end) => ({
    start,
    end,
    coefficients: [(totals.sums[end]! - totals.sums[start]!) / (end - start)],
    variance: sumOfSquares(totals, start, end) / (end - start),
    moments: [1],
  });
}

function regressionSegments(
  series: ArrayLike<number>,
  regressors: readonly ArrayLike<number>[],
): (start: number, end: number) => SegmentFit {
  cumulativeSums(series); // refuses values that are not finite
  const matrix = design(regressors, series.length);
  const k = matrix.columns;
  return (start, end) => {
    const fit = growingFit(matrix, series);
    const moments = new Float64Array(k * k);
    let sum = 0;
    for (let i = start; i < end; i++) {
      sum = fit.add(i);
      for (let j = 0; j < k; j++) {
        for (let l = 0; l < k; l++) {
          moments[j * k + l] = moments[j * k + l]! + matrix.rows[i * k + j]! * matrix.rows[i * k + l]! / (end - start);
        }
      }
    }
    return { start, end, coefficients: [...fit.coefficients()], variance: sum / (end - start), moments };
  };
}

function multiply(matrix: ArrayLike<number>, vector: readonly number[]): number[] {
  const k = vector.length;
  return vector.map((_, i) => vector.reduce((sum, value, j) => sum + matrix[i * k + j]! * value, 0));
}

function quadraticForm(matrix: ArrayLike<number>, vector: readonly number[]): number {
  return multiply(matrix, vector).reduce((sum, value, i) => sum + value * vector[i]!, 0);
}

/**
 * The distribution of where a two-sided Brownian motion with drift is largest (Bai 1997, appendix B), with the drift
 * `ratio` and the variance `spread` of its right side relative to its left.
 */
function argmaxLaw(ratio: number, spread: number): (x: number) => number {
  return (signed) => {
    const x = Math.abs(signed);
    const root = Math.sqrt(x);
    if (signed < 0) {
      const share = ratio / spread;
      return -Math.sqrt(x / (2 * Math.PI)) * Math.exp(-x / 8) -
        spread / ratio * (spread + 2 * ratio) / (spread + ratio) *
          Math.exp(share * (1 + share) * x / 2 + logNormalCumulative(-(0.5 + share) * root)) +
        (x / 2 - 2 + (spread + 2 * ratio) ** 2 / ((spread + ratio) * ratio)) *
          Math.exp(logNormalCumulative(-root / 2));
    }
    const share = ratio * ratio / spread;
    return 1 + Math.sqrt(share * x / (2 * Math.PI)) * Math.exp(-share * x / 8) +
      ratio / spread * (2 * spread + ratio) / (spread + ratio) *
        Math.exp((spread + ratio) * x / 2 + logNormalCumulative(-(spread + ratio / 2) / Math.sqrt(spread) * root)) -
      ((2 * spread + ratio) ** 2 / ((spread + ratio) * spread) - 2 + share * x / 2) *
        Math.exp(logNormalCumulative(-Math.sqrt(share * x) / 2));
  };
}

/** Where a distribution around zero reaches a probability; undefined where zero lies beyond it. */
function quantileOf(law: (x: number) => number, probability: number): number | undefined {
  const middle = law(0) - probability;
  if (!(probability < 0.5 ? middle >= 0 : middle <= 0)) return undefined;
  // bracket and tolerance are those strucchange hands to R's uniroot, so that rounded ends agree with its
  const step = probability < 0.5 ? -1000 : 1000;
  let bound = step;
  while ((law(bound) - probability) * step < 0) bound += step;
  const root = (x: number) => law(x) - probability;
  return step < 0 ? zeroBetween(root, bound, 0) : zeroBetween(root, 0, bound);
}

/** A zero of a function between two points where it has opposite signs, by the method of Brent (1973). */
function zeroBetween(f: (x: number) => number, from: number, to: number): number {
  const tolerance = Number.EPSILON ** 0.25;
  let [previous, current, opposite] = [from, to, from];
  let [atPrevious, atCurrent] = [f(from), f(to)];
  let atOpposite = atPrevious;
  if (atPrevious === 0) return from;
  for (;;) {
    const lastStep = current - previous;
    if (Math.abs(atOpposite) < Math.abs(atCurrent)) {
      [previous, current, opposite] = [current, opposite, current];
      [atPrevious, atCurrent, atOpposite] = [atCurrent, atOpposite, atCurrent];
    }
    const precision = 2 * Number.EPSILON * Math.abs(current) + tolerance / 2;
    const halving = (opposite - current) / 2;
    if (Math.abs(halving) <= precision || atCurrent === 0) return current;
    let step = halving;
    if (Math.abs(lastStep) >= precision && Math.abs(atPrevious) > Math.abs(atCurrent)) {
      const span = opposite - current;
      const ratio = atCurrent / atPrevious;
      let numerator: number;
      let denominator: number;
      if (previous === opposite) {
        numerator = span * ratio;
        denominator = 1 - ratio;
      } else {
        const q = atPrevious / atOpposite;
        const r = atCurrent / atOpposite;
        numerator = ratio * (span * q * (q - r) - (current - previous) * (r - 1));
        denominator = (q - 1) * (r - 1) * (ratio - 1);
      }
      if (numerator > 0) denominator = -denominator;
      else numerator = -numerator;
      if (
        numerator < 0.75 * span * denominator - Math.abs(precision * denominator) / 2 &&
        numerator < Math.abs(lastStep * denominator / 2)
      ) step = numerator / denominator;
    }
    if (Math.abs(step) < precision) step = step > 0 ? precision : -precision;
    previous = current;
    atPrevious = atCurrent;
    current += step;
    atCurrent = f(current);
    if ((atCurrent > 0) === (atOpposite > 0) && atCurrent !== 0) {
      opposite = previous;
      atOpposite = atPrevious;
    }
  }
}
