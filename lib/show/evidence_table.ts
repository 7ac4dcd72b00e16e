import type { Measurement } from "@/claims/measurement.ts";
import { shortCitation, type Source } from "@/claims/source.ts";
import { markup } from "@/show/markup.ts";
import type { Displayable } from "@/show/show.ts";
import { table } from "@/show/table.ts";

/**
 * A table of measurements to show: what each is of, the figure as printed, its grade, the source and its words.
 *
 * @param measurements The rows, in the order to show them.
 * @param source Finds a source by id.
 *
 * @example
 * ```ts
 * import { evidenceTable } from "@/show/evidence_table.ts";
 * import { openClaim } from "@/claims/open_claim.ts";
 * import { assert } from "@std/assert";
 *
 * const { measurement, source } = await openClaim("south-america-40");
 * assert(evidenceTable([measurement("itr-south-america-closure")], source).text.includes("86 → 81"));
 * ```
 */
export function evidenceTable(
  measurements: readonly Measurement[],
  source: (id: string) => Source,
): Displayable {
  const rows = measurements.map((measurement) => {
    const { id, quantity, denominator, of, place, window, grade, quotation, note } = measurement;
    const from = source(measurement.source);
    const citation = shortCitation(from);
    const words = quotation && markup`<q lang="${from.language ?? "en"}">${quotation}</q> `;
    return {
      measurement: markup`<code id="measurement-${id}">${id}</code>`,
      "what, of whom, where, when": `${quantity}${denominator && ` of ${denominator}`}; ${of}; ${place}; ${window}`,
      "figure as printed": figures(measurement),
      grade,
      source: from.URL ? markup`<a href="${from.URL}">${citation}</a>` : citation,
      "in its words; note": markup`${words}${note}`,
    };
  });
  return table(rows, { caption: "The measurements used, and where they come from" });
}

function figures({ printed, unit, changeUnit }: Measurement): string {
  const { value, before, after, change } = printed;
  const level = before !== undefined || after !== undefined ? `${before ?? "?"} → ${after ?? "?"} ${unit}` : undefined;
  const parts = [value && `${value} ${unit}`, level, change && `change ${change} ${changeUnit}`].filter(Boolean);
  return parts.length === 0 ? "no number" : parts.join("; ");
}
