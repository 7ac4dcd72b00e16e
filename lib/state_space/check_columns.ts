import { checkRegressors } from "@/linear/check_regressors.ts";

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
  checkRegressors(regressors, series.length);
}
