import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import type { Generator } from "@/random/seeded_stream.ts";
import { standardNormal } from "@/random/standard_normal.ts";

/**
 * A gamma number of scale 1 by the rejection of Marsaglia and Tsang (2000, "A simple method for generating gamma
 * variables"); shapes below 1 from the shape one higher.
 *
 * @param shape A positive finite number.
 * @throws {RangeError} If the shape is not positive and finite.
 *
 * @example
 * ```ts
 * import { seededStream } from "@/random/seeded_stream.ts";
 * import { standardGamma } from "@/random/standard_gamma.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const generator = seededStream(20120119, 0);
 * let sum = 0;
 * for (let draw = 0; draw < 10_000; draw++) sum += standardGamma(generator, 4);
 * assertAlmostEquals(sum / 10_000, 4, 0.08); // four standard errors
 * ```
 */
export function standardGamma(generator: Generator, shape: number): number {
  if (!(shape > 0 && shape < Infinity)) {
    throw new RangeError(
      `Cannot draw a gamma number: the shape must be positive and finite, current value is ${shape}`,
    );
  }
  if (shape < 1) {
    return standardGamma(generator, shape + 1) * Math.pow(1 - uniformFloat64(generator), 1 / shape);
  }
  const centre = shape - 1 / 3;
  const spread = 1 / Math.sqrt(9 * centre);
  for (;;) {
    const normal = standardNormal(generator);
    const cube = (1 + spread * normal) ** 3;
    if (cube <= 0) continue;
    const logUniform = Math.log(1 - uniformFloat64(generator));
    if (logUniform < 0.5 * normal * normal + centre * (1 - cube + Math.log(cube))) return centre * cube;
  }
}
