import type { Measurement } from "@/claims/measurement.ts";
import { markup } from "@/show/markup.ts";
import { printedFigures, quotationOf, sourceLink, whatOf } from "./evidence.ts";
import type { PageSource } from "./page.ts";
import type { Site } from "./site.ts";
import { dataMemory } from "./translation/memory.ts";

/** Every printed figure, with whose, where and when, its grade, its source, its words, and the findings that use it. */
export function measurementsPage(site: Site): PageSource {
  const using = Map.groupBy(
    [...site.findings.values()].flatMap((finding) => finding.measurements.map((id) => ({ id, finding }))),
    ({ id }) => id,
  );
  const item = (measurement: Measurement) => {
    const { id, grade, formula, note } = measurement;
    const source = site.sources.get(measurement.source)!;
    return markup`<li id="${id}"><p><a class="self" href="#${id}"><code>${id}</code></a> <strong>${
      printedFigures(measurement)
    }</strong></p>
<p>${whatOf(measurement)}</p>
<p><span>${grade}</span>${formula && markup` · <code>${formula}</code>`} · ${sourceLink(source)} ${
      quotationOf(measurement, source)
    }</p>
${note && markup`<p>${note}</p>`}${
      using.has(id) && markup`<p><span>Used by:</span> ${
        using.get(id)!.map(({ finding }) =>
          markup`<a href="${site.findingPages.get(finding.id)}#${finding.id}"><code>${finding.id}</code></a> `
        )
      }</p>`
    }</li>
`;
  };
  const sections = site.resources.filter(({ name }) => site.rows.has(name)).map(
    ({ name, title, description }) =>
      markup`<h2 id="${name}">${title}</h2><p>${description}</p><ul class="rows">${
        site.rows.get(name)!.map((id) => item(site.measurements.get(id)!))
      }</ul>`,
  );
  return {
    file: "measurements.html",
    title: "The printed figures",
    description:
      "Every printed figure that a number here rests on: whose, where, when, its grade, its source and its words.",
    memory: dataMemory,
    body: markup`<h1>The printed figures</h1>
<p>Every figure that was transcribed from a report, a release, a paper or the press. The grade says how it was got hold
of: read in the source’s own text; press, in a copy of the source or in the press; derived, computed by a formula;
unverified, never deciding a verdict.</p>
${sections}`,
  };
}
