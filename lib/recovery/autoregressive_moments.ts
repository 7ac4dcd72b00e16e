/** The places of the columns in the products that {@linkcode autoregressiveMoments} makes. */
export const column = { level: 0, lasting: 1, passing: 2, response: 3 } as const;
const width = 4;

/** The sums of products of neighbouring observations that stand the same number of bins apart. */
interface Neighbours {
  readonly bins: number;
  readonly count: number;
  readonly later: Float64Array;
  readonly earlier: Float64Array;
  readonly cross: Float64Array;
}

/** All that the likelihood of a regression with AR(1) errors takes from the data. */
export interface AutoregressiveMoments {
  readonly observations: number;
  /** Products at the first observation. */
  readonly first: Float64Array;
  readonly neighbours: readonly Neighbours[];
}

/** An observed series with the bin of the event. */
export interface ObservedSeries {
  /** Which bins were observed, rising. */
  readonly bins: Int32Array;
  readonly values: Float64Array;
  /** The bin of the event. */
  readonly event: number;
}

/** Products of an observed series, with a further column that is 0 before the event. */
export interface SeriesMoments {
  /** The further column by its value at a number of bins after the event; without one it is 0. */
  readonly passing: (curve?: (time: number) => number) => AutoregressiveMoments;
  /**
   * The further column 1 until a duration and 0 from then on, for every duration after which something was observed:
   * all of them for the price of one. The same object each time, changed.
   */
  readonly passingSteps: () => Generator<{ duration: number; moments: AutoregressiveMoments }>;
}

/**
 * Sums over an observed series, made once, from which the likelihoods of all recovery shapes follow.
 *
 * The columns are a constant, a step at the event, the further column, and the values themselves.
 */
export function seriesMoments({ bins, values, event }: ObservedSeries): SeriesMoments {
  const n = values.length;
  const start = bins.findIndex((bin) => bin >= event);
  const gaps = [...new Set(Array.from(bins.subarray(1), (bin, i) => bin - bins[i]!))].sort((a, b) => a - b);
  const placeOf = new Map(gaps.map((gap, place) => [gap, place]));
  const places = Int32Array.from(bins, (bin, i) => i ? placeOf.get(bin - bins[i - 1]!)! : 0);
  const square = () => new Float64Array(width ** 2);

  const base = gaps.map((bins) => ({ bins, count: 0, later: square(), earlier: square(), cross: square() }));
  const row = (i: number) => [1, i >= start ? 1 : 0, 0, values[i]!];
  const first = Float64Array.from(square(), (_, at) => row(0)[Math.floor(at / width)]! * row(0)[at % width]!);
  for (let i = 1; i < n; i++) {
    const pair = base[places[i]!]!;
    pair.count++;
    const [now, before] = [row(i), row(i - 1)];
    for (let j = 0, at = 0; j < width; j++) {
      for (let k = 0; k < width; k++, at++) {
        pair.later[at]! += now[j]! * now[k]!;
        pair.earlier[at]! += before[j]! * before[k]!;
        pair.cross[at]! += now[j]! * before[k]! + before[j]! * now[k]!;
      }
    }
  }
  const copy = () => {
    const neighbours = base.map(({ later, earlier, cross, ...pair }) => ({
      ...pair,
      later: later.slice(),
      earlier: earlier.slice(),
      cross: cross.slice(),
    }));
    return { observations: n, first, neighbours };
  };
  const at = width * column.passing;

  function passing(curve?: (time: number) => number): AutoregressiveMoments {
    const moments = copy();
    if (!curve) return moments;
    let before = 0;
    for (let i = start; i < n; i++) {
      const now = curve(bins[i]! - event);
      const { later, earlier, cross } = moments.neighbours[places[i]!]!;
      const [value, valueBefore] = [values[i]!, values[i - 1]!];
      later[at]! += now;
      later[at + 1]! += now;
      later[at + 2]! += now * now;
      later[at + 3]! += now * value;
      earlier[at]! += before;
      earlier[at + 1]! += before;
      earlier[at + 2]! += before * before;
      earlier[at + 3]! += before * valueBefore;
      cross[at]! += now + before;
      cross[at + 1]! += (i > start ? now : 0) + before;
      cross[at + 2]! += 2 * now * before;
      cross[at + 3]! += now * valueBefore + before * value;
      before = now;
    }
    for (const { later, earlier, cross } of moments.neighbours) [later, earlier, cross].forEach(mirror);
    return moments;
  }

  function* passingSteps() {
    const moments = copy();
    for (let i = start; i < n - 1; i++) {
      const [here, next] = [moments.neighbours[places[i]!]!, moments.neighbours[places[i + 1]!]!];
      const inside = i > start ? 1 : 0;
      here.later[at]! += 1;
      here.later[at + 1]! += 1;
      here.later[at + 2]! += 1;
      here.later[at + 3]! += values[i]!;
      here.cross[at]! += 1;
      here.cross[at + 1]! += inside;
      here.cross[at + 2]! += 2 * inside;
      here.cross[at + 3]! += values[i - 1]!;
      next.earlier[at]! += 1;
      next.earlier[at + 1]! += 1;
      next.earlier[at + 2]! += 1;
      next.earlier[at + 3]! += values[i]!;
      next.cross[at]! += 1;
      next.cross[at + 1]! += 1;
      next.cross[at + 3]! += values[i + 1]!;
      for (const products of [here.later, here.cross, next.earlier, next.cross]) mirror(products);
      yield { duration: bins[i + 1]! - event, moments };
    }
  }

  return { passing, passingSteps };
}

