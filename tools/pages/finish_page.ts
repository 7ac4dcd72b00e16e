import { type Language, siteName } from "./page.ts";
import { keepFiguresTogether } from "./translation/numbers.ts";

const anchorLabel = { en: "Link to this place", fr: "Lien vers cet endroit" };

/** What a page gets once its words are in its language: its title, and links to each place that has an address. */
export function finishPage(document: Document, language: Language): void {
  const heading = document.querySelector("h1")!.textContent!;
  document.querySelector("title")!.textContent = heading === siteName ? heading : `${heading} – ${siteName}`;
  keepTogether(document.body, language);
  for (const element of document.querySelectorAll("h2[id], h3[id]")) addAnchor(element, element.id, language);
  for (const card of document.querySelectorAll(".am-finding")) {
    addAnchor(card.querySelector("div")!, card.id, language);
  }
  for (const figure of document.querySelectorAll("figure.am-figure")) {
    addAnchor(figure.querySelector(".am-figure-title")!, figure.id, language);
  }
  for (const table of document.querySelectorAll("table[id]")) {
    addAnchor(table.querySelector("caption")!, table.id, language);
  }
}

/** A link to where it stands, seen when pointed at or reached by the keyboard. */
function addAnchor(element: Element, id: string, language: Language): void {
  const link = element.ownerDocument.createElement("a");
  link.setAttribute("class", "anchor");
  link.setAttribute("href", `#${id}`);
  link.setAttribute("aria-label", anchorLabel[language]);
  link.innerHTML = '<span aria-hidden="true">#</span>';
  element.append(link as unknown as Node);
}

/** Spaces at which no line may break: before a percent sign, within an interval, and where French typography has them. */
function keepTogether(element: Element, language: Language): void {
  if (/^(CODE|PRE|SVG|SCRIPT)$/i.test(element.tagName)) return;
  for (const node of element.childNodes) {
    if (node.nodeType === 1) keepTogether(node as Element, language);
    if (node.nodeType !== 3) continue;
    const text = keepFiguresTogether(node.textContent!);
    node.textContent = language === "en"
      ? text
      : text.replace(/(?<=\S) (?=[;!?»])|(?<=«) /g, "\u202f").replace(/ :/g, "\u00a0:");
  }
}
