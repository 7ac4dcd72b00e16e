import { assertedFigure, type Evidence } from "@/claims/verdict.ts";
import { certaintyMeanings, certaintyOf } from "@/claims/certainty.ts";
import { estimateOf, type Finding } from "@/claims/finding.ts";
import { headlineAssertion, type LedgerEntry, ledgerFigures, verdictParts } from "@/claims/ledger.ts";
import type { Grade, Measurement } from "@/claims/measurement.ts";
import { formatEstimate, formatNumber } from "@/interval/format.ts";
import { type Html, markup } from "@/show/markup.ts";
import { claimPage, type Site } from "./site.ts";
import { strip, stripDomain, type StripMark } from "./strip.ts";

/** The grades of evidence from the best to the worst. */
const grades: readonly Grade[] = ["read", "press", "derived", "unverified"];

/**
 * What the headline of a claim is drawn as, and what was claimed; nothing where one of them is no percentage, and no
 * headline that is there for scale only.
 */
export function stripMarks(entry: LedgerEntry): StripMark[] {
  const { headline } = entry;
  const assertion = headlineAssertion(entry);
  const claimed = assertion?.unit === "%" ? assertedFigure(assertion) : undefined;
  const role = headlineRole(entry);
  return [
    ...claimed === undefined ? [] : [{ kind: "claimed" as const, estimate: claimed }],
    ...headline?.unit !== "%" || givesScale(entry) ? [] : [{
      kind: headline.simulated ? "simulated" as const : role === "bound" ? "bound" as const : "measured" as const,
      estimate: estimateOf(headline),
    }],
  ];
}

/** How the headline bears on the verdict; undefined where it is no evidence of the claim itself. */
const headlineRole = ({ verdict, headline }: LedgerEntry): Evidence["role"] | undefined =>
  verdict?.assertions.flatMap(({ evidence }) => evidence).find(({ finding }) => finding === headline?.id)?.role;

/** Whether nothing measures the claim, so that its headline only gives the scale. */
const givesScale = ({ verdict }: LedgerEntry): boolean => verdict?.kind === "not measured";

/** The scale on which every claim is drawn. */
export const ledgerDomain = ({ ledger }: Site) => stripDomain(ledger.flatMap(stripMarks));

/** The grades of the rows that a finding rests on, best first; none where it rests on whole tables. */
export function gradesOf(finding: Finding, measurements: ReadonlyMap<string, Measurement>): Grade[] {
  const found = new Set(finding.measurements.flatMap((id) => measurements.get(id)?.grade ?? []));
  return grades.filter((grade) => found.has(grade));
}

/** A verdict as a badge, what was swapped, and the verdicts on its parts where they differ. */
export function verdictBadge({ claim, verdict }: LedgerEntry): Html {
  const kind = verdict?.kind ?? (claim.kind === "opinion" ? "not testable" : "not judged yet");
  return markup`<strong class="verdict" data-verdict="${kind}">${kind}</strong>${
    verdict?.swaps.map((swap) => markup` <span class="swap">${swap} swapped</span>`)
  }${
    verdict && verdictParts(verdict).map(({ part, kind }) =>
      markup` <span class="part"><span>${part}</span> <span>${kind}</span></span>`
    )
  }`;
}

/** A claim's numbers: claimed, computed, on the common scale, with the grade of the evidence. */
export function claimNumbers(site: Site, entry: LedgerEntry, link: (finding: Finding) => string): Html {
  const { headline } = entry;
  const { claimed } = ledgerFigures(entry);
  const marks = stripMarks(entry);
  const behind = headline === undefined ? [] : gradesOf(headline, site.measurements);
  const [best, worst] = [behind[0], behind.at(-1)];
  return markup`${marks.length > 0 && strip(marks, ledgerDomain(site))}
<dl class="numbers"><div><dt>Claimed</dt><dd>${claimed}</dd></div>
${
    headline &&
    markup`<div><dt>${givesScale(entry) ? "For scale" : "Computed"}</dt><dd>${
      headline.simulated && markup`<em>Simulated.</em> `
    }<a href="${link(headline)}">${formatEstimate(estimateOf(headline), headline.unit)}</a></dd></div>
<div><dt>What was computed</dt><dd>${headline.statement}</dd></div>`
  }
${
    best &&
    markup`<div><dt>Evidence</dt><dd>${
      best === worst ? markup`<span>${best}</span>` : markup`<span>${best}</span> – <span>${worst}</span>`
    }</dd></div>`
  }${certaintyRow(site, entry)}</dl>`;
}

/** What the verdict rests on, and how wrong a number would have to be to turn it. */
function certaintyRow({ findings, measurements }: Site, { claim, verdict }: LedgerEntry): Html | undefined {
  if (verdict === undefined || claim.kind === "opinion") return undefined;
  const { level, sources, grade, slack } = certaintyOf(claim, verdict, findings, measurements);
  const parts = level === "none" ? [certaintyMeanings.none] : [
    `${sources.length} source${sources.length === 1 ? "" : "s"}`,
    grade && `weakest grade: ${grade}`,
    slack === undefined ? "no size decides" : `would turn if wrong by ${formatNumber(100 * slack, 0)} %`,
  ].filter((part) => part !== undefined);
  return markup`<div><dt>The verdict rests on</dt><dd><a href="synthesis.html#how-sure-each-verdict-is"><strong>${level}</strong></a>${
    parts.map((part) => markup` · <span>${part}</span>`)
  }</dd></div>`;
}

/** The mark of a stop on the reading path of ten minutes; nothing off it. */
export const stopMark = (stop: number | undefined): Html | undefined =>
  stop === undefined ? undefined : markup` <span class="step">Ten minutes, stop ${stop}</span>`;

/** A line of the ledger. */
export function ledgerItem(site: Site, entry: LedgerEntry, stop: number | undefined): Html {
  const { claim, verdict } = entry;
  const target = claimPage(site, entry);
  const kind = verdict?.kind ?? (claim.kind === "opinion" ? "not testable" : "not judged yet");
  return markup`<li id="${claim.id}" data-verdict="${kind}" data-swaps="${verdict?.swaps.join(" ") ?? ""}">
<p class="quotation">${
    claim.number !== null && markup`<span class="number">${claim.number}</span> `
  }<q lang="${claim.quotation.language}">${claim.quotation.text}</q></p>
<h3>${target === undefined ? claim.statement : markup`<a href="${target.file}">${claim.statement}</a>`}</h3>
<p>${verdictBadge(entry)}${stopMark(stop)}</p>
${
    claim.kind === "opinion"
      ? markup`<p>${claim.reason}</p>`
      : claimNumbers(site, entry, ({ id }) => `${target?.file ?? ""}#${id}`)
  }</li>
`;
}
