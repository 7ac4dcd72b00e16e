/// <reference lib="dom" />
import MiniSearch from "minisearch";
import type { SearchEntry } from "../search_index.ts";

const language = document.documentElement.lang;
const [form, query, count, results] = ["search", "query", "count", "results"].map((id) => document.getElementById(id)!);

const fold = (word: string) =>
  word.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/^(?:[cdjlmnst]|qu)['’]/, "");

function start(entries: readonly SearchEntry[]): void {
  const index = new MiniSearch({
    fields: ["heading", "page", "text"],
    idField: "link",
    tokenize: (text) => text.split(/[^\p{L}\p{N}'’]+/u).filter(Boolean),
    processTerm: fold,
    searchOptions: {
      prefix: true,
      fuzzy: (term) => term.length > 4 ? 0.2 : 0,
      combineWith: "AND",
      boost: { heading: 3, page: 2 },
    },
  });
  const byLink = new Map(entries.map((entry) => [entry.link, entry]));
  index.addAll([...byLink.values()]);

  const run = () => {
    const words = (query as HTMLInputElement).value;
    const found = words.trim() === "" ? [] : index.search(words);
    results!.replaceChildren(...found.slice(0, 30).map(({ id, terms }) => resultItem(byLink.get(id)!, terms)));
    count!.textContent = words.trim() === ""
      ? ""
      : found.length === 0
      ? count!.dataset.none!
      : `${count!.dataset.found!} ${found.length}`;
  };
  (query as HTMLInputElement).value = new URLSearchParams(location.search).get("q") ?? "";
  query!.addEventListener("input", run);
  form!.addEventListener("submit", (event) => event.preventDefault());
  form!.hidden = false;
  run();
}

function resultItem({ link, page, heading, text }: SearchEntry, terms: readonly string[]): HTMLElement {
  const item = document.createElement("li");
  const title = document.createElement("a");
  title.href = link;
  title.textContent = heading === "" ? page : `${page}: ${heading}`;
  const first =
    terms.map((term) => text.toLowerCase().indexOf(term)).filter((at) => at >= 0).sort((a, b) => a - b)[0] ?? 0;
  const from = Math.max(0, first - 60);
  const extract = document.createElement("p");
  extract.textContent = `${from > 0 ? "… " : ""}${text.slice(from, from + 180)} …`;
  item.append(title, extract);
  return item;
}

const script = document.createElement("script");
script.src = `../assets/search.${language}.js`;
script.addEventListener("load", () => start((globalThis as unknown as { searchEntries: SearchEntry[] }).searchEntries));
document.head.append(script);
