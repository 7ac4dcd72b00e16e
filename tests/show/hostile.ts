import { assert, assertEquals } from "@std/assert";
import { parseHTML } from "linkedom";
import type { Html } from "@/show/markup.ts";

/** Text that would become elements, attributes or entities wherever it is put in without escaping. */
export const hostile = `"'><script>alert('x')</script><img src=x onerror="alert(1)">&lt;b&gt;&amp;</caption></svg>`;

export function parse({ text }: Html): Document {
  const page = `<!doctype html><html><body>${text}</body></html>`;
  return (parseHTML(page) as unknown as { document: Document }).document;
}

/** The text of an element, its runs of white space as one space. */
export const textOf = (element: Element | null): string => element?.textContent?.replace(/\s+/g, " ").trim() ?? "";

/** Nothing hostile became an element or an attribute, and no tag was written as it came. */
export function assertInert(html: Html): void {
  const document = parse(html);
  assertEquals(document.querySelectorAll("script, img, b, iframe").length, 0);
  for (const element of document.querySelectorAll("*")) {
    const handlers = [...element.attributes].map(({ name }) => name).filter((name) => /^on|alert|script|</.test(name));
    assertEquals(handlers, []);
  }
  assert(!/<(script|img)/.test(html.text), "a tag stands in it as it came");
}
