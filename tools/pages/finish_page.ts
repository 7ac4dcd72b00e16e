import { type Language, siteName } from "./page.ts";

const anchorLabel = { en: "Link to this place", fr: "Lien vers cet endroit" };

/** What a page gets once its words are in its language: its title, and links to each place that has an address. */
export function finishPage(document: Document, language: Language): void {
  const heading = document.querySelector("h1")!.textContent!;
  document.querySelector("title")!.textContent = heading === siteName ? heading : `${heading} – ${siteName}`;
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
