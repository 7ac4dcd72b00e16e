import type { Quantity } from "@/interval/arithmetic.ts";
import { type Estimate, estimate } from "@/interval/estimate.ts";

/** How much of a market changed hands. */
export interface ShareChurn {
  /** Half the sum of the absolute changes of share, in percent of the market: 0 where nothing moved, 100 where all did. */
  readonly churn: Estimate;
  /** Share that went to classes that had none before. */
  readonly entered: Estimate;
  /** Share of classes that had none after. */
  readonly left: Estimate;
}

/**
 * How much of a market changed hands between two times: the instability index of Hymer and Pashigian (1962), halved.
 *
 * What the listed shares leave of 100 % is an unknown rest: it may have kept its firms (low bound, and the value) or
 * exchanged them all (high bound). Churn within a class does not show, so it is the least that moved.
 *
 * @param before Shares by class, in percent of the whole; a class that stands on one side only has 0 on the other.
 * @param after Shares afterwards.
 * @throws {RangeError} If a share is not between 0 and 100, or they add up to more than 100.
 *
 * @example
 * ```ts
 * import { shareChurn } from "@/shares/share_churn.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { churn, entered } = shareChurn({ a: 60, b: 40 }, { b: 70, c: 30 });
 * assertEquals(churn.value, 60);
 * assertEquals(entered.value, 30);
 * ```
 */
export function shareChurn(
  before: Readonly<Record<string, Quantity>>,
  after: Readonly<Record<string, Quantity>>,
): ShareChurn {
  const read = (shares: Readonly<Record<string, Quantity>>) =>
    Object.fromEntries(
      Object.entries(shares).map(([name, share]) => [name, typeof share === "number" ? estimate(share) : share]),
    );
  const [from, to] = [read(before), read(after)];
  const none = estimate(0);
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  const sum = (shares: readonly Estimate[]) =>
    shares.reduce(
      (a, b) => estimate(a.value + b.value, a.low + b.low, a.high + b.high),
      none,
    );
  const moves = names.map((name) => absoluteDifference(from[name] ?? none, to[name] ?? none));
  const [restBefore, restAfter] = [from, to].map((shares) => restOf(Object.values(shares), sum)) as [
    Estimate,
    Estimate,
  ];
  const restKept = absoluteDifference(restBefore, restAfter);
  const total = sum([
    ...moves,
    estimate(restKept.value, restKept.low, restBefore.high + restAfter.high),
  ]);
  const only = (shares: Record<string, Estimate>, others: Record<string, Estimate>) =>
    sum(Object.entries(shares).filter(([name]) => (others[name]?.high ?? 0) === 0).map(([, share]) => share));
  return {
    churn: estimate(total.value / 2, total.low / 2, Math.max(total.value / 2, Math.min(100, total.high / 2))),
    entered: only(to, from),
    left: only(from, to),
  };
}

function restOf(shares: readonly Estimate[], sum: (shares: readonly Estimate[]) => Estimate): Estimate {
  const listed = sum(shares);
  if (shares.some(({ low, high }) => !(low >= 0 && high <= 100)) || listed.low > 100 * (1 + 1e-12)) {
    throw new RangeError(
      `Cannot compute churn: shares from 0 to 100 % that add up to at most 100 are needed, current sum is ${listed.low}`,
    );
  }
  const left = (bound: number) => {
    const rest = 100 - bound;
    return rest < 1e-9 ? 0 : rest;
  };
  return estimate(left(listed.value), left(listed.high), left(listed.low));
}

function absoluteDifference(a: Estimate, b: Estimate): Estimate {
  const apart = Math.max(0, a.low - b.high, b.low - a.high);
  return estimate(Math.abs(a.value - b.value), apart, Math.max(a.high - b.low, b.high - a.low));
}
