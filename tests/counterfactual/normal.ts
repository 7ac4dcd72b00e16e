import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { normalQuantile } from "@/distribution/normal.ts";

/** Standard normal draws from a seed. */
export function normal(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  return () => normalQuantile(uniformFloat64(generator) || 0.5);
}
