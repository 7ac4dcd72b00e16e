import type { TimeSeries } from "@/counterfactual/harmonic_regression.ts";
import {
  binsBefore,
  type CounterfactualOptions,
  type ImpactGrid,
  impactGrid,
  instantOf,
} from "@/impact/impact_grid.ts";
import { fitsBefore } from "@/impact/window_effect.ts";
import { type WindowImpact, windowImpact } from "@/impact/window_impact.ts";
import type { Time } from "@/series/read_times.ts";

/** What {@linkcode placeboInTime} is told. */
export interface PlaceboOptions extends CounterfactualOptions {
  /** The instant of the event. */
  readonly event: Time;
  /** Until when the effect is averaged; the end of the series when left out. Placebo windows are as long. */
  readonly until?: Time;
  /** How far apart the dates are that nothing is known to have happened on; a day when left out. */
  readonly every?: Temporal.DurationLike;
  /** The least part of the period before the event that must lie before a placebo; a half when left out. */
  readonly least?: number;
  /** The probability of the bounds, from 0.5; 0.95 when left out. */
  readonly level?: number;
}

/** The event beside dates before it on which nothing is known to have happened. */
export interface PlaceboInTime {
  readonly event: WindowImpact;
  /** In order of time, each judged from what lies before it alone. */
  readonly placebos: readonly WindowImpact[];
  /** The share of placebos called an effect at the level: about 1 - level where the method is honest on this series. */
  readonly falseAlarms: number;
  /**
   * The share of placebos, the event counted among them, whose effect is at least as far from 0 as that of the event: a
   * p-value that needs no model of the noise, and is never below 1 / (placebos + 1).
   */
  readonly rankPValue: number;
}

/**
 * Asks the question of an event at dates before it, where the answer should be "nothing".
 *
 * Windows of placebos end before the event. Where dates are closer than a window is long they overlap, so that false alarms
 * come in runs.
 *
 * @throws {RangeError} If no date leaves enough before it and room for the window; or as `eventImpact`.
 *
 * @example
 * ```ts
 * import { placeboInTime } from "@/impact/placebo_in_time.ts";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const start = Date.parse("2012-01-01T00:00Z");
 * const times = Float64Array.from({ length: 43 * 24 }, (_, hour) => start + hour * 3_600_000);
 * const values = times.map((_, hour) => 100 * Math.exp(0.05 * Math.sin(hour * hour)) * (hour < 42 * 24 ? 1 : 0.8));
 * const { placebos, rankPValue } = placeboInTime({ times, values }, { event: "2012-02-12T00:00Z" });
 * assertEquals(placebos.length, 21);
 * assert(rankPValue === 1 / 22); // nothing like it in the three weeks before
 * ```
 */
export function placeboInTime(series: TimeSeries, options: PlaceboOptions): PlaceboInTime {
  const { zone, least = 0.5, level = 0.95, every = { days: 1 } } = options;
  if (!(least > 0 && least < 1) || !(level >= 0.5 && level < 1)) {
    throw new RangeError(
      `Cannot look at placebos: a part from 0 to 1 and a level from 0.5 to below 1 are needed, current values are ${least} and ${level}`,
    );
  }
  const event = instantOf(options.event, zone);
  const grid = impactGrid(series, event, options);
  const before = binsBefore(grid, event, true);
  const start = binsBefore(grid, event);
  const end = options.until === undefined ? grid.times.length : binsBefore(grid, instantOf(options.until, zone), true);
  if (before === 0 || end <= start) {
    throw new RangeError(
      `Cannot look at an event: it must lie between the first and the last bin, current value is ${options.event}`,
    );
  }
  const dates = placeboDates(grid, { before, window: end - start, every, least, zone });
  const fit = fitsBefore(grid, before);
  const placebos = dates.map((date) => {
    const window = { start: date, end: date + end - start };
    return windowImpact(grid, fit(date, window.end), window, level).impact;
  });
  const own = windowImpact(grid, fit(before), { start, end }, level).impact;
  const far = placebos.filter(({ effect }) => Math.abs(effect.value) >= Math.abs(own.effect.value)).length;
  return {
    event: own,
    placebos,
    falseAlarms: placebos.filter(({ pValue }) => pValue < 1 - level).length / placebos.length,
    rankPValue: (far + 1) / (placebos.length + 1),
  };
}

/** The bins at which placebos start, rising: the last whole window before the event and, step by step, those before it. */
export function placeboDates(
  grid: ImpactGrid,
  { before, window, every, least, zone = "UTC" }: {
    readonly before: number;
    readonly window: number;
    readonly every: Temporal.DurationLike;
    readonly least: number;
    readonly zone?: string | undefined;
  },
): number[] {
  const dates: number[] = [];
  let date = before - window;
  const first = Math.ceil(least * before);
  while (date >= first) {
    if (grid.values.subarray(date, date + window).some((value) => !Number.isNaN(value))) dates.unshift(date);
    const time = Temporal.Instant.fromEpochMilliseconds(grid.times[date]!).toZonedDateTimeISO(zone);
    const earlier = binsBefore(grid, time.subtract(every).epochMilliseconds);
    if (earlier >= date) {
      throw new RangeError(
        `Cannot step through placebos: a step of at least a bin is needed, current value is ${every}`,
      );
    }
    date = earlier;
  }
  if (dates.length === 0) {
    throw new RangeError(
      `Cannot look at placebos: a window of ${window} bins after the first ${first} and before the event is needed, current count before it is ${before}`,
    );
  }
  return dates;
}
