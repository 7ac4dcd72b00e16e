import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { seededStream } from "@/random/seeded_stream.ts";
import { standardGamma } from "@/random/standard_gamma.ts";
import { standardNormal } from "@/random/standard_normal.ts";

const draws = 1_000_000;

Deno.test("standardNormal() has the moments and tails of the normal distribution", () => {
  const generator = seededStream(20120119, 0);
  const sample = Float64Array.from({ length: draws }, () => standardNormal(generator));
  const mean = (power: number) => sample.reduce((sum, value) => sum + value ** power, 0) / draws;
  // Bounds are four standard errors: sqrt(Var(z^k) / draws), Var(z^k) = 1, 2, 15, 96.
  [[1, 0, 1], [2, 1, 2], [3, 0, 15], [4, 3, 96]].forEach(([power, expected, variance]) =>
    assertAlmostEquals(mean(power!), expected!, 4 * Math.sqrt(variance! / draws))
  );
  // R: 2 * pnorm(-c(1.959963984540054, 3.5, 4))
  [[1.959963984540054, 0.05], [3.5, 0.000465258158], [4, 0.00006334248]].forEach(([bound, expected]) => {
    const share = sample.filter((value) => Math.abs(value) > bound!).length / draws;
    assertAlmostEquals(share, expected!, 4 * Math.sqrt(expected! / draws));
  });
});

Deno.test("standardNormal() repeats itself by seed", () => {
  const first = (seed: number) => standardNormal(seededStream(seed, 0));
  assertEquals(first(1), first(1));
  assert(first(1) !== first(2));
});

Deno.test("standardGamma() has the mean and variance of its shape, below and above 1", () => {
  for (const shape of [0.3, 1, 2.5, 40]) {
    const generator = seededStream(20120119, 0);
    const sample = Float64Array.from({ length: draws }, () => standardGamma(generator, shape));
    const mean = sample.reduce((sum, value) => sum + value, 0) / draws;
    const variance = sample.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws;
    assertAlmostEquals(mean, shape, 4 * Math.sqrt(shape / draws));
    assertAlmostEquals(variance, shape, 4 * Math.sqrt((2 * shape ** 2 + 6 * shape) / draws));
  }
});

Deno.test("standardGamma() refuses shapes that are not positive", () => {
  assertThrows(() => standardGamma(seededStream(1, 0), 0), RangeError, "current value is 0");
  assertThrows(() => standardGamma(seededStream(1, 0), NaN), RangeError, "current value is NaN");
});
