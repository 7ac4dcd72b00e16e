import type { Quantity } from "@/interval/arithmetic.ts";
import { estimate } from "@/interval/estimate.ts";

/** What a union of shares lies between. */
export interface UnionBounds {
  readonly low: number;
  readonly high: number;
}

/**
 * What several shares of one total can come to together, in percent, when it is not known how far they overlap.
 *
 * At least the largest of them, where it holds the others; at most their sum, where none overlaps another, and never more
 * than the whole. These are the bounds of Fréchet (1935), sharp without further knowledge. There is no central value.
 *
 * @param shares In percent of the same total.
 * @throws {RangeError} If there is no share, or one is not between 0 and 100.
 *
 * @example
 * ```ts
 * import { unionBounds } from "@/shares/union_bounds.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(unionBounds([18, 7, 24]), { low: 24, high: 49 });
 * assertEquals(unionBounds([80, 60]), { low: 80, high: 100 });
 * ```
 */
export function unionBounds(shares: readonly Quantity[]): UnionBounds {
  const ends = shares.map((share) => typeof share === "number" ? estimate(share) : share);
  if (ends.length === 0 || ends.some(({ low, high }) => !(low >= 0 && high <= 100))) {
    throw new RangeError(
      `Cannot bound a union: shares from 0 to 100 % are needed, current bounds are ${
        ends.map(({ low, high }) => `${low} to ${high}`).join(", ") || "none"
      }`,
    );
  }
  return {
    low: Math.max(...ends.map(({ low }) => low)),
    high: Math.min(100, ends.reduce((sum, { high }) => sum + high, 0)),
  };
}
