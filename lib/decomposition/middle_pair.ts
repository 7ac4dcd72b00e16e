/**
 * The two middle values as R's `stl` finds them, by the partial quicksort of Singleton (1969) and Chambers (1971).
 *
 * Of an odd number of values, and of sorted ones, both are the median. Of an even number R asks for the two middle places
 * in falling order where the sort wants them rising: when a partition falls right between the two, only its shorter side
 * is sorted on, and the value on the other side may stand some ranks further out. Robust decompositions of R depend on
 * it, some visibly, so it is kept here; sort the values first for the exact pair.
 *
 * @param values The values, none NaN; they are partly sorted in place.
 * @returns The lower and the upper middle value, the same one of an odd number; 0 and 0 of none.
 *
 * @example
 * ```ts
 * import { middlePair } from "@/decomposition/middle_pair.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(middlePair(Float64Array.of(5, 1, 3)), [3, 3]);
 * assertEquals(middlePair(Float64Array.of(1, 3, 5, 8)), [3, 5]);
 * ```
 */
export function middlePair(values: Float64Array): [lower: number, upper: number] {
  const lower = (values.length - 1) >> 1;
  const upper = values.length >> 1;
  let [first, last] = [lower, upper];
  let [low, high] = [0, values.length - 1];
  while (high - low > 10 || (low === 0 && high > 0)) {
    const [leftEnd, rightStart] = partition(values, low, high);
    const inLeft = first <= leftEnd;
    const inRight = last >= rightStart;
    if (!inLeft && !inRight) return [values[lower]!, values[upper]!];
    if (inLeft && (!inRight || leftEnd - low <= high - rightStart)) {
      high = leftEnd;
      last = Math.min(last, leftEnd);
    } else {
      low = rightStart;
      first = Math.max(first, rightStart);
    }
  }
  values.subarray(low, high + 1).sort();
  return [values[lower] ?? 0, values[upper] ?? 0];
}

/** Splits about the median of first, middle and last: none up to `leftEnd` is above any from `rightStart` on. */
function partition(values: Float64Array, low: number, high: number): [leftEnd: number, rightStart: number] {
  const middle = (low + high) >> 1;
  if (values[low]! > values[middle]!) swap(values, low, middle);
  if (values[high]! < values[middle]!) {
    swap(values, high, middle);
    if (values[low]! > values[middle]!) swap(values, low, middle);
  }
  const pivot = values[middle]!;
  let leftEnd = high;
  let rightStart = low;
  for (;;) {
    do leftEnd--; while (values[leftEnd]! > pivot);
    do rightStart++; while (values[rightStart]! < pivot);
    if (rightStart > leftEnd) return [leftEnd, rightStart];
    swap(values, leftEnd, rightStart);
  }
}

function swap(values: Float64Array, i: number, j: number): void {
  const value = values[i]!;
  values[i] = values[j]!;
  values[j] = value;
}
