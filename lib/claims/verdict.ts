import type { Assertion, Claim } from "@/claims/claim.ts";
import { estimateOf, type Finding } from "@/claims/finding.ts";
import type { Swap } from "@/claims/swap.ts";
import type { Estimate } from "@/interval/estimate.ts";
import { printed } from "@/interval/printed.ts";

/** What the figures say of a claim. */
export type VerdictKind =
  | "supported"
  | "overstated"
  | "understated"
  | "misattributed"
  | "contradicted"
  | "mixed"
  | "not measured"
  | "not testable";

/** A finding set against one assertion of a claim. */
export type Evidence =
  & { readonly assertion: string; readonly finding: Finding }
  & (
    | {
      /** The finding is of the asserted quantity itself. */
      readonly role: "direct";
    }
    | {
      /** The asserted quantity cannot have been larger, in size, than the finding. */
      readonly role: "bound";
    }
    | {
      /** The figure that the claim goes back to, and how what was measured differs from what is asserted. */
      readonly role: "origin";
      readonly swaps: readonly Swap[];
    }
  );

/** How a finding stands to the asserted figure. */
export type Outcome =
  | "agrees"
  | "smaller"
  | "larger"
  | "elsewhere"
  | "excludes"
  | "allows";

/** A piece of evidence with what it says, and what would have to change for it to say otherwise. */
export type WeighedEvidence = Evidence & {
  readonly outcome: Outcome;
  /** The value at which the outcome would turn, where a number can turn it. */
  readonly turnsAt?: number;
};

/** What the figures say of one assertion. */
export interface AssertionVerdict {
  readonly assertion: string;
  readonly kind: VerdictKind;
  readonly swaps: readonly Swap[];
  readonly evidence: readonly WeighedEvidence[];
}

/** What the figures say of a claim, assertion by assertion. */
export interface Verdict {
  readonly claim: string;
  readonly kind: VerdictKind;
  readonly swaps: readonly Swap[];
  readonly assertions: readonly AssertionVerdict[];
}

/**
 * Judges a claim by rules that know nothing of its numbers.
 *
 * For each assertion, from its evidence:
 *
 * 1. Findings of the asserted quantity itself decide first. All overlap the asserted figure: **supported**. Some do:
 *    **mixed**. None does, and all have its sign: **overstated** when all are smaller, **understated** when all are
 *    larger. Otherwise **contradicted**.
 * 2. With none, a figure that the claim goes back to but that measures something else makes it **misattributed**, and
 *    the verdict says what was swapped.
 * 3. With none of these, a bound that the asserted figure exceeds makes it **contradicted**.
 * 4. Otherwise it is **not measured**.
 *
 * Assertions that share a verdict give it to the claim; others make it **mixed**. An opinion is **not testable**.
 *
 * @param claim The claim.
 * @param evidence Findings for its assertions. Findings from unverified figures must not be among them.
 * @throws {RangeError} If evidence names an assertion that the claim does not have, or compares with a figure it lacks.
 *
 * @example A claim of −20 % whose source measured −20 % of something else
 * ```ts
 * import { judge } from "@/claims/verdict.ts";
 * import { finding } from "@/claims/finding.ts";
 * import { estimate } from "@/interval/estimate.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const claim = {
 *   id: "c", number: 1, kind: "claim" as const, quotation: { text: "-20 %", language: "fr" }, statement: "", notebook: null,
 *   asserts: [{
 *     id: "size", quantity: "traffic volume", denominator: "", place: "Europe", of: "all networks", window: "",
 *     figure: "-20", unit: "%",
 *   }],
 * };
 * const measured = finding({
 *   claim: "c", name: "hosters", statement: "", estimate: estimate(-20), unit: "%", basis: "rounding", measurements: [],
 * });
 * const verdict = judge(claim, [{ assertion: "size", role: "origin", finding: measured, swaps: ["denominator"] }]);
 * assertEquals(verdict.kind, "misattributed");
 * assertEquals(verdict.swaps, ["denominator"]);
 * ```
 */
