import "@citation-js/plugin-bibtex";
import { Buffer } from "node:buffer";
import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { Cite } from "@citation-js/core";
import { unzipSync } from "fflate";
import { parseHTML } from "linkedom";
import pl from "polars";
import { certaintyOf } from "@/claims/certainty.ts";
import { mediaTypes } from "@/show/show.ts";
import { joined, notebookNames, outputsOf, readNotebook } from "../../tools/notebook.ts";
import { buildPages, englishPage } from "../../tools/pages/build_pages.ts";
import { notebookPage } from "../../tools/pages/claim_page.ts";
import { linkTerms } from "../../tools/pages/glossary.ts";
import { frontPage, readingPath } from "../../tools/pages/front_page.ts";
import { measurementsPage } from "../../tools/pages/measurements_page.ts";
import { loadSite, pageOf, type Site } from "../../tools/pages/site.ts";
import { sourcesPage } from "../../tools/pages/sources_page.ts";
import { strip } from "../../tools/pages/strip.ts";
import { readmeFigure, readmeText } from "../../tools/verdict_table.ts";

const files = await buildPages();
const site = await loadSite();
const pages = [...files].filter(([path]) => path.endsWith(".html")).map(([path, text]) => ({
  path,
  text: text as string,
  document: (parseHTML(text) as unknown as { document: Document }).document,
}));
const documents = new Map(pages.map(({ path, document }) => [path, document]));
const digests = async (built: typeof files) =>
  Object.fromEntries(
    await Promise.all([...built].map(async ([path, content]) => {
      const bytes = typeof content === "string" ? new TextEncoder().encode(content) : new Uint8Array(content);
      return [path, new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex()] as const;
    })),
  );

Deno.test("buildPages() makes a page in each language for every notebook", async () => {
  for (const name of await notebookNames()) {
    for (const language of ["en", "fr"]) assert(documents.has(`${language}/${pageOf(name)}`), `${language}, ${name}`);
  }
});

Deno.test("buildPages() gives the same bytes in another time zone and language", async () => {
  const folder = new URL("../../tools/pages/build_pages.ts", import.meta.url);
  const code = `import { buildPages } from "${folder}";
    const digest = async (content) => new Uint8Array(await crypto.subtle.digest("SHA-256",
      typeof content === "string" ? new TextEncoder().encode(content) : new Uint8Array(content))).toHex();
    const files = await Promise.all([...await buildPages({ fresh: true })].map(async ([path, content]) => [path, await digest(content)]));
    console.log(JSON.stringify(Object.fromEntries(files)));`;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", code],
    cwd: new URL("../../", import.meta.url),
    env: { TZ: "Asia/Tokyo", LANG: "ja_JP.UTF-8", NO_COLOR: "1" },
  }).output();
  assertEquals(JSON.parse(new TextDecoder().decode(stdout)), await digests(files));
});

