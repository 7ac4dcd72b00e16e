import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { escapeHtml, Html } from "@/show/markup.ts";

/**
 * The one visual language of the charts: what a mark stands for, its colour and its shape.
 *
 * The colours are Okabe and Ito's (2008), told apart under every common colour blindness; no meaning rests on colour
 * alone.
 */
export const kinds = {
  claimed: { label: "claimed", color: "#d55e00", symbol: "diamond" },
  measured: { label: "measured or derived from measurements", color: "#0072b2", symbol: "circle" },
  bound: { label: "most it can be", color: "#009e73", symbol: "triangle" },
  simulated: { label: "simulated", color: "#aa4499", symbol: "square" },
  unverified: { label: "unverified", color: "#767676", symbol: "times" },
} as const;

/** What a mark stands for. */
export type MarkKind = keyof typeof kinds;

/** The width charts are drawn at: legible on a phone, where they shrink little. */
export const chartWidth = 480;

const ink = "#1b1b1b";

/**
 * Draws a chart with Observable Plot and this workspace's defaults, as an SVG that stands alone.
 *
 * @param options Plot's options. `width` is fixed; fonts, colours and background have defaults of ours.
 * @param label What the chart shows, for those who do not see it.
 * @returns The SVG, with a namespace, a role and a label.
 *
 * @example
 * ```ts
 * import { chart } from "@/show/chart.ts";
 * import * as Plot from "@observablehq/plot";
 * import { assert } from "@std/assert";
 *
 * const svg = chart({ marks: [Plot.dot([{ x: 1, y: 2 }], { x: "x", y: "y" })] }, "One dot").text;
 * assert(svg.startsWith("<svg") && svg.includes('role="img"') && svg.includes('aria-label="One dot"'));
 * ```
 */
export function chart(options: Plot.PlotOptions, label: string): Html {
  const { document } = parseHTML("<!doctype html><html></html>") as unknown as { document: Document };
  const svg = Plot.plot({
    marginTop: 34,
    marginLeft: 44,
    marginRight: 16,
    marginBottom: 42,
    ...options,
    width: chartWidth,
    document,
    style: {
      fontFamily: "system-ui, sans-serif",
      fontSize: "13px",
      color: ink,
      background: "#ffffff",
      ...(options.style as object | undefined),
    },
  });
  if (svg.tagName.toLowerCase() !== "svg") {
    throw new TypeError("Cannot draw a chart with a title, caption or legend of Plot: give them to figure() instead");
  }
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  svg.setAttribute("role", "img");
  return new Html(svg.outerHTML.replace(/^<svg/, `<svg aria-label="${escapeHtml(label)}"`));
}