export function judge(claim: Claim, evidence: readonly Evidence[]): Verdict {
  if (claim.kind === "opinion") {
    return { claim: claim.id, kind: "not testable", swaps: [], assertions: [] };
  }
  const stray = evidence.find(({ assertion }) => !claim.asserts.some(({ id }) => id === assertion));
  if (stray) {
    throw new RangeError(
      `Cannot judge ${claim.id}: it asserts ${claim.asserts.map(({ id }) => id).join(", ")}, not ${stray.assertion}`,
    );
  }
  const assertions = claim.asserts.map((assertion) =>
    judgeAssertion(
      assertion,
      evidence.filter((piece) => piece.assertion === assertion.id),
    )
  );
  const kinds = new Set(assertions.map(({ kind }) => kind));
  return {
    claim: claim.id,
    kind: kinds.size === 0 ? "not measured" : kinds.size === 1 ? assertions[0]!.kind : "mixed",
    swaps: [...new Set(assertions.flatMap((assertion) => assertion.swaps))],
    assertions,
  };
}

function judgeAssertion(
  assertion: Assertion,
  evidence: readonly Evidence[],
): AssertionVerdict {
  const weighed = evidence.map((piece) => weigh(assertion, piece));
  const direct = weighed.filter(({ role }) => role === "direct").map((
    { outcome },
  ) => outcome);
  const swapped = weighed.flatMap((piece) => piece.role === "origin" ? piece.swaps : []);
  const every = (outcome: Outcome) => direct.every((one) => one === outcome);
  const kind: VerdictKind = direct.length > 0
    ? every("agrees")
      ? "supported"
      : direct.includes("agrees")
      ? "mixed"
      : every("smaller")
      ? "overstated"
      : every("larger")
      ? "understated"
      : "contradicted"
    : swapped.length > 0
    ? "misattributed"
    : weighed.some(({ outcome }) => outcome === "excludes")
    ? "contradicted"
    : "not measured";
  return {
    assertion: assertion.id,
    kind,
    swaps: [...new Set(swapped)],
    evidence: weighed,
  };
}

function weigh(assertion: Assertion, piece: Evidence): WeighedEvidence {
  const measured = estimateOf(piece.finding);
  const asserted = assertedFigure(assertion);
  if (asserted === undefined) {
    if (piece.role === "origin") return { ...piece, outcome: "elsewhere" };
    throw new RangeError(
      `Cannot compare ${piece.finding.id}: the assertion ${assertion.id} gives no figure`,
    );
  }
  if (piece.role === "bound") {
    const least = smallestSize(asserted);
    const most = Math.max(Math.abs(measured.low), Math.abs(measured.high));
    return {
      ...piece,
      outcome: least > most ? "excludes" : "allows",
      turnsAt: Math.sign(asserted.value) * least,
    };
  }
  return {
    ...piece,
    outcome: compare(asserted, measured),
    turnsAt: nearestEnd(asserted, measured),
  };
}

/**
 * The figure an assertion gives, read as an estimate; undefined where it gives none.
 *
 * @example
 * ```ts
 * import { assertedFigure } from "@/claims/verdict.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(assertedFigure({ figure: "-12" }), { value: -12, low: -12.5, high: -11.5 });
 * assertEquals(assertedFigure({ figure: null }), undefined);
 * ```
 */
export function assertedFigure(
  { figure, resolution }: Pick<Assertion, "figure" | "resolution">,
): Estimate | undefined {
  return figure === null ? undefined : printed(figure, resolution === undefined ? {} : { resolution });
}

function compare(asserted: Estimate, measured: Estimate): Outcome {
  if (asserted.low <= measured.high && measured.low <= asserted.high) return "agrees";
  const sign = signOf(asserted);
  if (sign === 0 || sign !== signOf(measured)) return "elsewhere";
  return Math.abs(measured.value) < Math.abs(asserted.value) ? "smaller" : "larger";
}

/** The sign of every number within the bounds; an open end is taken to have the sign of the value. 0 where they differ. */
function signOf({ value, low, high }: Estimate): number {
  const signs = [low, high].filter(Number.isFinite).map(Math.sign);
  return signs.every((sign) => sign === Math.sign(value)) ? Math.sign(value) : 0;
}

const smallestSize = ({ low, high }: Estimate): number => low > 0 ? low : high < 0 ? -high : 0;

/** The end of the asserted figure that the measured one meets first; the closed end where the other is open. */
function nearestEnd(asserted: Estimate, measured: Estimate): number {
  const [near, far] = measured.value < asserted.value ? [asserted.low, asserted.high] : [asserted.high, asserted.low];
  return Number.isFinite(near) ? near : far;
}
