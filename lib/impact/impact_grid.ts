import { harmonicDesign, type HarmonicTerms } from "@/counterfactual/harmonic_design.ts";
import type { TimeSeries } from "@/counterfactual/harmonic_regression.ts";
import { gridPositions } from "@/counterfactual/regular_grid.ts";
import { wallClock } from "@/series/wall_clock.ts";
import { readTimes, type Time } from "@/series/read_times.ts";

const day = 86_400_000;
const week = 7 * day;

/** What the counterfactual is made of. */
export interface CounterfactualOptions extends Pick<HarmonicTerms, "daily" | "weekly" | "trend" | "controls"> {
  /** The time zone whose days and weeks the rhythm follows, and of text times without an offset; UTC when left out. */
  readonly zone?: string;
  /**
   * Whether each time of the week has a level of its own, beyond the harmonics; where what they leave is alike from week to
   * week (a correlation above 0.3 over at least two weeks) when left out.
   */
  readonly hourOfWeek?: boolean;
  /** Where the period before the event starts; with the series when left out. */
  readonly from?: Time;
  /** Whether effects are ratios ("logarithm", when all values are above 0 and it is left out) or differences ("level"). */
  readonly scale?: "logarithm" | "level";
}

/** A series on the scale that is worked on, on all bins of its grid, with the columns of its regression. */
export interface ImpactGrid {
  readonly scale: "logarithm" | "level";
  /** The length of a bin in milliseconds. */
  readonly step: number;
  /** When each bin starts. */
  readonly times: Float64Array;
  /** As given, on all bins. */
  readonly observed: Float64Array;
  /** On the scale of the analysis; NaN where the value or a control is missing. */
  readonly values: Float64Array;
  readonly names: readonly string[];
  readonly columns: readonly Float64Array[];
  /** The period of each column, in bins; infinite for those without. */
  readonly periods: readonly number[];
  readonly terms: {
    readonly daily: number;
    readonly weekly: number;
    readonly trend: boolean;
    /** Undefined where the residuals decide. */
    readonly hourOfWeek: boolean | undefined;
  };
  /** The wall-clock time of each bin. */
  readonly clock: Float64Array;
}

/** How many bins start before an instant; with `whole`, how many have ended by then. */
export function binsBefore({ times, step }: ImpactGrid, instant: number, whole = false): number {
  if (times.length === 0) return 0;
  const bins = (instant - times[0]!) / step;
  return Math.min(times.length, Math.max(0, whole ? Math.floor(bins) : Math.ceil(bins)));
}

/** The smallest distance between neighbouring times; infinite below two. */
export function stepOf(times: Float64Array): number {
  return times.reduce((step, time, i) => i ? Math.min(step, time - times[i - 1]!) : step, Infinity);
}

/** An instant in milliseconds since 1970 UTC. */
export function instantOf(time: Time, zone: string | undefined): number {
  return readTimes([time], zone === undefined ? {} : { zone })[0]!;
}

/**
 * Places a series on its grid, on the scale of the analysis, and makes the columns of its regression.
 *
 * Left out, `daily` is 4 harmonics or as many as the bins can tell apart, `weekly` is 3 and there is a trend where the period
 * before the event is at least two weeks.
 *
 * @param event When the event was, in milliseconds since 1970 UTC.
 * @throws {RangeError} If times are not regular, lengths differ, a value is infinite, logarithms are asked of values not
 * above 0, or there are less than three days before the event where the day is to have a rhythm.
 */
export function impactGrid(series: TimeSeries, event: number, options: CounterfactualOptions): ImpactGrid {
  const { zone } = options;
  const from = options.from === undefined ? -Infinity : instantOf(options.from, zone);
  const positions = gridPositions(series.times);
  if (series.values.length !== positions.length) {
    throw new RangeError(
      `Cannot look at an event: ${positions.length} values are needed, current length is ${series.values.length}`,
    );
  }
  const unit = positions.length < 2 ? day : (series.times[1]! - series.times[0]!) / positions[1]!;
  const rows = [...positions.keys()].filter((row) => series.times[row]! >= from);
  const first = rows.length ? positions[rows[0]!]! : 0;
  const length = rows.length ? positions[rows.at(-1)!]! - first + 1 : 0;
  const spread = (values: Float64Array) => {
    const full = new Float64Array(length).fill(NaN);
    for (const row of rows) full[positions[row]! - first] = values[row]!;
    return full;
  };
  const observed = spread(series.values);
  const infinite = observed.findIndex((value) => Math.abs(value) === Infinity);
  if (infinite >= 0) {
    throw new RangeError(`Cannot look at an event: finite values are needed, current value is ${observed[infinite]}`);
  }
  const positive = (values: Float64Array) => values.every((value) => !(value <= 0));
  const scale = options.scale ?? (positive(observed) ? "logarithm" : "level");
  if (scale === "logarithm" && !positive(observed)) {
    throw new RangeError(
      `Cannot take logarithms: values above 0 are needed, current value is ${observed.find((value) => value <= 0)}`,
    );
  }
  const controls = Object.fromEntries(
    Object.entries(options.controls ?? {}).map(([name, values]) => {
      if (values.length !== positions.length) {
        throw new RangeError(
          `Cannot look at an event: control ${name} needs ${positions.length} values, current length is ${values.length}`,
        );
      }
      const full = spread(values);
      return [name, scale === "logarithm" && positive(full) ? full.map(Math.log) : full];
    }),
  );
  const times = Float64Array.from({ length }, (_, i) => series.times[0]! + (first + i) * unit);
  const terms = termsFor(options, unit, event - (times[0] ?? event));
  const { daily, weekly, trend } = terms;
  const place = zone === undefined ? {} : { zone };
  const { names, columns } = harmonicDesign(times, { daily, weekly, trend, controls, ...place });
  const values = scale === "logarithm" ? observed.map(Math.log) : observed.slice();
  for (const control of Object.values(controls)) {
    for (let i = 0; i < length; i++) if (!Number.isFinite(control[i])) values[i] = NaN;
  }
  return {
    scale,
    step: unit,
    times,
    observed,
    values,
    names,
    columns,
    clock: wallClock(times, zone),
    periods: names.map((name) => {
      const [, rhythm, order] = /^(daily|weekly) (?:cosine|sine) (\d+)$/.exec(name) ?? [];
      return rhythm === undefined || name in controls
        ? Infinity
        : (rhythm === "daily" ? day : week) / Number(order) / unit;
    }),
    terms,
  };
}

function termsFor({ daily, weekly, trend, hourOfWeek }: CounterfactualOptions, step: number, before: number) {
  if (daily === undefined && step < day / 2 && before < 3 * day && before > 0) {
    throw new RangeError(
      `Cannot learn the rhythm of the day: three days before the event are needed (daily: 0 does without), current count is ${
        before / day
      }`,
    );
  }
  // below half of the bins of a period, where sine and cosine can be told apart
  const most = (period: number) => Math.max(0, Math.ceil(period / step / 2) - 1);
  return {
    daily: daily ?? Math.min(4, most(day)),
    weekly: weekly ?? (before >= 2 * week ? Math.min(3, most(week)) : 0),
    trend: trend ?? before >= 2 * week,
    hourOfWeek,
  };
}
