import type { Html } from "@/show/markup.ts";

/** Something a notebook can show: for people who see it, for those who read text, and for programs. */
export interface Displayable {
  readonly html: Html;
  /** The same in plain text: what a terminal, a diff or a screen reader gets. */
  readonly text: string;
  /** The same for programs, by media type. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Media types of what notebooks hand to programs. */
export const mediaTypes = {
  finding: "application/vnd.after-megaupload.finding+json",
  verdict: "application/vnd.after-megaupload.verdict+json",
  figure: "application/vnd.after-megaupload.figure+json",
} as const;

/** The bundle a Jupyter front end chooses from. */
export function bundleOf({ html, text, data = {} }: Displayable): Record<string, unknown> {
  return { "text/html": html.text, "text/plain": text, ...data };
}

/**
 * Shows something: as the output of the cell in a notebook, as plain text elsewhere.
 *
 * @example
 * ```ts
 * import { show } from "@/show/show.ts";
 * import { markup } from "@/show/markup.ts";
 *
 * await show({ html: markup`<b>4 %</b>`, text: "4 %" });
 * ```
 */
export async function show(...items: readonly Displayable[]): Promise<void> {
  const kernel = runningKernel();
  for (const item of items) {
    if (kernel === undefined) console.log(item.text);
    else await kernel.display(bundleOf(item) as Deno.jupyter.MediaBundle, { raw: true });
  }
}

/** Deno's interface to the kernel; asking for it outside a kernel throws. */
function runningKernel(): typeof Deno.jupyter | undefined {
  try {
    return Deno.jupyter;
  } catch {
    return undefined;
  }
}
