import { fileURLToPath } from "node:url";
import { Html, markup } from "@/show/markup.ts";
import type { Displayable } from "@/show/show.ts";

/** A page that stands alone, of what a notebook would show: nothing is loaded, nothing runs. */
export async function standalonePage(
  title: string,
  sections: readonly { readonly heading: string; readonly items: readonly Displayable[] }[],
): Promise<string> {
  const style = await Deno.readTextFile(fileURLToPath(new URL("./style.css", import.meta.url)));
  const scrolling = ({ html }: Displayable) =>
    new Html(
      html.text.replaceAll(/<table class="am-table">.*?<\/table>/gs, (table) =>
        `<div class="scroll" tabindex="0">${table}</div>`),
    );
  const body = sections.map(({ heading, items }) => markup`<h2>${heading}</h2>\n${items.map(scrolling)}`);
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${title}</title>
<style>
${new Html(style)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${body}</main>
</body>
</html>
`.text;
}
