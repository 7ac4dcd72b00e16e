import type { Measurement } from "@/claims/measurement.ts";
import { shortCitation, type Source } from "@/claims/source.ts";
import { type Html, markup } from "@/show/markup.ts";

/** What a row is of: quantity, whose, where, when, each a phrase of its own. */
export function whatOf({ quantity, denominator, of, place, window }: Measurement): Html {
  return markup`<span>${quantity}</span>${
    denominator && markup` (<span>${denominator}</span>)`
  } · <span>${of}</span> · <span>${place}</span> · <span>${window}</span>`;
}

/** The short citation of a source, leading to its entry. */
export function sourceLink(source: Source): Html {
  return markup`<a class="name" href="sources.html#${source.id}">${shortCitation(source)}</a>`;
}

/** The words of the source that give a figure; nothing where none are quoted. */
export function quotationOf({ quotation }: Measurement, { language }: Source): Html | false {
  return quotation !== "" && markup`<q lang="${language ?? "en"}" translate="no">${quotation}</q>`;
}

/** The figures of a row as printed, with a true minus sign and their unit. */
export function printedFigures({ printed, unit, changeUnit }: Measurement): string {
  const { value, before, after, change } = printed;
  const parts = [
    value && `${value} ${unit}`,
    (before !== undefined || after !== undefined) && `${before ?? "?"} → ${after ?? "?"} ${unit}`,
    change && `change ${change} ${changeUnit}`,
  ].filter(Boolean);
  return parts.length === 0 ? "no number" : parts.join("; ").replaceAll(/-(?=\d)/g, "−");
}
