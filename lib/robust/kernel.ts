/** A weight that falls with the lag, by its usual name. */
export type Kernel = "bartlett" | "parzen" | "quadratic spectral" | "tukey-hanning" | "truncated";

/**
 * The weight of a lag in an estimate of the long-run variance (Andrews 1991, equation 2.7; not normalised).
 *
 * @param kernel The kernel; all but the quadratic spectral are zero beyond 1.
 * @param x The lag by the bandwidth, from 0.
 *
 * @example
 * ```ts
 * import { kernelWeight } from "@/robust/kernel.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(kernelWeight("bartlett", 0.25), 0.75);
 * assertEquals(kernelWeight("parzen", 0.5), 0.25);
 * ```
 */
export function kernelWeight(kernel: Kernel, x: number): number {
  if (kernel === "quadratic spectral") {
    const y = 6 * Math.PI * x / 5;
    const square = y * y;
    return y < 0.005 ? 1 - square / 10 + square * square / 280 : 3 / square * (Math.sin(y) / y - Math.cos(y));
  }
  if (x > 1) return 0;
  switch (kernel) {
    case "bartlett":
      return 1 - x;
    case "parzen":
      return x < 0.5 ? 1 - 6 * x * x * (1 - x) : 2 * (1 - x) ** 3;
    case "tukey-hanning":
      return (1 + Math.cos(Math.PI * x)) / 2;
    case "truncated":
      return 1;
  }
}

/** Weights smaller than this beyond the last larger one are left out. */
const negligible = 1e-7;

/**
 * The weights of the lags 0, 1, 2 … of a kernel, up to the last above 1e-7.
 *
 * @param bandwidth From 0; the weight of lag l is the kernel's at l / bandwidth, and a bandwidth of 0 leaves lag 0 only.
 * @param count The most lags there can be: the length of the series.
 */
export function kernelWeights(kernel: Kernel, bandwidth: number, count: number): Float64Array {
  if (!(bandwidth >= 0 && bandwidth < Infinity)) {
    throw new RangeError(`Cannot weigh lags: a finite bandwidth from 0 is needed, current value is ${bandwidth}`);
  }
  const reach = kernel === "quadratic spectral" ? count : Math.min(count, Math.floor(bandwidth) + 1);
  const weights = Float64Array.from({ length: reach }, (_, lag) => lag ? kernelWeight(kernel, lag / bandwidth) : 1);
  return weights.subarray(0, weights.findLastIndex((weight) => Math.abs(weight) > negligible) + 1);
}