Deno.test("every link and download leads to a file or an element that is there", () => {
  const anchors = new Map(
    pages.map(({ path, document }) => [path, new Set([...document.querySelectorAll("[id]")].map(({ id }) => id))]),
  );
  let links = 0;
  for (const { path, document } of pages) {
    for (const element of document.querySelectorAll("a[href], link[href], script[src]")) {
      const href = element.getAttribute("href") ?? element.getAttribute("src")!;
      if (/^https?:\/\//.test(href)) continue;
      const [target, anchor] = [new URL(href, `file:///${path}`), new URL(href, `file:///${path}`).hash.slice(1)];
      const file = decodeURIComponent(target.pathname.slice(1));
      assert(files.has(file), `${path}: ${href} leads nowhere`);
      if (anchor) assert(anchors.get(file)?.has(anchor), `${path}: ${href} leads nowhere`);
      links++;
    }
  }
  assert(links > 1000);
});

Deno.test("no page loads anything from elsewhere, styles itself, or runs a script of its own text", () => {
  for (const { path, text, document } of pages) {
    const loading = "iframe, object, embed, img, video, audio, source, base, [style], style, script:not([src])";
    assertEquals([...document.querySelectorAll(loading)].map((element) => element.outerHTML.slice(0, 80)), [], path);
    assert(!/<[^>]*\son[a-z]+=|javascript:|@import/i.test(text), `${path} holds something that loads or runs`);
    const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]')!.getAttribute("content")!;
    assertMatch(policy, /^default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'/, path);
    assertEquals(
      [...document.querySelectorAll("link[href], script[src]")].map((element) =>
        element.getAttribute("href") ?? element.getAttribute("src")!
      )
        .filter((address) => !/^(\.\.\/)?(assets|en|fr)\//.test(address)),
      [],
      path,
    );
  }
  for (const [path, content] of files) {
    if (path.endsWith(".css")) assert(!/url\(|@import/.test(content as string), path);
  }
});

Deno.test("what stands in the data cannot become markup", () => {
  const hostile = `"'><script>alert(1)</script><img src=x onerror=alert(1)>`;
  const spoil = <Value>(value: Value): Value =>
    (typeof value === "string"
      ? value + hostile
      : Array.isArray(value)
      ? value.map(spoil)
      : value !== null && typeof value === "object"
      ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, spoil(part)]))
      : value) as Value;
  const words = ["quantity", "of", "place", "window", "note", "quotation", "formula"] as const;
  const spoilt = {
    ...site,
    ledger: site.ledger.map((entry) => ({
      ...entry,
      claim: { ...entry.claim, statement: spoil(entry.claim.statement), quotation: spoil(entry.claim.quotation) },
    })),
    measurements: new Map([...site.measurements].map(([id, row]) => [
      id,
      { ...row, ...Object.fromEntries(words.map((word) => [word, spoil(row[word])])) },
    ])),
    sources: new Map([...site.sources].map(([id, source]) => [
      id,
      { ...source, title: spoil(source.title), note: spoil(source.note), author: spoil(source.author) },
    ])),
  } as Site;
  for (
    const source of [
      frontPage(spoilt),
      measurementsPage(spoilt),
      sourcesPage(spoilt),
      notebookPage(spoilt, spoilt.notebooks[2]!),
    ]
  ) {
    const document = englishPage(spoilt, source, "en");
    assert(document.documentElement.textContent!.includes("alert(1)"), source.file);
    assertEquals(document.querySelectorAll("script:not([src]), img, [onerror]").length, 0, source.file);
  }
});

