import type { TimeSeries } from "@/counterfactual/harmonic_regression.ts";
import { tQuantile } from "@/distribution/student_t.ts";
import { expectedPath } from "@/impact/expected_path.ts";
import {
  binsBefore,
  type CounterfactualOptions,
  type ImpactGrid,
  impactGrid,
  instantOf,
} from "@/impact/impact_grid.ts";
import { type ImpactRow, impactRow, impactSentence } from "@/impact/impact_report.ts";
import type { Stretch } from "@/impact/blocked_series.ts";
import { fitBefore } from "@/impact/window_effect.ts";
import { type WindowImpact, windowImpact } from "@/impact/window_impact.ts";
import type { Time } from "@/series/read_times.ts";

/** A window: how long after the event, or from when until when. */
export type ImpactWindow = Temporal.DurationLike | { readonly start: Time; readonly end: Time };

/** What {@linkcode eventImpact} is told. */
export interface ImpactOptions extends CounterfactualOptions {
  /** The instant of the event. A bin that it falls inside counts neither as before nor as after. */
  readonly event: Time;
  /** Until when the effect is averaged; the end of the series when left out. */
  readonly until?: Time;
  /** Further windows to look at, by name. */
  readonly windows?: Readonly<Record<string, ImpactWindow>>;
  /** The probability of the bounds, from 0.5; 0.95 when left out. */
  readonly level?: number;
}

/** What a series would have been, bin by bin, in its own unit. */
export interface Counterfactual {
  /** When each bin starts, in milliseconds since 1970 UTC. */
  readonly times: Float64Array;
  /** NaN where missing. */
  readonly observed: Float64Array;
  /** Before the event the fitted rhythm. On logarithms the median: its mean is not `expected` of the window to the last digit. */
  readonly expected: Float64Array;
  /** Between which bounds each single bin was to be expected. */
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** What an event did to a series. */
export interface EventImpact extends WindowImpact {
  /** The further windows asked for. */
  readonly windows: Readonly<Record<string, WindowImpact>>;
  readonly counterfactual: Counterfactual;
  /** One row a window, the whole one first. */
  readonly rows: readonly ImpactRow[];
  readonly sentence: string;
  /** What was fitted: the scale, the harmonics of day and week, whether there was a trend, and a level for each hour of the week. */
  readonly model: ImpactGrid["terms"] & Pick<ImpactGrid, "scale"> & { readonly hourOfWeek: boolean };
}

/**
 * What an event did to a series: average, cumulative and relative effect over any window, with bounds and p-value that mean
 * what they say also where the noise has memory.
 *
 * The rhythm of day and week, trend and controls are fitted before the event, with a level for each time of the week where
 * what harmonics leave is alike from week to week. What is left is averaged in at most 112
 * blocks, as long as a twelfth of the window where that is enough, and the noise of these blocks may be of many shapes:
 * white, with memory that ends, with memory that never quite ends (fractional Gaussian noise), and sums of these. Each shape
 * gives the mean over the window without the event as Student's t by generalised least squares and the best linear
 * prediction; they are averaged by their restricted likelihood. Memory shorter than a block needs no model: it is in the
 * spread of the block means. What is taken as known is the rhythm within the day.
 *
 * Effects are ratios where all values are above 0 (`scale`): the relative effect is then the geometric mean of observed by
 * expected, and the average and cumulative effects are what the observed bins would have had more or less without it.
 *
 * @param series Regular times, NaN where a value is missing; bins may be left out.
 * @throws {RangeError} If the event is not inside the series, a window reaches outside or holds no value, the period before
 * the event is too short, constant or all missing, times are not regular, a value is infinite, or an option is out of range.
 *
 * @example Traffic falls by a fifth
 * ```ts
 * import { eventImpact } from "@/impact/event_impact.ts";
 * import { assert, assertAlmostEquals } from "@std/assert";
 *
 * const start = Date.parse("2012-01-01T00:00Z");
 * const event = "2012-01-29T00:00Z";
 * const times = Float64Array.from({ length: 31 * 24 }, (_, hour) => start + hour * 3_600_000);
 * const values = times.map((time, hour) =>
 *   100 * Math.exp(0.5 * Math.cos(2 * Math.PI * hour / 24) + 0.05 * Math.sin(hour * hour)) *
 *   (time < Date.parse(event) ? 1 : 0.8)
 * );
 * const { relative, pValue, windows } = eventImpact({ times, values }, { event, windows: { day: { days: 1 } } });
 * assertAlmostEquals(relative!.value, -0.2, 0.01);
 * assert(pValue < 0.001);
 * assert(windows["day"]!.bins === 24);
 * ```
 */
export function eventImpact(series: TimeSeries, options: ImpactOptions): EventImpact {
  const { zone, level = 0.95 } = options;
  if (!(level >= 0.5 && level < 1)) {
    throw new RangeError(`Cannot bound an effect: a level from 0.5 to below 1 is needed, current value is ${level}`);
  }
  const event = instantOf(options.event, zone);
  const grid = impactGrid(series, event, options);
  const bins = binsBefore(grid, event, true);
  const first = binsBefore(grid, event);
  if (bins === 0 || first === grid.times.length) {
    throw new RangeError(
      `Cannot look at an event: it must lie between the first and the last bin, current value is ${options.event}`,
    );
  }
  const stretch = (from: number, until: number): Stretch => {
    const window = { start: binsBefore(grid, from), end: binsBefore(grid, until, true) };
    if (from < event || window.start >= window.end || until > grid.times.at(-1)! + grid.step) {
      throw new RangeError(
        `Cannot look at a window: it must hold a bin after the event and end within the series, current window is ${from} to ${until}`,
      );
    }
    return window;
  };
  const end = options.until === undefined ? grid.times.at(-1)! + grid.step : instantOf(options.until, zone);
  const whole = stretch(event, end);
  const before = fitBefore(grid, bins);
  const { impact, finding } = windowImpact(grid, before, whole, level);
  const windows = Object.fromEntries(
    Object.entries(options.windows ?? {}).map(([name, window]) => {
      const [from, until] = boundsOf(window, event, zone);
      return [name, windowImpact(grid, before, stretch(from, until), level).impact];
    }),
  );

  const path = expectedPath(grid, before, finding, whole.end);
  const reach = tQuantile((1 + level) / 2, finding.posterior.degreesOfFreedom);
  const unit = grid.scale === "logarithm" ? Math.exp : (value: number) => value;
  const band = (side: number) =>
    path.expected.map((value, i) => unit(value + side * reach * Math.sqrt(path.variance[i]!)));
  return {
    ...impact,
    windows,
    counterfactual: {
      times: grid.times.slice(0, whole.end),
      observed: grid.observed.slice(0, whole.end),
      expected: path.expected.map(unit),
      low: band(-1),
      high: band(1),
    },
    rows: [impactRow("whole", impact), ...Object.entries(windows).map(([name, window]) => impactRow(name, window))],
    sentence: impactSentence(impact, level),
    model: { ...grid.terms, hourOfWeek: before.pattern !== undefined, scale: grid.scale },
  };
}

function boundsOf(window: ImpactWindow, event: number, zone = "UTC"): [number, number] {
  if (typeof window === "object" && "start" in window) {
    return [instantOf(window.start, zone), instantOf(window.end, zone)];
  }
  const after = Temporal.Instant.fromEpochMilliseconds(event).toZonedDateTimeISO(zone).add(window);
  return [event, after.epochMilliseconds];
}
