/**
 * The discrete Fourier transform of complex numbers, in place (Cooley and Tukey 1965), not scaled.
 *
 * @param real Their real parts; a power of two of them.
 * @param imaginary Their imaginary parts.
 * @throws {RangeError} If the length is not a power of two.
 *
 * @example
 * ```ts
 * import { fourierTransform } from "@/simulator/fourier_transform.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const real = Float64Array.of(1, 1, 1, 1);
 * fourierTransform(real, new Float64Array(4));
 * assertEquals(real, Float64Array.of(4, 0, 0, 0));
 * ```
 */
export function fourierTransform(real: Float64Array, imaginary: Float64Array): void {
  const n = real.length;
  if (n < 1 || (n & (n - 1)) !== 0 || imaginary.length !== n) {
    throw new RangeError(`Cannot transform: a power of two of values is needed, current length is ${n}`);
  }
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [real[i], real[j]] = [real[j]!, real[i]!];
      [imaginary[i], imaginary[j]] = [imaginary[j]!, imaginary[i]!];
    }
  }
  const cosines = Float64Array.from({ length: n / 2 }, (_, k) => Math.cos(2 * Math.PI * k / n));
  const sines = Float64Array.from({ length: n / 2 }, (_, k) => -Math.sin(2 * Math.PI * k / n));
  for (let size = 2; size <= n; size *= 2) {
    const half = size / 2;
    const stride = n / size;
    for (let start = 0; start < n; start += size) {
      for (let k = 0; k < half; k++) {
        const [cosine, sine] = [cosines[k * stride]!, sines[k * stride]!];
        const [a, b] = [start + k, start + k + half];
        const re = real[b]! * cosine - imaginary[b]! * sine;
        const im = real[b]! * sine + imaginary[b]! * cosine;
        real[b] = real[a]! - re;
        imaginary[b] = imaginary[a]! - im;
        real[a]! += re;
        imaginary[a]! += im;
      }
    }
  }
}
