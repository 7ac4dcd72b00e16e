import { fourierTransform } from "@/numeric/fourier_transform.ts";

/** How many rows are worked on at once, to stay in the cache. */
const blockRows = 256;

/**
 * The sum over all pairs of times s and t of weight(|s - t|) u(s) u(t)', for vectors u with one entry a column.
 *
 * Each column is smoothed by the weights through its Fourier transform, two columns a transform, so that the cost hardly
 * grows with the number of lags.
 *
 * @param columns The p columns, of equal length.
 * @param weights The weights of the lags 0, 1, 2 …
 * @returns p rows of p, symmetric.
 *
 * @example
 * ```ts
 * import { weightedCovariance } from "@/robust/weighted_covariance.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const [[sum]] = weightedCovariance([Float64Array.of(1, 2, -3)], Float64Array.of(1, 0.5));
 * assertAlmostEquals(sum!, 1 + 4 + 9 + 2 * 0.5 * (2 - 6), 1e-14);
 * ```
 */
export function weightedCovariance(
  columns: readonly Float64Array[],
  weights: Float64Array,
): [Float64Array, ...Float64Array[]] {
  const rows = columns[0]?.length ?? 0;
  const lags = Math.min(weights.length, rows);
  const length = 2 ** Math.ceil(Math.log2(Math.max(1, rows + lags)));
  const spectrum = new Float64Array(length);
  for (let lag = 0; lag < lags; lag++) spectrum[lag] = spectrum[(length - lag) % length] = weights[lag]!;
  fourierTransform(spectrum, new Float64Array(length));

  const sizes = columns.map((column) => Math.sqrt(product(column, column)) || 1);
  const smoothed: Float64Array[] = [];
  for (let j = 0; j < columns.length; j += 2) {
    const real = new Float64Array(length);
    const imaginary = new Float64Array(length);
    for (let t = 0; t < rows; t++) real[t] = columns[j]![t]! / sizes[j]!;
    if (j + 1 < columns.length) { for (let t = 0; t < rows; t++) imaginary[t] = columns[j + 1]![t]! / sizes[j + 1]!; }
    fourierTransform(real, imaginary);
    for (let k = 0; k < length; k++) {
      real[k]! *= spectrum[k]! / length;
      imaginary[k]! *= -spectrum[k]! / length;
    }
    fourierTransform(real, imaginary);
    smoothed.push(real.subarray(0, rows), imaginary.subarray(0, rows).map((value) => -value));
  }
  const sums = columns.map((column, i) =>
    Float64Array.from(columns, (_, j) => i < j ? 0 : product(column, smoothed[j]!) * sizes[j]!)
  );
  return symmetric(sums) as [Float64Array, ...Float64Array[]];
}

/** The scalar product, in four sums so that no addition waits for the one before it. */
function product(a: Float64Array, b: Float64Array): number {
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
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

/** Copies what is below the diagonal above it. */
function symmetric(matrix: readonly Float64Array[]): readonly Float64Array[] {
  return matrix.map((row, i) => row.map((value, j) => i < j ? matrix[j]![i]! : value));
}

/**
 * The same with Bartlett's weights 1 - l / (lag + 1), at a cost that does not grow with the lag: they are what the
 * squares of moving sums over lag + 1 rows add up to, divided by lag + 1.
 *
 * @param columns The p columns, of equal length.
 * @param lag The last lag with a weight, a whole number from 0.
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
  const covariance = columns.map(() => new Float64Array(columns.length));
  const block = columns.map(() => new Float64Array(blockRows));
  for (let start = 0; start < windows; start += blockRows) {
    for (let j = 0; j < columns.length; j++) {
      const window = block[j]!;
      moveSum(columns[j]!, start, lag, start === 0 ? 0 : window[blockRows - 1]!, window);
      if (start + blockRows > windows) window.fill(0, windows - start);
    }
    for (let i = 0; i < columns.length; i++) {
      for (let j = 0; j <= i; j++) covariance[i]![j]! += product(block[i]!, block[j]!);
    }
  }
  return symmetric(covariance.map((row) => row.map((sum) => sum / (lag + 1))));
}

/** The sums of a column over lag + 1 rows up to each of the next rows, from the sum up to the row before. */
function moveSum(column: Float64Array, start: number, lag: number, before: number, sums: Float64Array): void {
  let sum = before;
  const end = start + sums.length;
  const rows = column.length;
  for (let t = start; t < end; t++) {
    if (t < rows) sum += column[t]!;
    if (t > lag && t - lag <= rows) sum -= column[t - lag - 1]!;
    sums[t - start] = sum;
  }
}
