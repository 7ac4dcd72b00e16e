import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import * as Plot from "@observablehq/plot";
import { kinds } from "@/show/chart.ts";
import { figure, type FigureInput } from "@/show/figure.ts";
import { bundleOf, mediaTypes } from "@/show/show.ts";
import { assertInert, hostile, parse, textOf } from "./hostile.ts";

const data = [{ hour: 20, level: 0.919 }, { hour: 26, level: 0.551 }];
const input: FigureInput = {
  id: "example.night",
  title: "An ordinary night",
  caption: "Orange, France, 2013.",
  alt: "Traffic falls from 0.919 to 0.551 of the peak.",
  plot: { marks: [Plot.line(data, { x: "hour", y: "level" })] },
  data,
};

Deno.test("figure() holds title, chart, caption and the data behind it", () => {
  const document = parse(figure(input).html);
  assertEquals(document.querySelector("figure")!.id, "figure-example.night");
  assertEquals(textOf(document.querySelector(".am-figure-title")), "An ordinary night");
  assertEquals(document.querySelector("svg")!.getAttribute("aria-label"), input.alt);
  assertEquals(textOf(document.querySelector("figcaption")), "Orange, France, 2013.");
  assertEquals(document.querySelectorAll("details tbody tr").length, 2);
  assertEquals(document.querySelectorAll(".am-simulated, .am-key").length, 0);
});

Deno.test("figure() tells text readers the title, the alternative text, the caption and every row", () => {
  const { text } = figure(input);
  for (const part of [input.title, input.alt, input.caption, "0.919", "0.551"]) assertStringIncludes(text, part);
});

Deno.test("figure() tells programs its data", () => {
  const { id, title, caption, alt } = input;
  const bundle = bundleOf(figure(input));
  assertEquals(bundle[mediaTypes.figure], { id, title, caption, alt, simulated: false, data });
  assertEquals(Object.keys(bundle), ["text/html", "text/plain", mediaTypes.figure]);
});

Deno.test("figure() refuses to go without alternative text or data, and names itself", () => {
  for (const alt of ["", " \n"]) assertThrows(() => figure({ ...input, alt }), RangeError, "example.night");
  assertThrows(() => figure({ ...input, data: [] }), RangeError, "example.night");
});

Deno.test("figure() says that it is simulated wherever it can be met", () => {
  const { html, text, data } = figure({ ...input, simulated: true });
  const document = parse(html);
  assertStringIncludes(textOf(document.querySelector(".am-figure-title")), "Simulated");
  assertStringIncludes(document.querySelector("svg")!.getAttribute("aria-label")!, "Simulated data. ");
  assertStringIncludes(textOf(document.querySelector("svg")), "not a measurement");
  assertStringIncludes(textOf(document.querySelector("caption")), "Simulated");
  assertStringIncludes(text, "Simulated: An ordinary night");
  assertEquals((data![mediaTypes.figure] as { simulated: boolean }).simulated, true);
});

Deno.test("figure() has a key of the marks asked for, in words", () => {
  const key = textOf(parse(figure({ ...input, key: ["claimed", "bound"] }).html).querySelector(".am-key"));
  assertStringIncludes(key, kinds.claimed.label);
  assertStringIncludes(key, kinds.bound.label);
  assert(!key.includes(kinds.simulated.label));
});

Deno.test("figure() escapes id, title, caption and data", () => {
  const words = { id: hostile, title: hostile, caption: hostile, data: [{ [hostile]: hostile }] };
  const { html } = figure({ ...input, ...words });
  assertInert(html);
  const document = parse(html);
  assertEquals(document.querySelector("figure")!.id, `figure-${hostile}`);
  for (const part of [".am-figure-title", "figcaption", "th", "td"]) {
    assertEquals(textOf(document.querySelector(part)), hostile, part);
  }
});

Deno.test("figure() escapes the alternative text", () => {
  const { html } = figure({ ...input, alt: hostile });
  assertInert(html);
  assertEquals(parse(html).querySelector("svg")!.getAttribute("aria-label"), hostile);
});
