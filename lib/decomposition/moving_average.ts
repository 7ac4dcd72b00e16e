/**
 * The unweighted means of every run of `span` neighbouring values, by a running sum.
 *
 * @param values The values, none missing.
 * @param span How many neighbours each mean takes; a whole number, 1 to the number of values.
 * @returns One mean a run: `values.length - span + 1` of them, the first over `values[0]` to `values[span - 1]`.
 * @throws {RangeError} If the span is no such number.
 *
 * @example
 * ```ts
 * import { movingAverage } from "@/decomposition/moving_average.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(movingAverage(Float64Array.of(1, 2, 6, 4), 3), Float64Array.of(3, 4));
 * ```
 */
export function movingAverage(values: Float64Array, span: number): Float64Array {
  if (!Number.isInteger(span) || span < 1 || span > values.length) {
    throw new RangeError(
      `Cannot average: a whole span of 1 to ${values.length} values needed, current span is ${span}`,
    );
  }
  const means = new Float64Array(values.length - span + 1);
  let sum = 0;
  for (let i = 0; i < span; i++) sum += values[i]!;
  means[0] = sum / span;
  for (let i = 1; i < means.length; i++) {
    sum = sum - values[i - 1]! + values[i + span - 1]!;
    means[i] = sum / span;
  }
  return means;
}
