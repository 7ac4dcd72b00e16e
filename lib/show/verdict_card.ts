import type { Claim } from "@/claims/claim.ts";
import { explainVerdict } from "@/claims/explain_verdict.ts";
import type { Finding } from "@/claims/finding.ts";
import type { Verdict } from "@/claims/verdict.ts";
import { Html, markup } from "@/show/markup.ts";
import { type Displayable, mediaTypes } from "@/show/show.ts";

/**
 * A verdict to show: its name, why, and what would turn it.
 *
 * @param headline The finding that stands for the claim where there is room for one number.
 *
 * @example
 * ```ts
 * import { verdictCard } from "@/show/verdict_card.ts";
 * import { judge } from "@/claims/verdict.ts";
 * import { loadClaims } from "@/claims/claim.ts";
 * import { assert } from "@std/assert";
 *
 * const opinion = (await loadClaims()).find(({ kind }) => kind === "opinion")!;
 * assert(verdictCard(opinion, judge(opinion, [])).text.startsWith("Verdict: not testable"));
 * ```
 */
export function verdictCard(claim: Claim, verdict: Verdict, headline?: Finding): Displayable {
  const { summary, reasons, flips } = explainVerdict(claim, verdict);
  const name = `Verdict: ${verdict.kind}`;
  const list = (heading: string, items: readonly string[]) =>
    items.length > 0 &&
    markup`<p><strong>${heading}</strong></p><ul>${items.map((item) => markup`<li>${item}</li>`)}</ul>`;
  const lines = (heading: string, items: readonly string[]) =>
    items.length > 0 ? [`${heading}:`, ...items.map((item) => `- ${item}`)] : [];
  const style = new Html("border:2px solid currentColor;padding:.4em 1em");
  return {
    html: markup`<section class="am-verdict" data-verdict="${verdict.kind}" style="${style}">
<p style="font-size:1.3em;margin:.3em 0"><strong>${name}</strong></p><p>${summary}</p>
${list("Why", reasons)}${list("What would turn it", flips)}</section>`,
    text: [name, summary, ...lines("Why", reasons), ...lines("What would turn it", flips)].join("\n"),
    data: { [mediaTypes.verdict]: { ...summaryOf(verdict), headline: headline?.id ?? null, summary, reasons, flips } },
  };
}

function summaryOf({ claim, kind, swaps, assertions }: Verdict) {
  return {
    claim,
    kind,
    swaps,
    assertions: assertions.map(({ assertion, kind, evidence }) => ({
      assertion,
      kind,
      evidence: evidence.map((piece) => ({
        finding: piece.finding.id,
        role: piece.role,
        outcome: piece.outcome,
        ...piece.role === "origin" && { swaps: piece.swaps },
      })),
    })),
  };
}
