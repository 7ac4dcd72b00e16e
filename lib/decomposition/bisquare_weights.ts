import { middlePair } from "@/decomposition/middle_pair.ts";

/** How {@linkcode bisquareWeights} takes the median. */
export interface BisquareOptions {
  /** Take the exact median of an even number of residuals, not the pair that R's `stl` takes; false when left out. */
  readonly exactMedian?: boolean | undefined;
}

/**
 * Robustness weights of residuals: Tukey's bisquare of each residual over six times the median absolute residual
 * (Cleveland 1979), by default with the median of R's `stl` (see {@linkcode middlePair}).
 *
 * @param residuals The residuals; missing ones are NaN.
 * @param options How to take the median.
 * @returns Weights of 0 to 1, one a residual; 0 where it is missing.
 *
 * @example
 * ```ts
 * import { bisquareWeights } from "@/decomposition/bisquare_weights.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const weights = bisquareWeights(Float64Array.of(0, 1, -1, 3, -9)); // the median size is 1
 * assertEquals(weights, Float64Array.of(1, (1 - 1 / 36) ** 2, (1 - 1 / 36) ** 2, (1 - 9 / 36) ** 2, 0));
 * ```
 */
export function bisquareWeights(
  residuals: Float64Array,
  { exactMedian = false }: BisquareOptions = {},
): Float64Array {
  const weights = new Float64Array(residuals.length);
  const sizes = residuals.slice();
  let count = 0;
  for (const residual of residuals) {
    if (!Number.isNaN(residual)) sizes[count++] = Math.abs(residual);
  }
  const observed = sizes.subarray(0, count);
  const [lower, upper] = middlePair(exactMedian ? observed.sort() : observed);
  const reach = 3 * (lower + upper);
  for (let i = 0; i < weights.length; i++) {
    const size = Math.abs(residuals[i]!);
    if (size <= 0.001 * reach) weights[i] = 1;
    else if (size <= 0.999 * reach) weights[i] = (1 - (size / reach) ** 2) ** 2;
  }
  return weights;
}
