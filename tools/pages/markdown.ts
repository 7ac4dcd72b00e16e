import MarkdownIt from "markdown-it";
import { Html } from "@/show/markup.ts";
import { pageOf } from "./site.ts";

const markdown = new MarkdownIt({ html: false, typographer: false });

/** Markdown as a page's HTML: headings can be linked to, links between notebooks lead to pages. */
export function renderMarkdown(source: string): Html {
  const tokens = markdown.parse(source, {});
  for (const [index, token] of tokens.entries()) {
    if (token.type === "heading_open" && token.tag !== "h1") token.attrSet("id", slug(tokens[index + 1]!.content));
    for (const child of token.children ?? []) {
      const href = child.attrGet("href");
      if (href !== null && /\.ipynb($|#)/.test(String(href))) child.attrSet("href", pageOf(String(href)));
    }
  }
  return new Html(
    markdown.renderer.render(tokens, markdown.options, {})
      .replaceAll("<pre>", '<pre tabindex="0">')
      .replaceAll(/<table>.*?<\/table>/gs, (table) => `<div class="scroll" role="group" tabindex="0">${table}</div>`),
  );
}

/** A heading as an identifier. */
export const slug = (heading: string): string =>
  heading.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
