import { exponentialNoise, fractionalNoise, type IntegratedVariance } from "@/impact/integrated_variance.ts";

/** One way the noise may hang together, up to its size. */
export interface NoiseShape {
  /** Which components, and the share of the variance of a block that the second has. */
  readonly first: number;
  readonly second: number;
  readonly share: number;
  /** What is believed of it before the data are seen. */
  readonly prior: number;
}

/** The ways that are thought possible. */
export interface NoiseShapes {
  readonly components: readonly IntegratedVariance[];
  readonly shapes: readonly NoiseShape[];
}

/** White noise, and memory that never quite ends in three strengths, with what is believed of each. */
const fractions = [
  { hurst: 0.5, belief: 3 / 8 },
  { hurst: 0.65, belief: 1 / 8 },
  { hurst: 0.8, belief: 2 / 8 },
  { hurst: 0.93, belief: 2 / 8 },
];
/** How long memory lasts that does end, in blocks. */
const times = [1, 3, 10];
const shares = [0.4, 0.8];
/** What is believed of there being no memory that ends, beyond what a block averages out. */
const lasting = 0.75;

/**
 * The shapes of noise that {@linkcode windowPosterior} averages over: fractional noise, alone or with a part that forgets
 * exponentially. Seen in blocks, where all memory shorter than a block is white, these span autoregressions, long memory
 * and sums of the two.
 *
 * @param block The length of a block, in bins.
 *
 * @example
 * ```ts
 * import { noiseShapes } from "@/impact/noise_shapes.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(noiseShapes(12).shapes.reduce((sum, { prior }) => sum + prior, 0), 1, 1e-12);
 * ```
 */
export function noiseShapes(block: number): NoiseShapes {
  const components = [
    ...fractions.map(({ hurst }) => fractionalNoise(hurst)),
    ...times.map((time) => exponentialNoise(time * block)),
  ];
  const shapes = fractions.flatMap(({ belief }, first) => [
    { first, second: first, share: 0, prior: belief * lasting },
    ...times.flatMap((_, k) =>
      shares.map((share) => ({
        first,
        second: fractions.length + k,
        share,
        prior: belief * (1 - lasting) / (times.length * shares.length),
      }))
    ),
  ]);
  return { components, shapes };
}
