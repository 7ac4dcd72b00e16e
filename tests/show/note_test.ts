import { assertEquals } from "@std/assert";
import { markup } from "@/show/markup.ts";
import { note } from "@/show/note.ts";
import { assertInert, hostile, parse, textOf } from "./hostile.ts";

Deno.test("note() puts computed numbers into its sentence", () => {
  assertEquals(note`The score fell by ${86 - 81} points.`.text, "The score fell by 5 points.");
});

Deno.test("note() takes markup in, and its words into the text", () => {
  const { html, text } = note`From ${markup`<em>${"a & b"}</em>`}`;
  assertEquals(text, "From a & b");
  assertEquals(parse(html).querySelector(".am-note em")!.textContent, "a & b");
});

Deno.test("note() escapes text", () => {
  const { html, text } = note`${hostile}`;
  assertInert(html);
  assertEquals([text, textOf(parse(html).querySelector(".am-note"))], [hostile, hostile]);
});
