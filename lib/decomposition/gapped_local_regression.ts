import {
  checkCounts,
  fitAndInterpolate,
  leastSpreadOf,
  lineAtZero,
  type LocalRegression,
  type LocalRegressionOptions,
  tricube,
} from "@/decomposition/local_regression.ts";

/**
 * {@linkcode localRegression} where some points are missing: each fit takes the `span` nearest points that are there, however
 * far, so that it is defined across any gap (Hafen 2010), all of them alike at a missing point where they otherwise weigh
 * nothing. Without gaps it is the same.
 *
 * @param positions The indices of the points that are there, rising, one or more.
 * @param options The number of points, missing ones included, the span, the degree and the jump.
 * @returns A smoother of series of that length; what stands at the missing points is not looked at.
 * @throws {RangeError} If the length, span or jump is not a positive whole number, or no point is there.
 *
 * @example A line goes straight across a gap
 * ```ts
 * import { gappedLocalRegression } from "@/decomposition/gapped_local_regression.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const values = Float64Array.of(1, 2, NaN, NaN, NaN, 6, 7);
 * const smoother = gappedLocalRegression(Int32Array.of(0, 1, 5, 6), { length: 7, span: 3, degree: 1 });
 * assertAlmostEquals(smoother.smooth(values)[3]!, 4, 1e-12);
 * ```
 */
export function gappedLocalRegression(
  positions: Int32Array,
  { length, span, degree, jump = 1 }: LocalRegressionOptions,
): LocalRegression {
  checkCounts({ length, span, jump, "the number of points that are there": positions.length });
  const width = Math.min(span, positions.length);
  const extraReach = Math.floor(Math.max(0, span - positions.length) / 2);
  const leastSpread = leastSpreadOf(length);

  /** The first of the `width` points nearest to a position, by bisection. */
  const windowStart = (position: number) => {
    let low = 0;
    let high = positions.length - width;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (positions[middle + width]! - position < position - positions[middle]!) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  const fit = (position: number, values: Float64Array, weights?: Float64Array, kernel = tricube) => {
    const start = windowStart(position);
    const end = start + width;
    const reach = Math.max(position - positions[start]!, positions[end - 1]! - position) + extraReach;
    let total = 0;
    let first = 0;
    let second = 0;
    let level = 0;
    let tilt = 0;
    for (let k = start; k < end; k++) {
      const index = positions[k]!;
      const away = index - position;
      const weight = kernel(Math.abs(away), reach) * (weights ? weights[index]! : 1);
      const share = weight * values[index]!;
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
      fitAndInterpolate(length, jump, (i) => {
        const own = fit(i, values, weights);
        if (own !== undefined) return own;
        return Number.isNaN(values[i]) ? fit(i, values, undefined, () => 1)! : values[i]!;
      }),
    at: (position, values, weights) => fit(position, values, weights),
  };
}
