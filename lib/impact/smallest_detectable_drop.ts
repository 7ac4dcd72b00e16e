import type { TimeSeries } from "@/counterfactual/harmonic_regression.ts";
import { binsBefore, impactGrid, instantOf, stepOf } from "@/impact/impact_grid.ts";
import { placeboDates, type PlaceboOptions } from "@/impact/placebo_in_time.ts";
import { mixtureMean, mixtureQuantile } from "@/impact/student_mixture.ts";
import { findWindow, fitsBefore } from "@/impact/window_effect.ts";
import { windowImpact } from "@/impact/window_impact.ts";

/** What {@linkcode smallestDetectableDrop} is told. */
export interface DetectionOptions extends Omit<PlaceboOptions, "until"> {
  /** How long after the event the effect would be averaged. */
  readonly window: Temporal.DurationLike;
  /** The probability with which the drop is to be shown; 0.8 when left out. */
  readonly power?: number;
}

/** How small a drop a series can show, by two roads. */
export interface SmallestDetectableDrop {
  /** From the distribution of the window mean without an event: a share of what is expected, 0 to 1; on levels, a difference. */
  readonly byFormula: number;
  /** From the dates before the event; undefined where there is no room for any. */
  readonly byPlacebo: number | undefined;
  /** How many dates that rests on. */
  readonly placebos: number;
}

/**
 * The smallest drop that a two-sided test at the level would show with a given power, were it a step that lasts the window.
 *
 * Nothing after the event is looked at, so it may lie in the future or at the end of the series. By formula: the quantiles of
 * the window mean for level and power, added. By placebo: the drop that, put on windows before the event, is shown in the
 * share of them that is the power.
 *
 * @throws {RangeError} If the power is not between 0.5 and 1, or as `eventImpact`.
 *
 * @example
 * ```ts
 * import { smallestDetectableDrop } from "@/impact/smallest_detectable_drop.ts";
 * import { assert } from "@std/assert";
 *
 * const start = Date.parse("2012-01-01T00:00Z");
 * const times = Float64Array.from({ length: 42 * 24 }, (_, hour) => start + hour * 3_600_000);
 * const values = times.map((_, hour) => 100 * Math.exp(0.05 * Math.sin(hour * hour)));
 * const event = "2012-02-12T00:00Z";
 * const day = smallestDetectableDrop({ times, values }, { event, window: { days: 1 } });
 * const hours = smallestDetectableDrop({ times, values }, { event, window: { hours: 3 } });
 * assert(0 < day.byFormula && day.byFormula < hours.byFormula && hours.byFormula < 0.15);
 * ```
 */
export function smallestDetectableDrop(series: TimeSeries, options: DetectionOptions): SmallestDetectableDrop {
  const { zone, power = 0.8, level = 0.95, least = 0.5, every = { days: 1 } } = options;
  if (!(power >= 0.5 && power < 1) || !(level >= 0.5 && level < 1)) {
    throw new RangeError(
      `Cannot compute a detectable drop: power and level from 0.5 to below 1 are needed, current values are ${power} and ${level}`,
    );
  }
  const event = instantOf(options.event, zone);
  const end = Temporal.Instant.fromEpochMilliseconds(event).toZonedDateTimeISO(zone ?? "UTC").add(options.window);
  const planned = plannedSeries(series, event, end.epochMilliseconds, options.controls ?? {});
  const grid = impactGrid(planned.series, event, { ...options, controls: planned.controls });
  const before = binsBefore(grid, event, true);
  const window = { start: binsBefore(grid, event), end: grid.times.length };
  if (before === 0 || window.start >= window.end) {
    throw new RangeError(
      `Cannot compute a detectable drop: bins before the event and in the window are needed, current counts are ${before} and ${
        window.end - window.start
      }`,
    );
  }
  const fit = fitsBefore(grid, before);
  const length = window.end - window.start;
  const room = before - length >= Math.ceil(least * before);
  // of each placebo, the drop from which on its upper bound is below 0
  const needed = room
    ? placeboDates(grid, { before, window: length, every, least, zone }).map((date) => {
      const placebo = { start: date, end: date + length };
      return windowImpact(grid, fit(date, placebo.end), placebo, level).impact.effect.high;
    }).sort((a, b) => a - b)
    : [];
  const { posterior } = findWindow(grid, fit(before), window);
  const reach = (probability: number) => mixtureQuantile(posterior, probability) - mixtureMean(posterior);
  const drop = (size: number) => grid.scale === "logarithm" ? -Math.expm1(-size) : size;
  const last = needed[Math.ceil(power * needed.length) - 1];
  return {
    byFormula: drop(reach((1 + level) / 2) + reach(power)),
    byPlacebo: last === undefined ? undefined : drop(Math.max(0, last)),
    placebos: needed.length,
  };
}

/** The series before the event, followed by bins that stand for those to be observed. */
function plannedSeries(
  { times, values }: TimeSeries,
  event: number,
  end: number,
  controls: Readonly<Record<string, Float64Array>>,
) {
  const step = stepOf(times);
  const kept = times.filter((time) => time + step <= event).length;
  const start = times[0]!;
  const first = Math.ceil((event - start) / step);
  const count = times.length < 2 ? 0 : Math.max(0, Math.floor((end - start) / step) - first);
  const mean = (column: Float64Array) => {
    const seen = column.subarray(0, kept).filter((value) => !Number.isNaN(value));
    return seen.reduce((sum, value) => sum + value, 0) / seen.length;
  };
  const extended = (column: Float64Array, fill: (bin: number) => number) =>
    Float64Array.from({ length: kept + count }, (_, i) => i < kept ? column[i]! : fill(i - kept));
  const typical = mean(values);
  return {
    series: {
      times: extended(times, (bin) => start + (first + bin) * step),
      values: extended(values, () => typical),
    },
    controls: Object.fromEntries(
      Object.entries(controls).map(([name, column]) => {
        const usual = mean(column);
        return [name, extended(column, () => usual)];
      }),
    ),
  };
}
