import type { Estimate } from "@/interval/estimate.ts";
import { extremes } from "@/interval/extremes.ts";

/** A part of a whole: how large it is, and the share that something has of it. */
export interface WeightedPart {
  /** In the unit of the whole. */
  readonly volume: Estimate;
  /** In percent of the part. */
  readonly share: Estimate;
}

/**
 * The share of a whole, in percent, from the shares of its parts and their volumes: the mean of the shares, weighted by
 * volume. What the parts leave of the whole gets a share of its own.
 *
 * The bounds are exact: they are reached at bounds of the inputs, each of which moves the result one way only.
 *
 * @param parts The parts that have a share of their own, at most five; they do not overlap.
 * @param whole The volume of the whole.
 * @param restShare The share, in percent, of what the parts leave.
 * @throws {RangeError} If the parts can be larger than the whole, or are more than five.
 *
 * @example A tenth of the whole at 11 %, the rest anywhere from 1 to 2 %
 * ```ts
 * import { weightedShare } from "@/shares/weighted_share.ts";
 * import { estimate } from "@/interval/estimate.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const parts = [{ volume: estimate(3), share: estimate(11) }];
 * const share = weightedShare(parts, estimate(30), estimate(2, 1, 2));
 * assertAlmostEquals(share.value, 2.9, 1e-12); // 0.1 * 11 + 0.9 * 2
 * assertAlmostEquals(share.low, 2, 1e-12); // 0.1 * 11 + 0.9 * 1
 * ```
 */
export function weightedShare(parts: readonly WeightedPart[], whole: Estimate, restShare: Estimate): Estimate {
  if (parts.length > 5) throw new RangeError(`Cannot weight more than five parts: there are ${parts.length}`);
  const most = parts.reduce((sum, { volume }) => sum + volume.high, 0);
  if (!(most <= whole.low)) {
    throw new RangeError(`Cannot weight parts that may exceed their whole: up to ${most} of at least ${whole.low}`);
  }
  const inputs: Record<string, Estimate> = { whole, restShare };
  parts.forEach(({ volume, share }, index) => {
    inputs[`volume ${index}`] = volume;
    inputs[`share ${index}`] = share;
  });
  return extremes(inputs, (values) => {
    const rest = values.restShare!;
    const above = parts.reduce(
      (sum, _, index) => sum + values[`volume ${index}`]! * (values[`share ${index}`]! - rest),
      0,
    );
    return rest + above / values.whole!;
  });
}
