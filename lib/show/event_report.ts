import * as Plot from "@observablehq/plot";
import type { EventAnalysis } from "@/impact/analyse_event.ts";
import type { SeriesComparison } from "@/impact/compare_series.ts";
import { changeOf, eventWords, foundOf, headlineOf, pValueWords } from "@/impact/event_words.ts";
import { minute } from "@/impact/series_oddities.ts";
import { formatEstimate, formatNumber } from "@/interval/format.ts";
import { kinds } from "@/show/chart.ts";
import { figure } from "@/show/figure.ts";
import { intervalPlot } from "@/show/interval_plot.ts";
import { markup } from "@/show/markup.ts";
import type { Displayable } from "@/show/show.ts";
import { table } from "@/show/table.ts";

const ink = "#1b1b1b";
const hour = 3_600_000;
const day = 24 * hour;

const colorOf = ({ simulated }: EventAnalysis) => (simulated ? kinds.simulated : kinds.measured).color;
const kindOf = ({ simulated }: EventAnalysis) => simulated ? "simulated" as const : "measured" as const;

/**
 * The words of an analysis to show.
 *
 * @example
 * ```ts
 * import { analyseEvent } from "@/impact/analyse_event.ts";
 * import { eventReport, eventSummary } from "@/show/event_report.ts";
 * import { simulateTraffic } from "@/simulator/simulate_traffic.ts";
 * import { assert } from "@std/assert";
 *
 * const series = simulateTraffic({
 *   seed: 1,
 *   from: "2012-01-02T00:00Z",
 *   to: "2012-01-30T00:00Z",
 *   bin: { hours: 1 },
 *   level: 100,
 *   noise: { kind: "autoregressive", deviation: 0.03, autocorrelation: 0 },
 * });
 * const analysis = analyseEvent({ ...series, name: "<b>port</b>" }, { event: "2012-01-25T19:00Z" });
 * assert(eventSummary(analysis).html.text.includes("&lt;b&gt;port&lt;/b&gt;"));
 * assert(eventReport(analysis).every(({ html }) => !html.text.includes("<b>port")));
 * ```
 */
export function eventSummary(analysis: EventAnalysis): Displayable {
  const words = eventWords(analysis).filter((each) => each !== "");
  return {
    html: markup`<section class="am-note">${words.map((each) => markup`<p>${each}</p>`)}</section>`,
    text: words.join("\n"),
  };
}

/**
 * Tables and figures of an analysis: the windows, the path, dates before the event, gaps and choices.
 *
 * @param id What the identifiers of the figures begin with.
 */
export function eventReport(analysis: EventAnalysis, id = "event"): Displayable[] {
  return [
    windowsFigure(analysis, id),
    windowsTable(analysis),
    pathFigure(analysis, id),
    ...placeboFigure(analysis, id),
    ...changesTable(analysis),
    seriesTable(analysis),
  ];
}

function windowsFigure(analysis: EventAnalysis, id: string): Displayable {
  const rows = analysis.windows.flatMap(({ window, effect }) =>
    "found" in effect ? [{ label: window, ...changeOf(effect.found, analysis.unit), kind: kindOf(analysis) }] : []
  );
  const unit = rows[0]!.unit;
  const shown = rows.filter((row) => row.unit === unit);
  return figure({
    id: `${id}.windows`,
    title: `How much ${analysis.name} changed, by how long after the event it is averaged`,
    caption: `Change against what was expected without the event. Bars: ${
      formatNumber(100 * analysis.level)
    } % bounds.`,
    alt: shown.map(({ label, estimate }) => `${label}: ${formatEstimate(estimate, unit)}`).join("; "),
    simulated: analysis.simulated,
    key: [kindOf(analysis)],
    data: shown.map(({ label, estimate }) => ({ window: label, ...estimate, unit })),
    plot: intervalPlot(shown, { unit, label: `change (${unit || "unit of the series"})` }),
  });
}

