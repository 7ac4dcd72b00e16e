import { join } from "node:path";
import { parseHTML } from "linkedom";
import { Html, markup } from "@/show/markup.ts";
import { root } from "../workspace.ts";
import { renderMarkdown } from "./markdown.ts";
import type { PageSource } from "./page.ts";
import type { Site } from "./site.ts";
import { sharedMemory } from "./translation/memory.ts";

/** The methods: which question each answers. */
export async function methodsPage({ notebooks }: Site): Promise<PageSource> {
  const readme = await Deno.readTextFile(join(root, "README.md"));
  const table = /^## Which method for which question\n([\s\S]*?)\n(?=All are|## )/m.exec(readme)![1]!;
  return {
    file: "methods.html",
    title: "Methods",
    description: "Which method answers which question, each with a page that shows it at work.",
    memory: sharedMemory,
    body: markup`<h1>Methods</h1>
<p>The library behind the numbers, one page a method. Each shows what it computes on data whose truth is known, where it
fails, and what it was checked against.</p>
<h2 id="questions">Which method for which question</h2>
${new Html(renderMarkdown(table).text.replaceAll(/notebooks\//g, ""))}
<h2 id="pages">Every method</h2>
<ul>${
      notebooks.filter(({ kind }) => kind === "method").map(({ file, title }) =>
        markup`<li><a href="${file}">${title}</a></li>`
      )
    }<li><a href="evening.html">A simulated evening, with and without an event</a></li></ul>`,
  };
}

/** What can be read of a reader's own series, what is mended and what is refused: docs/your-own-series.md. */
export async function ownSeriesPage(): Promise<PageSource> {
  const text = await Deno.readTextFile(join(root, "docs", "your-own-series.md"));
  const { document } = parseHTML(`<main>${renderMarkdown(text.replaceAll(/<!--.*?-->\n/g, ""))}</main>`);
  // What the program says, it says in English.
  document.querySelectorAll("#what-is-refused ~ .scroll td:last-child").forEach((cell) => {
    cell.setAttribute("lang", "en");
    cell.setAttribute("translate", "no");
  });
  return {
    file: "your-own-series.html",
    title: "Your own series: what is read, mended and refused",
    description: "What files can be read, what is mended and said, and what is refused.",
    memory: sharedMemory,
    body: markup`${new Html(document.querySelector("main")!.innerHTML)}
<p><a href="your-own-event.html">The notebook, on a sample</a></p>
`,
  };
}

/** What changed and when: CHANGELOG.md. */
export async function changesPage(): Promise<PageSource> {
  return {
    file: "changes.html",
    title: "What changed and when",
    description: "Changes of the findings, the data and the library.",
    memory: sharedMemory,
    body: renderMarkdown(await Deno.readTextFile(join(root, "CHANGELOG.md"))),
  };
}

/** Search within the pages of a language. */
export function searchPage(): PageSource {
  return {
    file: "search.html",
    title: "Search",
    description: "Search within these pages.",
    memory: sharedMemory,
    scripts: ["search.js"],
    body: markup`<h1>Search</h1>
<noscript><p>Searching needs JavaScript; everything else here is read without it. Your browser’s own search finds words
on the pages of the <a href="measurements.html">figures</a>, the <a href="sources.html">sources</a> and the
<a href="glossary.html">glossary</a>.</p></noscript>
<form role="search" id="search" hidden><label for="query">Words to look for</label>
<input type="search" id="query" name="q" autocomplete="off"></form>
<p id="count" role="status" data-none="Nothing found." data-found="Pages and sections found:"></p>
<ol id="results"></ol>
`,
  };
}
