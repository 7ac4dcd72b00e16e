import hljs from "highlight.js";
import MarkdownIt from "markdown-it";
import { Html, markup } from "@/show/markup.ts";
import { mediaTypes } from "@/show/show.ts";
import { type Cell, joined, type Notebook, type Output } from "../notebook.ts";

const markdown = new MarkdownIt({ html: false, typographer: false });

/** The first heading of a notebook: its title. */
export function titleOf({ cells }: Notebook): string {
  return /^# (.+)$/m.exec(joined(cells.find(({ cell_type }) => cell_type === "markdown")?.source))?.[1]?.replaceAll(
    "`",
    "",
  ) ?? "Untitled";
}

/** The body of a notebook's page: prose, code folded away, outputs as they are. */
export function renderNotebook(notebook: Notebook): Html {
  return markup`${notebook.cells.map((cell) => cell.cell_type === "markdown" ? renderProse(cell) : renderCode(cell))}`;
}

function renderProse({ source }: Cell): Html {
  const tokens = markdown.parse(joined(source), {});
  for (const [index, token] of tokens.entries()) {
    if (token.type === "heading_open" && token.tag !== "h1") token.attrSet("id", slug(tokens[index + 1]!.content));
    for (const child of token.children ?? []) {
      const href = child.attrGet("href");
      if (href !== null) child.attrSet("href", String(href).replace(/\.ipynb(?=$|#)/, ".html"));
    }
  }
  return new Html(markdown.renderer.render(tokens, markdown.options, {}));
}

function renderCode({ id, source, outputs = [] }: Cell): Html {
  const code = new Html(hljs.highlight(joined(source), { language: "typescript" }).value);
  return markup`<section id="cell-${id}"><details class="code"><summary>Code: ${id}</summary><pre tabindex="0"><code>${code}</code></pre></details>
${outputs.map(renderOutput)}</section>
`;
}

function renderOutput({ output_type, data, text, ename, evalue }: Output): Html {
  if (output_type === "stream") return markup`<pre tabindex="0">${joined(text)}</pre>`;
  if (output_type === "error") return markup`<pre role="alert">${ename}: ${evalue}</pre>`;
  const shown = joined(data?.["text/html"] as string | string[] | undefined);
  if (shown === "") return markup`<pre tabindex="0">${joined(data?.["text/plain"] as string | string[])}</pre>`;
  const figure = data?.[mediaTypes.figure] as { id: string } | undefined;
  const pageHtml = new Html(
    shown.replaceAll(
      /<table class="am-table">.*?<\/table>/gs,
      (table) => `<div class="scroll" tabindex="0">${table}</div>`,
    )
      .replaceAll(/href="([^":]+)\.ipynb"/g, 'href="$1.html"'),
  );
  return figure === undefined ? pageHtml : markup`${pageHtml}<p class="downloads">Download:
<a href="figures/${figure.id}.svg" download>SVG</a> · <a href="figures/${figure.id}.csv" download>CSV</a> ·
<a href="#figure-${figure.id}">link to this figure</a></p>`;
}

const slug = (heading: string) =>
  heading.toLowerCase().normalize("NFD").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
