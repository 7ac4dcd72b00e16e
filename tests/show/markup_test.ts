import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { escapeHtml, Html, markup, plainText } from "@/show/markup.ts";
import { assertInert, hostile, parse, textOf } from "./hostile.ts";

const runs = { seed: 20120119, numRuns: 200 };

Deno.test("escapeHtml() leaves no character that HTML reads", () => {
  assertEquals(
    escapeHtml(`<a href="x" title='y'>&</a>`),
    "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;&lt;/a&gt;",
  );
  assertEquals(escapeHtml(""), "");
  assertEquals(escapeHtml("&amp;"), "&amp;amp;");
});

Deno.test("markup() escapes what is put in, in content and in attributes", () => {
  const html = markup`<p title="${hostile}">${hostile}</p>`;
  assertInert(html);
  const paragraph = parse(html).querySelector("p")!;
  assertEquals([paragraph.getAttribute("title"), paragraph.textContent], [hostile, hostile]);
});

Deno.test("markup() takes Html as it stands, and a text that only looks like it not", () => {
  assertEquals(markup`${new Html("<br>")}`.text, "<br>");
  assertEquals(markup`${"<br>"}`.text, "&lt;br&gt;");
  assertEquals(markup`${String(markup`<br>`)}`.text, "&lt;br&gt;");
});

Deno.test("markup() joins lists, nested ones too, and leaves out what is nothing", () => {
  assertEquals(markup`${["<", [markup`<br>`, ["&"]], null]}`.text, "&lt;<br>&amp;");
  assertEquals(markup`${null}${undefined}${false}${""}${[]}`.text, "");
});

Deno.test("markup() writes numbers, zero too", () => {
  assertEquals(markup`${0}|${-0}|${NaN}|${Infinity}|${1e21}`.text, "0|0|NaN|Infinity|1e+21");
});

Deno.test("markup() without anything put in is its text", () => assertEquals(markup`a`.text, "a"));

Deno.test("plainText() takes tags out and reads entities once", () => {
  assertEquals(plainText(markup`<p title="${"a > b"}">${"a < b & c"}<br>${"&lt;"}</p>`), "a < b & c&lt;");
});

Deno.test("escapeHtml() leaves no raw angle bracket or quotation mark, and loses nothing", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(..."<>&\"';alt#39") })), (text) => {
      const escaped = escapeHtml(text);
      assert(!/[<>"']/.test(escaped) && !/&(?!(amp|lt|gt|quot|#39);)/.test(escaped));
      assertEquals(plainText(new Html(escaped)), text);
    }),
    runs,
  );
});

Deno.test("markup() gives any text back to who reads the page", () => {
  fc.assert(
    fc.property(fc.string().filter((text) => !/[\0\r]/.test(text)), (text) => {
      const paragraph = parse(markup`<p title="${text}">${text}</p>`).querySelector("p")!;
      assertEquals([paragraph.getAttribute("title"), textOf(paragraph)], [text, text.replace(/\s+/g, " ").trim()]);
    }),
    runs,
  );
});
