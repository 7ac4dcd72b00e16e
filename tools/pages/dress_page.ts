import { markup } from "@/show/markup.ts";
import { slug } from "./markdown.ts";
import { printedFigures, quotationOf, sourceLink, whatOf } from "./evidence.ts";
import { pageOf, type Site } from "./site.ts";
import { tableFormats } from "./table_files.ts";

/** Turns what a notebook showed into what a page needs: links to evidence, downloads, anchors, tables that scroll. */
export function dressPage(document: Document, site: Site, stem: string): void {
  for (const link of document.querySelectorAll("a[href]")) {
    const href = link.getAttribute("href")!;
    if (/^[^:]+\.ipynb($|#)/.test(href)) link.setAttribute("href", pageOf(href));
  }
  document.querySelectorAll("svg style").forEach((style) => style.remove());
  document.querySelectorAll("svg [aria-label], svg [aria-description]").forEach((part) => {
    part.removeAttribute("aria-label"); // an image is read by its own label alone
    part.removeAttribute("aria-description");
  });
  document.querySelectorAll("figure.am-figure").forEach((figure) => dressFigure(document, figure));
  document.querySelectorAll(".am-finding").forEach((card) => dressFinding(document, card, site));
  dressTables(document, stem);
  const named = new Set<string>();
  for (const code of document.querySelectorAll('td > code[id^="measurement-"]')) {
    dressEvidence(code, site, !named.has(code.id));
    named.add(code.id);
  }
}

/** A row of a table of evidence, in the words of the page that holds every row; named by its id where it stands first. */
function dressEvidence(code: Element, site: Site, first: boolean): void {
  const measurement = site.measurements.get(code.textContent!)!;
  const source = site.sources.get(measurement.source)!;
  code.closest("table")!.classList.add("rows-used");
  const [name, what, printed, , from, words] = code.closest("tr")!.querySelectorAll("td");
  name!.innerHTML =
    markup`<a href="measurements.html#${measurement.id}"><code${
      first && markup` id="${code.id}"`
    }>${measurement.id}</code></a>`.text;
  what!.innerHTML = whatOf(measurement).text;
  printed!.innerHTML = markup`${printedFigures(measurement)}`.text;
  from!.innerHTML = sourceLink(source).text;
  words!.innerHTML = markup`${quotationOf(measurement, source)} <span>${measurement.note}</span>`.text;
}

function dressFigure(document: Document, figure: Element): void {
  const id = figure.id.replace(/^figure-/, "");
  append(document, figure, "p", "downloads").innerHTML = markup`<span>Download this figure:</span>
<a href="figures/${id}.svg" download>SVG</a> <a href="figures/${id}.png" download>PNG</a>
<a href="../downloads/figures/${id}.csv" download>CSV</a>`.text;
}

function dressFinding(document: Document, card: Element, site: Site): void {
  const finding = site.findings.get(card.id);
  if (finding === undefined) return;
  const small = card.querySelector("small")!;
  small.innerHTML = markup`<span>${small.textContent!.split(" · ")[0]!}</span> · <code>${finding.id}</code>`.text;
  const details = append(document, card, "details", "evidence");
  details.innerHTML =
    markup`<summary>What this number rests on</summary><ul>${
      finding.measurements.map((id) => evidenceOf(site, id))
    }</ul>`.text;
}

/** A row that a finding uses: the figure as printed, its grade, and its source with its words. */
function evidenceOf(site: Site, id: string) {
  const measurement = site.measurements.get(id);
  if (measurement === undefined) {
    return markup`<li><a href="data.html#file-${
      slug(site.resources.find(({ name }) => name === id)!.path)
    }"><code>${id}</code></a></li>`;
  }
  const source = site.sources.get(measurement.source)!;
  return markup`<li><a href="measurements.html#${id}"><code>${id}</code></a> <span>${
    printedFigures(measurement)
  }</span> · <span>${measurement.grade}</span> · ${sourceLink(source)} ${quotationOf(measurement, source)}</li>`;
}

function dressTables(document: Document, stem: string): void {
  const seen = new Map<string, number>();
  for (const table of document.querySelectorAll("table.am-table")) {
    const caption = table.querySelector("caption")!.textContent!;
    const frame = document.createElement("div");
    frame.setAttribute("class", "scroll");
    frame.setAttribute("role", "group");
    frame.setAttribute("aria-label", caption);
    frame.setAttribute("tabindex", "0");
    table.replaceWith(frame);
    frame.append(table as unknown as Node);
    if (frame.parentElement!.closest("figure") !== null) continue;
    const name = slug(caption).slice(0, 40).replace(/-$/, "");
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    const id = `table-${stem}.${name}${count > 1 ? `-${count}` : ""}`;
    table.id = id;
    const downloads = document.createElement("p");
    downloads.setAttribute("class", "downloads");
    const file = id.replace(/^table-/, "../downloads/tables/");
    downloads.innerHTML = markup`<span>Download this table:</span> ${
      tableFormats.map(({ ending, label }) => markup`<a href="${file}.${ending}" download>${label}</a> `)
    }`.text;
    frame.after(downloads as unknown as Node);
  }
}

function append(document: Document, parent: Element, tag: string, name: string): Element {
  const element = document.createElement(tag);
  element.setAttribute("class", name);
  parent.append(element as unknown as Node);
  return element;
}
