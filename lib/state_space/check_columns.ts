/**
 * Checks a series and its regressors before they enter a filter.
 *
 * @throws {RangeError} If the series holds an infinity, or a regressor is not as long as the series or not finite.
 */
export function checkColumns(series: Float64Array, regressors: readonly Float64Array[]): void {
  const infinite = series.findIndex((value) => Math.abs(value) === Infinity);
  if (infinite >= 0) {
    throw new RangeError(
      `Cannot filter the series: its values must be finite or NaN (missing), current value at ${infinite} is ${
        series[infinite]
      }`,
    );
  }
  regressors.forEach((column, index) => {
    if (column.length !== series.length) {
      throw new RangeError(
        `Cannot use regressor ${index}: it must be as long as the series (${series.length}), current length is ${column.length}`,
      );
    }
    const row = column.findIndex((value) => !Number.isFinite(value));
    if (row >= 0) {
      throw new RangeError(
        `Cannot use regressor ${index}: its values must be finite, current value at ${row} is ${column[row]}`,
      );
    }
  });
}
