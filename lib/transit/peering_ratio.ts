import { divide, type Quantity } from "@/interval/arithmetic.ts";
import { type Estimate, estimate } from "@/interval/estimate.ts";

/** How balanced two networks exchange traffic, and what a policy says of it. */
export interface PeeringRatio {
  /** The heavier direction by the lighter: 1 or more. */
  readonly ratio: Estimate;
  /** Which network sends more; undefined where the bounds leave it open. */
  readonly heavier: "first" | "second" | undefined;
  /** Whether the ratio is within the policy, beyond it, or not decided by the bounds. */
  readonly verdict: "within" | "beyond" | "not decided";
}

/**
 * Holds the traffic that two networks exchange against a peering policy: free of charge while the heavier direction is at
 * most so many times the lighter.
 *
 * @param firstSends What the first network sends to the second.
 * @param secondSends What the second sends to the first, in the same unit.
 * @param maximum The largest ratio the policy allows, such as 2.5.
 * @throws {RangeError} If a direction may be 0 or less, or the maximum is below 1.
 *
 * @example
 * ```ts
 * import { peeringRatio } from "@/transit/peering_ratio.ts";
 * import { printed } from "@/interval/printed.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { heavier, verdict } = peeringRatio(printed("4 to 8"), 1, 2.5);
 * assertEquals([heavier, verdict], ["first", "beyond"]);
 * ```
 */
export function peeringRatio(firstSends: Quantity, secondSends: Quantity, maximum: number): PeeringRatio {
  const least = Math.min(...[firstSends, secondSends].map((sent) => typeof sent === "number" ? sent : sent.low));
  if (!(maximum >= 1) || !(least > 0)) {
    throw new RangeError(
      `Cannot check a peering ratio: positive traffic and a maximum of at least 1 are needed, current least are ${least} and ${maximum}`,
    );
  }
  const oriented = divide(firstSends, secondSends);
  const heavier = oriented.low > 1 ? "first" : oriented.high < 1 ? "second" : undefined;
  const sizes = [oriented.low, oriented.high].map((ratio) => Math.max(ratio, 1 / ratio));
  const ratio = estimate(
    Math.max(oriented.value, 1 / oriented.value),
    heavier === undefined ? 1 : Math.min(...sizes),
    Math.max(...sizes),
  );
  const verdict = ratio.high <= maximum ? "within" : ratio.low > maximum ? "beyond" : "not decided";
  return { ratio, heavier, verdict };
}
