import { assert, assertEquals, assertThrows } from "@std/assert";
import * as Plot from "@observablehq/plot";
import { chart, chartWidth, kinds } from "@/show/chart.ts";
import { assertInert, hostile, parse } from "./hostile.ts";

const dots = [Plot.dot([{ x: 1, y: 2 }], { x: "x", y: "y" })];

Deno.test("chart() is an SVG that stands alone, with role, label and the width of all charts", () => {
  const { text } = chart({ marks: dots, width: 2000 }, "One dot");
  assert(text.startsWith("<svg") && text.endsWith("</svg>"));
  const svg = parse(chart({ marks: dots }, "One dot")).querySelector("svg")!;
  assertEquals(svg.getAttribute("xmlns"), "http://www.w3.org/2000/svg");
  assertEquals(svg.getAttribute("role"), "img");
  assertEquals(svg.getAttribute("aria-label"), "One dot");
  assert(text.includes(`width="${chartWidth}"`));
});

Deno.test("chart() gives the same bytes twice", () => {
  assertEquals(chart({ marks: dots }, "One dot").text, chart({ marks: dots }, "One dot").text);
});

Deno.test("chart() without marks is an empty SVG", () => assert(chart({}, "Nothing").text.startsWith("<svg")));

Deno.test("chart() refuses what makes Plot wrap the SVG", () => {
  assertThrows(() => chart({ marks: dots, title: "A title" }, "x"), TypeError, "figure()");
  assertThrows(() => chart({ marks: dots, caption: "A caption" }, "x"), TypeError);
});

Deno.test("chart() keeps words in the drawing words", () => {
  const words = chart({
    x: { label: hostile },
    y: { domain: [hostile] },
    marks: [Plot.text([{ x: 1, y: hostile }], { x: "x", y: "y", text: () => hostile, title: () => hostile })],
  }, "Words");
  assertInert(words);
  const texts = [...parse(words).querySelectorAll("text")].map(({ textContent }) => textContent);
  assert(texts.filter((text) => text?.includes(hostile)).length >= 3);
});

Deno.test("chart() keeps a hostile label a label, in HTML and in XML", () => {
  const labelled = chart({ marks: dots }, hostile);
  assertEquals(parse(labelled).querySelector("svg")!.getAttribute("aria-label"), hostile);
  const [opening] = /^<svg(\s+[\w:-]+="[^"<]*")+\s*>/.exec(labelled.text) ?? []; // XML allows no < in an attribute
  assert(opening !== undefined, "the opening tag is not well-formed XML");
});

Deno.test("chart() writes an ampersand of the label as an entity", () => {
  const { text } = chart({ marks: dots }, "R&D &lt; all");
  assert(text.includes('aria-label="R&amp;D &amp;lt; all"'));
});

Deno.test("kinds are told apart by colour and by shape", () => {
  const all = Object.values(kinds);
  assertEquals(new Set(all.map(({ color }) => color)).size, all.length);
  assertEquals(new Set(all.map(({ symbol }) => symbol)).size, all.length);
});
