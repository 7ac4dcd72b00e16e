/** HTML that is safe to put into a page as it stands. */
export class Html {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text;
  }
}

type Content = string | number | Html | null | undefined | false | readonly Content[];

/**
 * Writes HTML from a template; whatever is put in is escaped, unless it is {@linkcode Html} itself. Lists are joined,
 * null, undefined and false leave nothing.
 *
 * @example
 * ```ts
 * import { markup } from "@/show/markup.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(String(markup`<p title="${'"'}">${"a < b"}${[markup`<br>`, null]}</p>`), '<p title="&quot;">a &lt; b<br></p>');
 * ```
 */
export function markup(strings: TemplateStringsArray, ...contents: readonly Content[]): Html {
  return new Html(strings.map((string, index) => string + render(contents[index])).join(""));
}

function render(content: Content): string {
  if (content === null || content === undefined || content === false) return "";
  if (content instanceof Html) return content.text;
  if (typeof content === "object") return content.map(render).join("");
  return escapeHtml(String(content));
}

/**
 * Escapes text for HTML content and quoted attributes.
 *
 * @example
 * ```ts
 * import { escapeHtml } from "@/show/markup.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(escapeHtml("<script>alert('1')</script>"), "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;");
 * ```
 */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/**
 * The text of HTML, its tags taken out and its entities read.
 *
 * @example
 * ```ts
 * import { markup, plainText } from "@/show/markup.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(plainText(markup`<q>${"l'affaire"}</q>`), "l'affaire");
 * ```
 */
export function plainText({ text }: Html): string {
  const characters = Object.fromEntries(Object.entries(entities).map(([character, entity]) => [entity, character]));
  return text.replace(/<[^>]*>/g, "").replace(/&(amp|lt|gt|quot|#39);/g, (entity) => characters[entity]!);
}
