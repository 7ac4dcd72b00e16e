import { kinds } from "@/show/chart.ts";
import { Html, markup } from "@/show/markup.ts";

/** A page before it has a language: English, in HTML. */
export interface PageSource {
  /** Its file name in the folder of each language. */
  readonly file: string;
  readonly title: string;
  readonly description: string;
  readonly body: Html;
  /** The translation memory its words are written into. */
  readonly memory: string;
  /** Scripts of the pages' own, by file name in assets/. */
  readonly scripts?: readonly string[];
}

export const siteName = "After Megaupload";

/** The languages of the pages: the folder, the name in the language itself. */
export const languages = { en: "English", fr: "Français" } as const;

export type Language = keyof typeof languages;

/** The pages that every page leads to. */
const navigation = [
  { file: "index.html", label: "The claims" },
  { file: "methods.html", label: "Methods" },
  { file: "your-own-event.html", label: "Your own series" },
  { file: "measurements.html", label: "Figures" },
  { file: "sources.html", label: "Sources" },
  { file: "data.html", label: "Data" },
  { file: "glossary.html", label: "Glossary" },
  { file: "changes.html", label: "What changed" },
  { file: "search.html", label: "Search" },
];

/** Nothing is loaded from elsewhere; whatever a page needs stands beside it. */
export const contentSecurityPolicy: string =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'";

/** A whole page in English, with the links of a language; its words are translated afterwards. */
export function page({ file, title, description, body, scripts = [] }: PageSource, language: Language): string {
  const other: Language = language === "en" ? "fr" : "en";
  return markup`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}">
<meta name="description" content="${description}">
<title>${title}</title>
<link rel="stylesheet" href="../assets/style.css">
<link rel="icon" href="../assets/icon.svg" type="image/svg+xml">
<link rel="alternate" hreflang="${other}" href="../${other}/${file}">
${scripts.map((script) => markup`<script src="../assets/${script}" defer></script>\n`)}</head>
<body>
<a class="skip" href="#main">To the content</a>
<header>
<p class="home"><a href="index.html" translate="no">${siteName}</a></p>
<nav aria-label="Pages">${
    navigation.map(({ file: target, label }) =>
      markup`<a href="${target}"${target === file && new Html(' aria-current="page"')}>${label}</a>\n`
    )
  }<a href="../${other}/${file}" hreflang="${other}" lang="${other}" translate="no">${languages[other]}</a></nav>
</header>
<main id="main">
${body}</main>
<footer>
<p>Code: MIT. Our transcription of the figures: CC BY 4.0; the sources keep their rights.
<a href="data.html#downloads">Everything to download</a> · <a href="data.html#cite">Cite this</a></p>
</footer>
</body>
</html>
`.text;
}

/** The mark of the pages: the diamond that stands for what is claimed. */
export const icon: string =
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M8 1l6 7-6 7-6-7z" fill="${kinds.claimed.color}"/></svg>\n`;

/** The door to both languages: it needs no script and sends nobody anywhere unasked. */
export function languagePage(): string {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}">
<title>After Megaupload</title>
<link rel="stylesheet" href="assets/style.css">
<link rel="icon" href="assets/icon.svg" type="image/svg+xml">
<link rel="alternate" hreflang="en" href="en/index.html">
<link rel="alternate" hreflang="fr" href="fr/index.html">
</head>
<body>
<main class="door">
<h1>After Megaupload</h1>
<p>What the closure of January 2012 did to internet traffic: each sentence of an article, rebuilt from published figures.</p>
<p><a href="en/index.html" hreflang="en">Read in English</a></p>
<p lang="fr">Ce que la fermeture de janvier 2012 a fait au trafic internet : chaque phrase d’un article, reconstruite à partir
de chiffres publiés.</p>
<p lang="fr"><a href="fr/index.html" hreflang="fr">Lire en français</a></p>
</main>
</body>
</html>
`.text;
}
