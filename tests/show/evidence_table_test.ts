import { assertEquals, assertStringIncludes } from "@std/assert";
import { evidenceTable } from "@/show/evidence_table.ts";
import { measurement } from "../claims/examples.ts";
import { assertInert, hostile, parse, textOf } from "./hostile.ts";

const source = { id: "s", type: "webpage", title: "A page", publisher: "Arbor", URL: "https://example.org/?a=1&b=2" };
const figures = (printed: Parameters<typeof measurement>[0]) =>
  evidenceTable([measurement(printed)], () => source).text;

Deno.test("evidenceTable() shows figures as printed", () => {
  assertStringIncludes(figures({ printed: { value: "4" }, unit: "%" }), "4 %");
  assertStringIncludes(figures({ printed: { before: "150", after: "120" } }), "150 → 120 Gbit/s");
  assertStringIncludes(figures({ printed: { after: "120" } }), "? → 120 Gbit/s");
  assertStringIncludes(figures({ printed: { change: "-20" } }), "change -20 %");
  assertStringIncludes(figures({}), "no number");
});

Deno.test("evidenceTable() links the source and quotes it in its language", () => {
  const { html } = evidenceTable([measurement({ quotation: "cayó" })], () => ({ ...source, language: "es" }));
  const link = parse(html).querySelector("td a")!;
  assertEquals([link.getAttribute("href"), textOf(link)], [source.URL, "Arbor"]);
  assertEquals(parse(html).querySelector("q")!.getAttribute("lang"), "es");
});

Deno.test("evidenceTable() of a source without an address names it without a link", () => {
  const { URL: _, ...unlinked } = source;
  const { html } = evidenceTable([measurement()], () => unlinked);
  assertEquals(parse(html).querySelector("td a"), null);
  assertStringIncludes(html.text, "Arbor");
});

Deno.test("evidenceTable() escapes what measurements and sources say", () => {
  const words = { id: hostile, quantity: hostile, denominator: hostile, place: hostile, of: hostile, window: hostile };
  const row = measurement({ ...words, quotation: hostile, note: hostile, unit: hostile, printed: { value: hostile } });
  const from = { ...source, publisher: hostile, language: hostile, URL: `https://example.org/${hostile}` };
  const { html } = evidenceTable([row], () => from);
  assertInert(html);
  const document = parse(html);
  assertEquals(document.querySelector("q")!.textContent, hostile);
  assertEquals(document.querySelector("a")!.getAttribute("href"), from.URL);
  assertEquals(document.querySelector("code")!.textContent, hostile);
});
