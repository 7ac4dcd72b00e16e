import { markup } from "@/show/markup.ts";
import type { Language, PageSource } from "./page.ts";
import glossary from "./glossary.json" with { type: "json" };
import { sharedMemory } from "./translation/memory.ts";

/** A term in a language: its name, the forms it is met in, and what it means. */
interface Wording {
  readonly term: string;
  /** Other forms in which a text may use it. */
  readonly forms?: readonly string[];
  /** Phrases that hold the term and mean something else. */
  readonly unlike?: readonly string[];
  readonly definition: string;
}

export type Term = { readonly id: string } & Readonly<Record<Language, Wording>>;

export const terms: readonly Term[] = glossary;

/** The glossary; its words come from glossary.json in either language. */
export function glossaryPage(language: Language): PageSource {
  const sorted = terms.toSorted((a, b) => a[language].term.localeCompare(b[language].term, language));
  return {
    file: "glossary.html",
    title: "Glossary",
    description: "The terms used on these pages, each in a sentence.",
    memory: sharedMemory,
    body: markup`<h1>Glossary</h1>
<p>A term is linked to its definition where a page first uses it.</p>
<dl class="glossary" translate="no">${
      sorted.map((term) =>
        markup`<div id="${term.id}"><dt><dfn>${term[language].term}</dfn></dt><dd>${
          term[language].definition
        }</dd></div>\n`
      )
    }</dl>`,
  };
}

/**
 * Links each term to its definition where the prose of a page first uses it.
 *
 * Where one term holds another, the longer one is meant: a file host is no host.
 */
export function linkTerms(document: Document, language: Language): void {
  const meant = new Map(
    terms.flatMap((term) => {
      const { term: name, forms = [], unlike = [] } = term[language];
      return [
        ...[name, ...forms].map((form) => [form.toLowerCase(), term] as const),
        ...unlike.map((phrase) => [phrase.toLowerCase(), undefined] as const),
      ];
    }),
  );
  const words = [...meant.keys()].sort((a, b) => b.length - a.length)
    .map((form) => form.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}-])(?:${words.join("|")})(?![\\p{L}\\p{N}-])`, "giu");
  const linked = new Set<Term>();
  const prose = document.querySelectorAll(
    "main > p, main > ul:not(.rows) > li, main .am-note, main figcaption, main .headline dd",
  );
  for (const text of [...prose].flatMap(plainTexts)) {
    const words = text.textContent!;
    const parts: (string | Node)[] = [];
    let end = 0;
    for (const { 0: found, index } of words.matchAll(pattern)) {
      const term = meant.get(found.toLowerCase());
      if (term === undefined || linked.has(term)) continue;
      linked.add(term);
      parts.push(words.slice(end, index), termLink(document, term, found, language));
      end = index + found.length;
    }
    if (parts.length > 0) text.replaceWith(...parts as string[], words.slice(end));
  }
}

function termLink(document: Document, term: Term, words: string, language: Language): Node {
  const link = document.createElement("a");
  link.setAttribute("class", "term");
  link.setAttribute("href", `glossary.html#${term.id}`);
  link.setAttribute("title", term[language].definition);
  link.textContent = words;
  return link;
}

/** The texts within an element that are neither headings, nor linked, nor code, nor a quotation, nor a name. */
function plainTexts(element: Element): Text[] {
  return [...element.childNodes].flatMap((node): Text[] => {
    if (node.nodeType === 3) return [node as Text];
    if (node.nodeType !== 1) return [];
    const child = node as Element;
    const kept = /^(A|CODE|PRE|Q|CITE|SVG|SUMMARY|H[1-6])$/i.test(child.tagName) || child.classList.contains("name");
    return kept ? [] : plainTexts(child);
  });
}
