import type { EventAnalysis, Part, WindowAnswer } from "@/impact/analyse_event.ts";
import type { ImpactRow } from "@/impact/impact_report.ts";
import { minute } from "@/impact/series_oddities.ts";
import type { Estimate } from "@/interval/estimate.ts";
import { formatEstimate, formatNumber } from "@/interval/format.ts";
import type { Bin } from "@/series/bin_edges.ts";

/** The change of a row in percent, or in the unit of the series where there is no ratio. */
export function changeOf(row: ImpactRow, unit = ""): { readonly estimate: Estimate; readonly unit: string } {
  const { relative, relativeLow, relativeHigh } = row;
  if (relative !== undefined && relativeLow !== undefined && relativeHigh !== undefined) {
    return { estimate: { value: 100 * relative, low: 100 * relativeLow, high: 100 * relativeHigh }, unit: "%" };
  }
  return { estimate: { value: row.average, low: row.averageLow, high: row.averageHigh }, unit };
}

/** The length of a bin in words. */
export function binWords(bin: Bin): string {
  const [[unit, count]] = Object.entries(bin) as [[string, number]];
  return count === 1 ? `one ${unit.slice(0, -1)}` : `${count} ${unit}`;
}

/** A p-value as people write it. */
export const pValueWords = (pValue: number): string =>
  pValue < 0.001 ? "p below 0.001" : `p = ${formatNumber(pValue, 3)}`;

/** The window that stands for the answer. */
export const headlineOf = ({ windows, headline }: EventAnalysis): WindowAnswer =>
  windows.find(({ window }) => window === headline)!;

/**
 * An analysis in plain words, a sentence or two for each question: what was looked at, what changed, whether the method cries
 * wolf, what could have been seen, whether it came back, when the level changed, and what this cannot tell.
 *
 * @example
 * ```ts
 * import { analyseEvent } from "@/impact/analyse_event.ts";
 * import { eventWords } from "@/impact/event_words.ts";
 * import { simulateTraffic } from "@/simulator/simulate_traffic.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const series = simulateTraffic({
 *   seed: 1,
 *   from: "2012-01-02T00:00Z",
 *   to: "2012-01-30T00:00Z",
 *   bin: { hours: 1 },
 *   level: 100,
 *   noise: { kind: "autoregressive", deviation: 0.03, autocorrelation: 0.5 },
 *   events: [{ at: "2012-01-25T19:00Z", change: -0.2, shape: "step" }],
 * });
 * const words = eventWords(analyseEvent({ ...series, name: "port" }, { event: "2012-01-25T19:00Z" }));
 * assertMatch(words[1]!, /^Over a day after the event port was (19|20|21)/);
 * ```
 */
export function eventWords(analysis: EventAnalysis): string[] {
  const { name, bins, bin, seen, controls, start, end } = analysis;
  const made = analysis.simulated ? "This series is simulated, not measured. " : "";
  const gaps = seen.missing === 0
    ? "none without a value"
    : `${formatNumber(seen.missing)} without a value, the longest gap from ${seen.gaps[0]!.from} to ${
      seen.gaps[0]!.to
    }`;
  const beside = controls.length === 0 ? "" : ` Beside it, as controls: ${controls.join(", ")}.`;
  return [
    `${made}${name} was looked at from ${minute(start)} to ${minute(end)}, in ${formatNumber(bins)} bins of ${
      binWords(bin)
    }: ${gaps}.${seen.oddities.length === 0 ? "" : ` To note: ${seen.oddities.join("; ")}.`}${beside}`,
    effectWords(analysis),
    ...placeboWords(analysis),
    ...detectableWords(analysis),
    ...recoveryWords(analysis),
    changeWords(analysis),
    "Bounds hold what the noise before the event says. Whatever else happened at the same time counts as the event here: " +
    "only a series that the event cannot have touched could tell them apart.",
  ];
}

function effectWords(analysis: EventAnalysis): string {
  const { name, level, headline } = analysis;
  const { effect } = headlineOf(analysis);
  if (!("found" in effect)) return "";
  const { estimate, unit } = changeOf(effect.found, analysis.unit);
  const { value, low, high } = estimate;
  const size = { value: Math.abs(value), low: value < 0 ? -high : low, high: value < 0 ? -low : high };
  const shown = effect.found.pValue < 1 - level;
  const interval = `${formatEstimate(size, unit)} ${value < 0 ? "lower" : "higher"}`;
  return `Over ${headline} after the event ${name} was ${interval} than expected without it (bounds at ${
    formatNumber(100 * level)
  } %, ${pValueWords(effect.found.pValue)}). ${
    shown
      ? `A ${value < 0 ? "drop" : "rise"} is shown: the noise before the event does not explain it.`
      : "No change is shown: the noise before the event may explain it."
  }`;
}

