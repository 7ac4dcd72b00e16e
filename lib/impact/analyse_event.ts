import { binWords } from "@/impact/event_words.ts";
import { type EventImpact, eventImpact, type ImpactOptions } from "@/impact/event_impact.ts";
import { instantOf, stepOf } from "@/impact/impact_grid.ts";
import { type ImpactRow } from "@/impact/impact_report.ts";
import { type LevelChanges, levelChanges } from "@/impact/level_changes.ts";
import { type PlaceboInTime, placeboInTime } from "@/impact/placebo_in_time.ts";
import { minute, type SeriesOddities, seriesOddities } from "@/impact/series_oddities.ts";
import { type SmallestDetectableDrop, smallestDetectableDrop } from "@/impact/smallest_detectable_drop.ts";
import { type Recovery, recovery } from "@/recovery/recovery.ts";
import { type Bin, nominalLength } from "@/series/bin_edges.ts";
import type { Time } from "@/series/read_times.ts";
import type { Series } from "@/series/series.ts";
import { wallClock } from "@/series/wall_clock.ts";

/** A series to ask about: a {@linkcode Series}, its name and unit. */
export interface AskedSeries extends Pick<Series, "times" | "end" | "values" | "bin" | "zone" | "record"> {
  readonly name: string;
  readonly unit?: string | undefined;
  readonly simulated?: true;
}

/** What {@linkcode analyseEvent} is asked. */
export interface EventQuestion {
  readonly event: Time;
  /** The time zone whose days and weeks the rhythm follows, and of times without an offset; UTC when left out. */
  readonly zone?: string;
  /** Series that the event cannot have touched, in the same bins. */
  readonly controls?: readonly AskedSeries[];
  /** The windows after the event, by name; two hours, a day and a week when left out. */
  readonly windows?: Readonly<Record<string, Temporal.DurationLike>>;
  /** The name of the window that stands for the answer, where the data allow it; the one nearest to a day when left out. */
  readonly headline?: string;
  /** The probability of the bounds; 0.95 when left out. */
  readonly level?: number;
}

/** A part of the analysis, or why the data do not allow it. */
export type Part<Value> = { readonly found: Value } | { readonly reason: string };

/** What was found for one window. */
export interface WindowAnswer {
  readonly window: string;
  readonly effect: Part<ImpactRow>;
  /** The smallest drop that would have been shown four times of five. */
  readonly detectable: Part<SmallestDetectableDrop>;
}

/** Everything that one series says about an event. */
export interface EventAnalysis {
  readonly name: string;
  readonly unit: string | undefined;
  readonly simulated: boolean;
  /** In milliseconds since 1970 UTC, as all times here but those of `impact` and `placebo`. */
  readonly event: number;
  /** The event among the times of `impact` and `placebo`: bins longer than an hour follow the clock of their zone, as if UTC. */
  readonly clockEvent: number;
  readonly zone: string;
  readonly level: number;
  readonly bin: Bin;
  /** The first instant and the first after the series, and how many bins it has. */
  readonly start: number;
  readonly end: number;
  readonly bins: number;
  readonly seen: SeriesOddities;
  /** What was done to the rows, in words. */
  readonly choices: readonly string[];
  readonly controls: readonly string[];
  readonly impact: EventImpact;
  readonly windows: readonly WindowAnswer[];
  /** The window that stands for the answer: the one asked for, or what the data allow that is nearest to a day. */
  readonly headline: string;
  /** The headline's question at dates before the event. */
  readonly placebo: Part<PlaceboInTime>;
  /** Durations in hours. */
  readonly recovery: Part<Recovery>;
  /** Changes found without the date of the event. */
  readonly changes: Part<LevelChanges>;
}

const hour = 3_600_000;
const day = 24 * hour;
const mostPlacebos = 60;
const ownWindows: Readonly<Record<string, Temporal.DurationLike>> = {
  "two hours": { hours: 2 },
  "a day": { days: 1 },
  "a week": { weeks: 1 },
};

