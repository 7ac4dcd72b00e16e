/** What {@linkcode localRegression} needs to know of the points. */
export interface LocalRegressionOptions {
  /** How many points there are, evenly spaced. */
  readonly length: number;
  /** How many neighbours a fit takes; may exceed the number of points, which widens the weights further. */
  readonly span: number;
  /** 0 fits a local constant, 1 a local line. */
  readonly degree: 0 | 1;
  /** Fit every so many points and interpolate linearly between; 1, every point, when left out. */
  readonly jump?: number;
}

/** A smoother of series of one length, made by {@linkcode localRegression} or {@linkcode gappedLocalRegression}. */
export interface LocalRegression {
  /**
   * The fit at every point.
   *
   * @param values The values.
   * @param weights Weights of 0 or more; all 1 when left out. Where all neighbours weigh 0 the fit is the value itself.
   */
  smooth(values: Float64Array, weights?: Float64Array): Float64Array;
  /** The fit at one point, -1 and `length` included: the next ones outside. Undefined where all neighbours weigh 0. */
  at(position: number, values: Float64Array, weights?: Float64Array): number | undefined;
}

/**
 * Local regression (loess) on evenly spaced points with tricube weights, as STL uses it (Cleveland, Cleveland, McRae and
 * Terpenning 1990).
 *
 * On even spacing the weights depend only on where in its window a point stands, so they are computed once and serve every
 * window and every series of the same length; without weights of its own a fit is one scalar product.
 *
 * @param options The number of points, the span, the degree and the jump.
 * @returns A smoother that may be used on any number of series without missing values.
 * @throws {RangeError} If the length, span or jump is not a positive whole number.
 *
 * @example A local line leaves a straight line as it is
 * ```ts
 * import { localRegression } from "@/decomposition/local_regression.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const line = Float64Array.of(1, 3, 5, 7, 9);
 * const smoother = localRegression({ length: 5, span: 3, degree: 1 });
 * smoother.smooth(line).forEach((fit, i) => assertAlmostEquals(fit, line[i]!, 1e-12));
 * assertAlmostEquals(smoother.at(5, line)!, 11, 1e-12); // one beyond the end
 * ```
 */
export function localRegression({ length, span, degree, jump = 1 }: LocalRegressionOptions): LocalRegression {
  checkCounts({ length, span, jump });
  const width = Math.min(span, length);
  const extraReach = Math.floor(Math.max(0, span - length) / 2);
  const before = Math.ceil(span / 2) - 1;
  const leastSpread = leastSpreadOf(length);
  const shapes: Float64Array[] = []; // by place in the window, from -1 on
  const operators: (Float64Array | undefined)[] = [];

  const windowStart = (position: number) => Math.max(0, Math.min(position - before, length - width));
  const shapeAt = (place: number) =>
    shapes[place + 1] ??= tricubeWeights(width, place, Math.max(place, width - 1 - place) + extraReach);
  const operatorAt = (place: number) =>
    operators[place + 1] ??= linearOperator(shapeAt(place), place, degree, leastSpread);

  const fit = (position: number, start: number, values: Float64Array, weights: Float64Array | undefined) => {
    const place = position - start;
    if (weights === undefined) {
      const operator = operatorAt(place);
      if (operator === undefined) return undefined;
      let sum = 0;
      for (let k = 0; k < width; k++) sum += operator[k]! * values[start + k]!;
      return sum;
    }
    const shape = shapeAt(place);
    let total = 0;
    let first = 0;
    let second = 0;
    let level = 0;
    let tilt = 0;
    for (let k = 0; k < width; k++) {
      const weight = shape[k]! * weights[start + k]!;
      if (weight === 0) continue;
      const away = k - place;
      const share = weight * values[start + k]!;
      total += weight;
      first += weight * away;
      second += weight * away * away;
      level += share;
      tilt += share * away;
    }
    return lineAtZero({ total, first, second, level, tilt }, degree, leastSpread);
  };

  return {
    smooth: (values, weights) =>
      fitAndInterpolate(length, jump, (i, fitted) => fit(i, windowStart(fitted), values, weights) ?? values[i]!),
    at: (position, values, weights) => fit(position, windowStart(position), values, weights),
  };
}

