/**
 * Moves every inline style of a page into a class, and gathers the rules: a page under a strict policy has no styles of
 * its own.
 */
export class StyleClasses {
  readonly #names = new Map<string, string>();

  /** Replaces the style attributes of a page. */
  apply(document: Document): void {
    for (const element of document.querySelectorAll("[style]")) {
      const style = element.getAttribute("style")!;
      element.removeAttribute("style");
      element.classList.add(this.#nameOf(style));
    }
  }

  /** The rules of every class given out, in the order of their names. */
  rules(): string {
    return [...this.#names].map(([style, name]) => `.${name} { ${style} }`).sort().join("\n") + "\n";
  }

  #nameOf(style: string): string {
    const known = this.#names.get(style);
    if (known !== undefined) return known;
    const name = `s-${style.replaceAll(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "").toLowerCase()}`;
    this.#names.set(style, name);
    return name;
  }
}