Deno.test("every figure on a page has a role, an alternative text, a caption, its data, and files to download", () => {
  let figures = 0;
  for (const { path, document } of pages) {
    for (const figure of document.querySelectorAll("figure.am-figure")) {
      const drawing = figure.querySelector("svg")!;
      const id = figure.id.replace("figure-", "");
      assertEquals(drawing.getAttribute("role"), "img", `${path}, ${id}`);
      assert(drawing.getAttribute("aria-label")!.length > 40, `${path}, ${id}`);
      assert(figure.querySelector("figcaption")!.textContent!.length > 40, `${path}, ${id}`);
      assert(figure.querySelectorAll("details table tbody tr").length > 0, `${path}, ${id}`);
      const folder = path.split("/")[0];
      assertMatch(
        files.get(`${folder}/figures/${id}.svg`) as string,
        /^<svg[^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/,
      );
      const png = files.get(`${folder}/figures/${id}.png`) as Uint8Array;
      assertEquals(new TextDecoder("latin1").decode(png.slice(1, 4)), "PNG");
      assert((files.get(`downloads/figures/${id}.csv`) as string).split("\n").length > 2);
      figures++;
    }
  }
  assert(figures > 50);
});

Deno.test("every table can be had as CSV, JSON and Parquet, alike in all three", () => {
  const tables = [...files.keys()].filter((path) => path.startsWith("downloads/tables/") && path.endsWith(".json"));
  assert(tables.length > 20);
  for (const path of tables) {
    const records: Record<string, unknown>[] = JSON.parse(files.get(path) as string);
    const parquet = pl.readParquet(Buffer.from(files.get(path.replace(/json$/, "parquet")) as Uint8Array)).toRecords();
    assertEquals(parquet, records, path);
    const csv = (files.get(path.replace(/json$/, "csv")) as string).split("\n");
    assertEquals(csv[0]!.includes(Object.keys(records[0]!)[0]!), true, path);
  }
});

Deno.test("the archive holds every file of the data package as it is", async () => {
  const archive = unzipSync(files.get("downloads/after-megaupload-data.zip") as Uint8Array);
  const folder = new URL("../../data/", import.meta.url);
  const described = JSON.parse(await Deno.readTextFile(new URL("datapackage.json", folder)));
  for (const { path } of described.resources) {
    assertEquals(archive[path], await Deno.readFile(new URL(path, folder)), path);
  }
  assertEquals(archive["datapackage.json"], await Deno.readFile(new URL("datapackage.json", folder)));
});

Deno.test("a reader of BibTeX finds the title and the month in the citation", () => {
  const [read] = new Cite(files.get("downloads/citation.bib") as string).data;
  const [cited] = JSON.parse(files.get("downloads/citation.json") as string);
  assertEquals(read!.title, cited.title);
  assertEquals(read!.issued!["date-parts"]![0], cited.issued["date-parts"][0].slice(0, 2));
});

Deno.test("every finding on a page names the rows it rests on, each leading to the row, its source and its words", () => {
  const findings = JSON.parse(files.get("downloads/findings.json") as string);
  for (const { id, claim, measurements } of findings) {
    const page = pages.find(({ path, document }) => path.startsWith("en/") && document.getElementById(id) !== null);
    assert(page, `${id} of ${claim} stands on no page`);
    const rows = [...page!.document.getElementById(id)!.querySelectorAll(".evidence li")];
    assertEquals(rows.map((row) => row.querySelector("code")!.textContent), measurements, id);
  }
});

Deno.test("every id on a page is unique", () => {
  for (const { path, document } of pages) {
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    assertEquals(ids.filter((id, index) => ids.indexOf(id) !== index), [], path);
  }
});

Deno.test("the front page shows every claim once, with its verdict and its place on the common scale", () => {
  const verdicts: { claim: string; kind: string }[] = JSON.parse(files.get("downloads/verdicts.json") as string);
  const front = documents.get("en/index.html")!;
  const strips = new Set<string>();
  for (const { claim, kind } of verdicts) {
    const item = front.getElementById(claim)!;
    assertEquals(item.getAttribute("data-verdict"), kind, claim);
    assertEquals(item.querySelector(".verdict")!.textContent, kind, claim);
    const ticks = [...item.querySelectorAll(".strip text")].map((tick) => tick.outerHTML.replace(/ y="[^"]*"/, ""))
      .join();
    if (ticks !== "") strips.add(ticks);
  }
  assertEquals(strips.size, 1, "all strips share one scale");
  assertNotEquals(verdicts.length, 0);
});

Deno.test("the front page, README.md and the overview name the same four notebooks for ten minutes", async () => {
  const root = new URL("../../", import.meta.url);
  const overview = await readNotebook("00-overview.ipynb");
  const stops = (text: string) =>
    [.../\*\*In ten minutes\*\*[\s\S]*?synthesis[^)]*\)/.exec(text)![0].matchAll(/([\w-]+)\.ipynb/g)].map(([, name]) =>
      name
    );
  const names = readingPath.map(({ name }) => name);
  assertEquals(stops(await Deno.readTextFile(new URL("README.md", root))), names);
  assertEquals(stops(overview.cells.map(({ source }) => joined(source)).join("\n")), names);
  const front = documents.get("en/index.html")!;
  const files = names.map((name) => pageOf(`${name}.ipynb`));
  assertEquals([...front.querySelectorAll(".path li a")].map((link) => link.getAttribute("href")), files);
  const marked = [...front.querySelectorAll(".step")].map((mark) => [
    mark.textContent,
    mark.closest("li")!.querySelector("a")!.getAttribute("href"),
  ]);
  assertEquals(marked.sort(), files.map((file, index) => [`Ten minutes, stop ${index + 1}`, file]));
});

Deno.test("the parts of a claim are words that are translated", () => {
  for (const part of documents.get("fr/index.html")!.querySelectorAll(".part")) {
    assertEquals(part.querySelectorAll("code, [lang=en]").length, 0, part.textContent!);
  }
});

