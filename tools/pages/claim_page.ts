import { Html, markup } from "@/show/markup.ts";
import { claimNumbers, verdictBadge } from "./ledger.ts";
import type { PageSource } from "./page.ts";
import { renderNotebook } from "./render_notebook.ts";
import { whatIf } from "./what_if.ts";
import { entriesOf, type NotebookPage, type Site } from "./site.ts";

/** A notebook as a page: for a claim the number first, then the steps. */
export function notebookPage(site: Site, page: NotebookPage): PageSource {
  const { name, file, title, kind, notebook } = page;
  const [opening, ...rest] = renderNotebook(notebook);
  const [heading, introduction] = splitAfterHeading(opening!);
  const entries = entriesOf(site, page);
  const cards = entries.map((entry) =>
    markup`<section class="headline" aria-label="The result">${
      entries.length > 1 && markup`<p><q lang="${entry.claim.quotation.language}">${entry.claim.quotation.text}</q></p>`
    }<p>${verdictBadge(entry)}</p>
${claimNumbers(site, entry, ({ id }) => `#${id}`)}</section>
`
  );
  return {
    file,
    title,
    description: entries[0]?.claim.statement ?? title,
    body: markup`${heading}${cards}${introduction}${rest}${entries.map((entry) => whatIf(site, entry))}${
      entries.some(({ claim }) => claim.id === "isp-graphs") &&
      markup`<p><a href="evening.html">A simulated evening, with and without an event</a></p>`
    }${kind === "own" && markup`<p><a href="your-own-series.html">What files are read, mended and refused</a></p>`}${
      neighbours(site, page)
    }`,
    memory: name,
    scripts: kind === "claim" ? ["what_if.js"] : [],
  };
}

function splitAfterHeading({ text }: Html): [Html, Html] {
  const end = text.indexOf("</h1>");
  const after = end < 0 ? 0 : end + "</h1>".length;
  return [new Html(text.slice(0, after)), new Html(text.slice(after))];
}

/** Links to the page before and the page after, among those of the same kind. */
function neighbours({ notebooks }: Site, page: NotebookPage): Html {
  const alike = notebooks.filter(({ kind }) => kind === page.kind);
  const index = alike.indexOf(page);
  const link = (words: string, neighbour: NotebookPage | undefined) =>
    neighbour && markup`<p><span>${words}</span> <a href="${neighbour.file}">${neighbour.title}</a></p>`;
  if (alike.length < 2) return new Html("");
  return markup`<nav class="neighbours" aria-label="Before and after">${link("Before:", alike[index - 1])}${
    link("Next:", alike[index + 1])
  }</nav>
`;
}
