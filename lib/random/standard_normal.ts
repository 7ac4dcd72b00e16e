import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import type { Generator } from "@/random/seeded_stream.ts";

const layers = 128;
const { edges, densities } = layersOf(3.442619855899);

/** Right edges of the layers of equal area under exp(-x^2 / 2), from the outermost in, and the density there. */
function layersOf(tail: number): { edges: Float64Array; densities: Float64Array } {
  const density = (x: number) => Math.exp(-0.5 * x * x);
  const area = tail * density(tail) + tailArea(tail);
  const edges = new Float64Array(layers + 1);
  edges[0] = area / density(tail);
  edges[1] = tail;
  for (let layer = 2; layer < layers; layer++) {
    const height = area / edges[layer - 1]! + density(edges[layer - 1]!);
    edges[layer] = Math.sqrt(-2 * Math.log(height));
  }
  return { edges, densities: edges.map(density) };
}

/** The integral of exp(-x^2 / 2) beyond a positive start, by Laplace's continued fraction. */
function tailArea(start: number): number {
  let fraction = start;
  for (let term = 200; term > 0; term--) fraction = start + term / fraction;
  return Math.exp(-0.5 * start * start) / fraction;
}

/**
 * A standard normal number by the ziggurat (Marsaglia and Tsang 2000), 128 layers; the layer and the place in it come from
 * different bits of the generator (Doornik 2005).
 *
 * @example
 * ```ts
 * import { standardNormal } from "@/random/standard_normal.ts";
 * import { seededStream } from "@/random/seeded_stream.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const generator = seededStream(20120119, 0);
 * let sum = 0;
 * for (let draw = 0; draw < 10_000; draw++) sum += standardNormal(generator);
 * assertAlmostEquals(sum / 10_000, 0, 0.04); // four standard errors
 * ```
 */
export function standardNormal(generator: Generator): number {
  for (;;) {
    const layer = generator.next() & (layers - 1);
    const place = generator.next() / 2 ** 31 * edges[layer]!;
    if (Math.abs(place) < edges[layer + 1]!) return place;
    if (layer === 0) {
      const tail = edges[1]!;
      let beyond: number;
      do {
        beyond = -Math.log(1 - uniformFloat64(generator)) / tail;
      } while (-2 * Math.log(1 - uniformFloat64(generator)) < beyond * beyond);
      return place < 0 ? -tail - beyond : tail + beyond;
    }
    const height = densities[layer]! + uniformFloat64(generator) * (densities[layer + 1]! - densities[layer]!);
    if (height < Math.exp(-0.5 * place * place)) return place;
  }
}
