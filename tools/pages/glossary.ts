import { markup } from "@/show/markup.ts";
import type { Language, PageSource } from "./page.ts";
import glossary from "./glossary.json" with { type: "json" };
import { sharedMemory } from "./translation/memory.ts";

/** A term in a language: its name, the forms it is met in, and what it means. */
interface Wording {
  readonly term: string;
  /** Other forms in which a text may use it. */
  readonly forms?: readonly string[];
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

/** Links each term to its definition where the prose of a page first uses it. */
export function linkTerms(document: Document, language: Language): void {
  const prose = [
    ...document.querySelectorAll("main > p, main > ul > li, main .am-note, main figcaption, main .headline dd"),
  ];
  for (const { id, [language]: { term, forms = [], definition } } of terms) {
    const words = [term, ...forms].map((form) => form.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const pattern = new RegExp(`(?<![\\p{L}\\p{N}-])(?:${words.join("|")})(?![\\p{L}\\p{N}-])`, "iu");
    for (const text of prose.flatMap(plainTexts)) {
      const match = pattern.exec(text.textContent!);
      if (match === null) continue;
      const [before, after] = [match.input.slice(0, match.index), match.input.slice(match.index + match[0].length)];
      const link = document.createElement("a");
      link.setAttribute("class", "term");
      link.setAttribute("href", `glossary.html#${id}`);
      link.setAttribute("title", definition);
      link.textContent = match[0];
      text.replaceWith(before, link as unknown as Node, after);
      break;
    }
  }
}

/** The texts within an element that are neither linked nor code nor quoted. */
function plainTexts(element: Element): Text[] {
  return [...element.childNodes].flatMap((node): Text[] => {
    if (node.nodeType === 3) return [node as Text];
    return node.nodeType === 1 && !/^(A|CODE|PRE|Q|SVG)$/i.test((node as Element).tagName)
      ? plainTexts(node as Element)
      : [];
  });
}
