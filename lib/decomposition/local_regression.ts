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

/** A smoother of series of one length, made by {@linkcode localRegression}. */
export interface LocalRegression {
  /**
   * The fit at every point.
   *
   * @param values The values; a missing one may be NaN if its weight is 0.
   * @param weights Weights of 0 or more; all 1 when undefined.
   * @param output Where to write the fit; a new array when left out.
   * @returns The fit: the value itself where all its neighbours weigh 0, so NaN where that value is missing too.
   */
  smooth(values: Float64Array, weights?: Float64Array, output?: Float64Array): Float64Array;
  /** The fit at one point, -1 and `length` included: the next ones outside. NaN where all its neighbours weigh 0. */
  at(position: number, values: Float64Array, weights?: Float64Array): number;
}

/**
 * Local regression (loess) on evenly spaced points with tricube weights, as STL uses it (Cleveland, Cleveland, McRae and
 * Terpenning 1990).
 *
 * On even spacing the weights depend only on where in its window a point stands, so they are computed once and serve every
 * window and every series of the same length; without weights of its own a fit is one scalar product.
 *
 * @param options The number of points, the span, the degree and the jump.
 * @returns A smoother that may be used on any number of series.
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
 * assertAlmostEquals(smoother.at(5, line), 11, 1e-12); // one beyond the end
 * ```
 */
export function localRegression({ length, span, degree, jump = 1 }: LocalRegressionOptions): LocalRegression {
  for (const [name, count] of Object.entries({ length, span, jump })) {
    if (!Number.isInteger(count) || count < 1) {
      throw new RangeError(
        `Cannot smooth locally: ${name} must be a positive whole number, current value is ${count}`,
      );
    }
  }
  const width = Math.min(span, length);
  const extraReach = Math.floor(Math.max(0, span - length) / 2);
  const before = Math.ceil(span / 2) - 1;
  const step = Math.max(1, Math.min(jump, length - 1));
  const leastSpread = (0.001 * (length - 1)) ** 2;
  const kernels = new Map<number, Kernel>();

  const windowStart = (position: number) => Math.max(0, Math.min(position - before, length - width));
  const kernelAt = (place: number) => {
    let kernel = kernels.get(place);
    if (!kernel) {
      const tricube = tricubeWeights(width, place, extraReach);
      kernel = { tricube, operator: linearOperator(tricube, place, degree, leastSpread) };
      kernels.set(place, kernel);
    }
    return kernel;
  };

  const fit = (position: number, start: number, values: Float64Array, weights: Float64Array | undefined) => {
    const place = position - start;
    const { tricube, operator } = kernelAt(place);
    if (weights === undefined) {
      let sum = 0;
      for (let k = 0; k < width; k++) sum += operator[k]! * values[start + k]!;
      return sum;
    }
    let total = 0;
    let first = 0;
    let second = 0;
    let level = 0;
    let tilt = 0;
    for (let k = 0; k < width; k++) {
      const weight = tricube[k]! * weights[start + k]!;
      if (weight === 0) continue;
      const away = k - place;
      const share = weight * values[start + k]!;
      total += weight;
      first += weight * away;
      second += weight * away * away;
      level += share;
      tilt += share * away;
    }
    if (total === 0) return NaN;
    const mean = level / total;
    if (degree === 0) return mean;
    const centre = first / total;
    const spread = second / total - centre * centre;
    return spread > leastSpread ? mean - centre * (tilt / total - centre * mean) / spread : mean;
  };

  const smooth = (values: Float64Array, weights?: Float64Array, output = new Float64Array(length)) => {
    const write = (position: number, start: number) => {
      const fitted = fit(position, start, values, weights);
      output[position] = Number.isNaN(fitted) ? values[position]! : fitted;
    };
    let last = 0;
    for (let i = 0; i < length; i += step) {
      write(i, windowStart(i));
      interpolate(output, last, i);
      last = i;
    }
    if (last < length - 1) {
      write(length - 1, windowStart(last)); // the window of the fit before it, as in the authors' program
      interpolate(output, last, length - 1);
    }
    return output;
  };

  return {
    smooth,
    at: (position, values, weights) => fit(position, windowStart(position), values, weights),
  };
}

/** The weights of the points in a window, for a fit at one place of it. */
interface Kernel {
  readonly tricube: Float64Array;
  /** What each value is multiplied by when the values have no weights of their own. */
  readonly operator: Float64Array;
}

function tricubeWeights(width: number, place: number, extraReach: number): Float64Array {
  const reach = Math.max(place, width - 1 - place) + extraReach;
  return Float64Array.from({ length: width }, (_, k) => {
    const distance = Math.abs(k - place);
    if (distance <= 0.001 * reach) return 1;
    return distance <= 0.999 * reach ? (1 - (distance / reach) ** 3) ** 3 : 0;
  });
}

function linearOperator(tricube: Float64Array, place: number, degree: 0 | 1, leastSpread: number): Float64Array {
  const total = tricube.reduce((sum, weight) => sum + weight, 0);
  const constant = tricube.map((weight) => weight / total);
  if (degree === 0) return constant;
  const centre = constant.reduce((sum, weight, k) => sum + weight * (k - place), 0);
  const spread = constant.reduce((sum, weight, k) => sum + weight * (k - place - centre) ** 2, 0);
  if (spread <= leastSpread) return constant;
  return constant.map((weight, k) => weight * (1 - centre * (k - place - centre) / spread));
}

function interpolate(values: Float64Array, from: number, to: number): void {
  const start = values[from]!;
  const slope = (values[to]! - start) / (to - from);
  for (let i = from + 1; i < to; i++) values[i] = start + slope * (i - from);
}
