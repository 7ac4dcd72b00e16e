import type { Claim } from "@/claims/claim.ts";
import { formatAsserted } from "@/claims/format_asserted.ts";
import { markup } from "@/show/markup.ts";
import type { Displayable } from "@/show/show.ts";

/**
 * A claim to show: the article's words, what they state, and the figure they assert, read as an interval.
 *
 * @example
 * ```ts
 * import { claimCard } from "@/show/claim_card.ts";
 * import { openClaim } from "@/claims/open_claim.ts";
 * import { assert } from "@std/assert";
 *
 * const { claim } = await openClaim("south-america-40");
 * assert(claimCard(claim).text.includes("almost −40"));
 * ```
 */
export function claimCard({ quotation, statement, asserts }: Claim): Displayable {
  const lines = asserts.map((assertion) => {
    const { id, quantity, denominator, of, place, window, figure, unit, reading } = assertion;
    const asserted = formatAsserted(assertion);
    const number = asserted === undefined
      ? "no figure given"
      : reading === undefined
      ? `${figure?.replaceAll("-", "−")} ${unit}, read as ${asserted}`
      : `no figure given; read here as ${asserted}: ${reading}`;
    return [id, `${quantity}${denominator && ` of ${denominator}`}; ${of}; ${place}; ${window}`, number] as const;
  });
  return {
    html: markup`<section class="am-claim" style="border-left:4px solid #d55e00;padding:.2em .8em">
<p>The article, in French: <q lang="${quotation.language}">${quotation.text}</q></p>
<p>${statement}</p>
<ul>${lines.map(([id, what, number]) => markup`<li><strong>${id}</strong>: ${what} — ${number}</li>`)}</ul></section>`,
    text: [`« ${quotation.text} »`, statement, ...lines.map((line) => `- ${line.join(" — ")}`)].join("\n"),
  };
}
