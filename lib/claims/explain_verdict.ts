import type { Assertion, Claim } from "@/claims/claim.ts";
import { estimateOf } from "@/claims/finding.ts";
import { formatAsserted } from "@/claims/format_asserted.ts";
import { assertedFigure, type Verdict, type WeighedEvidence } from "@/claims/verdict.ts";
import type { Estimate } from "@/interval/estimate.ts";
import { formatEstimate, formatNumber } from "@/interval/format.ts";

/** A verdict in words: why, and what would turn it. */
export interface Explanation {
  readonly summary: string;
  readonly reasons: readonly string[];
  readonly flips: readonly string[];
}

/** What each verdict means, in one sentence. */
export const verdictMeanings: Record<Verdict["kind"], string> = {
  supported: "What was measured agrees with the claim.",
  overstated: "What was measured goes the way of the claim, and is smaller.",
  understated: "What was measured goes the way of the claim, and is larger.",
  misattributed: "The number goes back to a real figure, and that figure measures something else.",
  contradicted: "What was measured excludes the claim.",
  mixed: "The parts of the claim, or the figures on one of them, do not come out alike.",
  "not measured": "No figure found measures what is claimed.",
  "not testable": "No number can decide it.",
};

const swapMeanings = {
  measure: "another quantity was measured",
  denominator: "the same quantity of something else was measured",
  place: "another place was measured",
  time: "another time was measured",
};

/**
 * Puts a verdict into words, every number in them taken from the evidence.
 *
 * @example
 * ```ts
 * import { explainVerdict } from "@/claims/explain_verdict.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const opinion = {
 *   id: "o", number: null, kind: "opinion" as const, quotation: { text: "", language: "fr" }, statement: "", asserts: [],
 *   notebook: null, reason: "A wish cannot be measured.",
 * };
 * const { reasons } = explainVerdict(opinion, { claim: "o", kind: "not testable", swaps: [], assertions: [] });
 * assertEquals(reasons, ["A wish cannot be measured."]);
 * ```
 */
export function explainVerdict(claim: Claim, verdict: Verdict): Explanation {
  if (verdict.kind === "not testable") {
    return { summary: verdictMeanings["not testable"], reasons: claim.reason ? [claim.reason] : [], flips: [] };
  }
  const parts = verdict.assertions.map((part) => ({
    ...part,
    asserted: claim.asserts.find(({ id }) => id === part.assertion)!,
  }));
  const several = parts.length > 1;
  const swapped = verdict.swaps.map((swap) => `${swap} swapped: ${swapMeanings[swap]}`).join("; ");
  return {
    summary: `${verdictMeanings[verdict.kind]}${swapped && ` (${swapped})`}`,
    reasons: parts.flatMap(({ assertion, kind, asserted, evidence }) =>
      evidence.length === 0
        ? [`${assertion}: no figure found`]
        : evidence.map((piece) => `${several ? `${assertion} (${kind}): ` : ""}${reason(asserted, piece, evidence)}`)
    ),
    flips: [...new Set(parts.flatMap(({ asserted, evidence }) => evidence.map((piece) => flip(asserted, piece))))],
  };
}

function reason(
  asserted: Assertion,
  { finding, role, outcome, ...piece }: WeighedEvidence,
  evidence: readonly WeighedEvidence[],
): string {
  const found = `${finding.statement}: ${formatEstimate(estimateOf(finding), finding.unit)}`;
  const figure = formatAsserted(asserted);
  const claimed = figure === undefined
    ? "the claim"
    : /^\p{L}/u.test(figure)
    ? `the claim of ${figure}`
    : `the claimed ${figure}`;
  if (role === "origin" && "swaps" in piece) {
    return piece.swaps.length === 0
      ? `${found}. It is what the claim speaks of.`
      : `The claim goes back to this figure, with its ${piece.swaps.join(" and ")} swapped. ${found}.`;
  }
  switch (outcome) {
    case "agrees":
      return `${found}. It overlaps ${claimed}.`;
    case "smaller":
      return `${found}. It is smaller than ${claimed}.`;
    case "larger":
      return `${found}. It is larger than ${claimed}.`;
    case "excludes":
      return `${found}. More than that is not possible, so ${claimed} is not.`;
    case "allows":
      return evidence.some((other) => other.role === "direct" && other.outcome !== "agrees")
        ? `${found}. It alone would leave room for ${claimed}.`
        : `${found}. It leaves room for ${claimed}.`;
    default:
      return `${found}. It excludes ${claimed}.`;
  }
}

function flip(asserted: Assertion, { finding, role, outcome, turnsAt }: WeighedEvidence): string {
  if (role === "origin" || turnsAt === undefined) {
    const what = [asserted.quantity, asserted.of && `of ${asserted.of}`, `in ${asserted.place}`].filter(Boolean).join(
      " ",
    );
    return `A measurement of ${what} (${asserted.window}) would take the place of this figure.`;
  }
  const { unit } = finding;
  const needed = `${formatNumber(turnsAt)} ${unit}`;
  const factor = turnsAt / finding.value;
  const times = factor > 1 && Number.isFinite(factor) ? `, ${formatNumber(factor, 1)} times what was found` : "";
  const turn = outcome === "agrees"
    ? leaving(assertedFigure(asserted)!, unit)
    : outcome === "allows"
    ? `smaller in size than ${needed}`
    : `${needed} or nearer the claim${times}`;
  return `“${finding.statement}” would have to be ${turn}.`;
}

/** Where a figure that agrees would have to be so as not to. */
function leaving({ low, high }: Estimate, unit: string): string {
  if (high === Infinity) return `below ${formatNumber(low)} ${unit}`;
  if (low === -Infinity) return `above ${formatNumber(high)} ${unit}`;
  return `outside ${formatNumber(low)} to ${formatNumber(high)} ${unit}`;
}
