import { assertAlmostEquals, assertThrows } from "@std/assert";
import { backboneNoise, backboneResidual } from "@/simulator/backbone_noise.ts";
import type { Noise } from "@/simulator/noise.ts";

/** The standard deviation and the autocorrelation that a sum of autoregressions has. */
function moments({ parts }: ReturnType<typeof backboneNoise>, lag: number) {
  const autoregressive = parts as readonly Extract<Noise, { kind: "autoregressive" }>[];
  const variance = autoregressive.reduce((sum, { deviation }) => sum + deviation ** 2, 0);
  const covariance = autoregressive.reduce(
    (sum, { deviation, autocorrelation }) => sum + deviation ** 2 * autocorrelation ** lag,
    0,
  );
  return { deviation: Math.sqrt(variance), autocorrelation: covariance / variance };
}

Deno.test("backboneNoise() has the size and the memory that were measured, whatever the bin", () => {
  const { deviation, autocorrelation: after } = backboneResidual;
  for (const minutes of [5, 15, 30]) {
    const noise = backboneNoise(minutes);
    assertAlmostEquals(moments(noise, 1).deviation, deviation, 1e-12);
    for (const apart of [30, 1440, 10_080] as const) {
      assertAlmostEquals(moments(noise, apart / minutes).autocorrelation, after[apart], 1e-12);
    }
  }
  assertAlmostEquals(moments(backboneNoise(5), 1).autocorrelation, after[5], 0.012);
});

Deno.test("backboneNoise() is scaled in size, not in memory", () => {
  const [whole, third] = [moments(backboneNoise(15), 4), moments(backboneNoise(15, 1 / 3), 4)];
  assertAlmostEquals(third.deviation, whole.deviation / 3, 1e-12);
  assertAlmostEquals(third.autocorrelation, whole.autocorrelation, 1e-12);
});

Deno.test("backboneNoise() refuses bins and scales that are none", () => {
  for (const wrong of [0, -1, NaN, Infinity]) {
    assertThrows(() => backboneNoise(wrong), RangeError);
    assertThrows(() => backboneNoise(5, wrong), RangeError);
  }
});
