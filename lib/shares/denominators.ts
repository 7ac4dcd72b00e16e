import { divide, multiply, type Quantity, subtract } from "@/interval/arithmetic.ts";
import { type Estimate, estimate } from "@/interval/estimate.ts";
import { chainedRatio } from "@/growth/growth_chain.ts";

/** That one kind of traffic is wholly part of another, and how much of it. */
export interface Containment {
  readonly part: string;
  readonly whole: string;
  /** In percent of the whole. */
  readonly percent: Estimate;
}

/**
 * Converts a share of one kind of traffic into a share of another: of file sharing into of all traffic.
 *
 * Going to a larger whole multiplies by what the part is of it; going to a smaller one divides, which holds only for what
 * lies wholly within it. The way is the shortest chain of containments, forwards or backwards. Shares above 100 % are cut
 * off, since they cannot be.
 *
 * @param share In percent of `from`.
 * @returns In percent of `to`; undefined where no chain joins the two, or no share up to 100 % is possible.
 * @throws {RangeError} If a percentage is not above 0 and at most 100.
 *
 * @example A third of file sharing, where file sharing is 8 % of all traffic
 * ```ts
 * import { convertShare } from "@/shares/denominators.ts";
 * import { estimate } from "@/interval/estimate.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const parts = [{ part: "file sharing", whole: "all", percent: estimate(8, 7.5, 8.5) }];
 * const share = convertShare(estimate(35, 30, 40), "file sharing", "all", parts)!;
 * assertAlmostEquals(share.value, 2.8, 1e-12);
 * assertAlmostEquals(share.low, 2.25, 1e-12);
 * assertAlmostEquals(share.high, 3.4, 1e-12);
 * ```
 */
export function convertShare(
  share: Quantity,
  from: string,
  to: string,
  containments: readonly Containment[],
): Estimate | undefined {
  for (const { part, whole, percent } of containments) {
    if (percent.low > 0 && percent.high <= 100) continue;
    throw new RangeError(
      `Cannot convert a share: a part above 0 and at most 100 % of its whole is needed, current bounds of ${part} in ${whole} are ${percent.low} to ${percent.high}`,
    );
  }
  const steps = containments.map(({ part, whole, percent }) => ({
    from: whole,
    to: part,
    percent: subtract(percent, 100),
  }));
  const ratio = chainedRatio(steps, from, to)?.ratio;
  if (ratio === undefined) return undefined;
  const converted = divide(share, ratio);
  if (converted.low > 100) return undefined;
  return estimate(Math.min(100, converted.value), converted.low, Math.min(100, converted.high));
}

/**
 * How much of the whole a part must be, in percent, for something to have both a share of the part and a share of the
 * whole: a check whether two printed shares can be of the same thing.
 *
 * @param shareOfPart In percent of the part, above 0.
 * @param shareOfWhole In percent of the whole.
 * @returns Undefined where no part up to 100 % is possible: the two shares contradict each other.
 * @throws {RangeError} If the share of the part may be 0.
 *
 * @example 30 to 40 % of file sharing and 2 to 3 % of all traffic
 * ```ts
 * import { impliedContainment } from "@/shares/denominators.ts";
 * import { printed } from "@/interval/printed.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const part = impliedContainment(printed("30 to 40"), printed("2 to 3"))!;
 * assertAlmostEquals(part.low, 5, 1e-12);
 * assertAlmostEquals(part.high, 10, 1e-12);
 * ```
 */
export function impliedContainment(shareOfPart: Quantity, shareOfWhole: Quantity): Estimate | undefined {
  const part = multiply(100, divide(shareOfWhole, shareOfPart));
  if (part.low > 100) return undefined;
  return estimate(Math.min(100, part.value), part.low, Math.min(100, part.high));
}
