/**
 * The variance of the sum of a stationary process over a stretch of time, up to a factor, by the length of the stretch.
 * Its second differences are the covariances of sums over any two stretches.
 */
export type IntegratedVariance = (length: number) => number;

/**
 * Fractional Gaussian noise (Mandelbrot and Van Ness 1968), the same at every scale: memory that never quite ends, from
 * white noise at a Hurst exponent of 0.5 to a constant at 1.
 *
 * @example
 * ```ts
 * import { fractionalNoise } from "@/impact/integrated_variance.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(fractionalNoise(0.8)(10), 10 ** 1.6, 1e-12);
 * ```
 */
export function fractionalNoise(hurst: number): IntegratedVariance {
  return (length) => length ** (2 * hurst);
}

/**
 * Noise whose correlation falls exponentially, to 1/e in `time`: a first-order autoregression in continuous time.
 *
 * @example
 * ```ts
 * import { exponentialNoise } from "@/impact/integrated_variance.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(exponentialNoise(1)(1000), 2 * 999, 1e-9); // white noise, seen from afar
 * assertAlmostEquals(exponentialNoise(1000)(1), 1, 1e-3); // a constant, seen from near
 * ```
 */
export function exponentialNoise(time: number): IntegratedVariance {
  return (length) => {
    const ratio = length / time;
    // below, the difference would lose the digits that the series keeps
    if (ratio < 1e-3) return length * length * (1 - ratio / 3);
    return 2 * time * time * (ratio + Math.expm1(-ratio));
  };
}
