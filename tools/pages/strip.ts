import type { Estimate } from "@/interval/estimate.ts";
import { formatNumber } from "@/interval/format.ts";
import { kinds, type MarkKind } from "@/show/chart.ts";
import { Html, markup } from "@/show/markup.ts";

/** A number on a strip. */
export interface StripMark {
  readonly kind: Extract<MarkKind, "claimed" | "measured" | "bound" | "simulated">;
  readonly estimate: Estimate;
}

const [width, margin, row] = [320, 14, 13];

/** The scale that every strip of percentages shares: from the least to the largest end, within ±100, in whole tens. */
export function stripDomain(marks: readonly StripMark[]): readonly [number, number] {
  const ends = marks.flatMap(({ estimate: { low, value, high } }) => [low, value, high])
    .filter(Number.isFinite).map(within(-100, 100));
  return [Math.floor(Math.min(0, ...ends) / 10) * 10, Math.ceil(Math.max(0, ...ends) / 10) * 10];
}

/**
 * Percentages with their bounds on one scale, a line each: the claimed above, the computed below. What goes on beyond an
 * end of the scale has an arrow there. Hidden from those who listen: the same numbers stand beside it in words.
 */
export function strip(marks: readonly StripMark[], [least, most]: readonly [number, number]): Html {
  const clip = within(least, most);
  const x = (number: number) => (margin + (clip(number) - least) / (most - least) * (width - 2 * margin)).toFixed(1);
  const bottom = marks.length * row + 6;
  const step = most - least > 100 ? 50 : most - least > 50 ? 20 : 10;
  const ticks = Array.from(
    { length: Math.floor(most / step) - Math.ceil(least / step) + 1 },
    (_, index) => (Math.ceil(least / step) + index) * step,
  );
  return markup`<svg class="strip" xmlns="http://www.w3.org/2000/svg" aria-hidden="true" viewBox="0 0 ${width} ${
    bottom + 16
  }">${
    ticks.map((tick) =>
      markup`<line class="${tick === 0 ? "zero" : "grid"}" x1="${x(tick)}" x2="${x(tick)}" y1="2" y2="${bottom}"/>` +
      markup`<text x="${x(tick)}" y="${bottom + 12}">${formatNumber(tick)}</text>`.text
    ).map((text) => new Html(text))
  }${
    marks.map(({ kind, estimate: { low, value, high } }, index) => {
      const y = row * index + row / 2 + 3;
      return markup`<g class="${kind}"><line class="bar" x1="${x(low)}" x2="${x(high)}" y1="${y}" y2="${y}"/>${
        glyph(kind, Number(x(value)), y)
      }${Math.min(low, value) < least && arrow(Number(x(least)), y, -1)}${
        Math.max(high, value) > most && arrow(Number(x(most)), y, 1)
      }</g>`;
    })
  }</svg>`;
}

/** The head of an arrow at an end of the scale, pointing beyond it. */
const arrow = (x: number, y: number, side: -1 | 1): Html =>
  markup`<path class="beyond" d="M${x + side * 6} ${y - 5}l${side * 6} 5l${side * -6} 5z"/>`;

/** The shapes of {@linkcode kinds}, drawn by hand. */
function glyph(kind: StripMark["kind"], x: number, y: number): Html {
  switch (kinds[kind].symbol) {
    case "diamond":
      return markup`<path d="M${x} ${y - 5.5}l4.5 5.5l-4.5 5.5l-4.5 -5.5z"/>`;
    case "triangle":
      return markup`<path d="M${x} ${y - 5}l5 8.7h-10z"/>`;
    case "square":
      return markup`<path d="M${x - 4} ${y - 4}h8v8h-8z"/>`;
    default:
      return markup`<circle cx="${x}" cy="${y}" r="4.3"/>`;
  }
}

const within = (least: number, most: number) => (number: number) => Math.min(most, Math.max(least, number));
