import type { EventAnalysis, Part } from "@/impact/analyse_event.ts";
import { eventWords, foundOf } from "@/impact/event_words.ts";

/**
 * An analysis for programs: plain JSON without the paths bin by bin. Times are ISO 8601 in UTC, shares are of 1, durations in hours; what is not defined is null, what the data do not allow
 * has a reason; a bound that the data do not give is "Infinity" or "-Infinity".
 *
 * @example
 * ```ts
 * import { analyseEvent } from "@/impact/analyse_event.ts";
 * import { analysisJson } from "@/impact/analysis_json.ts";
 * import { simulateTraffic } from "@/simulator/simulate_traffic.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const series = simulateTraffic({
 *   seed: 1,
 *   from: "2012-01-02T00:00Z",
 *   to: "2012-01-30T00:00Z",
 *   bin: { hours: 1 },
 *   level: 100,
 *   noise: { kind: "autoregressive", deviation: 0.03, autocorrelation: 0.5 },
 * });
 * const { event, simulated } = analysisJson(analyseEvent({ ...series, name: "port" }, { event: "2012-01-25T19:00Z" }));
 * assertEquals([event, simulated], ["2012-01-25T19:00:00.000Z", true]);
 * ```
 */
export function analysisJson(analysis: EventAnalysis): Record<string, unknown> {
  const { event, start, end, impact, windows, placebo, recovery, changes, seen } = analysis;
  const reason = <Value>(part: Part<Value>) => "reason" in part ? { reason: part.reason } : {};
  const found = { placebo: foundOf(placebo), recovery: foundOf(recovery), changes: foundOf(changes) };
  return plain({
    name: analysis.name,
    unit: analysis.unit ?? null,
    simulated: analysis.simulated,
    event: iso(event),
    zone: analysis.zone,
    level: analysis.level,
    series: {
      start: iso(start),
      end: iso(end),
      bin: analysis.bin,
      bins: analysis.bins,
      missing: seen.missing,
      gaps: seen.gaps.slice(0, 100),
      oddities: seen.oddities,
      choices: analysis.choices,
      controls: analysis.controls,
    },
    model: impact.model,
    headline: analysis.headline,
    windows: windows.map(({ window, effect, detectable }) => ({
      ...foundOf(effect),
      window,
      ...reason(effect),
      smallestDetectableDrop: foundOf(detectable) ?? reason(detectable),
    })),
    placebo: found.placebo && {
          dates: found.placebo.placebos.length,
          falseAlarms: found.placebo.falseAlarms,
          rankPValue: found.placebo.rankPValue,
        } || reason(placebo),
    recovery: found.recovery && {
          shape: found.recovery.shape,
          initial: found.recovery.initial,
          recovered: found.recovery.recovered,
          halfLife: found.recovery.halfLife,
          withinFivePercent: found.recovery.equivalence,
        } || reason(recovery),
    changes: found.changes && {
          scale: found.changes.scale,
          found: found.changes.changes.map(({ time, low, high, step }) => ({
            time: iso(time),
            low: iso(low),
            high: iso(high),
            step,
          })),
        } || reason(changes),
    words: eventWords(analysis),
  }) as Record<string, unknown>;
}

const iso = (time: number) => new Date(time).toISOString();

/** JSON that holds no NaN and no infinity by accident: undefined becomes null, infinities are named. */
function plain(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value === "number" && !Number.isFinite(value)) return Number.isNaN(value) ? null : String(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]));
  }
  return value;
}
