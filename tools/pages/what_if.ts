import type { Claim } from "@/claims/claim.ts";
import { verdictMeanings } from "@/claims/explain_verdict.ts";
import type { LedgerEntry } from "@/claims/ledger.ts";
import type { Swap } from "@/claims/swap.ts";
import { type Evidence, judge } from "@/claims/verdict.ts";
import { type Html, markup } from "@/show/markup.ts";
import { formatEstimate } from "@/interval/format.ts";
import { estimateOf } from "@/claims/finding.ts";
import type { Site } from "./site.ts";

/** What the page hands to the browser: the claim, and the findings that its verdict weighs. */
export interface Case {
  readonly claim: Claim;
  readonly evidence: readonly Evidence[];
}

/**
 * The controls by which a reader moves the figures of a verdict; hidden until the script that works them is there.
 *
 * Nothing where the recorded evidence does not give the recorded verdict again.
 */
export function whatIf(site: Site, entry: LedgerEntry): Html | undefined {
  const found = caseOf(site, entry);
  if (found === undefined) return undefined;
  const { claim, evidence } = found;
  const controls = evidence.map(({ finding }, index) => {
    const id = `what-if-${claim.id}-${index}`;
    const { least, most, step, value } = reach(found, index);
    return markup`<p><label for="${id}">${finding.statement}</label> <output for="${id}" class="name">${
      formatEstimate(estimateOf(finding), finding.unit)
    }</output>
<input type="range" id="${id}" min="${least}" max="${most}" step="${step}" value="${value}"></p>
`;
  });
  return markup`<section class="what-if" data-case="${JSON.stringify(found)}" hidden>
<h2 id="what-if-${claim.id}">What if the figures were others?</h2>
<p>Move a figure within its bounds or beyond them. Its bounds move along, and the verdict follows by the same rules.</p>
<form>${controls}<p><button type="reset">As found</button></p></form>
<p role="status"><strong class="verdict"></strong> <span class="swaps"></span> <span class="words"></span></p>
<ul hidden>${
    Object.entries(verdictMeanings).map(([kind, meaning]) =>
      markup`<li data-kind="${kind}"><b>${kind}</b> <i>${meaning}</i></li>`
    )
  }${
    ["measure", "denominator", "place", "time"].map((swap) => markup`<li data-swap="${swap}">${swap} swapped</li>`)
  }</ul></section>
`;
}

/** The evidence behind a recorded verdict; undefined where it is not known well enough to judge again. */
export function caseOf(site: Site, { claim, verdict }: LedgerEntry): Case | undefined {
  if (verdict === undefined || verdict.assertions.every(({ evidence }) => evidence.length === 0)) return undefined;
  const evidence = verdict.assertions.flatMap(({ assertion, kind, evidence }) =>
    evidence.map(({ finding, role }): Evidence => ({
      assertion,
      role,
      finding: site.findings.get(finding)!,
      ...role === "origin" ? { swaps: kind === "misattributed" ? verdict.swaps as Swap[] : [] } : {},
    } as Evidence))
  );
  const weighable = (piece: Evidence) =>
    piece.role === "origin" || claim.asserts.find(({ id }) => id === piece.assertion)?.figure !== null;
  if (!evidence.every(weighable)) return undefined;
  const again = judge(claim, evidence);
  const same = again.kind === verdict.kind && String(again.swaps) === String(verdict.swaps);
  return same ? { claim, evidence } : undefined;
}

/**
 * How far a figure can be moved: over its bounds and the value that would turn it, and a quarter more to each side.
 *
 * The control stands on a step nearest to the figure: a browser would put it there anyway, and then it had moved.
 */
function reach({ claim, evidence }: Case, index: number) {
  const { finding, assertion } = evidence[index]!;
  const weighed = judge(claim, evidence).assertions.find((part) => part.assertion === assertion)!.evidence;
  const turnsAt = weighed.find((piece) => piece.finding.id === finding.id)?.turnsAt;
  const ends = [finding.value, finding.low, finding.high, turnsAt, 0].filter((end) => typeof end === "number");
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const step = 10 ** Math.floor(Math.log10((high - low) / 200 || 1));
  const round = (end: number, to: (number: number) => number) => Number((to(end / step) * step).toPrecision(12));
  return {
    least: round(low - (high - low) / 4, Math.floor),
    most: round(high + (high - low) / 4, Math.ceil),
    step,
    value: round(finding.value, Math.round),
  };
}
