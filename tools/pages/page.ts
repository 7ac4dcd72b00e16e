import { Html, markup } from "@/show/markup.ts";

/** What a page's frame needs. */
export interface PageInput {
  readonly title: string;
  readonly body: Html;
  /** Every page: its file name and what the navigation calls it. */
  readonly pages: readonly { readonly file: string; readonly label: string }[];
  readonly file: string;
  readonly style: string;
}

/** A whole page, standing alone: nothing is loaded, nothing runs. */
export function page({ title, body, pages, file, style }: PageInput): string {
  const link = ({ file: target, label }: { file: string; label: string }) =>
    markup`<a href="${target}"${target === file && new Html(' aria-current="page"')}>${label}</a>\n`;
  const [methods, claims] = [true, false].map((method) =>
    pages.filter((one) => one.file.startsWith("method-") === method)
  );
  const open = new Html(file.startsWith("method-") ? " open" : "");
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
<nav aria-label="Claims">${claims!.map(link)}</nav>
<nav aria-label="Methods"><details${open}><summary>Methods</summary>${methods!.map(link)}</details></nav>
<main>
${body}</main>
<footer>
<p>After Megaupload. Code: MIT. Our transcription of the figures: CC BY 4.0; the sources keep their rights.
<a href="findings.json" download>All findings (JSON)</a></p>
</footer>
</body>
</html>
`.text;
}
