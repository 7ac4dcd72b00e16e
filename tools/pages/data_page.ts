import { markup } from "@/show/markup.ts";
import { dataDictionary } from "../data_dictionary.ts";
import type { Citation } from "./citation.ts";
import { renderMarkdown, slug } from "./markdown.ts";
import type { PageSource } from "./page.ts";
import type { Site } from "./site.ts";
import { dataMemory } from "./translation/memory.ts";

/** What can be downloaded, how to cite it, and every column of every file. */
export async function dataPage({ resources }: Site, citation: Citation): Promise<PageSource> {
  const dictionary = (await dataDictionary()).replace(/^# .*\n+.*\n/, "").replaceAll(/^## /gm, "### ");
  return {
    file: "data.html",
    title: "Data",
    description: "Downloads, how to cite them, and the data dictionary.",
    memory: dataMemory,
    body: markup`<h1>Data</h1>
<h2 id="downloads">Downloads</h2>
<ul>
<li><a href="../downloads/after-megaupload-data.zip" download>The whole data package</a> (ZIP)</li>
<li><a href="../downloads/findings.json" download>Every finding</a> (JSON)</li>
<li><a href="../downloads/verdicts.json" download>Every verdict</a> (JSON)</li>
<li><a href="../downloads/data/datapackage.json" download>The description of the data</a> (JSON)</li>
</ul>
<div class="scroll" role="group" tabindex="0"><table><caption>The files of the data package</caption><thead><tr><th scope="col">File</th><th scope="col">What</th></tr></thead>
<tbody>${
      resources.map(({ path, title }) =>
        markup`<tr><td id="file-${
          slug(path)
        }"><a href="../downloads/data/${path}" download><code>${path}</code></a></td><td>${title}</td></tr>\n`
      )
    }</tbody></table></div>
<p>Each figure and each table can be downloaded where it stands.</p>
<h2 id="cite">Cite this</h2>
<p>A claim, a finding or a figure has an address that stays: the sign # beside it is its link.</p>
<p><a href="../downloads/citation.bib" download>BibTeX</a> · <a href="../downloads/citation.json" download>CSL-JSON</a></p>
<pre tabindex="0" translate="no">${citation.bibtex}</pre>
<h2 id="dictionary">Data dictionary</h2>
${renderMarkdown(dictionary)}`,
  };
}