/**
 * Everything that a series says about an event: the effect over several windows with bounds, the same question at dates
 * before it, what drop could have been seen, the recovery, and changes of level found without the date.
 *
 * What the data do not allow has its reason in the place of a result. Bins longer than an hour follow the clock of the zone.
 *
 * @throws {RangeError} If the event is not inside the series, the period before it is too short, holds no value or only one,
 * bins are longer than a week, or controls are not in the same bins.
 *
 * @example
 * ```ts
 * import { analyseEvent } from "@/impact/analyse_event.ts";
 * import { simulateTraffic } from "@/simulator/simulate_traffic.ts";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const event = "2012-01-25T19:00Z";
 * const series = simulateTraffic({
 *   seed: 1,
 *   from: "2012-01-02T00:00Z",
 *   to: "2012-01-30T00:00Z",
 *   bin: { hours: 1 },
 *   level: 100,
 *   noise: { kind: "autoregressive", deviation: 0.03, autocorrelation: 0.5 },
 *   events: [{ at: event, change: -0.2, shape: "step" }],
 * });
 * const { windows, headline, changes } = analyseEvent({ ...series, name: "simulated" }, { event });
 * assertEquals(windows.map(({ window, effect }) => [window, "found" in effect]), [
 *   ["two hours", true],
 *   ["a day", true],
 *   ["a week", false], // the series ends before
 *   ["all after the event", true],
 * ]);
 * assertEquals(headline, "a day");
 * assert("found" in changes && changes.found.changes.some(({ time }) => time === Date.parse(event)));
 * ```
 */
export function analyseEvent(asked: AskedSeries, question: EventQuestion): EventAnalysis {
  const { zone = "UTC", level = 0.95, controls = [], windows: wanted = ownWindows } = question;
  const { values, bin, name } = asked;
  const { times, place, instant } = analysisTimes(asked);
  const asksFor = instantOf(question.event, zone);
  const event = place(asksFor);
  const ownZone = onClock(bin) ? "UTC" : zone;
  checkQuestion(name, asked.times, values, asksFor);
  const series = { times, values };
  const columns = Object.fromEntries(controls.map((control) => [control.name, sameBins(control, asked)]));
  // dates before the event a day apart, or farther where that would be too many
  const every = { days: Math.max(1, Math.ceil((event - times[0]!) / day / 2 / mostPlacebos)) };
  const options: ImpactOptions = { event, zone: ownZone, level, ...controls.length > 0 && { controls: columns } };

  const step = stepOf(times);
  const end = times.at(-1)! + step;
  const until = (window: Temporal.DurationLike) =>
    Temporal.Instant.fromEpochMilliseconds(event).toZonedDateTimeISO(ownZone).add(window).epochMilliseconds;
  const impact = eventImpact(series, options);
  const { scale } = impact.model;
  const rowOf = (row: ImpactRow, window = row.window): ImpactRow => {
    const written = (time: string) => new Date(instant(Date.parse(time))).toISOString();
    return { ...row, window, start: written(row.start), end: written(row.end) };
  };
  const windows = Object.entries(wanted).map(([window, length]): WindowAnswer => {
    const detectable = attempt(() => smallestDetectableDrop(series, { ...options, scale, every, window: length }));
    const bins = Math.floor((until(length) - times[0]!) / step) - Math.ceil((event - times[0]!) / step);
    if (bins < 1) {
      const reason = "no whole bin of the series lies in it";
      return { window, effect: { reason }, detectable: { reason } };
    }
    if (until(length) > end) return { window, effect: { reason: "the series ends before it does" }, detectable };
    const effect = attempt(() => rowOf(eventImpact(series, { ...options, windows: { [window]: length } }).rows[1]!));
    return { window, effect, detectable };
  });
  const whole: WindowAnswer = {
    window: "all after the event",
    effect: { found: rowOf(impact.rows[0]!, "all after the event") },
    detectable: attempt(() =>
      smallestDetectableDrop(series, { ...options, scale, every, window: { milliseconds: end - event } })
    ),
  };
  const answered = windows.filter(({ effect }) => "found" in effect);
  const distance = ({ window }: WindowAnswer) => Math.abs(Math.log((until(wanted[window]!) - event) / day));
  const nearest = answered.toSorted((a, b) => distance(a) - distance(b))[0]?.window;
  const headline = answered.find(({ window }) => window === question.headline)?.window ?? nearest;
  return {
    name,
    unit: asked.unit,
    simulated: asked.simulated === true,
    event: asksFor,
    clockEvent: event,
    zone,
    level,
    bin,
    start: asked.times[0]!,
    end: asked.end,
    bins: values.length,
    seen: seriesOddities(asked),
    choices: asked.record.choices,
    controls: Object.keys(columns),
    impact,
    windows: [...windows, whole],
    headline: headline ?? whole.window,
    placebo: attempt(() =>
      placeboInTime(series, { ...options, every, until: headline === undefined ? end : until(wanted[headline]!) })
    ),
    recovery: attempt(() => recoveryAfter(impact, event, step)),
    changes: attempt(() => {
      const found = levelChanges(series, ownZone);
      const placed = found.changes.map(({ time, low, high, step }) => ({
        time: instant(time),
        low: instant(low),
        high: instant(high),
        step,
      }));
      return { ...found, changes: placed };
    }),
  };
}

