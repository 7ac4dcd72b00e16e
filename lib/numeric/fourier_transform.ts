/**
 * Replaces complex numbers by their discrete Fourier transform, unnormalised (Cooley and Tukey 1965).
 *
 * The transform of the conjugates, conjugated, undoes it but for a factor of the length.
 *
 * @param real The real parts; the length is a power of two.
 * @param imaginary The imaginary parts, as many.
 * @throws {RangeError} If the length is not a power of two, or not the same of both.
 *
 * @example
 * ```ts
 * import { fourierTransform } from "@/numeric/fourier_transform.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const real = Float64Array.of(1, 0, 0, 0);
 * const imaginary = new Float64Array(4);
 * fourierTransform(real, imaginary);
 * assertEquals(real, Float64Array.of(1, 1, 1, 1));
 * ```
 */
export function fourierTransform(real: Float64Array, imaginary: Float64Array): void {
  const length = real.length;
  if (length < 1 || (length & (length - 1)) !== 0 || imaginary.length !== length) {
    throw new RangeError(`Cannot transform: a power of two of values is needed, current length is ${length}`);
  }
  for (let i = 0, reversed = 0; i < length; i++) {
    if (i < reversed) {
      [real[i], real[reversed]] = [real[reversed]!, real[i]!];
      [imaginary[i], imaginary[reversed]] = [imaginary[reversed]!, imaginary[i]!];
    }
    let bit = length >> 1;
    for (; reversed & bit; bit >>= 1) reversed ^= bit;
    reversed ^= bit;
  }
  const cosines = Float64Array.from({ length: length >> 1 }, (_, k) => Math.cos(2 * Math.PI * k / length));
  const sines = Float64Array.from({ length: length >> 1 }, (_, k) => -Math.sin(2 * Math.PI * k / length));
  for (let half = 1; half < length; half *= 2) {
    const stride = length / (2 * half);
    for (let start = 0; start < length; start += 2 * half) {
      for (let k = 0, turn = 0; k < half; k++, turn += stride) {
        const a = start + k;
        const b = a + half;
        const x = real[b]! * cosines[turn]! - imaginary[b]! * sines[turn]!;
        const y = real[b]! * sines[turn]! + imaginary[b]! * cosines[turn]!;
        real[b] = real[a]! - x;
        imaginary[b] = imaginary[a]! - y;
        real[a]! += x;
        imaginary[a]! += y;
      }
    }
  }
}
