import { assertEquals, assertStringIncludes } from "@std/assert";
import pl from "polars";
import { markup } from "@/show/markup.ts";
import { table } from "@/show/table.ts";
import { assertInert, hostile, parse, textOf } from "./hostile.ts";

Deno.test("table() lines up text to the left and numbers to the right", () => {
  const rows = [{ region: "Brazil", share: 11.39 }, { region: "Europe", share: 0.86 }, { region: "Asia", share: null }];
  assertEquals(
    table(rows, { caption: "Shares" }).text,
    [
      "Shares",
      "region  share",
      "Brazil  11.39",
      "Europe   0.86",
      "Asia        –",
    ].join("\n"),
  );
});

Deno.test("table() writes dates in UTC, times whole, booleans, and missing cells as a dash", () => {
  const row = {
    day: new Date(Date.UTC(2012, 0, 19)),
    time: new Date(Date.UTC(2012, 0, 19, 19)),
    known: false,
    nothing: undefined,
  };
  const cells = table([row], { caption: "" }).text.split("\n").at(-1)!.split(/ {2,}/);
  assertEquals(cells, ["2012-01-19", "2012-01-19T19:00:00.000Z", "false", "–"]);
});

Deno.test("table() writes numbers of every size", () => {
  const rows = [NaN, Infinity, -Infinity, -0, 1e15, 0.00012345, -1].map((x) => ({ x }));
  const cells = table(rows, { caption: "" }).text.split("\n").slice(2).map((line) => line.trim());
  const written = ["not defined", "∞", "−∞", "0", "1\u202f000\u202f000\u202f000\u202f000\u202f000", "0.0001234", "−1"];
  assertEquals(cells, written);
  assertEquals(table([{ x: 2 }], { caption: "", decimals: { x: 2 } }).text, "\nx\n2.00".replace("x\n", "   x\n"));
});

Deno.test("table() writes a polars data frame, dates in UTC and nulls as a dash", () => {
  const frame = pl.DataFrame({
    day: pl.Series("day", [new Date(Date.UTC(2012, 0, 19)), null], pl.Date),
    share: [11.39, null],
  });
  assertEquals(table(frame, { caption: "c" }).text, "c\nday         share\n2012-01-19  11.39\n–               –");
});

Deno.test("table() of no rows has a caption, and the columns where they are known", () => {
  assertEquals(table([], { caption: "Nothing" }).text.trimEnd(), "Nothing");
  const frame = pl.DataFrame({ share: pl.Series("share", [], pl.Float64) });
  assertEquals(table(frame, { caption: "Nothing" }).text, "Nothing\nshare");
});

Deno.test("table() shows the columns of every row, not only those of the first", () => {
  assertEquals(table([{ a: 1 }, { a: 2, b: 3 }], { caption: "c" }).text, "c\na  b\n1  –\n2  3");
});

Deno.test("table() says in its caption that it is simulated", () => {
  const { html, text } = table([{ a: 1 }], { caption: "Levels", simulated: true });
  assertStringIncludes(text, "Simulated. Levels");
  assertEquals(textOf(parse(html).querySelector("caption")), "Simulated. Levels");
});

Deno.test("table() marks its headings as of columns", () => {
  const headings = [...parse(table([{ a: 1, b: 2 }], { caption: "c" }).html).querySelectorAll("th")];
  assertEquals(headings.map((heading) => [heading.getAttribute("scope"), textOf(heading)]), [["col", "a"], [
    "col",
    "b",
  ]]);
});

Deno.test("table() escapes caption, headings and cells, and shows them as they are", () => {
  const { html, text } = table([{ [hostile]: hostile }], { caption: hostile });
  assertInert(html);
  const document = parse(html);
  for (const part of ["caption", "th", "td"]) assertEquals(textOf(document.querySelector(part)), hostile, part);
  assertEquals(text.split("\n"), [hostile, hostile, hostile]);
});

Deno.test("table() takes Html cells as they stand, and their words in the text", () => {
  const { html, text } = table([{ a: markup`<em>${"x < y"}</em>` }], { caption: "c" });
  assertEquals(parse(html).querySelector("td em")!.textContent, "x < y");
  assertEquals(text, "c\na\nx < y");
});
