import { takeFigures } from "./numbers.ts";

/**
 * A stretch of text that is translated as one: the inline content of a block, a text of a drawing, or an attribute.
 *
 * In its key every figure stands as {1}, {2} …, an inline element as <1>its words</1>, and what is never translated
 * (code, quotations) as <1/>.
 */
export interface Segment {
  readonly key: string;
  /** The figures as French writes them. */
  readonly figures: readonly string[];
  readonly elements: readonly Element[];
  readonly place:
    | { readonly kind: "nodes"; readonly nodes: readonly ChildNode[] }
    | { readonly kind: "drawing"; readonly element: Element }
    | { readonly kind: "attribute"; readonly element: Element; readonly name: string };
}

const inline = new Set("A ABBR B BR CITE CODE DFN EM I KBD MARK Q S SMALL SPAN STRONG SUB SUP TIME U VAR".split(" "));
const skipped = new Set("CODE PRE SCRIPT STYLE TEMPLATE".split(" "));
const attributes = ["aria-label", "title", "placeholder", "alt", "data-none", "data-found"];
const letter = /\p{L}/u;

/** Units and symbols that are written alike in both languages. */
const neutral = /\b(?:[kMGT]?bit\/s|USD|HHI|SVG|PNG|CSV|JSON|ZIP|Parquet|BibTeX|CSL-JSON)\b/g;

/** Every segment of a page, in the order of reading. */
export function segmentsOf(document: Document): Segment[] {
  const segments: Segment[] = [];
  for (const element of document.querySelectorAll('meta[name="description"]')) {
    segments.push(attributeSegment(element, "content"));
  }
  walk(document.body, segments);
  return segments.filter(({ key }) => key !== "");
}

/** Whether a segment holds no word to translate: its figures alone are written the other way. */
export const isNeutral = ({ key, place }: Segment): boolean =>
  !letter.test(key.replace(/\{\d+\}|<\/?\d+\/?>/g, "").replace(neutral, "")) ||
  /^[a-z0-9-]+([._][a-z0-9-]+)+$/.test(key) ||
  place.kind === "nodes" && place.nodes[0]!.parentElement!.closest(".name") !== null;

/** The key of a plain text. */
export const keyOf = (text: string): string => tidy(takeAll(text, []));

function walk(element: Element, segments: Segment[]): void {
  if (isOpaque(element)) return;
  for (const name of attributes) {
    if (element.hasAttribute(name)) segments.push(attributeSegment(element, name));
  }
  if (element.tagName.toLowerCase() === "svg") {
    for (const text of element.querySelectorAll("text")) segments.push(drawingSegment(text));
    return;
  }
  for (const run of runsOf(element)) {
    if (run.some((node) => isText(node) && letter.test(node.textContent!))) segments.push(textSegment(run));
    else {
      for (const node of run) {
        if (isElement(node)) walk(node, segments);
        else if (/\d/.test(node.textContent!)) segments.push(textSegment([node]));
      }
    }
  }
}

/** The children of an element, parted where a block stands between. */
function runsOf(element: Element): ChildNode[][] {
  const runs: ChildNode[][] = [[]];
  for (const node of element.childNodes) {
    if (isElement(node) && !inline.has(node.tagName.toUpperCase())) runs.push([node], []);
    else if (isElement(node) || isText(node)) runs.at(-1)!.push(node);
  }
  return runs.filter((run) => run.length > 0);
}

function textSegment(nodes: Iterable<ChildNode>): Segment {
  const figures: string[] = [];
  const elements: Element[] = [];
  const write = (node: ChildNode): string => {
    if (isText(node)) return takeAll(node.textContent!, figures);
    if (!isElement(node)) return "";
    const number = elements.push(node);
    if (isOpaque(node) || node.childNodes.length === 0) return `<${number}/>`;
    return `<${number}>${[...node.childNodes].map(write).join("")}</${number}>`;
  };
  const run = [...nodes];
  return { key: tidy(run.map(write).join("")), figures, elements, place: { kind: "nodes", nodes: run } };
}

function drawingSegment(element: Element): Segment {
  const figures: string[] = [];
  const lines = [...element.childNodes].filter((node) => (node as Element).tagName?.toLowerCase() !== "title");
  const key = tidy(takeAll(lines.map((line) => line.textContent).join(" "), figures));
  return { key, figures, elements: [], place: { kind: "drawing", element } };
}

function attributeSegment(element: Element, name: string): Segment {
  const figures: string[] = [];
  const key = tidy(takeAll(element.getAttribute(name)!, figures));
  return { key, figures, elements: [], place: { kind: "attribute", element, name } };
}

const takeAll = (text: string, figures: string[]) => takeFigures(text, (_, french) => `{${figures.push(french)}}`);

const tidy = (text: string) => text.replace(/[^\S\u00a0\u202f]+/g, " ").trim();

/** What keeps its words: code, what says so, and what is in another language already. */
function isOpaque(element: Element): boolean {
  return skipped.has(element.tagName.toUpperCase()) || element.getAttribute("translate") === "no" ||
    element.getAttribute("aria-hidden") === "true" || !["en", null].includes(element.getAttribute("lang"));
}

const isElement = (node: Node): node is Element => node.nodeType === 1;
const isText = (node: Node): boolean => node.nodeType === 3;
