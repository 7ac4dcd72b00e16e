import type { Estimate } from "@/interval/estimate.ts";

/**
 * What the bounds of a finding mean.
 *
 * - `rounding`: every value that the printed figures allow.
 * - `range of sources`: from the lowest to the highest that the sources used allow.
 * - `confidence 95 %`: an interval of sampling.
 */
export type Basis = "rounding" | "range of sources" | "confidence 95 %";

/** What a notebook computes: one number with its bounds and the measurements it comes from. */
export interface Finding {
  /** The claim and a name: `south-america-40.largest-volume-fall`. */
  readonly id: string;
  readonly claim: string;
  readonly statement: string;
  readonly value: number;
  /** Null where the figures give no lower bound. */
  readonly low: number | null;
  /** Null where the figures give no upper bound. */
  readonly high: number | null;
  readonly unit: string;
  readonly basis: Basis;
  readonly simulated: boolean;
  /** Ids of the measurements used, or names of the tables where a whole series was. */
  readonly measurements: readonly string[];
}

/** What {@linkcode finding} needs. */
export interface FindingInput {
  readonly claim: string;
  readonly name: string;
  readonly statement: string;
  readonly estimate: Estimate;
  readonly unit: string;
  readonly basis: Basis;
  readonly measurements: readonly string[];
  readonly simulated?: boolean;
}

/**
 * Makes a finding from an estimate.
 *
 * @example
 * ```ts
 * import { finding } from "@/claims/finding.ts";
 * import { estimate } from "@/interval/estimate.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const share = finding({
 *   claim: "world-share",
 *   name: "self-claim",
 *   statement: "Share of world traffic that Megaupload said it had",
 *   estimate: estimate(4, 3.5, 4.5),
 *   unit: "%",
 *   basis: "rounding",
 *   measurements: ["megaupload-self-claim"],
 * });
 * assertEquals(share.id, "world-share.self-claim");
 * ```
 */
export function finding(
  {
    claim,
    name,
    statement,
    estimate,
    unit,
    basis,
    measurements,
    simulated = false,
  }: FindingInput,
): Finding {
  const bound = (number: number) => Number.isFinite(number) ? number : null;
  return {
    id: `${claim}.${name}`,
    claim,
    statement,
    value: estimate.value,
    low: bound(estimate.low),
    high: bound(estimate.high),
    unit,
    basis,
    simulated,
    measurements: [...measurements],
  };
}

/**
 * The estimate a finding holds, its open ends as infinities.
 *
 * @example
 * ```ts
 * import { estimateOf } from "@/claims/finding.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(estimateOf({ value: 10, low: 10, high: null }), { value: 10, low: 10, high: Infinity });
 * ```
 */
export function estimateOf(
  { value, low, high }: Pick<Finding, "value" | "low" | "high">,
): Estimate {
  return { value, low: low ?? -Infinity, high: high ?? Infinity };
}
