import { deviance, stirlingError } from "@/distribution/saddle_point.ts";
import type { Tails } from "@/distribution/tails.ts";

/**
 * The regularised incomplete gamma functions P(a, x) and Q(a, x), each to about 14 digits of its own size.
 *
 * The leading factor is in saddle-point form (Loader 2000), so that it keeps its digits at large `shape`; the rest is
 * the power series below the mean and the continued fraction above (Abramowitz and Stegun 1964, 6.5.29 and 6.5.31).
 *
 * @param shape a > 0.
 * @param x From 0 to infinity.
 *
 * @example
 * ```ts
 * import { incompleteGamma } from "@/distribution/incomplete_gamma.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(incompleteGamma(1, 2).upper, Math.exp(-2), 1e-15);
 * ```
 */
export function incompleteGamma(shape: number, x: number): Tails {
  if (x === 0) return { lower: 0, upper: 1, slope: 0 };
  if (x === Infinity) return { lower: 1, upper: 0, slope: 0 };
  const factor = Math.exp(-stirlingError(shape) - deviance(shape, x)) / Math.sqrt(2 * Math.PI * shape);
  const slope = shape * factor;
  if (x < shape + 1) {
    const lower = factor * series(shape, x);
    return { lower, upper: 1 - lower, slope };
  }
  const upper = slope * fraction(shape, x);
  return { lower: 1 - upper, upper, slope };
}

/**
 * The logarithm of Q(a, x), also where Q itself is too small for a double.
 *
 * @param shape a > 0.
 * @param x From 0 to infinity.
 *
 * @example
 * ```ts
 * import { logUpperIncompleteGamma } from "@/distribution/incomplete_gamma.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(logUpperIncompleteGamma(1, 2000), -2000, 1e-12);
 * ```
 */
export function logUpperIncompleteGamma(shape: number, x: number): number {
  if (x < shape + 1) return Math.log(incompleteGamma(shape, x).upper);
  if (x === Infinity) return -Infinity;
  return Math.log(fraction(shape, x)) - stirlingError(shape) - deviance(shape, x) + Math.log(shape / (2 * Math.PI)) / 2;
}

function series(shape: number, x: number): number {
  let sum = 1;
  let term = 1;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= x / (shape + n);
    sum += term;
  }
  return sum;
}

/** By the modified Lentz algorithm (Thompson and Barnett 1986); no denominator vanishes where x > shape. */
function fraction(shape: number, x: number): number {
  let b = x + 1 - shape;
  let c = Infinity;
  let d = 1 / b;
  let value = d;
  for (let n = 1;; n++) {
    const a = -n * (n - shape);
    b += 2;
    d = 1 / (a * d + b);
    c = b + a / c;
    value *= c * d;
    if (Math.abs(c * d - 1) < 1e-15) return value;
  }
}
