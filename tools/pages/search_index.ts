/** A part of a page that a search can find. */
export interface SearchEntry {
  /** Where it is: a file and an anchor. */
  readonly link: string;
  readonly page: string;
  readonly heading: string;
  readonly text: string;
}

/** The words of the pages of a language, as a script: from disk a page may load no data otherwise. */
export const searchIndex = (entries: readonly SearchEntry[]): string =>
  `globalThis.searchEntries = ${JSON.stringify(entries)};\n`;

/** The parts of a page that a search can find. */
export function searchEntries(file: string, document: Document): SearchEntry[] {
  const main = document.querySelector("main")!;
  const page = textOf(main.querySelector("h1")!);
  const entries: { link: string; page: string; heading: string; text: string }[] = [];
  let current = { link: file, page, heading: "", text: "" };
  entries.push(current);
  const read = (element: Element) => {
    if (element.matches("pre, svg, details.code, .am-figure details, .downloads, nav, form, noscript")) return;
    if (element.matches("h2[id], h3[id]")) {
      current = { link: `${file}#${element.id}`, page, heading: textOf(element), text: "" };
      entries.push(current);
    } else if (element.matches(".rows > li, .glossary > div, .ledger > li")) {
      const heading = textOf(element.querySelector("code, dt, h3")!);
      entries.push({ link: `${file}#${element.id}`, page, heading, text: textOf(element) });
    } else if (element.matches("section, ul, ol, dl, main")) {
      for (const child of element.children) read(child);
    } else if (element.tagName !== "H1") {
      current.text += `${textOf(element)} `;
    }
  };
  read(main);
  return entries.filter(({ text, heading }) => text.trim() !== "" || heading !== "");
}

const textOf = (element: Element): string => {
  const unsaid = ".anchor, pre, svg, details.code, .am-figure details";
  let said = element;
  if (element.querySelector(unsaid) !== null) {
    said = element.cloneNode(true) as Element;
    said.querySelectorAll(unsaid).forEach((part) => part.remove());
  }
  return said.textContent!.replace(/\s+/g, " ").trim();
};
