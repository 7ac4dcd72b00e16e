import { deviance, stirlingError } from "@/distribution/saddle_point.ts";
import type { Tails } from "@/distribution/tails.ts";

/**
 * The regularised incomplete beta function I_x(a, b) and its complement, each to about 14 digits of its own size.
 *
 * The leading factor is in saddle-point form (Loader 2000), so that it keeps its digits at large parameters; the rest is
 * a continued fraction (Didonato and Morris 1992), on the side of the mean where it converges.
 *
 * @param a The first parameter, > 0.
 * @param b The second parameter, > 0.
 * @param x From 0 to 1.
 * @param complement 1 - x; give it where x is so close to 1 that the subtraction would lose it.
 *
 * @example
 * ```ts
 * import { incompleteBeta } from "@/distribution/incomplete_beta.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(incompleteBeta(2, 1, 0.3).lower, 0.09, 1e-15);
 * ```
 */
export function incompleteBeta(a: number, b: number, x: number, complement: number = 1 - x): Tails {
  if (x === 0) return { lower: 0, upper: 1, slope: 0 };
  if (complement === 0) return { lower: 1, upper: 0, slope: 0 };
  const sum = a + b;
  const difference = a * complement - b * x;
  const logFactor = stirlingError(sum) - stirlingError(a) - stirlingError(b) -
    deviance(a, sum * x, difference) - deviance(b, sum * complement, -difference);
  const slope = Math.exp(logFactor) * Math.sqrt(a / sum * b / (2 * Math.PI));
  if (difference >= 0) {
    const lower = slope / denominator(a, b, x, complement, difference);
    return { lower, upper: 1 - lower, slope };
  }
  const upper = slope / denominator(b, a, complement, x, -difference);
  return { lower: 1 - upper, upper, slope };
}

/**
 * β₀ + α₁ / (β₁ + α₂ / (β₂ + …)), by the modified Lentz algorithm (Thompson and Barnett 1986).
 *
 * It is the even part of the fraction, written with `difference` = a y - b x ≥ 0 so that nothing cancels.
 */
function denominator(a: number, b: number, x: number, y: number, difference: number): number {
  let value = a / (a + 1) * (difference + 1);
  let c = value;
  let d = 0;
  for (let n = 1;; n++) {
    const odd = a + 2 * n - 1;
    const alpha = (a + n - 1) * (a + b + n - 1) * n * (b - n) * (x / odd) ** 2;
    const beta = n + n * (b - n) * x / odd + (a + n) / (a + 2 * n + 1) * (difference + 1 + n * (1 + y));
    d = 1 / (beta + alpha * d);
    c = beta + alpha / c;
    value *= c * d;
    if (Math.abs(c * d - 1) < 1e-15) return value;
  }
}
