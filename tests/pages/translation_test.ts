import { assertEquals } from "@std/assert";
import { parseHTML } from "linkedom";
import { loadMemories } from "../../tools/pages/translation/memory.ts";
import { missingSegments, unusedSegments } from "../../tools/pages/translation/missing.ts";
import { frenchFigure, takeFigures } from "../../tools/pages/translation/numbers.ts";
import { segmentsOf } from "../../tools/pages/translation/segments.ts";
import { translatePage } from "../../tools/pages/translation/translate_page.ts";
import { segmentsByMemory } from "../../tools/translations.ts";

const pageOf = (body: string) =>
  (parseHTML(`<!doctype html><html lang="en"><body>${body}</body></html>`) as unknown as { document: Document })
    .document;
const keysOf = (body: string) => segmentsOf(pageOf(body)).map(({ key }) => key);

Deno.test("no string of the pages is without French", async () => {
  assertEquals(Object.fromEntries(missingSegments(await segmentsByMemory(), await loadMemories())), {});
});

Deno.test("no memory holds French that no page asks for", async () => {
  const unused = unusedSegments(await segmentsByMemory(), await loadMemories());
  assertEquals([...unused].filter(([, keys]) => keys.length > 0), []);
});

Deno.test("every French entry has the figures and elements of its English", async () => {
  const places = (text: string) => (text.match(/\{\d+\}|<\/?\d+\/?>/g) ?? []).sort();
  for (const [name, memory] of await loadMemories()) {
    for (const [english, french] of Object.entries(memory)) {
      if (french !== "") assertEquals(places(french), places(english), `${name}: ${english}`);
    }
  }
});

Deno.test("takeFigures() takes figures, dates and intervals, not the digits of names", () => {
  const found = (text: string) => {
    const figures: string[] = [];
    takeFigures(text, (figure) => (figures.push(figure), ""));
    return figures;
  };
  assertEquals(found("−20.0 % [−25.8, −13.8] of 1,103 on 19 January 2012 at 19:00"), [
    "−20.0",
    "[−25.8, −13.8]",
    "1,103",
    "19 January 2012",
    "19:00",
  ]);
  assertEquals(found("2012-01-19, 2012-Q1, 66\u202f600, 1.5e11, 2010-2015, ∞ [1, ∞]"), [
    "2012-01-19",
    "2012-Q1",
    "66\u202f600",
    "1.5e11",
    "2010",
    "2015",
    "[1, ∞]",
  ]);
  assertEquals(found("2012-H1"), ["2012-H1"]);
  assertEquals(found("AS16265, 95th, europe-20, IPv4, H.264"), []);
});

Deno.test("takeFigures() leaves the point of a version alone", () => {
  const french = (text: string) => takeFigures(text, (_, figure) => figure);
  assertEquals(
    french("CC BY 4.0; version 1.4; Deno 2.9; R 4.2.2; Python 3.11; for 4.0 % of 2.5"),
    "CC BY 4.0; version 1.4; Deno 2.9; R 4.2.2; Python 3.11; for 4,0 % of 2,5",
  );
});

Deno.test("frenchFigure() writes figures as French does", () => {
  assertEquals(
    [
      "−20.0",
      "[−25.8, −13.8]",
      "1,103",
      "66\u202f600.5",
      "2012-01-19",
      "2012-Q1",
      "2012-H2",
      "19 January 2012",
      "1 Feb 2012",
      "1.5e11",
      "May 2012",
    ]
      .map(frenchFigure),
    [
      "−20,0",
      "[−25,8 ; −13,8]",
      "1\u202f103",
      "66\u202f600,5",
      "2012-01-19",
      "2012-T1",
      "2012-S2",
      "19 janvier 2012",
      "1er févr. 2012",
      "1,5e11",
      "mai 2012",
    ],
  );
});

Deno.test("segmentsOf() keeps inline elements as numbered places, and leaves code and quotations out", () => {
  assertEquals(keysOf("<p>So <em>20 %</em> of <code>x</code> is <a href='#'>here</a>.</p>"), [
    "So <1>{1} %</1> of <2/> is <3>here</3>.",
  ]);
  assertEquals(keysOf('<p>Says <q lang="fr">une baisse</q></p><p><code>only code</code></p>'), ["Says <1/>"]);
  assertEquals(keysOf("<ul><li>One <ul><li>two</li></ul> three</li></ul>"), ["One", "two", "three"]);
});

Deno.test("translatePage() puts words and figures into French, and marks what stays English", () => {
  const french: Record<string, string> = {
    "Of <1>{1} Gbit/s</1>, {2} % went <2>away</2>.": "Il est parti <2>au loin</2> {2} % de <1>{1} Gbit/s</1>.",
    "a label of {1}": "libellé de {1}",
  };
  const document = pageOf(
    '<p>Of <b>1,500 Gbit/s</b>, 20.5 % went <a href="#x" title="a label of 1.5">away</a>.</p><p>Not yet 1.5</p><td>−2.5</td>' +
      '<svg aria-label="a label of 2.5"><text><tspan>one long</tspan><tspan dy="1em">line</tspan></text></svg>',
  );
  translatePage(document, (key) => french[key]);
  assertEquals(
    document.querySelector("p")!.innerHTML,
    'Il est parti <a href="#x" title="a label of 1.5">au loin</a> 20,5 % de <b>1\u202f500 Gbit/s</b>.',
  );
  assertEquals(document.querySelectorAll("p")[1]!.outerHTML, '<p lang="en">Not yet 1.5</p>');
  assertEquals(document.querySelector("td")!.textContent, "−2,5");
  assertEquals(document.querySelector("svg")!.getAttribute("aria-label"), "libellé de 2,5");
  assertEquals(document.documentElement.lang, "fr");
});

Deno.test("translatePage() wraps a text of a drawing anew, and breaks no figure", () => {
  const document = pageOf(
    '<svg><text><tspan y="0">2012-Q1:</tspan><tspan dy="1em">−17.4 % [−18.8, −15.9]</tspan></text></svg>',
  );
  translatePage(document, () => undefined);
  const lines = [...document.querySelectorAll("tspan")].map((line) => line.textContent);
  assertEquals(lines, ["2012-T1: −17,4\u00a0%", "[−18,8\u00a0;\u00a0−15,9]"]);
});
