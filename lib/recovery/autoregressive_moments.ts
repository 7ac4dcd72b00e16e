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

/**
 * Sums over an observed series, made once; `withPassing` adds a column that is 0 before the event.
 *
 * The columns are a constant, a step at the event, that further column, and the values themselves.
 *
 * @returns A function of the further column, given by its value at a number of bins after the event.
 */
export function autoregressiveMoments(
  { bins, values, event }: ObservedSeries,
): (passing?: (time: number) => number) => AutoregressiveMoments {
  const n = values.length;
  const start = bins.findIndex((bin) => bin >= event);
  const gaps = [...new Set(Array.from(bins.subarray(1), (bin, i) => bin - bins[i]!))].sort((a, b) => a - b);
  const placeOf = new Map(gaps.map((gap, place) => [gap, place]));
  const places = Int32Array.from(bins, (bin, i) => i ? placeOf.get(bin - bins[i - 1]!)! : 0);
  const empty = () =>
    gaps.map((bins) => ({
      bins,
      count: 0,
      later: new Float64Array(width ** 2),
      earlier: new Float64Array(width ** 2),
      cross: new Float64Array(width ** 2),
    }));

  const base = empty();
  const baseFirst = new Float64Array(width ** 2);
  {
    const row = new Float64Array(width);
    const before = new Float64Array(width);
    for (let i = 0; i < n; i++) {
      before.set(row);
      row[column.level] = 1;
      row[column.lasting] = i >= start ? 1 : 0;
      row[column.response] = values[i]!;
      if (i) base[places[i]!]!.count++;
      const { later, earlier, cross } = base[places[i]!] ?? { later: baseFirst, earlier: baseFirst, cross: baseFirst };
      for (let j = 0; j < width; j++) {
        for (let k = 0; k < width; k++) {
          const at = j * width + k;
          if (i === 0) baseFirst[at]! += row[j]! * row[k]!;
          else {
            later[at]! += row[j]! * row[k]!;
            earlier[at]! += before[j]! * before[k]!;
            cross[at]! += row[j]! * before[k]! + before[j]! * row[k]!;
          }
        }
      }
    }
  }

  return (passing) => {
    if (!passing) return { observations: n, first: baseFirst, neighbours: base };
    const neighbours = base.map(({ bins, count, later, earlier, cross }) => ({
      bins,
      count,
      later: later.slice(),
      earlier: earlier.slice(),
      cross: cross.slice(),
    }));
    const at = width * column.passing;
    let passed = 0;
    for (let i = start; i < n; i++) {
      const now = passing(bins[i]! - event);
      if (i) {
        const { later, earlier, cross } = neighbours[places[i]!]!;
        const [value, valueBefore] = [values[i]!, values[i - 1]!];
        const lastingBefore = i > start ? 1 : 0;
        later[at]! += now;
        later[at + 2]! += now * now;
        later[at + 3]! += now * value;
        earlier[at]! += passed;
        earlier[at + 2]! += passed * passed;
        earlier[at + 3]! += passed * valueBefore;
        cross[at]! += now + passed;
        cross[at + 1]! += now * lastingBefore + passed;
        cross[at + 2]! += 2 * now * passed;
        cross[at + 3]! += now * valueBefore + passed * value;
      }
      passed = now;
    }
    for (const { later, earlier, cross } of neighbours) {
      later[at + 1] = later[at]!;
      earlier[at + 1] = earlier[at]!;
      for (const products of [later, earlier, cross]) mirror(products);
    }
    return { observations: n, first: baseFirst, neighbours };
  };
}

function mirror(products: Float64Array): void {
  for (let j = 0; j < width; j++) {
    products[j * width + column.passing] = products[column.passing * width + j]!;
  }
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