function placeboWords({ placebo, headline, level }: EventAnalysis): string[] {
  if (!("found" in placebo)) {
    return [`Whether the method cries wolf on this series cannot be tried: ${sentence(placebo.reason)}`];
  }
  const { placebos, falseAlarms, rankPValue } = placebo.found;
  const alarms = Math.round(falseAlarms * placebos.length);
  return [
    `Asked the same of ${headline} at ${
      formatNumber(placebos.length)
    } earlier dates, on which nothing is known to have happened, the method ` +
    `found a change at ${formatNumber(alarms)} of them (about ${
      formatNumber(100 * (1 - level))
    } % are to be expected). ` +
    `Counting the event, ${
      formatNumber(100 * rankPValue, 0)
    } % of the dates lie at least as far from nothing as it does.`,
  ];
}

function detectableWords(analysis: EventAnalysis): string[] {
  const { detectable, window } = headlineOf(analysis);
  if (!("found" in detectable)) return [];
  const ratio = analysis.impact.model.scale === "logarithm";
  const size = ratio
    ? `${formatNumber(100 * detectable.found.byFormula, 1)} %`
    : `${formatNumber(detectable.found.byFormula)} ${analysis.unit ?? ""}`.trim();
  return [`Of drops that last ${window}, those below ${size} would have been missed more often than one time in five.`];
}

function recoveryWords(analysis: EventAnalysis): string[] {
  const { recovery: part, windows, level } = analysis;
  if (!windows.some(({ effect }) => "found" in effect && effect.found.pValue < 1 - level)) return [];
  if (!("found" in part)) return [`How it recovered cannot be said: ${sentence(part.reason)}`];
  const { shape, recovered, halfLife, equivalence } = part.found;
  const back = equivalence === undefined
    ? ""
    : equivalence.value === Infinity
    ? " To the end of the series it is not shown to be back within 5 % of what was expected."
    : ` It is shown to be back within 5 % of what was expected after ${formatNumber(equivalence.value)} h.`;
  if (shape === "none" || shape === "permanent") {
    return [
      `${
        shape === "none" ? "No lasting change of level was found" : "The change stayed to the end of the series"
      }.${back}`,
    ];
  }
  if (shape === "gradual") return [`The change set in little by little and stayed.${back}`];
  const share = recovered === undefined ? "Part" : `${formatEstimate(percent(recovered), "%")}`;
  const time = halfLife === undefined ? "" : `, half of that after ${formatEstimate(halfLife, "h")}`;
  return [`${share} of the change came back (${shape})${time}.${back}`];
}

const percent = ({ value, low, high }: Estimate) => ({ value: 100 * value, low: 100 * low, high: 100 * high });

function changeWords({ changes, event }: EventAnalysis): string {
  if (!("found" in changes)) {
    return `Changes of level without the date cannot be looked for: ${sentence(changes.reason)}`;
  }
  const { changes: all, scale, bin } = changes.found;
  if (all.length === 0) return "Asked without the date, no change of level is found.";
  const nearest = all.toSorted((a, b) => Math.abs(a.time - event) - Math.abs(b.time - event))[0]!;
  const held = event >= nearest.low - bin && event <= nearest.high + bin;
  const size = scale === "logarithm" ? `${formatNumber(100 * nearest.step, 1)} %` : formatNumber(nearest.step);
  const others = all.length === 1 ? "" : ` In all ${formatNumber(all.length)} changes were found.`;
  return `Asked without the date, the change of level nearest to the event lies at ${minute(nearest.time)} (${
    minute(nearest.low)
  } to ${minute(nearest.high)}), by ${size}: ${
    held ? "the event is among these dates" : "the event is not among these dates"
  }.${others}`;
}

/** A reason as the end of a sentence. */
const sentence = (reason: string) => (reason.endsWith(".") ? reason : `${reason}.`);

/** What was found, or undefined. */
export const foundOf = <Value>(part: Part<Value>): Value | undefined => "found" in part ? part.found : undefined;