Deno.test("the ledger and the page of a claim say what its verdict rests on, as the rule of certainty has it", () => {
  let rows = 0;
  for (const { claim, verdict } of site.ledger) {
    if (verdict === undefined || claim.kind === "opinion") continue;
    const { level, sources } = certaintyOf(claim, verdict, site.findings, site.measurements);
    const item = documents.get("en/index.html")!.getElementById(claim.id)!;
    const row = (root: Element) => root.querySelector('dd:has(> a[href^="synthesis.html"])')!.textContent!;
    assert(row(item).startsWith(level), claim.id);
    if (level !== "none") assert(row(item).includes(`${sources.length} source`), claim.id);
    const page = documents.get(`en/${pageOf(claim.notebook!)}`)!;
    assert([...page.querySelectorAll(".headline")].some((headline) => row(headline) === row(item)), claim.id);
    rows++;
  }
  assert(rows > 10);
});

Deno.test("a headline that is no evidence of its claim, nor made of it, is said to give the scale", () => {
  const label = (id: string) =>
    documents.get("en/index.html")!.getElementById(id)!.querySelectorAll("dt")[1]!.textContent;
  assertEquals(
    ["isp-graphs", "direct-download-share", "europe-20"].map(label),
    ["For scale", "Computed", "Computed"],
  );
});

Deno.test("a strip has an arrow where a number or its bounds go on beyond the scale, and nowhere else", () => {
  const arrows = (low: number, value: number, high: number) =>
    strip([{ kind: "measured", estimate: { low, value, high } }], [-50, 100]).text.match(/class="beyond"/g)?.length ??
      0;
  assertEquals([arrows(0, 20, 100), arrows(20, 50, Infinity), arrows(120, 900, 950), arrows(-80, 0, 900)], [
    0,
    1,
    1,
    2,
  ]);
});

Deno.test("a term is linked once, in prose alone, and the longer of two terms is meant", () => {
  const { document } = parseHTML(`<main><h2>Peering</h2><p><code>transit</code> <a href="#x">peer-to-peer</a>
<q>findings</q> file hosts and <em>hosting companies</em>, a file host, hosting company</p><p>finding it</p></main>`);
  linkTerms(document as unknown as Document, "en");
  assertEquals(
    [...document.querySelectorAll(".term")].map((link) => [link.textContent, link.getAttribute("href")]),
    [["file hosts", "glossary.html#file-host"], ["hosting companies", "glossary.html#hosting-company"]],
  );
  for (const { path, document } of pages) {
    const links = [...document.querySelectorAll("a.term")];
    assertEquals(
      links.filter((link) => link.closest("h1, h2, h3, code, pre, q, summary, svg, nav") !== null),
      [],
      path,
    );
    assertEquals(links.filter((link) => link.parentElement!.closest("a") !== null), [], path);
    assertEquals(new Set(links.map((link) => link.getAttribute("href"))).size, links.length, path);
  }
});

Deno.test("the style sheet filters the ledger by every verdict and every mistake that it shows", () => {
  const front = documents.get("en/index.html")!;
  const style = files.get("assets/style.css") as string;
  for (const { id } of front.querySelectorAll('input[name="show"]')) {
    if (id !== "show-all") assert(style.includes(`#${id}:checked`), id);
  }
});

Deno.test("a simulated figure says so in its title and its alternative text", async () => {
  for (const name of await notebookNames()) {
    type Figure = { id: string; alt: string; simulated: boolean };
    for (const { id, alt, simulated } of outputsOf<Figure>(await readNotebook(name), mediaTypes.figure)) {
      assertEquals(alt.startsWith("Simulated data."), simulated, id);
    }
  }
});

Deno.test("README.md holds the table of verdicts as the notebooks have it", async () => {
  assertEquals(await Deno.readTextFile(new URL("../../README.md", import.meta.url)), await readmeText());
});

Deno.test("the README's figure is the one of its notebook", async () => {
  const { path, drawing } = await readmeFigure();
  assertEquals(await Deno.readTextFile(path), drawing);
});
