import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { type Noise, noise } from "@/simulator/noise.ts";

const draw = (length: number, kind: Noise, seed = 20120119) => noise(length, kind, xoroshiro128plus(seed));

function moments(values: Float64Array, lag: number) {
  const n = values.length;
  const product = (k: number) => values.subarray(k).reduce((sum, value, i) => sum + value * values[i]!, 0) / n;
  return { deviation: Math.sqrt(product(0)), correlation: product(lag) / product(0) };
}

Deno.test("noise() of order one has the deviation and the correlation asked for", () => {
  for (const autocorrelation of [-0.5, 0, 0.9]) {
    const values = draw(200_000, { kind: "autoregressive", deviation: 0.05, autocorrelation });
    assertAlmostEquals(moments(values, 1).deviation, 0.05, 0.002);
    assertAlmostEquals(moments(values, 1).correlation, autocorrelation, 0.01);
    assertAlmostEquals(moments(values, 3).correlation, autocorrelation ** 3, 0.02);
  }
});

Deno.test("noise() of long memory has the covariance of fractional Gaussian noise", () => {
  const hurst = 0.8;
  const covariance = (k: number) => ((k - 1) ** (2 * hurst) - 2 * k ** (2 * hurst) + (k + 1) ** (2 * hurst)) / 2;
  // the mean over short series, since one long series of long memory tells little
  const sums = { 0: 0, 1: 0, 5: 0, 40: 0 };
  const draws = 4_000;
  for (let seed = 0; seed < draws; seed++) {
    const values = draw(41, { kind: "long memory", deviation: 2, hurst }, seed);
    for (const lag of [0, 1, 5, 40] as const) sums[lag] += values[0]! * values[lag]! / 4 / draws;
  }
  assertAlmostEquals(sums[0], 1, 0.1);
  for (const lag of [1, 5, 40] as const) assertAlmostEquals(sums[lag], covariance(lag), 0.08);
});

Deno.test("noise() of long memory without memory is independent", () => {
  const values = draw(100_000, { kind: "long memory", deviation: 1, hurst: 0.5 });
  assertAlmostEquals(moments(values, 1).deviation, 1, 0.02);
  assertAlmostEquals(moments(values, 1).correlation, 0, 0.02);
});

Deno.test("noise() of a sum adds its parts, drawn one after the other", () => {
  const quick = { kind: "autoregressive", deviation: 0.3, autocorrelation: 0.2 } as const;
  const slow = { kind: "autoregressive", deviation: 0.4, autocorrelation: 0.99 } as const;
  const generator = xoroshiro128plus(7);
  const [first, second] = [noise(50, quick, generator), noise(50, slow, generator)];
  const sum = { kind: "sum", parts: [quick, slow] } as const;
  assertEquals(draw(50, sum, 7), first.map((value, i) => value + second[i]!));
  const { deviation, correlation } = moments(draw(400_000, sum), 3);
  assertAlmostEquals(deviation, 0.5, 0.02); // variances add
  assertAlmostEquals(correlation, (0.09 * 0.2 ** 3 + 0.16 * 0.99 ** 3) / 0.25, 0.03);
});

Deno.test("noise() is the same by the same seed and another by another", () => {
  for (
    const kind of [
      { kind: "autoregressive", deviation: 1, autocorrelation: 0.5 },
      { kind: "long memory", deviation: 1, hurst: 0.7 },
    ] as const
  ) {
    assertEquals(draw(50, kind, 1), draw(50, kind, 1));
    assert(draw(50, kind, 1)[0] !== draw(50, kind, 2)[0]);
    assertEquals(draw(50, { ...kind, deviation: 2 }, 1), draw(50, kind, 1).map((value) => 2 * value));
  }
});

Deno.test("noise() of no, one and no varying value", () => {
  assertEquals(draw(0, { kind: "long memory", deviation: 1, hurst: 0.7 }).length, 0);
  assertEquals(draw(1, { kind: "long memory", deviation: 1, hurst: 0.7 }).length, 1);
  assertEquals(
    draw(3, { kind: "autoregressive", deviation: 0, autocorrelation: 0.5 }).map(Math.abs),
    new Float64Array(3),
  );
});

Deno.test("noise() refuses noise that is not stationary", () => {
  assertThrows(() => draw(1, { kind: "autoregressive", deviation: 1, autocorrelation: 1 }), RangeError, "1 and 1");
  assertThrows(() => draw(1, { kind: "long memory", deviation: 1, hurst: 1 }), RangeError, "long memory");
  assertThrows(() => draw(1, { kind: "long memory", deviation: -1, hurst: 0.7 }), RangeError, "-1");
});
