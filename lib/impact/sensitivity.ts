import { type ErrorModel, harmonicCounterfactual, type TimeSeries } from "@/counterfactual/harmonic_regression.ts";
import { normalQuantile } from "@/distribution/normal.ts";
import { tCumulative, tQuantile } from "@/distribution/student_t.ts";
import { eventImpact, type ImpactOptions } from "@/impact/event_impact.ts";
import { binsBefore, impactGrid, instantOf, stepOf } from "@/impact/impact_grid.ts";
import { mapped } from "@/impact/window_impact.ts";
import type { Estimate } from "@/interval/estimate.ts";

/** What {@linkcode sensitivity} is told: the analysis, and what to change in it, one thing at a time. */
export interface SensitivityOptions extends Omit<ImpactOptions, "windows"> {
  /** How long before the event to look; four, three and two weeks, where the series has them, when left out. */
  readonly periodsBefore?: readonly Temporal.DurationLike[];
  /** How many bins to average into one, counted from the event both ways; 2, 3 and 6 when left out. */
  readonly binFactors?: readonly number[];
}

/** One analysis among others. */
export interface SensitivityRow {
  readonly changed: "nothing" | "period before" | "bin" | "model";
  readonly to: string;
  /** On the scale of the analysis: of logarithms, the mean of observed by expected. */
  readonly effect: Estimate | undefined;
  /** As a share of what was expected; undefined on levels. */
  readonly relative: Estimate | undefined;
  readonly pValue: number | undefined;
  /** Why there is no result, where there is none. */
  readonly reason?: string;
}

/**
 * The same question asked with another period before the event, other bins and other models, one change at a time: by how
 * much does the answer depend on choices nobody has a reason for?
 *
 * The models: without trend; twice as many harmonics of the day; and the same rhythm with independent errors, Newey and
 * West's and AR(1) errors, which are there to compare with: under memory their bounds are too narrow. A change that cannot
 * be made has a row with the reason.
 *
 * @throws {RangeError} As `eventImpact`, for the analysis itself.
 *
 * @example
 * ```ts
 * import { sensitivity } from "@/impact/sensitivity.ts";
 * import { assert } from "@std/assert";
 *
 * const start = Date.parse("2012-01-01T00:00Z");
 * const times = Float64Array.from({ length: 31 * 24 }, (_, hour) => start + hour * 3_600_000);
 * const values = times.map((_, hour) => 100 * Math.exp(0.05 * Math.sin(hour * hour)) * (hour < 28 * 24 ? 1 : 0.8));
 * const rows = sensitivity({ times, values }, { event: "2012-01-29T00:00Z" });
 * assert(rows.every(({ relative }) => Math.abs(relative!.value + 0.2) < 0.03));
 * ```
 */
export function sensitivity(series: TimeSeries, options: SensitivityOptions): readonly SensitivityRow[] {
  const { zone, level = 0.95, binFactors = [2, 3, 6] } = options;
  const event = instantOf(options.event, zone);
  const own = eventImpact(series, options);
  const { scale, daily } = own.model;
  const at = Temporal.Instant.fromEpochMilliseconds(event).toZonedDateTimeISO(zone ?? "UTC");
  const first = Math.max(series.times[0]!, options.from === undefined ? -Infinity : instantOf(options.from, zone));
  const periods = options.periodsBefore ?? [{ weeks: 4 }, { weeks: 3 }, { weeks: 2 }];
  const row = (changed: SensitivityRow["changed"], to: string, run: () => ReturnType<typeof eventImpact>) =>
    attempt(changed, to, () => {
      const { effect, relative, pValue } = run();
      return { effect, relative: scale === "logarithm" ? relative : undefined, pValue };
    });
  const fixed = { ...options, scale };
  return [
    row("nothing", "as asked", () => own),
    ...periods.flatMap((period) => {
      const from = at.subtract(period).epochMilliseconds;
      const to = Temporal.Duration.from(period).toString();
      return from > first ? [row("period before", to, () => eventImpact(series, { ...fixed, from }))] : [];
    }),
    ...binFactors.map((factor) =>
      row("bin", `${factor} bins in one`, () => {
        const coarse = averageBins(series, event, factor, options.controls ?? {});
        return eventImpact(coarse.series, { ...fixed, controls: coarse.controls, until: own.end });
      })
    ),
    row(
      "model",
      own.model.trend ? "without trend" : "with trend",
      () => eventImpact(series, { ...fixed, trend: !own.model.trend }),
    ),
    row("model", `${2 * daily} harmonics of the day`, () => eventImpact(series, { ...fixed, daily: 2 * daily })),
    ...([
      ["independent errors", { kind: "independent" }],
      ["Newey-West errors", { kind: "newey-west" }],
      ["AR(1) errors", { kind: "autoregressive" }],
    ] as const).map(([to, errors]) =>
      attempt("model", to, () => regressionEffect(series, fixed, event, own.end, errors, level))
    ),
  ];
}

