import type { Assertion, Claim } from "@/claims/claim.ts";
import { estimateOf, type Finding } from "@/claims/finding.ts";
import type { RecordedVerdict } from "@/claims/ledger.ts";
import type { Grade, Measurement } from "@/claims/measurement.ts";
import { assertedFigure } from "@/claims/verdict.ts";

/** How much a verdict rests on; `none` where no evidence decided anything. */
export type CertaintyLevel = "strong" | "fair" | "weak" | "none";

/** What a verdict rests on. */
export interface Certainty {
  readonly level: CertaintyLevel;
  /** The findings that decided, of every assertion. */
  readonly decidedBy: readonly string[];
  /** The sources behind them; a table counts as one. Two reports of the same measurement count as two. */
  readonly sources: readonly string[];
  /** The weakest grade among the figures behind them; undefined where they come from tables alone. */
  readonly grade?: Grade;
  /**
   * The least part by which a deciding number would have to be wrong, beyond its own bounds, for the verdict to turn.
   * Undefined where no size decides: a swap, or agreement with a number that has two ends.
   */
  readonly slack?: number;
}

/** What each level means, in one sentence. */
export const certaintyMeanings: Record<CertaintyLevel, string> = {
  strong:
    "Every part rests on two or more sources, each read in its own words, and would turn only on a number wrong by a half or more.",
  fair: "Neither strong nor weak.",
  weak:
    "A part rests on a single source known only through the press, or would turn on a number wrong by less than a tenth.",
  none: "No figure decides it.",
};

const gradesFromWeakest: readonly Grade[] = ["unverified", "press", "derived", "read"];

/**
 * Says how much the verdict on a claim rests on, by a rule written before it was applied.
 *
 * Deciding findings are those of the first rule of `judge` that spoke: the direct ones, else those that the claim goes
 * back to, else the bounds that exclude it. The verdict is weak when a single source known through the press decides an
 * assertion, or when a deciding number wrong by less than a tenth would turn it; strong when at least two sources decide,
 * all read in their own words, and a deciding number would have to be wrong by a half or more; fair otherwise.
 *
 * @param findings Every finding the verdict rests on, by id.
 * @param measurements The measurements behind them, by id; ids not among them are names of tables.
 *
 * @example
 * ```ts
 * import { certaintyOf } from "@/claims/certainty.ts";
 * import { loadFindings, loadLedger } from "@/claims/ledger.ts";
 * import { loadMeasurements } from "@/claims/measurement.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { claim, verdict } = (await loadLedger()).find(({ claim }) => claim.id === "europe-20")!;
 * const findings = new Map((await loadFindings()).map((finding) => [finding.id, finding]));
 * const { decidedBy } = certaintyOf(claim, verdict!, findings, await loadMeasurements());
 * assertEquals(decidedBy, ["europe-20.hosters-change"]);
 * ```
 */
export function certaintyOf(
  claim: Claim,
  verdict: RecordedVerdict,
  findings: ReadonlyMap<string, Finding>,
  measurements: ReadonlyMap<string, Measurement>,
): Certainty {
  const parts = verdict.assertions
    .map((part) => {
      const assertion = claim.asserts.find(({ id }) => id === part.assertion)!;
      return certaintyOfAssertion(assertion, part, findings, measurements);
    })
    .filter(({ decidedBy }) => decidedBy.length > 0);
  const grade = weakest(parts.flatMap(({ grade }) => grade ?? []));
  const slack = least(parts.flatMap(({ slack }) => slack ?? []));
  return {
    level: (["weak", "fair", "strong"] as const).find((level) => parts.some((part) => part.level === level)) ?? "none",
    decidedBy: parts.flatMap(({ decidedBy }) => decidedBy),
    sources: [...new Set(parts.flatMap(({ sources }) => sources))],
    ...grade !== undefined && { grade },
    ...slack !== undefined && { slack },
  };
}

type RecordedAssertion = RecordedVerdict["assertions"][number];

function certaintyOfAssertion(
  assertion: Assertion,
  { evidence }: RecordedAssertion,
  findings: ReadonlyMap<string, Finding>,
  measurements: ReadonlyMap<string, Measurement>,
): Certainty {
  const deciding = [
    evidence.filter(({ role }) => role === "direct"),
    evidence.filter(({ role, swaps = [] }) => role === "origin" && swaps.length > 0),
    evidence.filter(({ role, outcome }) => role === "bound" && outcome === "excludes"),
  ].find((pieces) => pieces.length > 0) ?? [];
  const decidedBy = deciding.map(({ finding }) => findings.get(finding)!);
  const inputs = new Set(decidedBy.flatMap((finding) => finding.measurements));
  const sources = [...new Set([...inputs].map((id) => measurements.get(id)?.source ?? id))];
  const grade = weakest([...inputs].flatMap((id) => measurements.get(id)?.grade ?? []));
  const slack = least(
    deciding.flatMap(({ role, outcome }, index) =>
      role === "origin" ? [] : slackOf(assertion, decidedBy[index]!, outcome) ?? []
    ),
  );
  const weak = (sources.length === 1 && grade === "press") || (slack !== undefined && slack < 0.1);
  const strong = sources.length > 1 && (grade === undefined || grade === "read") &&
    (slack === undefined || slack >= 0.5);
  return {
    level: deciding.length === 0 ? "none" : weak ? "weak" : strong ? "strong" : "fair",
    decidedBy: decidedBy.map(({ id }) => id),
    sources,
    ...grade !== undefined && { grade },
    ...slack !== undefined && { slack },
  };
}

/** How far a finding lies from where its outcome turns, as a part of its value. */
function slackOf(
  assertion: Assertion,
  finding: Finding,
  outcome: RecordedAssertion["evidence"][number]["outcome"],
): number | undefined {
  const asserted = assertedFigure(assertion);
  if (asserted === undefined || finding.value === 0) return undefined;
  const measured = estimateOf(finding);
  const size = Math.abs(finding.value);
  switch (outcome) {
    case "smaller":
    case "larger":
    case "excludes":
    case "elsewhere":
      return Math.max(asserted.low - measured.high, measured.low - asserted.high, 0) / size;
    case "agrees": {
      const end = [asserted.low, asserted.high].filter(Number.isFinite);
      if (end.length !== 1) return undefined;
      const inside = Number.isFinite(asserted.low) ? finding.value - end[0]! : end[0]! - finding.value;
      return Math.max(inside, 0) / size;
    }
    default:
      return undefined;
  }
}

const weakest = (grades: readonly Grade[]) => gradesFromWeakest.find((grade) => grades.includes(grade));
const least = (numbers: readonly number[]) => numbers.length === 0 ? undefined : Math.min(...numbers);
