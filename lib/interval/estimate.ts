/**
 * A number with the bounds it is known to lie between.
 *
 * Bounds are closed and may be infinite (a one-sided figure). `value` is the figure as printed or as computed from the
 * printed figures, so it need not be the middle of the bounds.
 */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Makes an {@linkcode Estimate} and refuses bounds that do not hold its value.
 *
 * @param value The central figure.
 * @param low The lower bound; the value itself when left out.
 * @param high The upper bound; the value itself when left out.
 * @throws {RangeError} If a number is NaN or the order low ≤ value ≤ high is broken.
 *
 * @example
 * ```ts
 * import { estimate } from "@/interval/estimate.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(estimate(81, 80.5, 81.5), { value: 81, low: 80.5, high: 81.5 });
 * assertEquals(estimate(4), { value: 4, low: 4, high: 4 });
 * ```
 */
export function estimate(value: number, low = value, high = value): Estimate {
  if (!(low <= value && value <= high)) {
    throw new RangeError(
      `Cannot make an estimate: low <= value <= high must hold, current values are ${low}, ${value}, ${high}`,
    );
  }
  return { value, low, high };
}