function attempt(
  changed: SensitivityRow["changed"],
  to: string,
  run: () => Pick<SensitivityRow, "effect" | "relative" | "pValue">,
): SensitivityRow {
  try {
    return { changed, to, ...run() };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { changed, to, effect: undefined, relative: undefined, pValue: undefined, reason: error.message };
  }
}

/** The effect by the regression with a simpler model of the errors. */
function regressionEffect(
  series: TimeSeries,
  options: ImpactOptions,
  event: number,
  end: number,
  errors: ErrorModel,
  level: number,
) {
  const grid = impactGrid(series, event, options);
  const last = binsBefore(grid, end);
  const straddling = (i: number) => grid.times[i]! < event && grid.times[i]! + grid.step > event;
  const values = grid.values.slice(0, last).map((value, i) => straddling(i) ? NaN : value);
  const { zone, controls } = options;
  const { averageEffect, standardError, regression } = harmonicCounterfactual(
    { times: grid.times.slice(0, last), values },
    { start: event, end },
    {
      daily: grid.terms.daily,
      weekly: grid.terms.weekly,
      trend: grid.terms.trend,
      ...(zone === undefined ? {} : { zone }),
      controls: Object.fromEntries(
        Object.keys(controls ?? {}).map((name) => [name, grid.columns[grid.names.indexOf(name)]!.slice(0, last)]),
      ),
      errors,
    },
  );
  const normal = errors.kind === "autoregressive";
  const reach = standardError *
    (normal ? normalQuantile((1 + level) / 2) : tQuantile((1 + level) / 2, regression.degreesOfFreedom));
  const effect = { value: averageEffect, low: averageEffect - reach, high: averageEffect + reach };
  const degreesOfFreedom = normal ? Infinity : regression.degreesOfFreedom;
  return {
    effect,
    relative: grid.scale === "logarithm" ? mapped(effect, Math.expm1) : undefined,
    pValue: 2 * tCumulative(Math.abs(averageEffect) / standardError, degreesOfFreedom, "upper"),
  };
}

/** Means of so many bins in one, counted from the first bin after the event both ways; missing where one of them is. */
function averageBins(
  { times, values }: TimeSeries,
  event: number,
  factor: number,
  controls: Readonly<Record<string, Float64Array>>,
) {
  const step = stepOf(times);
  const origin = times[0]! + Math.ceil((event - times[0]!) / step) * step;
  const groupOf = (time: number) => Math.floor((time - origin) / (factor * step) + 1e-9);
  const groups = [...new Set(Array.from(times, groupOf))];
  const average = (column: Float64Array) => {
    const sums = new Map<number, { sum: number; count: number }>();
    for (let i = 0; i < times.length; i++) {
      const group = groupOf(times[i]!);
      const entry = sums.get(group) ?? { sum: 0, count: 0 };
      sums.set(group, { sum: entry.sum + column[i]!, count: entry.count + 1 });
    }
    return Float64Array.from(groups, (group) => {
      const { sum, count } = sums.get(group)!;
      return count === factor ? sum / count : NaN;
    });
  };
  return {
    series: { times: Float64Array.from(groups, (group) => origin + group * factor * step), values: average(values) },
    controls: Object.fromEntries(Object.entries(controls).map(([name, column]) => [name, average(column)])),
  };
}
