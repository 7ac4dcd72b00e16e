import { checkColumns } from "@/state_space/check_columns.ts";

/**
 * The observed rows of a series and its regressors, ready for many filter passes: regressors first, the series last, padded
 * with zero columns to a multiple of four, one column after another.
 */
export interface ObservedRows {
  /** How many rows are observed. */
  readonly count: number;
  /** How many regressors stand before the series. */
  readonly regressorCount: number;
  /** Number of columns with padding; column `regressorCount` is the series. */
  readonly width: number;
  /** `width` columns of `count` values. */
  readonly values: Float64Array;
  /** Steps since the observed row before; the first is 0. */
  readonly gaps: Float64Array;
  /** Where each observed row stands in the series. */
  readonly times: Int32Array;
}

/**
 * Gathers the rows where the series is observed (not NaN).
 *
 * @param series The series, NaN where missing.
 * @param regressors Columns as long as the series, finite everywhere.
 * @throws {RangeError} If lengths differ, a regressor is not finite, or the series holds an infinity.
 *
 * @example
 * ```ts
 * import { observedRows } from "@/state_space/observed_rows.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const rows = observedRows(Float64Array.of(1, NaN, NaN, 4));
 * assertEquals([...rows.times], [0, 3]);
 * assertEquals([...rows.gaps], [0, 3]);
 * ```
 */
export function observedRows(series: Float64Array, regressors: readonly Float64Array[] = []): ObservedRows {
  checkColumns(series, regressors);
  let count = 0;
  for (const value of series) if (!Number.isNaN(value)) count++;
  const times = new Int32Array(count);
  const gaps = new Float64Array(count);
  for (let time = 0, row = 0; time < series.length; time++) {
    if (Number.isNaN(series[time]!)) continue;
    times[row] = time;
    gaps[row] = row === 0 ? 0 : time - times[row - 1]!;
    row++;
  }
  const regressorCount = regressors.length;
  const width = 4 * Math.ceil((regressorCount + 1) / 4);
  const values = new Float64Array(width * count);
  [...regressors, series].forEach((column, index) => {
    const start = index * count;
    if (count === column.length) values.set(column, start);
    else for (let row = 0; row < count; row++) values[start + row] = column[times[row]!]!;
  });
  return { count, regressorCount, width, values, gaps, times };
}