function windowsTable(analysis: EventAnalysis): Displayable {
  const ratio = analysis.impact.model.scale === "logarithm";
  const drop = (size: number) => ratio ? `${formatNumber(100 * size, 1)} %` : formatNumber(size);
  return table(
    analysis.windows.map(({ window, effect, detectable }) => {
      const row = foundOf(effect);
      const change = row && changeOf(row, analysis.unit);
      const smallest = foundOf(detectable);
      return {
        window,
        observed: row?.observed,
        expected: row?.expected,
        change: change ? formatEstimate(change.estimate, change.unit) : "reason" in effect ? effect.reason : "–",
        "p-value": row ? pValueWords(row.pValue) : "–",
        "smallest drop that could be seen": smallest === undefined ? "–" : drop(smallest.byFormula),
      };
    }),
    {
      caption: `${analysis.name}${
        analysis.unit && !analysis.name.includes(analysis.unit) ? ` (${analysis.unit})` : ""
      } after the event at ${minute(analysis.event)}`,
      simulated: analysis.simulated,
    },
  );
}

/** The path from some days before the event to some after, averaged to what a chart can show. */
function pathOf({ impact, clockEvent: event }: EventAnalysis) {
  const { times, observed, expected, low, high } = impact.counterfactual;
  const reach = Math.max(3 * day, 30 * (times[1]! - times[0]!));
  const shown = [...times.keys()].filter((bin) => times[bin]! >= event - reach && times[bin]! <= event + reach);
  const factor = Math.ceil(shown.length / 400);
  const groups = Array.from(
    { length: Math.ceil(shown.length / factor) },
    (_, group) => shown.slice(group * factor, (group + 1) * factor),
  );
  const mean = (column: Float64Array, bins: readonly number[]) => {
    const seen = bins.map((bin) => column[bin]!).filter((value) => !Number.isNaN(value));
    return seen.length === 0 ? null : seen.reduce((sum, value) => sum + value / seen.length, 0);
  };
  return groups.map((bins) => ({
    hours: (times[bins[0]!]! - event) / hour,
    observed: mean(observed, bins),
    expected: mean(expected, bins),
    low: mean(low, bins),
    high: mean(high, bins),
  }));
}

function pathMarks(analysis: EventAnalysis, rows: readonly object[]): Plot.Markish[] {
  return [
    Plot.areaY(rows, { x: "days", y1: "low", y2: "high", fill: ink, fillOpacity: 0.12 }),
    Plot.line(rows, { x: "days", y: "expected", stroke: ink, strokeDasharray: "4 3" }),
    Plot.line(rows, { x: "days", y: "observed", stroke: colorOf(analysis), strokeWidth: 1.5 }),
    Plot.ruleX([0], { stroke: ink }),
  ];
}

function pathFigure(analysis: EventAnalysis, id: string): Displayable {
  const path = pathOf(analysis);
  const rows = path.map(({ hours, ...row }) => ({ days: hours / 24, ...row }));
  const effect = foundOf(headlineOf(analysis).effect);
  const change = effect && changeOf(effect, analysis.unit);
  return figure({
    id: `${id}.path`,
    title: `${analysis.name} around the event, beside what was to be expected without it`,
    caption:
      "Line: the series. Dashed: what was expected without the event. Band: where single bins were to be expected. Upright line: the event.",
    alt: `From ${formatNumber(rows[0]!.days, 1)} to ${formatNumber(rows.at(-1)!.days, 1)} days from the event.${
      change === undefined
        ? ""
        : ` Over ${analysis.headline} after it the change is ${formatEstimate(change.estimate, change.unit)}.`
    }`,
    simulated: analysis.simulated,
    key: [kindOf(analysis)],
    data: path,
    plot: {
      height: 300,
      marginLeft: 60,
      x: { label: "days since the event", labelAnchor: "center", labelArrow: "none" },
      y: {
        label: analysis.unit ?? analysis.name.slice(0, 40),
        grid: true,
        labelArrow: "none",
        zero: true,
        tickFormat: "~s",
      },
      marks: pathMarks(analysis, rows),
    },
  });
}

