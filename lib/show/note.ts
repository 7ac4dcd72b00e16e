import { type Html, markup, plainText } from "@/show/markup.ts";
import type { Displayable } from "@/show/show.ts";

/**
 * A sentence to show whose numbers are computed: a template, escaped like {@linkcode markup}.
 *
 * @example
 * ```ts
 * import { note } from "@/show/note.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(note`The score fell by ${86 - 81} points.`.text, "The score fell by 5 points.");
 * ```
 */
export function note(strings: TemplateStringsArray, ...contents: readonly (string | number | Html)[]): Displayable {
  const body = markup(strings, ...contents);
  return { html: markup`<p class="am-note">${body}</p>`, text: plainText(body) };
}
