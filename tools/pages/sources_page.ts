import type { Source } from "@/claims/source.ts";
import { markup } from "@/show/markup.ts";
import type { PageSource } from "./page.ts";
import type { Site } from "./site.ts";
import { dataMemory } from "./translation/memory.ts";

/** Every source, with what it is and the rows taken from it. */
export function sourcesPage({ sources, measurements }: Site): PageSource {
  const rows = Map.groupBy(measurements.values(), ({ source }) => source);
  const item = (source: Source) => {
    const { id, title, URL, language, note } = source;
    const [date] = source.issued?.["date-parts"] ?? [];
    const who = source.author?.map((name) =>
      "literal" in name ? name.literal : `${name.given ?? ""} ${name.family}`.trim()
    );
    const where = [...who ?? [], source["container-title"], source.publisher].filter(Boolean).join(", ");
    const written = markup`<cite lang="${language ?? "en"}" translate="no">${title}</cite>`;
    const when = date?.map((part) => String(part).padStart(2, "0")).join("-");
    return markup`<li id="${id}"><p><a class="self" href="#${id}"><code>${id}</code></a> ${
      URL === undefined ? written : markup`<a href="${URL}" rel="noreferrer">${written}</a>`
    }</p>
<p><span class="name">${where}</span>${when && markup` · <time datetime="${when}">${when}</time>`}</p>
${note && markup`<p>${note}</p>`}${
      rows.has(id) && markup`<p><span>Figures:</span> ${
        rows.get(id)!.map((row) => markup`<a href="measurements.html#${row.id}"><code>${row.id}</code></a> `)
      }</p>`
    }</li>
`;
  };
  return {
    file: "sources.html",
    title: "Sources",
    description: "Every source of a figure, with its address and the rows taken from it.",
    memory: dataMemory,
    body: markup`<h1>Sources</h1>
<p>Who printed the figures. A title in square brackets is a description, not the source’s own title. The whole list can
be downloaded as <a href="../downloads/data/sources.json" download>CSL-JSON</a>.</p>
<ul class="rows">${[...sources.values()].map(item)}</ul>`,
  };
}
