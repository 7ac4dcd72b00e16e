import { estimateOf, type Finding } from "@/claims/finding.ts";
import { formatEstimate } from "@/interval/format.ts";
import { markup } from "@/show/markup.ts";
import { type Displayable, mediaTypes } from "@/show/show.ts";

const basisMeanings: Record<Finding["basis"], string> = {
  rounding: "bounds: all values that print as the sources' figures do",
  "range of sources": "bounds: from the lowest to the highest the sources allow",
  "confidence 95 %": "bounds: 95 % confidence interval",
};

/**
 * A finding to show: the statement, the number with its bounds, what the bounds mean, and what it rests on.
 *
 * @example
 * ```ts
 * import { findingCard } from "@/show/finding_card.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const card = findingCard({
 *   id: "europe-20.hosters-change", claim: "europe-20", statement: "Change of the hosters' traffic", value: -20,
 *   low: -25.8, high: -13.8, unit: "%", basis: "rounding", simulated: false, measurements: ["arbor-europe-hosters"],
 * });
 * assertEquals(card.text.split("\n")[0], "europe-20.hosters-change: −20.0 % [−25.8, −13.8]");
 * ```
 */
export function findingCard(finding: Finding): Displayable {
  const { id, statement, unit, basis, simulated, measurements } = finding;
  const number = formatEstimate(estimateOf(finding), unit);
  const label = simulated ? "Simulated. " : "";
  const basisAndSources = `${basisMeanings[basis]} · from ${measurements.join(", ")} · `;
  return {
    html:
      markup`<div class="am-finding" id="${id}" style="border-left:4px solid #0072b2;padding:.2em .8em;margin:.6em 0">
<div>${label}${statement}</div>
<div style="font-size:1.3em"><strong>${number}</strong></div>
<div style="opacity:.8"><small>${basisAndSources}<code>${id}</code></small></div></div>`,
    text: `${id}: ${number}\n${label}${statement}; ${basisMeanings[basis]}; from ${measurements.join(", ")}`,
    data: { [mediaTypes.finding]: finding },
  };
}
