import pl, { type DataFrame } from "polars";
import { regularSeries, type RegularSeriesOptions, type Rows } from "@/series/regular_series.ts";
import type { Series } from "@/series/series.ts";

/** Which columns of a frame make a series. */
export interface FrameColumns {
  readonly time: string;
  readonly value: string;
}

/**
 * {@linkcode regularSeries} of two columns of a polars DataFrame.
 *
 * @throws {RangeError} If a column is missing, or as `regularSeries`.
 * @throws {SyntaxError} As `regularSeries`.
 *
 * @example
 * ```ts
 * import pl from "polars";
 * import { seriesOfFrame } from "@/series/series_frame.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const frame = pl.DataFrame({ date: ["2012-01-18", "2012-01-19", "2012-01-20"], volume: [70, 71, 55] });
 * const series = seriesOfFrame(frame, { time: "date", value: "volume" }, { bin: { days: 1 }, zone: "Europe/Paris" });
 * assertEquals(series.values, Float64Array.of(70, 71, 55));
 * ```
 */
export function seriesOfFrame(frame: DataFrame, { time, value }: FrameColumns, options: RegularSeriesOptions): Series {
  for (const name of [time, value]) {
    if (!frame.columns.includes(name)) {
      throw new RangeError(
        `Cannot make a series: the frame has only the columns ${frame.columns.join(", ")}, current column is ${name}`,
      );
    }
  }
  const times = frame.getColumn(time).toArray() as unknown as Rows["times"]; // dates too, which the types leave out
  return regularSeries({ times, values: frame.getColumn(value).toArray() }, options);
}

/**
 * A series as a polars DataFrame: the start of each bin on the clock of its zone, the value (null for a gap), and the
 * part of the bin observed; for a simulated series a further column says so in every row.
 *
 * @param valueName The name of the column of values, with their unit.
 *
 * @example
 * ```ts
 * import { regularSeries } from "@/series/regular_series.ts";
 * import { seriesFrame } from "@/series/series_frame.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const series = regularSeries(
 *   { times: ["2012-01-19T19:00Z", "2012-01-19T19:05Z", "2012-01-19T19:15Z"], values: [40, 42, 30] },
 *   { bin: { minutes: 5 }, zone: "Europe/Paris" },
 * );
 * const frame = seriesFrame(series, "Gbit/s");
 * assertEquals(frame.columns, ["start", "Gbit/s", "coverage"]);
 * assertEquals(frame.getColumn("start").toArray()[0], "2012-01-19T20:00+01:00");
 * assertEquals(frame.getColumn("Gbit/s").toArray(), [40, 42, null, 30]);
 * ```
 */
export function seriesFrame(series: Series, valueName = "value"): DataFrame {
  const { times, values, coverage, zone, simulated } = series;
  const start = Array.from(
    times,
    (time) =>
      Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(zone).toString({
        smallestUnit: "minute",
        timeZoneName: "never",
      }),
  );
  return pl.DataFrame({
    start,
    [valueName]: pl.Series(valueName, Array.from(values, (value) => Number.isNaN(value) ? null : value), pl.Float64),
    coverage: pl.Series("coverage", Array.from(coverage), pl.Float64),
    ...simulated && { simulated: Array.from(times, () => true) },
  });
}