function placeboFigure(analysis: EventAnalysis, id: string): Displayable[] {
  const placebo = foundOf(analysis.placebo);
  if (placebo === undefined) return [];
  const ratio = analysis.impact.model.scale === "logarithm";
  const rowOf = ({ start, relative, average }: (typeof placebo)["event"]) => {
    const shown = ratio ? relative! : average;
    const unit = ratio ? 100 : 1;
    return {
      days: (start - analysis.clockEvent) / day,
      value: unit * shown.value,
      low: unit * shown.low,
      high: unit * shown.high,
    };
  };
  const rows = placebo.placebos.map(rowOf);
  const own = rowOf(placebo.event);
  const color = colorOf(analysis);
  const { symbol } = kinds[kindOf(analysis)];
  const held = rows.filter(({ low, high }) => low <= 0 && high >= 0).length;
  return [figure({
    id: `${id}.placebo`,
    title: "The same question at earlier dates, where the answer should be nothing",
    caption: `The change over ${analysis.headline} at dates before the event and (dark) at the event. Bars: ${
      formatNumber(100 * analysis.level)
    } % bounds.`,
    alt: `At ${formatNumber(held)} of ${
      formatNumber(rows.length)
    } earlier dates the bounds hold zero. At the event the change is ${
      formatEstimate(own, ratio ? "%" : analysis.unit ?? "")
    }.`,
    simulated: analysis.simulated,
    key: [kindOf(analysis)],
    data: [...rows, own],
    plot: {
      height: 280,
      marginLeft: 56,
      symbol: { range: [symbol] },
      x: { label: "days from the event", labelAnchor: "center", labelArrow: "none" },
      y: { label: ratio ? "change (%)" : "change", grid: true, labelArrow: "none" },
      marks: [
        Plot.ruleY([0], { stroke: ink }),
        Plot.ruleX(rows, { x: "days", y1: "low", y2: "high", stroke: color, strokeWidth: 3, strokeOpacity: 0.4 }),
        Plot.dot(rows, { x: "days", y: "value", fill: color, symbol, r: 2.5 }),
        Plot.ruleX([own], { x: "days", y1: "low", y2: "high", stroke: ink, strokeWidth: 4, strokeOpacity: 0.5 }),
        Plot.dot([own], { x: "days", y: "value", fill: ink, symbol, r: 4 }),
      ],
    },
  })];
}

function changesTable(analysis: EventAnalysis): Displayable[] {
  const changes = foundOf(analysis.changes);
  if (changes === undefined || changes.changes.length === 0) return [];
  const ratio = changes.scale === "logarithm";
  return [table(
    changes.changes.map(({ time, low, high, step }) => ({
      date: minute(time),
      from: minute(low),
      to: minute(high),
      change: ratio ? `${formatNumber(100 * step, 1)} %` : formatNumber(step),
      "hours from the event": (time - analysis.event) / hour,
    })),
    {
      caption: "Changes of level found without the date of the event",
      decimals: { "hours from the event": 1 },
      simulated: analysis.simulated,
    },
  )];
}

function seriesTable(analysis: EventAnalysis): Displayable {
  const { seen, choices } = analysis;
  const gaps = seen.gaps.slice(0, 10).map(({ from, to, bins }) => ({
    what: "gap",
    found: `${from} to ${to}, ${formatNumber(bins)} ${bins === 1 ? "bin" : "bins"}`,
  }));
  const more = seen.gaps.length > 10
    ? [{ what: "gaps", found: `${formatNumber(seen.gaps.length - 10)} more, shorter` }]
    : [];
  return table([
    ...gaps,
    ...more,
    ...seen.oddities.map((found) => ({ what: "to note", found })),
    ...choices.map((found) => ({ what: "how it was read", found })),
  ], { caption: `What ${analysis.name} holds, and what was done with it`, simulated: analysis.simulated });
}

