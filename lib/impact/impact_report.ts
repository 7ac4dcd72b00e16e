import type { WindowImpact } from "@/impact/window_impact.ts";
import { formatEstimate, formatNumber } from "@/interval/format.ts";

/** A row of a summary table: one window. Shares are of 1, times are ISO 8601 in UTC. */
export interface ImpactRow {
  readonly window: string;
  readonly start: string;
  readonly end: string;
  readonly bins: number;
  readonly missing: number;
  readonly observed: number;
  readonly expected: number;
  readonly expectedLow: number;
  readonly expectedHigh: number;
  readonly average: number;
  readonly averageLow: number;
  readonly averageHigh: number;
  readonly cumulative: number;
  readonly cumulativeLow: number;
  readonly cumulativeHigh: number;
  readonly relative: number | undefined;
  readonly relativeLow: number | undefined;
  readonly relativeHigh: number | undefined;
  readonly pValue: number;
}

/** The row of a window. */
export function impactRow(window: string, impact: WindowImpact): ImpactRow {
  const { start, end, bins, missing, observed, expected, average, cumulative, relative, pValue } = impact;
  return {
    window,
    start: new Date(start).toISOString(),
    end: new Date(end).toISOString(),
    bins,
    missing,
    observed,
    expected: expected.value,
    expectedLow: expected.low,
    expectedHigh: expected.high,
    average: average.value,
    averageLow: average.low,
    averageHigh: average.high,
    cumulative: cumulative.value,
    cumulativeLow: cumulative.low,
    cumulativeHigh: cumulative.high,
    relative: relative?.value,
    relativeLow: relative?.low,
    relativeHigh: relative?.high,
    pValue,
  };
}

/**
 * The effect over a window in words.
 *
 * @param level The probability of the bounds: what is called shown has a p-value below one less this.
 */
export function impactSentence(impact: WindowImpact, level: number): string {
  const { start, end, observed, expected, average, relative, pValue } = impact;
  const written = (time: number) => new Date(time).toISOString().slice(0, 16).replace("T", " ");
  const percent = (share: number) => 100 * share;
  const change = relative
    ? formatEstimate({ value: percent(relative.value), low: percent(relative.low), high: percent(relative.high) }, "%")
    : formatEstimate(average, "");
  const probability = pValue < 0.001 ? "p < 0.001" : `p = ${formatNumber(pValue, 3)}`;
  const verdict = pValue < 1 - level
    ? `A ${average.value < 0 ? "drop" : "rise"} is shown: the noise before the event does not explain it.`
    : "No effect is shown: the noise before the event may explain it.";
  return `From ${written(start)} to ${written(end)} UTC the mean was ${formatNumber(observed)}; without the event ` +
    `${formatEstimate(expected, "")} was to be expected (bounds at ${formatNumber(100 * level)} %). ` +
    `That is a change of ${change}, ${probability}. ${verdict}`;
}