/** Copies the row of the further column into its column. */
function mirror(products: Float64Array): void {
  for (let j = 0; j < width; j++) products[j * width + column.passing] = products[column.passing * width + j]!;
}

/** A regression on chosen columns with errors of a given autocorrelation. */
export interface AutoregressiveSolution {
  /** Minus twice the log likelihood at the best coefficients and variance. */
  readonly deviance: number;
  /** The variance of the errors (not of the innovations), with denominator n. */
  readonly variance: number;
  /** One a chosen column. */
  readonly coefficients: readonly number[];
}

/**
 * Generalised least squares with AR(1) errors at a given autocorrelation, exact also across missing bins.
 *
 * @param columns Which columns, in the order of {@linkcode column}, without the response.
 * @param least The least variance to reckon with, where columns fit without rest.
 * @returns Undefined where the columns are collinear.
 */
export function solveAutoregressive(
  { observations, first, neighbours }: AutoregressiveMoments,
  columns: readonly number[],
  autocorrelation: number,
  least: number,
): AutoregressiveSolution | undefined {
  const weighted = first.slice();
  let logDeterminant = 0;
  for (const { bins, count, later, earlier, cross } of neighbours) {
    const power = autocorrelation ** bins;
    const rest = 1 - power * power;
    logDeterminant += count * Math.log(rest);
    for (let at = 0; at < width ** 2; at++) {
      weighted[at]! += (later[at]! - power * cross[at]! + power * power * earlier[at]!) / rest;
    }
  }
  const order = [...columns, column.response];
  const size = columns.length;
  const factor: number[][] = [];
  for (const [i, row] of order.entries()) {
    factor.push([]);
    for (let j = 0; j <= i; j++) {
      let product = weighted[row * width + order[j]!]!;
      const whole = product;
      for (let k = 0; k < j; k++) product -= factor[i]![k]! * factor[j]![k]!;
      if (i === j && i < size && !(product > 1e-11 * whole)) return undefined;
      factor[i]!.push(i === j ? Math.sqrt(Math.max(0, product)) : product / factor[j]![j]!);
    }
  }
  const variance = Math.max(least, factor[size]![size]! ** 2 / observations);
  const coefficients = factor[size]!.slice(0, size);
  for (let j = size - 1; j >= 0; j--) {
    for (let k = j + 1; k < size; k++) coefficients[j]! -= factor[k]![j]! * coefficients[k]!;
    coefficients[j]! /= factor[j]![j]!;
  }
  return {
    deviance: observations * (Math.log(2 * Math.PI * variance) + 1) + logDeterminant,
    variance,
    coefficients,
  };
}
