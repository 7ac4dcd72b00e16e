import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { stringify } from "csv-stringify/sync";
import { mediaTypes } from "@/show/show.ts";
import { findingsFile } from "../collect.ts";
import { joined, type Notebook, notebookNames, outputsOf, readNotebook } from "../notebook.ts";
import { page } from "./page.ts";
import { renderNotebook, titleOf } from "./render_notebook.ts";

interface FigureData {
  id: string;
  data: Record<string, unknown>[];
}

/** Renders every notebook and what can be downloaded; the files by path, relative to the pages' folder. */
export async function buildPages(): Promise<Map<string, string>> {
  const style = await Deno.readTextFile(fileURLToPath(new URL("./style.css", import.meta.url)));
  const names = await notebookNames();
  const notebooks = await Promise.all(names.map((name) => readNotebook(name)));
  const fileOf = (name: string) => name === "00-overview.ipynb" ? "index.html" : name.replace(/\.ipynb$/, ".html");
  const labelOf = (name: string) =>
    name === "00-overview.ipynb" ? "Overview" : name.replace(/\.ipynb$|^method-/g, "").replace(/^(\d+)-/, "$1 ");
  const pages = names.map((name) => ({ file: fileOf(name), label: labelOf(name) }));

  const files = new Map<string, string>();
  for (const [index, notebook] of notebooks.entries()) {
    const file = fileOf(names[index]!);
    files.set(file, page({ title: titleOf(notebook), body: renderNotebook(notebook), pages, file, style }));
    for (const [path, text] of figureFiles(notebook)) files.set(path, text);
  }
  files.set("findings.json", await Deno.readTextFile(findingsFile));
  return files;
}

/** What can be downloaded for the figures of a notebook: the drawing and its data, by path. */
export function figureFiles(notebook: Notebook): [string, string][] {
  const drawings = outputsOf<string | string[]>(notebook, "text/html").map(joined);
  return outputsOf<FigureData>(notebook, mediaTypes.figure).flatMap(({ id, data }): [string, string][] => {
    const html = drawings.find((drawing) => drawing.includes(`<figure class="am-figure" id="figure-${id}"`))!;
    return [
      [`figures/${id}.svg`, /<svg[\s\S]*<\/svg>/.exec(html)![0] + "\n"],
      [`figures/${id}.csv`, stringify(data, { header: true })],
    ];
  });
}

/** Puts the pages in place of the old ones at once: until then the old ones stand, after it the new. */
export async function writePages(files: ReadonlyMap<string, string>, folder: string): Promise<void> {
  const [next, previous] = [`${folder}.next`, `${folder}.previous`];
  for (const leftover of [next, previous]) await Deno.remove(leftover, { recursive: true }).catch(() => {});
  for (const [path, text] of files) {
    const target = join(next, path);
    await Deno.mkdir(dirname(target), { recursive: true });
    await Deno.writeTextFile(target, text);
  }
  await Deno.rename(folder, previous).catch(() => {});
  await Deno.rename(next, folder);
  await Deno.remove(previous, { recursive: true }).catch(() => {});
}

/** Whether the pages' folder holds exactly these files. */
export async function pagesAreFresh(files: ReadonlyMap<string, string>, folder: string): Promise<boolean> {
  for (const [path, text] of files) {
    if (await Deno.readTextFile(join(folder, path)).catch(() => undefined) !== text) return false;
  }
  return true;
}
