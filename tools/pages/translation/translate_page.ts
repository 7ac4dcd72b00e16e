import { keepFiguresTogether } from "./numbers.ts";
import { isNeutral, type Segment, segmentsOf } from "./segments.ts";

/** Finds the French of a segment's key; undefined where there is none yet. */
export type Lookup = (key: string) => string | undefined;

/** Puts a page into French in place. What has no French yet stays English, and says so by its language. */
export function translatePage(document: Document, lookup: Lookup): void {
  document.documentElement.setAttribute("lang", "fr");
  for (const segment of segmentsOf(document)) {
    const french = isNeutral(segment) ? segment.key : lookup(segment.key);
    if (french === undefined) markEnglish(segment);
    else put(document, segment, french);
  }
}

function put(document: Document, { figures, elements, place }: Segment, french: string): void {
  const text = (template: string) => template.replace(/\{(\d+)\}/g, (_, number) => figures[Number(number) - 1]!);
  if (place.kind === "attribute") return place.element.setAttribute(place.name, text(french));
  if (place.kind === "drawing") return redraw(place.element, text(french));

  const [first, last] = [place.nodes[0]!, place.nodes.at(-1)!];
  const [before, after] = [/^\s*/.exec(first.textContent!)![0], /\s*$/.exec(last.textContent!)![0]];
  const anchor = document.createComment("");
  first.parentNode!.insertBefore(anchor, first);
  for (const node of place.nodes) node.remove();
  const written = document.createDocumentFragment();
  const open: Node[] = [written];
  const add = (words: string) => words !== "" && open.at(-1)!.appendChild(document.createTextNode(words));
  add(before && " ");
  for (const part of french.split(/(<\/?\d+\/?>)/)) {
    const tag = /^<(\/?)(\d+)(\/?)>$/.exec(part);
    if (tag === null) add(text(part));
    else if (tag[1] === "/") open.pop();
    else {
      const element = elements[Number(tag[2]) - 1]!;
      open.at(-1)!.appendChild(element);
      if (tag[3] === "/") continue;
      element.replaceChildren();
      open.push(element);
    }
  }
  add(after && " ");
  anchor.replaceWith(written);
}

/** Writes a text of a drawing anew, on as many lines as it needs at the width it had. */
function redraw(element: Element, words: string): void {
  const lines = [...element.querySelectorAll("tspan")];
  if (lines.length === 0) return void (element.textContent = words);
  const longest = Math.max(...lines.map((line) => line.textContent!.length));
  const width = lines.length > 1 ? longest + 2 : Math.max(24, longest + 2);
  const wrapped = keepFiguresTogether(words).split(" ").reduce<string[]>((rows, word) => {
    const row = rows.at(-1);
    return row === undefined || row.length + 1 + word.length > width
      ? [...rows, word]
      : rows.with(-1, `${row} ${word}`);
  }, []);
  const following = lines[1] ?? lines[0]!;
  element.replaceChildren(...wrapped.map((row, index) => {
    const line = (lines[index] ?? following).cloneNode(false) as Element;
    if (index > 0 && lines.length === 1) line.setAttribute("dy", "1em");
    if (index > 0 && lines.length === 1) line.removeAttribute("y");
    line.textContent = row;
    return line;
  }));
}

function markEnglish({ place }: Segment): void {
  if (place.kind === "attribute") return;
  if (place.kind === "drawing") return place.element.setAttribute("lang", "en");
  const parent = place.nodes[0]!.parentElement!;
  if (parent.childNodes.length === place.nodes.length) return parent.setAttribute("lang", "en");
  const span = parent.ownerDocument.createElement("span");
  span.setAttribute("lang", "en");
  parent.insertBefore(span, place.nodes[0]!);
  span.append(...place.nodes as unknown as Node[]);
}