/**
 * Several series beside each other: a table, and small multiples of their paths.
 *
 * @param id What the identifiers of the figures begin with.
 *
 * @example
 * ```ts
 * import { analyseEvent } from "@/impact/analyse_event.ts";
 * import { compareSeries } from "@/impact/compare_series.ts";
 * import { comparisonReport } from "@/show/event_report.ts";
 * import { simulateTraffic } from "@/simulator/simulate_traffic.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const analyses = [1, 2].map((seed) => {
 *   const series = simulateTraffic({
 *     seed,
 *     from: "2012-01-02T00:00Z",
 *     to: "2012-01-30T00:00Z",
 *     bin: { hours: 1 },
 *     level: 100,
 *     noise: { kind: "autoregressive", deviation: 0.03, autocorrelation: 0.5 },
 *   });
 *   return analyseEvent({ ...series, name: `network ${seed}` }, { event: "2012-01-25T19:00Z" });
 * });
 * const [changes] = comparisonReport(compareSeries(analyses));
 * assertMatch(changes!.text, /^Simulated. The change over a day after the event, series by series/);
 * ```
 */
export function comparisonReport({ window, series, donors }: SeriesComparison, id = "comparison"): Displayable[] {
  const simulated = series.some(({ analysis }) => analysis.simulated);
  const rows = series.map(({ analysis, row, adjustedPValue }) => {
    const change = row && changeOf(row, analysis.unit);
    return {
      series: analysis.name,
      change: change ? formatEstimate(change.estimate, change.unit) : "–",
      "p-value": row ? pValueWords(row.pValue) : "–",
      "p-value for so many series": adjustedPValue === undefined ? "–" : pValueWords(adjustedPValue),
    };
  });
  const paths = series.flatMap(({ analysis }) => {
    const path = pathOf(analysis).filter((_, index, all) => index % Math.ceil(all.length / 150) === 0);
    const before = path.filter(({ hours, expected }) => hours < 0 && expected !== null);
    const unit = before.reduce((sum, { expected }) => sum + expected! / before.length, 0);
    const share = (value: number | null) => value === null ? null : 100 * value / unit;
    return path.map(({ hours, observed, expected, low, high }) => ({
      series: analysis.name.slice(0, 60),
      days: hours / 24,
      observed: share(observed),
      expected: share(expected),
      low: share(low),
      high: share(high),
    }));
  });
  const answer = foundOf(donors);
  const against = answer === undefined ? [] : [table(
    answer.weights.map(({ name, weight }) => ({ series: name, weight })),
    {
      caption:
        `Against this mixture of the others, ${series[0]!.analysis.name} changed by ${
          formatNumber(100 * answer.change, 1)
        } %; ` +
        `place ${answer.rank} of ${answer.weights.length + 1} when each series is asked the same`,
      decimals: { weight: 2 },
      simulated,
    },
  )];
  return [
    table(rows, { caption: `The change over ${window} after the event, series by series`, simulated }),
    ...against,
    figure({
      id: `${id}.paths`,
      title: "Each series beside what was to be expected of it",
      caption:
        "In percent of the mean expected before the event. Line: the series. Dashed: expected without the event. Band: where single bins were to be expected.",
      alt: rows.map((row) => `${row.series}: ${row.change}`).join("; "),
      simulated,
      key: [simulated ? "simulated" : "measured"],
      data: paths,
      plot: {
        height: 60 + 150 * series.length,
        marginLeft: 50,
        marginRight: 20,
        fy: { label: null, axis: null, domain: [...new Set(paths.map((row) => row.series))] },
        x: { label: "days since the event", labelAnchor: "center", labelArrow: "none" },
        y: { label: "% of the mean before", grid: true, labelArrow: "none", zero: true, ticks: 3 },
        marks: [
          Plot.areaY(paths, { fy: "series", x: "days", y1: "low", y2: "high", fill: ink, fillOpacity: 0.12 }),
          Plot.line(paths, { fy: "series", x: "days", y: "expected", stroke: ink, strokeDasharray: "4 3" }),
          Plot.line(paths, {
            fy: "series",
            x: "days",
            y: "observed",
            stroke: simulated ? kinds.simulated.color : kinds.measured.color,
          }),
          Plot.ruleX([0], { stroke: ink }),
          Plot.text([...new Set(paths.map((row) => row.series))].map((name) => ({ series: name })), {
            fy: "series",
            text: "series",
            frameAnchor: "top-left",
            dx: 4,
            dy: 4,
            stroke: "#ffffff",
            strokeWidth: 4,
            fill: ink,
            fontWeight: "bold",
          }),
        ],
      },
    }),
  ];
}
