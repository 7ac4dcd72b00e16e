import type { Noise } from "@/simulator/noise.ts";

/**
 * What is left of the logarithm of a real network's 5-minute traffic around its median week: the United Kingdom academic
 * backbone, November 2004 to January 2005 without the holidays (the profile `united-kingdom-academic-2004`).
 */
export const backboneResidual = {
  deviation: 0.137,
  /** By minutes apart. */
  autocorrelation: { 5: 0.959, 30: 0.868, 1440: 0.56, 10_080: 0.09 },
} as const;

/**
 * Noise with the size and the memory of {@linkcode backboneResidual}: a slow part that forgets over days and a quick one
 * that forgets within the hour. The slow part is set by the autocorrelations at a day and a week, the quick one by that at
 * 30 minutes; at 5 minutes the noise has 0.971 instead of 0.959.
 *
 * @param minutes The length of a bin.
 * @param scale What to multiply its size with: below 1 for a calmer network.
 * @throws {RangeError} If the length of a bin or the scale is not positive and finite.
 *
 * @example
 * ```ts
 * import { backboneNoise } from "@/simulator/backbone_noise.ts";
 * import { noise } from "@/simulator/noise.ts";
 * import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(noise(12, backboneNoise(5), xoroshiro128plus(1)).length, 12);
 * ```
 */
export function backboneNoise(minutes: number, scale = 1): Extract<Noise, { kind: "sum" }> {
  if (!(minutes > 0 && minutes < Infinity) || !(scale > 0 && scale < Infinity)) {
    throw new RangeError(
      `Cannot simulate a backbone: a positive length of bins and scale are needed, current values are ${minutes} and ${scale}`,
    );
  }
  const { deviation, autocorrelation: after } = backboneResidual;
  const [day, week] = [1440, 10_080] as const;
  const slowMemory = (week - day) / Math.log(after[day] / after[week]);
  const slowShare = after[day] * Math.exp(day / slowMemory);
  const quickMemory = -30 / Math.log((after[30] - slowShare * Math.exp(-30 / slowMemory)) / (1 - slowShare));
  const part = (share: number, memory: number) => ({
    kind: "autoregressive" as const,
    deviation: scale * deviation * Math.sqrt(share),
    autocorrelation: Math.exp(-minutes / memory),
  });
  return { kind: "sum", parts: [part(slowShare, slowMemory), part(1 - slowShare, quickMemory)] };
}
