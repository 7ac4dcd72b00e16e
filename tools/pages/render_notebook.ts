import hljs from "highlight.js";
import { Html, markup } from "@/show/markup.ts";
import { type Cell, joined, type Notebook, type Output } from "../notebook.ts";
import { renderMarkdown } from "./markdown.ts";

/** The first heading of a notebook: its title. */
export function titleOf({ cells }: Notebook): string {
  const source = joined(cells.find(({ cell_type }) => cell_type === "markdown")?.source);
  return /^# (.+)$/m.exec(source)?.[1]?.replaceAll("`", "") ?? "Untitled";
}

/** The body of a notebook's page: prose, code folded away, outputs as they are. */
export function renderNotebook({ cells }: Notebook): Html[] {
  return cells.map((cell) => cell.cell_type === "markdown" ? renderMarkdown(joined(cell.source)) : renderCode(cell));
}

function renderCode({ id, source, outputs = [] }: Cell): Html {
  const code = new Html(hljs.highlight(joined(source), { language: "typescript" }).value);
  return markup`<section id="cell-${id}">${outputs.map(renderOutput)}
<details class="code"><summary>Code: <code>${id}</code></summary><pre tabindex="0"><code>${code}</code></pre></details></section>
`;
}

function renderOutput({ output_type, data, text, ename, evalue }: Output): Html {
  if (output_type === "stream") return markup`<pre tabindex="0">${joined(text)}</pre>`;
  if (output_type === "error") return markup`<pre role="alert">${ename}: ${evalue}</pre>`;
  const shown = joined(data?.["text/html"] as string | string[] | undefined);
  return shown === ""
    ? markup`<pre tabindex="0">${joined(data?.["text/plain"] as string | string[])}</pre>`
    : new Html(shown);
}
