import * as Plot from "@observablehq/plot";
import type { Estimate } from "@/interval/estimate.ts";
import { kinds, type MarkKind } from "@/show/chart.ts";
import { formatEstimate } from "@/interval/format.ts";

/** A row of {@linkcode intervalPlot}: an estimate, what it is, and what kind of number it is. */
export interface IntervalRow {
  readonly label: string;
  readonly estimate: Estimate;
  readonly kind: MarkKind;
}

/** How {@linkcode intervalPlot} draws. */
export interface IntervalPlotOptions {
  /** The unit of every row. */
  readonly unit: string;
  /** The axis label. */
  readonly label: string;
  /** The ends of the axis; the range of the rows, with zero (or 1), when left out. */
  readonly domain?: readonly [number, number];
  /** Logarithmic for ratios, which then stand against 1 rather than 0. */
  readonly scale?: "linear" | "logarithmic";
}

/**
 * Plot's options for estimates on one axis, a row each: a mark at the value, a bar from bound to bound, the words above.
 *
 * The words stand over the bars, not beside them, so that the chart reads at the width of a phone.
 *
 * @example
 * ```ts
 * import { intervalPlot } from "@/show/interval_plot.ts";
 * import { chart } from "@/show/chart.ts";
 * import { assert } from "@std/assert";
 *
 * const options = intervalPlot([
 *   { label: "The article", estimate: { value: -40, low: -40, high: -35 }, kind: "claimed" },
 *   { label: "The score", estimate: { value: -5.8, low: -6.9, high: -4.7 }, kind: "measured" },
 * ], { unit: "%", label: "Change" });
 * assert(chart(options, "Two changes").text.includes("−5.8 % [−6.9, −4.7]"));
 * ```
 */
export function intervalPlot(
  rows: readonly IntervalRow[],
  { unit, label, domain, scale = "linear" }: IntervalPlotOptions,
): Plot.PlotOptions {
  const ends = rows.flatMap(({ estimate: { value, low, high } }) => [value, low, high]).filter(Number.isFinite);
  const none = scale === "linear" ? 0 : 1;
  const [least, most] = domain ?? [Math.min(none, ...ends), Math.max(none, ...ends)];
  const within = (number: number) => Math.min(most, Math.max(least, number));
  const marks = rows.map(({ label, estimate, kind }, index) => ({
    index,
    words: `${label}: ${formatEstimate(estimate, unit)}`,
    value: within(estimate.value),
    low: within(estimate.low),
    high: within(estimate.high),
    kind,
  }));
  const color = ({ kind }: { kind: MarkKind }) => kinds[kind].color;
  return {
    height: 46 * rows.length + 62,
    marginLeft: 16,
    marginTop: 26,
    x: {
      type: scale === "linear" ? "linear" : "log",
      domain: [least, most],
      label,
      nice: domain === undefined,
      grid: true,
      labelAnchor: "center",
      labelArrow: "none",
    },
    y: { axis: null, domain: [-0.5, rows.length - 0.5], reverse: true },
    symbol: { range: [...new Set(marks.map(({ kind }) => kinds[kind].symbol))] },
    marks: [
      Plot.ruleX([none], { stroke: "#1b1b1b" }),
      Plot.ruleY(marks, { y: "index", x1: "low", x2: "high", stroke: color, strokeWidth: 7, strokeOpacity: 0.35 }),
      ...marks.map((mark) =>
        Plot.dot([mark], {
          x: "value",
          y: "index",
          r: 5,
          symbol: kinds[mark.kind].symbol,
          ...(mark.kind === "unverified" ? { stroke: color(mark), strokeWidth: 2 } : { fill: color(mark) }), // a cross has no area
        })
      ),
      Plot.text(marks, {
        x: () => least,
        y: "index",
        text: "words",
        textAnchor: "start",
        dy: -17,
        lineWidth: 34,
        stroke: "#ffffff",
        strokeWidth: 4,
        fill: "#1b1b1b",
      }),
    ],
  };
}
