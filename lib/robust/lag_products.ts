import { fourierTransform } from "@/numeric/fourier_transform.ts";

/**
 * The sums of the products of a series with itself some steps later, for the lags 0, 1, 2 …, by the Fourier transform.
 *
 * @param values The series; zero where missing.
 * @param count How many lags, at most the length of the series.
 *
 * @example
 * ```ts
 * import { lagProducts } from "@/robust/lag_products.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const [square, next] = lagProducts(Float64Array.of(1, 2, -3), 2);
 * assertAlmostEquals(square!, 14, 1e-14);
 * assertAlmostEquals(next!, 2 - 6, 1e-14);
 * ```
 */
export function lagProducts(values: Float64Array, count: number): Float64Array {
  const length = 2 ** Math.ceil(Math.log2(Math.max(1, values.length + count)));
  const real = new Float64Array(length);
  const imaginary = new Float64Array(length);
  real.set(values);
  fourierTransform(real, imaginary);
  for (let k = 0; k < length; k++) {
    real[k] = (real[k]! * real[k]! + imaginary[k]! * imaginary[k]!) / length;
    imaginary[k] = 0;
  }
  fourierTransform(real, imaginary);
  return real.slice(0, count);
}
