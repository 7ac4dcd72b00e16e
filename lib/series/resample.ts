import { type Bin, binEdges, nominalLength } from "@/series/bin_edges.ts";
import { type Aggregate, binStretches } from "@/series/bin_stretches.ts";
import { checkCoverage } from "@/series/regular_series.ts";
import type { Series } from "@/series/series.ts";

/** How {@linkcode resample} makes a bin of several. */
export interface ResampleOptions {
  readonly bin: Bin;
  /** "mean" when left out. */
  readonly aggregate?: Aggregate;
  /** The least part of a bin that must be observed; all of it when left out. */
  readonly minimumCoverage?: number;
  /** The zone whose clock the new bins follow; that of the series when left out. */
  readonly zone?: string;
}

/**
 * A series in coarser bins: the mean weighted by observed time, the sum, or the largest value.
 *
 * A bin observed for less than `minimumCoverage` is a gap; nothing is filled in or scaled up. Where an old bin reaches
 * over the edge of a new one, the mean and the sum take the part of it that they share.
 *
 * @throws {RangeError} If the new bins are not longer than the old ones, or the coverage is not a part.
 *
 * @example
 * ```ts
 * import { regularSeries } from "@/series/regular_series.ts";
 * import { resample } from "@/series/resample.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const minute = 60_000;
 * const series = regularSeries(
 *   { times: [0, 15 * minute, 30 * minute, 45 * minute, 60 * minute, 90 * minute], values: [1, 2, 3, 4, 5, 6] },
 *   { bin: { minutes: 15 } },
 * );
 * assertEquals(resample(series, { bin: { hours: 1 } }).values, Float64Array.of(2.5, NaN));
 * assertEquals(resample(series, { bin: { hours: 1 }, minimumCoverage: 0.5 }).values, Float64Array.of(2.5, 5.5));
 * ```
 */
export function resample(series: Series, options: ResampleOptions): Series {
  const { bin, aggregate = "mean", minimumCoverage = 1, zone = series.zone } = options;
  checkCoverage(minimumCoverage);
  if (!(nominalLength(bin) > nominalLength(series.bin))) {
    throw new RangeError(
      `Cannot resample: bins longer than ${JSON.stringify(series.bin)} are needed, current bin is ${
        JSON.stringify(bin)
      }`,
    );
  }
  const ends = new Float64Array(series.times.length).fill(series.end);
  ends.set(series.times.subarray(1));
  const stretches = {
    starts: series.times,
    ends,
    values: series.values,
    coverage: series.coverage,
  };
  const edges = binEdges(series.times[0]!, series.end - 1, bin, zone);
  const { gaps, partial, ...binned } = binStretches(stretches, edges, aggregate, minimumCoverage);
  return {
    ...series,
    times: edges.slice(0, -1),
    end: edges.at(-1)!,
    ...binned,
    bin,
    zone,
    record: {
      ...series.record,
      gaps,
      partial,
      choices: [
        ...series.record.choices,
        `resampled to the ${aggregate} of ${
          JSON.stringify(bin)
        } in ${zone}, observed for at least ${minimumCoverage}: ${gaps} gaps, ${partial} of them observed in part`,
      ],
    },
  };
}
