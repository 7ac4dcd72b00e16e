/**
 * Moves every inline style of a page into a class: a page under a strict policy has no styles of its own.
 *
 * @returns The class of each style.
 */
export function classesForStyles(document: Document): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const element of document.querySelectorAll("[style]")) {
    const style = element.getAttribute("style")!;
    const name = `s-${style.replaceAll(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "").toLowerCase()}`;
    element.removeAttribute("style");
    element.classList.add(name);
    names.set(style, name);
  }
  return names;
}

/** The rules of the styles, given by class, in the order of their names. */
export const styleRules = (styles: ReadonlyMap<string, string>): string =>
  [...styles].map(([name, style]) => `.${name} { ${style} }`).sort().join("\n") + "\n";