/** Whether bins are long enough to follow the clock, whose hours and days are not all of one length. */
const onClock = (bin: Bin) => nominalLength(bin) > hour;

/** Times at equal distances: as they are for short bins, by the clock that longer ones follow. */
function analysisTimes({ times, bin, zone }: AskedSeries) {
  if (nominalLength(bin) > 7 * day) {
    throw new RangeError(
      `Cannot look at an event: bins of a week or shorter are needed, so that there is a rhythm and a noise to learn, current bins are of ${
        binWords(bin)
      } (for growth from one month or quarter to the next use chainedRatio)`,
    );
  }
  const same = (time: number) => time;
  if (!onClock(bin)) return { times, place: same, instant: same };
  return {
    times: wallClock(times, zone),
    place: (time: number) => wallClock(Float64Array.of(time), zone)[0]!,
    instant: (time: number) =>
      Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO("UTC").toPlainDateTime().toZonedDateTime(zone)
        .epochMilliseconds,
  };
}

function checkQuestion(name: string, times: Float64Array, values: Float64Array, event: number): void {
  const last = times.at(-1)!;
  if (!(event > times[0]! && event <= last)) {
    throw new RangeError(
      `Cannot look at an event: it must lie inside the series ${name}, which runs from ${minute(times[0]!)} to ${
        minute(last)
      }, current value is ${minute(event)}`,
    );
  }
  const before = values.subarray(0, times.findLastIndex((time) => time <= event)).filter((value) =>
    !Number.isNaN(value)
  );
  if (before.length < 8) {
    throw new RangeError(
      `Cannot look at an event: 8 values of the series ${name} before it are needed, current number is ${before.length}`,
    );
  }
  if (before.every((value) => value === before[0])) {
    throw new RangeError(
      `Cannot look at an event: the series ${name} must vary before it, every value is ${before[0]}`,
    );
  }
}

/** The values of a control, in the bins of the series. */
function sameBins(control: AskedSeries, { times, bin, name }: AskedSeries): Float64Array {
  if (nominalLength(control.bin) !== nominalLength(bin)) {
    throw new RangeError(
      `Cannot use a control: bins of ${
        JSON.stringify(bin)
      } are needed, as those of ${name}, current bin of ${control.name} is ${JSON.stringify(control.bin)}`,
    );
  }
  const at = new Map(Array.from(control.times, (time, row) => [time, control.values[row]!]));
  const values = times.map((time) => at.get(time) ?? NaN);
  if (values.some((value) => !Number.isNaN(value))) return values;
  throw new RangeError(`Cannot use a control: ${control.name} has no value in the time of ${name}`);
}

/** What the data do not allow is a reason, not an error. */
function attempt<Value>(run: () => Value): Part<Value> {
  try {
    return { found: run() };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { reason: error.message };
  }
}

/** The largest number of averaged bins that a recovery is fitted to. */
const mostRecoveryBins = 700;

function recoveryAfter({ counterfactual, model }: EventImpact, event: number, step: number): Recovery {
  const { times, observed, expected } = counterfactual;
  const effect = observed.map((value, bin) =>
    model.scale === "logarithm" ? Math.log(value / expected[bin]!) : value - expected[bin]!
  );
  const first = times.findIndex((time) => time >= event);
  // as long before as after, and a week at least
  const length = Math.max(times.length - first, Math.ceil(7 * day / step));
  const from = Math.max(0, first - length);
  const factor = Math.max(1, Math.ceil((times.length - from) / mostRecoveryBins));
  const before = Math.floor((first - from) / factor);
  const start = first - before * factor;
  const averaged = Float64Array.from({ length: before + Math.floor((times.length - first) / factor) }, (_, group) => {
    const seen = effect.subarray(start + group * factor, start + (group + 1) * factor).filter((value) =>
      !Number.isNaN(value)
    );
    return seen.length === 0 ? NaN : seen.reduce((sum, value) => sum + value / seen.length, 0);
  });
  const band = model.scale === "logarithm" ? { band: Math.log(1.05) } : {};
  return recovery(averaged, { event: before, bin: factor * step / hour, ...band });
}
