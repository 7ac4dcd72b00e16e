import * as Plot from "@observablehq/plot";
import { chart, kinds, type MarkKind } from "@/show/chart.ts";
import { Html, markup } from "@/show/markup.ts";
import { type Displayable, mediaTypes } from "@/show/show.ts";
import { table, type TableRow } from "@/show/table.ts";

/** A chart with everything a reader needs around it. */
export interface FigureInput {
  /** Stable over versions, `claim.name`: links and file names use it. */
  readonly id: string;
  /** What the figure shows, in one sentence that states its point. */
  readonly title: string;
  /** Who measured it, and how to read it. */
  readonly caption: string;
  /** What a person who does not see it needs to know, numbers included. */
  readonly alt: string;
  /** Plot's options. */
  readonly plot: Plot.PlotOptions;
  /** The rows drawn. */
  readonly data: readonly TableRow[];
  /** What the marks stand for, in the key. */
  readonly key?: readonly MarkKind[];
  /** Whether any row is simulated: said in the title, the alternative text, and across the chart. */
  readonly simulated?: boolean;
}

/**
 * A figure to show: chart, key, caption, alternative text, and the data behind it as a table.
 *
 * @throws {RangeError} If it has no alternative text or no data.
 *
 * @example
 * ```ts
 * import { figure } from "@/show/figure.ts";
 * import * as Plot from "@observablehq/plot";
 * import { assert } from "@std/assert";
 *
 * const data = [{ hour: 20, level: 0.919 }, { hour: 26, level: 0.551 }];
 * const night = figure({
 *   id: "example.night",
 *   title: "An ordinary night",
 *   caption: "Orange, France, 2013.",
 *   alt: "Traffic falls from 0.919 to 0.551 of the peak between 20 h and 02 h.",
 *   plot: { marks: [Plot.line(data, { x: "hour", y: "level" })] },
 *   data,
 * });
 * assert(night.html.text.includes("<figcaption"));
 * ```
 */
export function figure(
  { id, title, caption, alt, plot, data, key = [], simulated = false }: FigureInput,
): Displayable {
  if (alt.trim() === "") throw new RangeError(`Cannot make the figure ${id}: it needs an alternative text`);
  if (data.length === 0) throw new RangeError(`Cannot make the figure ${id}: it needs the data behind it`);
  const heading = simulated ? `Simulated: ${title}` : title;
  const label = simulated ? `Simulated data. ${alt}` : alt;
  const rows = table(data, { caption: "The data behind the figure", simulated });
  const drawing = chart(simulated ? stamped(plot) : plot, label);
  const style = new Html("margin:1em 0;max-width:40em;background:#fff;color:#1b1b1b");
  return {
    html: markup`<figure class="am-figure" id="figure-${id}" style="${style}">
<p class="am-figure-title" style="margin:.2em 0"><strong>${heading}</strong></p>
${drawing}
${key.length > 0 && keyOf(key)}
<figcaption>${caption}</figcaption>
<details><summary>Data behind this figure</summary>${rows.html}</details></figure>`,
    text: [heading, label, caption, rows.text].join("\n"),
    data: { [mediaTypes.figure]: { id, title, caption, alt: label, simulated, data } },
  };
}

/** The stamp stands in the drawing itself, so that it goes where the drawing goes; once, however many facets there are. */
function stamped(plot: Plot.PlotOptions): Plot.PlotOptions {
  const stamp = Plot.text(["simulated data, not a measurement"], {
    frameAnchor: "top-right",
    facet: "super",
    dy: -24,
    fill: kinds.simulated.color,
    fontWeight: "bold",
  });
  return { ...plot, marginTop: Math.max(46, plot.marginTop ?? 0), marks: [...plot.marks ?? [], stamp] };
}

const glyphs = { diamond: "◆", circle: "●", triangle: "▲", square: "■", times: "×" };

function keyOf(marks: readonly MarkKind[]): Html {
  const entries = marks.map((mark) => {
    const { label, color, symbol } = kinds[mark];
    const glyph = markup`<span aria-hidden="true" style="color:${color}">${glyphs[symbol]}</span>`;
    return markup`<span style="white-space:nowrap;margin-right:1em">${glyph} ${label}</span> `;
  });
  return markup`<p class="am-key" style="margin:.2em 0">${entries}</p>`;
}
