import type { LedgerEntry } from "@/claims/ledger.ts";
import { kinds } from "@/show/chart.ts";
import { Html, markup } from "@/show/markup.ts";
import { ledgerItem, stopMark } from "./ledger.ts";
import { type PageSource, siteName } from "./page.ts";
import { claimPage, entriesOf, type NotebookPage, type Site } from "./site.ts";
import { sharedMemory } from "./translation/memory.ts";

/** The notebooks to begin with, and what each shows; README.md and the overview name the same. */
export const readingPath = [
  { name: "04-south-america-40", shows: "Where the measure was swapped." },
  { name: "05-europe-20", shows: "Where the denominator was swapped." },
  { name: "06-isp-graphs", shows: "Where the eye misleads." },
  { name: "17-synthesis", shows: "How sure each verdict is, and what would be true." },
] as const;

/** The stop of a page on the reading path, from 1 on; undefined where it is not on it. */
const stopOf = (page: NotebookPage | undefined): number | undefined =>
  readingPath.findIndex(({ name }) => name === page?.name) + 1 || undefined;

const swaps = ["measure", "denominator", "place", "time"];

/** The front page: the article's sentences as a ledger. */
export function frontPage(site: Site): PageSource {
  const { ledger, notebooks } = site;
  const claims = ledger.filter(({ claim }) => claim.kind === "claim");
  const opinions = ledger.filter(({ claim }) => claim.kind === "opinion");
  const item = (entry: LedgerEntry) => ledgerItem(site, entry, stopOf(claimPage(site, entry)));
  const summaries = notebooks.filter(({ kind }) => kind === "summary");
  const body = markup`<h1 translate="no">${siteName}</h1>
<p>On 19 January 2012 Megaupload was shut down. A French article said that internet traffic collapsed. Here each of its
sentences stands beside a number computed from published figures, with bounds, and a verdict.</p>
<ul class="plain">${
    summaries.map((page) => markup`<li><a href="${page.file}">${page.title}</a>${stopMark(stopOf(page))}</li>`)
  }</ul>
<section class="path" aria-labelledby="ten-minutes"><h2 id="ten-minutes">In ten minutes</h2>
<p>Three claims that went wrong in three ways, and what all of them come to.</p>
<ol>${
    readingPath.map(({ name, shows }) => {
      const page = notebooks.find((notebook) => notebook.name === name)!;
      const title = entriesOf(site, page)[0]?.claim.statement ?? page.title;
      return markup`<li><a href="${page.file}">${title}</a> <br><span>${shows}</span></li>`;
    })
  }</ol></section>
<h2 id="claims">The claims</h2>
<form class="filters"><fieldset><legend>Show</legend>${filter("all", "all", claims.length)}</fieldset>
<fieldset><legend>By verdict</legend>${
    tally(claims.map((entry) => entry.verdict?.kind ?? "not judged yet"))
      .map(([kind, count]) => filter(`verdict-${slug(kind)}`, kind, count))
  }</fieldset>
<fieldset><legend>By kind of mistake</legend>${
    tally(claims.flatMap(({ verdict }) => verdict?.swaps ?? []))
      .map(([swap, count]) => filter(`swap-${swap}`, `${swap} swapped`, count))
  }</fieldset></form>
<p class="key">${
    (["claimed", "measured", "bound", "simulated"] as const).map((kind) =>
      markup`<span class="${kind}"><span aria-hidden="true" class="glyph">${glyphs[kinds[kind].symbol]}</span> <span>${
        kinds[kind].label
      }</span></span> `
    )
  }</p>
<p class="key">Every percentage stands on the same scale. An arrow at its end says that the number or its bounds go on beyond.</p>
<ol class="ledger">${claims.map(item)}</ol>
<h2 id="opinions">Opinions</h2>
<p>The article also says what no number can decide.</p>
<ol class="ledger">${opinions.map(item)}</ol>
`;
  return {
    file: "index.html",
    title: siteName,
    description: "Each sentence of a French article of January 2012 beside a number computed from published figures.",
    body,
    memory: sharedMemory,
  };
}

/** The rules of the style sheet by which the ledger is filtered, without a script. */
export function filterRules(kinds: readonly string[]): string {
  const rule = (id: string, keeps: string) =>
    `body:has(#show-${id}:checked) #claims ~ .ledger:not(#opinions ~ .ledger) > li:not(${keeps}) { display: none; }`;
  return [
    ...kinds.map((kind) => rule(`verdict-${slug(kind)}`, `[data-verdict="${kind}"]`)),
    ...swaps.map((swap) => rule(`swap-${swap}`, `[data-swaps~="${swap}"]`)),
  ].join("\n") + "\n";
}

function filter(id: string, label: string, count: number): Html {
  return markup`<span class="choice"><input type="radio" name="show" id="show-${id}"${
    id === "all" && new Html(" checked")
  }><label for="show-${id}"><span>${label}</span> <span>(${count})</span></label></span>`;
}

const tally = (names: readonly string[]): [string, number][] =>
  [...Map.groupBy(names, (name) => name)].map(([name, each]) => [name, each.length]);

const slug = (name: string) => name.replaceAll(" ", "-");

const glyphs = { diamond: "◆", circle: "●", triangle: "▲", square: "■", times: "×" };
