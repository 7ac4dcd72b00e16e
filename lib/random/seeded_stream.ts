import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** A seeded source of random 32-bit integers. */
export type Generator = ReturnType<typeof xoroshiro128plus>;

/**
 * One of several streams of random numbers from one seed that never overlap: the xoroshiro128+ generator, jumped ahead by
 * 2^64 numbers once for each stream, which also mixes the bits that neighbouring seeds have in common.
 *
 * @param seed The seed; print it beside the result.
 * @param stream Which stream, from 0.
 *
 * @example
 * ```ts
 * import { seededStream } from "@/random/seeded_stream.ts";
 * import { assertEquals, assertNotEquals } from "@std/assert";
 *
 * assertEquals(seededStream(1, 0).next(), seededStream(1, 0).next());
 * assertNotEquals(seededStream(1, 0).next(), seededStream(1, 1).next());
 * ```
 */
export function seededStream(seed: number, stream: number): Generator {
  const generator = xoroshiro128plus(seed);
  for (let jump = 0; jump <= stream; jump++) generator.jump();
  return generator;
}
