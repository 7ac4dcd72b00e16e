/**
 * Refuses regressors that do not go with a series.
 *
 * @param regressors The regressors, one column each.
 * @param length How many values the series has.
 * @throws {RangeError} If a regressor has another length or holds a value that is not finite.
 *
 * @example
 * ```ts
 * import { checkRegressors } from "@/linear/check_regressors.ts";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => checkRegressors([[1, 2], [3, NaN]], 2), RangeError, "current value at 1 is NaN");
 * ```
 */
export function checkRegressors(regressors: readonly ArrayLike<number>[], length: number): void {
  regressors.forEach((column, index) => {
    if (column.length !== length) {
      throw new RangeError(
        `Cannot use regressor ${index}: it must be as long as the series (${length}), current length is ${column.length}`,
      );
    }
    for (let row = 0; row < length; row++) {
      if (Number.isFinite(column[row])) continue;
      throw new RangeError(
        `Cannot use regressor ${index}: its values must be finite, current value at ${row} is ${column[row]}`,
      );
    }
  });
}
