/** How many rows are worked on at once, to stay in the cache. */
const blockRows = 256;

/**
 * The sum over all pairs of times s and t of weight(|s - t|) u(s) u(t)', for vectors u with one entry a column.
 *
 * Each column is first smoothed by the weights, so the cost is rows x lags x columns + rows x columns².
 *
 * @param columns The p columns, of equal length.
 * @param weights The weights of the lags 0, 1, 2 …
 * @returns p rows of p, symmetric.
 *
 * @example
 * ```ts
 * import { weightedCovariance } from "@/robust/weighted_covariance.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const u = Float64Array.of(1, 2, -3);
 * assertEquals(weightedCovariance([u], Float64Array.of(1, 0.5)), [Float64Array.of(1 + 4 + 9 + 2 * 0.5 * (2 - 6))]);
 * ```
 */
export function weightedCovariance(
  columns: readonly Float64Array[],
  weights: Float64Array,
): readonly Float64Array[] {
  const rows = columns[0]?.length ?? 0;
  const lags = Math.min(weights.length, rows);
  const half = weights.slice(0, lags).map((weight, lag) => lag ? weight : weight / 2);
  const smoothed = columns.map((column) => smooth(column, half));
  return columns.map((column, i) =>
    Float64Array.from(columns, (other, j) => product(column, smoothed[j]!) + product(other, smoothed[i]!))
  );
}

/** The scalar product, in four sums so that no addition waits for the one before it. */
function product(a: Float64Array, b: Float64Array): number {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  let t = 0;
  for (; t + 3 < a.length; t += 4) {
    first += a[t]! * b[t]!;
    second += a[t + 1]! * b[t + 1]!;
    third += a[t + 2]! * b[t + 2]!;
    fourth += a[t + 3]! * b[t + 3]!;
  }
  for (; t < a.length; t++) first += a[t]! * b[t]!;
  return first + second + (third + fourth);
}

/** At each row, the weighted sum of that row and those after it; four lags at a time. */
function smooth(column: Float64Array, weights: Float64Array): Float64Array {
  const rows = column.length;
  const lags = Math.ceil(weights.length / 4) * 4;
  const padded = new Float64Array(rows + lags + blockRows);
  padded.set(column);
  const weight = new Float64Array(lags);
  weight.set(weights);
  const result = new Float64Array(rows);
  for (let start = 0; start < rows; start += blockRows) {
    const end = Math.min(rows, start + blockRows);
    for (let lag = 0; lag < lags; lag += 4) {
      const a = weight[lag]!;
      const b = weight[lag + 1]!;
      const c = weight[lag + 2]!;
      const d = weight[lag + 3]!;
      for (let t = start; t < end; t++) {
        const s = t + lag;
        result[t]! += a * padded[s]! + b * padded[s + 1]! + c * padded[s + 2]! + d * padded[s + 3]!;
      }
    }
  }
  return result;
}

/**
 * The same with Bartlett's weights 1 - l / (lag + 1), at a cost that does not grow with the lag: they are what the
 * squares of moving sums over lag + 1 rows add up to, divided by lag + 1.
 *
 * @param columns The p columns, of equal length.
 * @param lag The last lag with a weight, a whole number from 0 and below the number of rows.
 * @returns p rows of p, symmetric and positive semidefinite.
 *
 * @example
 * ```ts
 * import { bartlettCovariance } from "@/robust/weighted_covariance.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const u = Float64Array.of(1, 2, -3);
 * assertEquals(bartlettCovariance([u], 1), [Float64Array.of(1 + 4 + 9 + 2 * 0.5 * (2 - 6))]);
 * ```
 */
export function bartlettCovariance(columns: readonly Float64Array[], lag: number): readonly Float64Array[] {
  const rows = columns[0]?.length ?? 0;
  const windows = rows + lag;
  const cumulated = columns.map((column) => {
    const sums = new Float64Array(windows + lag + 1);
    for (let t = 0; t < rows; t++) sums[lag + t + 1] = sums[lag + t]! + column[t]!;
    return sums.fill(sums[windows]!, windows + 1);
  });
  const covariance = columns.map(() => new Float64Array(columns.length));
  const block = columns.map(() => new Float64Array(blockRows));
  for (let start = 0; start < windows; start += blockRows) {
    const count = Math.min(blockRows, windows - start);
    for (const [j, sums] of cumulated.entries()) {
      const window = block[j]!.fill(0, count);
      for (let t = start; t < start + count; t++) window[t - start] = sums[t + lag + 1]! - sums[t]!;
    }
    for (const [i, a] of block.entries()) for (let j = 0; j <= i; j++) covariance[i]![j]! += product(a, block[j]!);
  }
  for (let i = 0; i < columns.length; i++) {
    for (let j = 0; j <= i; j++) covariance[j]![i] = covariance[i]![j]! /= lag + 1;
  }
  return covariance;
}
