import { formatNumber } from "@/interval/format.ts";
import type { Series } from "@/series/series.ts";

/** A stretch of a series without a value. */
export interface Gap {
  /** ISO 8601 in UTC. */
  readonly from: string;
  readonly to: string;
  readonly bins: number;
}

/** What stands out in a series before anything is computed of it. */
export interface SeriesOddities {
  /** The stretches without a value, the longest first. */
  readonly gaps: readonly Gap[];
  /** How many bins lack a value. */
  readonly missing: number;
  /** What else stands out, in words. */
  readonly oddities: readonly string[];
}

/**
 * Names the gaps of a series and what looks unlike traffic: values of 0, a value that stays the same, single values far above
 * all others.
 *
 * A value counts as stuck where it stays the same, and not 0, for 12 bins or more, and as a spike where it is above ten times
 * the 99th percentile.
 *
 * @example
 * ```ts
 * import { regularSeries } from "@/series/regular_series.ts";
 * import { seriesOddities } from "@/impact/series_oddities.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const hour = 3_600_000;
 * const series = regularSeries({ times: [0, hour, 3 * hour], values: [4, 0, 5] }, { bin: { hours: 1 } });
 * const { gaps, oddities } = seriesOddities(series);
 * assertEquals(gaps, [{ from: "1970-01-01T02:00Z", to: "1970-01-01T03:00Z", bins: 1 }]);
 * assertEquals(oddities, ["1 bin holds 0"]);
 * ```
 */
export function seriesOddities({ times, end, values }: Pick<Series, "times" | "end" | "values">): SeriesOddities {
  const gaps: Gap[] = [];
  let longestRun = { start: 0, length: 0 };
  for (let from = 0; from < values.length;) {
    const same = (bin: number) => Object.is(values[bin], values[from]);
    let to = from + 1;
    while (to < values.length && same(to)) to++;
    if (Number.isNaN(values[from])) {
      gaps.push({ from: minute(times[from]!), to: minute(times[to] ?? end), bins: to - from });
    } else if (values[from] !== 0 && to - from > longestRun.length) longestRun = { start: from, length: to - from };
    from = to;
  }
  const observed = values.filter((value) => !Number.isNaN(value)).sort();
  const zeros = observed.filter((value) => value === 0).length;
  const high = observed[Math.floor(0.99 * (observed.length - 1))] ?? NaN;
  const spikes = observed.length >= 100 && high > 0 ? observed.filter((value) => value > 10 * high).length : 0;
  const count = (bins: number, verb: string, verbs: string) =>
    `${formatNumber(bins)} ${bins === 1 ? `bin ${verb}` : `bins ${verbs}`}`;
  return {
    gaps: gaps.sort((a, b) => b.bins - a.bins),
    missing: values.length - observed.length,
    oddities: [
      ...zeros > 0 ? [count(zeros, "holds 0", "hold 0")] : [],
      ...longestRun.length >= 12 && longestRun.length < observed.length
        ? [
          `the same value, ${formatNumber(values[longestRun.start]!)}, stands in ${
            formatNumber(longestRun.length)
          } bins in a row from ${minute(times[longestRun.start]!)} on`,
        ]
        : [],
      ...spikes > 0 ? [`${count(spikes, "is", "are")} above ten times the 99th percentile`] : [],
    ],
  };
}

/** An instant to the minute, in ISO 8601. */
export const minute = (time: number): string => `${new Date(time).toISOString().slice(0, 16)}Z`;