/** Refuses what does not count points. */
export function checkCounts(counts: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(counts)) {
    if (!Number.isInteger(count) || count < 1) {
      throw new RangeError(
        `Cannot smooth locally: ${name} must be a positive whole number, current value is ${count}`,
      );
    }
  }
}

/** The least variance of the positions in a window that a line is fitted to. */
export function leastSpreadOf(length: number): number {
  return (0.001 * (length - 1)) ** 2;
}

/** Weighted sums over a window, of positions relative to the point of the fit. */
export interface Moments {
  readonly total: number;
  readonly first: number;
  readonly second: number;
  /** The sum of the weighted values. */
  readonly level: number;
  /** The sum of the weighted values times their positions. */
  readonly tilt: number;
}

/** The weighted mean, or the weighted least squares line at 0; undefined if there is no weight. */
export function lineAtZero(
  { total, first, second, level, tilt }: Moments,
  degree: 0 | 1,
  leastSpread: number,
): number | undefined {
  if (total === 0) return undefined;
  const mean = level / total;
  if (degree === 0) return mean;
  const centre = first / total;
  const spread = second / total - centre * centre;
  return spread > leastSpread ? mean - centre * (tilt / total - centre * mean) / spread : mean;
}

/**
 * Fits every `jump` points and the last, and interpolates between.
 *
 * @param fit The fit at a point by the window of another: its own, and for the last point, off the jumps, that of the fit
 * before it, as in the authors' program.
 */
export function fitAndInterpolate(
  length: number,
  jump: number,
  fit: (position: number, windowOf: number) => number,
): Float64Array {
  const fits = new Float64Array(length);
  const step = Math.max(1, Math.min(jump, length - 1));
  let last = 0;
  for (let i = 0; i < length; i += step) {
    fits[i] = fit(i, i);
    interpolate(fits, last, i);
    last = i;
  }
  if (last < length - 1) {
    fits[length - 1] = fit(length - 1, last);
    interpolate(fits, last, length - 1);
  }
  return fits;
}

function interpolate(values: Float64Array, from: number, to: number): void {
  const start = values[from]!;
  const slope = (values[to]! - start) / (to - from);
  for (let i = from + 1; i < to; i++) values[i] = start + slope * (i - from);
}

function tricubeWeights(width: number, place: number, reach: number): Float64Array {
  const weights = new Float64Array(width);
  for (let k = 0; k < width; k++) weights[k] = tricube(Math.abs(k - place), reach);
  return weights;
}

/** The weight of a point at a distance; 1 up to a thousandth of the reach, 0 in its last thousandth. */
export function tricube(distance: number, reach: number): number {
  if (distance <= 0.001 * reach) return 1;
  if (distance > 0.999 * reach) return 0;
  const share = distance / reach;
  const rest = 1 - share * share * share;
  return rest * rest * rest;
}

/** What each value of a window is multiplied by, when the values have no weights of their own, for the fit at a place. */
function linearOperator(
  shape: Float64Array,
  place: number,
  degree: 0 | 1,
  leastSpread: number,
): Float64Array | undefined {
  let total = 0;
  let first = 0;
  for (let k = 0; k < shape.length; k++) {
    total += shape[k]!;
    first += shape[k]! * (k - place);
  }
  if (total === 0) return undefined;
  const centre = first / total;
  let second = 0;
  for (let k = 0; k < shape.length; k++) second += shape[k]! * (k - place - centre) ** 2;
  const spread = second / total;
  const slope = degree === 1 && spread > leastSpread ? -centre / spread : 0;
  const operator = new Float64Array(shape.length);
  for (let k = 0; k < shape.length; k++) operator[k] = shape[k]! / total * (1 + slope * (k - place - centre));
  return operator;
}
