import type { Quantity } from "@/interval/arithmetic.ts";
import { type Estimate, estimate } from "@/interval/estimate.ts";

/** What {@linkcode shareBounds} allows for. */
export interface ShareBoundsOptions {
  /** How the total would have changed anyway, in percent: an ordinary night, growth; 0 when left out. */
  readonly ordinary?: Quantity;
  /** The part, 0 to 1, of what the source carried that came back from elsewhere; anything from 0 to 1 when left out. */
  readonly substitution?: Quantity;
}

/**
 * What the share of a source can have been, in percent of the total, given how the total changed when it went.
 *
 * The total without the event would have been 100 + ordinary percent; of it the source carried the share, and the change
 * is ordinary − share × (1 − substitution) × (1 + ordinary / 100). The bounds hold every share from 0 to 100 that solves
 * this for some values within the bounds. With nothing known of substitution, a fall gives a lower bound only: everything
 * may have been replaced.
 *
 * @param change The change of the total in percent, negative for a fall.
 * @returns Undefined where no share from 0 to 100 explains the change: the total rose by more than ordinary.
 * @throws {RangeError} If the substitution is not between 0 and 1, or a change is below −100 %.
 *
 * @example
 * ```ts
 * import { shareBounds } from "@/shares/share_bounds.ts";
 * import { estimate } from "@/interval/estimate.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(shareBounds(-12), { value: 12, low: 12, high: 100 });
 * assertEquals(shareBounds(-12, { substitution: estimate(0.25, 0, 0.5) }), { value: 16, low: 12, high: 24 });
 * ```
 */
export function shareBounds(
  change: Quantity,
  { ordinary = 0, substitution = estimate(0, 0, 1) }: ShareBoundsOptions = {},
): Estimate | undefined {
  const [total, anyway, replaced] = [change, ordinary, substitution].map((quantity) =>
    typeof quantity === "number" ? estimate(quantity) : quantity
  ) as [Estimate, Estimate, Estimate];
  if (!(replaced.low >= 0 && replaced.high <= 1) || !(total.low >= -100) || !(anyway.low > -100)) {
    throw new RangeError(
      `Cannot bound a share: a substitution from 0 to 1 and changes of at least -100 % are needed, current are ${replaced.low} to ${replaced.high}, ${total.low} and ${anyway.low}`,
    );
  }
  // rises with the substitution and with what would have been, falls with what was
  const share = (was: number, wouldHaveBeen: number, back: number) => {
    const fall = 100 * (wouldHaveBeen - was) / (100 + wouldHaveBeen);
    return back === 1 ? (fall < 0 ? -Infinity : fall > 0 ? Infinity : 0) : fall / (1 - back);
  };
  const most = share(total.low, anyway.high, 0);
  const low = Math.max(0, share(total.high, anyway.low, replaced.low));
  if (most < 0 || low > 100) return undefined;
  const high = most === 0 && replaced.high === 1 ? 100 : Math.min(100, share(total.low, anyway.high, replaced.high));
  const value = Math.min(high, Math.max(low, share(total.value, anyway.value, replaced.value)));
  return estimate(value, low, high);
}
