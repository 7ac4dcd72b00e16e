import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type Estimate, estimate } from "@/interval/estimate.ts";
import { chart, kinds } from "@/show/chart.ts";
import { intervalPlot, type IntervalPlotOptions } from "@/show/interval_plot.ts";
import { assertInert, hostile, parse } from "./hostile.ts";

const axis: IntervalPlotOptions = { unit: "%", label: "Change" };

function draw(estimates: readonly Estimate[], options = axis, label = "a row") {
  const rows = estimates.map((estimate) => ({ label, estimate, kind: "measured" as const }));
  const html = chart(intervalPlot(rows, options), "x");
  const svg = parse(html).querySelector("svg")!;
  const number = (element: Element, name: string) => Number(element.getAttribute(name));
  return {
    html,
    texts: [...svg.querySelectorAll("text")].map(({ textContent }) => textContent!),
    bars: [...svg.querySelectorAll('[stroke-width="7"] line')].map((bar) => [number(bar, "x1"), number(bar, "x2")]),
    width: number(svg, "width"),
  };
}

Deno.test("intervalPlot() draws a bar from bound to bound, and the words above", () => {
  const { bars, texts } = draw([estimate(-5.8, -6.9, -4.7), estimate(-40, -40, -35)]);
  assertEquals(bars.length, 2);
  assert(bars.every(([low, high]) => low! < high!));
  assert(texts.includes("a row: −5.8 % [−6.9, −4.7]"));
  assertEquals(texts.at(-1), "a row: −40.0 % [−40.0, −35.0]");
});

Deno.test("intervalPlot() draws open ends to the edge of the axis, with finite numbers only", () => {
  for (
    const open of [estimate(10, 10, Infinity), estimate(10, -Infinity, 10), estimate(10, -Infinity, Infinity)]
  ) {
    const { html, bars, width } = draw([open, estimate(20, 15, 25)]);
    assert(!/NaN|Infinity/.test(html.text));
    assertEquals(bars.length, 2);
    for (const end of bars.flat()) assert(end >= 0 && end <= width);
  }
});

Deno.test("intervalPlot() draws no NaN for one exact row, zero, or none", () => {
  for (const estimates of [[estimate(4)], [estimate(0)], [estimate(0, -Infinity, Infinity)], []]) {
    assert(!/NaN|Infinity/.test(draw(estimates).html.text));
  }
});

Deno.test("intervalPlot() keeps what lies outside a given axis inside the drawing", () => {
  const { bars, html, width } = draw([estimate(25, 20, 30)], { ...axis, domain: [0, 10] });
  for (const end of bars.flat()) assert(end >= 0 && end <= width, `a bar ends at ${end} of ${width}`);
  const dot = parse(html).querySelector('[aria-label="dot"] *')?.getAttribute("transform");
  const place = Number(/translate\(([\d.-]+)/.exec(dot ?? "translate(0")![1]);
  assert(place >= 0 && place <= width, `a mark stands at ${place} of ${width}`);
});

Deno.test("intervalPlot() cuts a bar at the ends of a given axis", () => {
  const { bars } = draw([estimate(5, -20, 30)], { ...axis, domain: [0, 10] });
  const whole = draw([estimate(5, 0, 10)], { ...axis, domain: [0, 10] });
  assertEquals(bars, whole.bars);
});

Deno.test("intervalPlot() holds zero on the axis it chooses", () => {
  const { domain } = intervalPlot([{ label: "", estimate: estimate(50, 40, 60), kind: "claimed" }], axis).x as {
    domain: number[];
  };
  assertEquals(domain, [0, 60]);
});

Deno.test("intervalPlot() draws the cross of an unverified figure with a stroke, as a cross has no area to fill", () => {
  const row = { label: "a row", estimate: estimate(1), kind: "unverified" } as const;
  const svg = parse(chart(intervalPlot([row], axis), "x"));
  const mark = svg.querySelector('g[aria-label="dot"]')!;
  assertEquals(mark.getAttribute("fill"), "none");
  assertEquals(mark.getAttribute("stroke"), kinds.unverified.color);
});

Deno.test("intervalPlot() keeps hostile labels words", () => {
  const { html, texts } = draw([estimate(1, 0, 2)], { unit: hostile, label: hostile }, hostile);
  assertInert(html);
  assertStringIncludes(texts.join(" "), "<script>");
});

Deno.test("intervalPlot() sets ratios on a logarithmic axis that holds 1: halved and doubled stand as far from it", () => {
  const logarithmic = { ...axis, scale: "logarithmic", domain: [0.25, 4] } as const;
  const { bars, html } = draw([estimate(0.5, 0.5, 1), estimate(2, 1, 2), estimate(2, 1, Infinity)], logarithmic);
  const [halved, doubled] = bars as [number[], number[]];
  assertEquals(Math.round(halved[1]! - halved[0]!), Math.round(doubled[1]! - doubled[0]!));
  assert(!/NaN|Infinity/.test(html.text));
  const { domain } = intervalPlot([{ label: "", estimate: estimate(3, 2, 4), kind: "measured" }], {
    ...axis,
    scale: "logarithmic",
  }).x as { domain: number[] };
  assertEquals(domain, [1, 4]);
});
