import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseHTML } from "linkedom";
import { verdictMeanings } from "@/claims/explain_verdict.ts";
import { findingsFile, verdictsFile } from "../collect.ts";
import { browserScripts } from "./browser_scripts.ts";
import { readCitation } from "./citation.ts";
import { notebookPage } from "./claim_page.ts";
import { StyleClasses } from "./classes.ts";
import { dataFiles } from "./data_archive.ts";
import { dataPage } from "./data_page.ts";
import { dressPage } from "./dress_page.ts";
import { eveningPage } from "./evening_page.ts";
import { figureData, figureFiles } from "./figure_files.ts";
import { finishPage } from "./finish_page.ts";
import { filterRules, frontPage } from "./front_page.ts";
import { glossaryPage, linkTerms } from "./glossary.ts";
import { measurementsPage } from "./measurements_page.ts";
import { icon, type Language, languagePage, languages, page, type PageSource } from "./page.ts";
import { changesPage, methodsPage, ownSeriesPage, searchPage } from "./plain_pages.ts";
import { searchIndex } from "./search_index.ts";
import { loadSite, type Site } from "./site.ts";
import { sourcesPage } from "./sources_page.ts";
import { tableFiles } from "./table_files.ts";
import { loadMemories, lookupIn } from "./translation/memory.ts";
import { translatePage } from "./translation/translate_page.ts";

/** Files of the pages by path from their folder. */
export type PageFiles = ReadonlyMap<string, string | Uint8Array>;

/** Renders every page in every language, and what can be downloaded. */
export async function buildPages(): Promise<PageFiles> {
  const site = await loadSite();
  const memories = await loadMemories();
  const styles = new StyleClasses();
  const files = new Map<string, string | Uint8Array>([["index.html", languagePage()]]);
  const add = (entries: Iterable<readonly [string, string | Uint8Array]>) => {
    for (const [path, content] of entries) files.set(path, content);
  };

  for (const language of Object.keys(languages) as Language[]) {
    const finished: { file: string; document: Document }[] = [];
    for (const source of await pageSources(site, language)) {
      const document = englishPage(site, source, language);
      if (language === "en") add(tableFiles(document));
      else translatePage(document, lookupIn(memories, source.memory));
      add(await figureFiles(document, language));
      finishPage(document, language);
      linkTerms(document, language);
      styles.apply(document);
      finished.push({ file: source.file, document });
      files.set(`${language}/${source.file}`, serialise(document));
    }
    files.set(`assets/search.${language}.js`, searchIndex(finished));
  }

  for (const { notebook } of site.notebooks) add(figureData(notebook));
  add(await dataFiles(site));
  const citation = await readCitation();
  add([
    ["downloads/findings.json", await Deno.readTextFile(findingsFile)],
    ["downloads/verdicts.json", await Deno.readTextFile(verdictsFile)],
    ["downloads/citation.bib", citation.bibtex],
    ["downloads/citation.json", citation.csl],
  ]);
  const style = await Deno.readTextFile(fileURLToPath(new URL("./style.css", import.meta.url)));
  const kinds = [...Object.keys(verdictMeanings), "not judged yet"];
  files.set("assets/style.css", styles.rules() + style + filterRules(kinds));
  files.set("assets/icon.svg", icon);
  add(await browserScripts());
  return files;
}

/** Every page in English, before its languages part; the glossary alone has its words in each. */
export async function pageSources(site: Site, language: Language): Promise<PageSource[]> {
  return [
    frontPage(site),
    ...site.notebooks.map((notebook) => notebookPage(site, notebook)),
    await methodsPage(site),
    await eveningPage(),
    await ownSeriesPage(),
    measurementsPage(site),
    sourcesPage(site),
    await dataPage(site, await readCitation()),
    glossaryPage(language),
    await changesPage(),
    searchPage(),
  ];
}

/** A page in English, with the links of a language, ready to be translated. */
export function englishPage(site: Site, source: PageSource, language: Language): Document {
  const { document } = parseHTML(page(source, language)) as unknown as { document: Document };
  dressPage(document, site, source.file.replace(/\.html$/, ""));
  return document;
}

const serialise = (document: Document) => `<!doctype html>\n${document.documentElement.outerHTML}\n`;

/** Puts the pages in place of the old ones at once: until then the old ones stand, after it the new. */
export async function writePages(files: PageFiles, folder: string): Promise<void> {
  const [next, previous] = [`${folder}.next`, `${folder}.previous`];
  for (const leftover of [next, previous]) await Deno.remove(leftover, { recursive: true }).catch(() => {});
  const encoder = new TextEncoder();
  for (const [path, content] of files) {
    const target = join(next, path);
    await Deno.mkdir(dirname(target), { recursive: true });
    await Deno.writeFile(target, typeof content === "string" ? encoder.encode(content) : content);
  }
  await Deno.rename(folder, previous).catch(() => {});
  await Deno.rename(next, folder);
  await Deno.remove(previous, { recursive: true }).catch(() => {});
}

/** Whether the pages' folder holds exactly these files. */
export async function pagesAreFresh(files: PageFiles, folder: string): Promise<boolean> {
  const encoder = new TextEncoder();
  for (const [path, content] of files) {
    const present = await Deno.readFile(join(folder, path)).catch(() => undefined);
    const wanted = typeof content === "string" ? encoder.encode(content) : content;
    if (present === undefined || !equal(present, wanted)) return false;
  }
  return true;
}

const equal = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, index) => byte === b[index]);
