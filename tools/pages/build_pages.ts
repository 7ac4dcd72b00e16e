import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseHTML } from "linkedom";
import { verdictMeanings } from "@/claims/explain_verdict.ts";
import { findingsFile, verdictsFile } from "../collect.ts";
import { browserScripts } from "./browser_scripts.ts";
import { readCitation } from "./citation.ts";
import { notebookPage } from "./claim_page.ts";
import { classesForStyles, styleRules } from "./classes.ts";
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
import { type FinishedPage, PageCache } from "./page_cache.ts";
import { searchEntries, type SearchEntry, searchIndex } from "./search_index.ts";
import { loadSite, type Site } from "./site.ts";
import { sourcesPage } from "./sources_page.ts";
import { tableFiles } from "./table_files.ts";
import { loadMemories, lookupIn, type Memory } from "./translation/memory.ts";
import { translatePage } from "./translation/translate_page.ts";

/** Files of the pages by path from their folder. */
export type PageFiles = ReadonlyMap<string, string | Uint8Array>;

/**
 * Renders every page in every language, and what can be downloaded.
 *
 * @param options.fresh Makes every page anew; otherwise one whose inputs have not changed is taken as it was.
 */
export async function buildPages({ fresh = false }: { fresh?: boolean } = {}): Promise<PageFiles> {
  const site = await loadSite();
  const memories = await loadMemories();
  const { findings, measurements, sources, resources, findingPages } = site;
  const evidence = [findings, measurements, sources, findingPages].map((each) => [...each]);
  const cache = await PageCache.open([evidence, resources, [...memories]]);
  const styles = new Map<string, string>();
  const files = new Map<string, string | Uint8Array>([["index.html", languagePage()]]);
  const add = (entries: Iterable<readonly [string, string | Uint8Array]>) => {
    for (const [path, content] of entries) files.set(path, content);
  };

  const sourcesOf = await pageSources(site);
  for (const language of Object.keys(languages) as Language[]) {
    const search: SearchEntry[] = [];
    for (const source of [...sourcesOf, glossaryPage(language)]) {
      const make = () => finishedPage(site, source, language, memories);
      const finished = fresh ? await make() : await cache.get(page(source, language), make);
      files.set(`${language}/${source.file}`, finished.html);
      add(finished.files);
      finished.styles.forEach(([style, name]) => styles.set(name, style));
      search.push(...finished.search);
    }
    files.set(`assets/search.${language}.js`, searchIndex(search));
  }
  if (!fresh) await cache.prune();

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
  files.set("assets/style.css", styleRules(styles) + style + filterRules(kinds));
  files.set("assets/icon.svg", icon);
  add(await browserScripts());
  return files;
}

/** A page in its language, and what is made from it. */
async function finishedPage(
  site: Site,
  source: PageSource,
  language: Language,
  memories: ReadonlyMap<string, Memory>,
): Promise<FinishedPage> {
  const document = englishPage(site, source, language);
  const tables = language === "en" ? tableFiles(document) : [];
  if (language !== "en") translatePage(document, lookupIn(memories, source.memory));
  const figures = await figureFiles(document, language);
  finishPage(document, language);
  linkTerms(document, language);
  const styles = [...classesForStyles(document)];
  return {
    html: serialise(document),
    search: searchEntries(source.file, document),
    styles,
    files: [...tables, ...figures],
  };
}

/** Every page in English, before its languages part; the glossary, which has its words in each, comes with each. */
export async function pageSources(site: Site): Promise<PageSource[]> {
  return [
    frontPage(site),
    ...site.notebooks.map((notebook) => notebookPage(site, notebook)),
    await methodsPage(site),
    await eveningPage(),
    await ownSeriesPage(),
    measurementsPage(site),
    sourcesPage(site),
    await dataPage(site, await readCitation()),
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
