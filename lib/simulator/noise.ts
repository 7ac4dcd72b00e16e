import { fourierTransform } from "@/numeric/fourier_transform.ts";
import type { Generator } from "@/random/seeded_stream.ts";
import { standardNormal } from "@/random/standard_normal.ts";

/** The noise of simulated traffic, on its logarithm. */
export type Noise =
  | {
    readonly kind: "autoregressive";
    /** The standard deviation of the noise (not of its innovations). */
    readonly deviation: number;
    /** The correlation from one bin to the next, between −1 and 1; 0 for independent noise. */
    readonly autocorrelation: number;
  }
  | {
    readonly kind: "long memory";
    readonly deviation: number;
    /** Hurst's exponent, 0.5 (independent) up to but not including 1. */
    readonly hurst: number;
  }
  | {
    readonly kind: "sum";
    /** Noises drawn one after the other, independent of each other, and added. */
    readonly parts: readonly Noise[];
  };

/**
 * Stationary Gaussian noise of mean 0.
 *
 * An autoregression of order one from its stationary start, or fractional Gaussian noise, exactly, by embedding its
 * covariance in a circulant (Davies and Harte 1987). A sum of such noises has memory of several lengths at once.
 *
 * @throws {RangeError} If a parameter is out of range.
 *
 * @example
 * ```ts
 * import { noise } from "@/simulator/noise.ts";
 * import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
 * import { assertEquals } from "@std/assert";
 *
 * const slow = { kind: "autoregressive", deviation: 0.05, autocorrelation: 0.9 } as const;
 * assertEquals(noise(8, slow, xoroshiro128plus(1)), noise(8, slow, xoroshiro128plus(1)));
 * ```
 */
export function noise(
  length: number,
  kind: Noise,
  generator: Generator,
): Float64Array {
  if (kind.kind === "sum") {
    const drawn = kind.parts.map((part) => noise(length, part, generator));
    return Float64Array.from({ length }, (_, i) => drawn.reduce((sum, part) => sum + part[i]!, 0));
  }
  const { deviation } = kind;
  const memory = kind.kind === "autoregressive" ? kind.autocorrelation : kind.hurst;
  const possible = kind.kind === "autoregressive" ? Math.abs(memory) < 1 : memory >= 0.5 && memory < 1;
  if (!(deviation >= 0 && deviation < Infinity) || !possible) {
    throw new RangeError(
      `Cannot simulate ${kind.kind} noise: a deviation of at least 0 and a stationary memory are needed, current values are ${deviation} and ${memory}`,
    );
  }
  if (kind.kind === "long memory") {
    return fractionalGaussian(length, kind.hurst, generator).map((value) => deviation * value);
  }
  const innovation = Math.sqrt(1 - memory ** 2);
  let value = 0;
  return Float64Array.from({ length }, (_, i) => {
    value = i === 0 ? standardNormal(generator) : memory * value + innovation * standardNormal(generator);
    return deviation * value;
  });
}

function fractionalGaussian(
  length: number,
  hurst: number,
  generator: Generator,
): Float64Array {
  const half = 2 ** Math.ceil(Math.log2(Math.max(2, length)));
  const size = 2 * half;
  const power = 2 * hurst;
  const covariance = (lag: number) => (Math.abs(lag - 1) ** power - 2 * lag ** power + (lag + 1) ** power) / 2;
  const spectrum = Float64Array.from({ length: size }, (_, i) => covariance(Math.min(i, size - i)));
  fourierTransform(spectrum, new Float64Array(size));

  const real = new Float64Array(size);
  const imaginary = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    // not below 0 (Dietrich and Newsam 1997) but for rounding
    const weight = Math.sqrt(Math.max(0, spectrum[i]!) / size);
    real[i] = weight * standardNormal(generator);
    imaginary[i] = weight * standardNormal(generator);
  }
  fourierTransform(real, imaginary);
  return real.slice(0, length);
}
