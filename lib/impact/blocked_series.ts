import { lagProducts } from "@/robust/lag_products.ts";
import type { IntegratedVariance } from "@/impact/integrated_variance.ts";

/** A stretch of bins: its first and the first after it. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** What was observed in blocks before an event, and where the window after it was observed. */
export interface BlockedSeries {
  /** Where the blocks lie, rising, without those in which nothing was observed. */
  readonly blocks: readonly Stretch[];
  /** The mean of each block. */
  readonly means: Float64Array;
  /** The mean of each column of the regression in each block. */
  readonly columns: readonly Float64Array[];
  /** What the missing bins of each block add to its variance, that of a whole block being 1. */
  readonly losses: Float64Array;
  /** The length of a whole block, in bins. */
  readonly block: number;
  /** The stretches of the window that were observed, rising, none before the end of the last block. */
  readonly window: readonly Stretch[];
  /** The mean of each column over the observed bins of the window. */
  readonly windowColumns: Float64Array;
}

/** Covariances in units of the variance of a whole block. */
export interface BlockCovariances {
  /** Among the block means, row after row; only the lower triangle is filled. */
  readonly among: Float64Array;
  /** Of the window mean with each block mean. */
  readonly across: Float64Array;
  /** The variance of the window mean. */
  readonly own: number;
}

/** An integrated variance at whole lengths, each computed once, scaled so that the mean of a whole block varies by 1. */
export function blockScaled(variance: IntegratedVariance, block: number, longest: number): IntegratedVariance {
  const scale = block * block / variance(block);
  const table = new Float64Array(longest + 1).fill(NaN);
  return (length) => {
    const known = table[length]!;
    if (known === known) return known;
    return table[length] = scale * variance(length);
  };
}

/** The covariances of the means of blocks and window under a noise. */
export function blockCovariances(
  { blocks, block, window }: BlockedSeries,
  variance: IntegratedVariance,
): BlockCovariances {
  const count = blocks.length;
  const scaled = blockScaled(variance, block, window.at(-1)!.end - blocks[0]!.start + 1);
  const sums = (later: Stretch, earlier: Stretch) =>
    (scaled(later.end - earlier.start) + scaled(later.start - earlier.end) -
      scaled(later.start - earlier.start) - scaled(later.end - earlier.end)) / 2;
  const among = new Float64Array(count * count);
  const across = new Float64Array(count);
  const { observed, pairs } = windowPairs(window);
  for (let i = 0; i < count; i++) {
    const later = blocks[i]!;
    const length = later.end - later.start;
    for (let j = 0; j < i; j++) {
      const earlier = blocks[j]!;
      among[i * count + j] = sums(later, earlier) / (length * (earlier.end - earlier.start));
    }
    among[i * count + i] = scaled(length) / length ** 2;
    let sum = 0;
    for (const stretch of window) sum += sums(stretch, later);
    across[i] = sum / (length * observed);
  }
  let own = observed * scaled(1);
  for (let lag = 1; lag < pairs.length; lag++) {
    if (pairs[lag] !== 0) own += pairs[lag]! * (scaled(lag + 1) + scaled(lag - 1) - 2 * scaled(lag));
  }
  return { among, across, own: own / observed ** 2 };
}

/** How many bins of the window were observed, and how many pairs of them lie each lag apart. */
function windowPairs(window: readonly Stretch[]): { observed: number; pairs: Float64Array } {
  const { start } = window[0]!;
  const length = window.at(-1)!.end - start;
  if (window.length === 1) return { observed: length, pairs: Float64Array.from({ length }, (_, lag) => length - lag) };
  const present = new Float64Array(length);
  for (const stretch of window) present.fill(1, stretch.start - start, stretch.end - start);
  const pairs = lagProducts(present, length).map(Math.round);
  return { observed: pairs[0]!, pairs };
}

/** The covariances of noise that has a share of one kind and the rest of another; written into `mixture`. */
export function mixCovariances(
  first: BlockCovariances,
  second: BlockCovariances,
  share: number,
  mixture: Float64Array,
): BlockCovariances {
  const mix = (a: number, b: number) => (1 - share) * a + share * b;
  for (let k = 0; k < mixture.length; k++) mixture[k] = mix(first.among[k]!, second.among[k]!);
  return {
    among: mixture,
    across: first.across.map((one, i) => mix(one, second.across[i]!)),
    own: mix(first.own, second.own),
  };
}
