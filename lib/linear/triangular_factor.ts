/** How many rows are reflected at once: 18 columns of them fit the second-level cache. */
export const blockRows = 256;

/**
 * The upper triangular factor R of the QR decomposition of a tall matrix, by Householder reflections (Householder 1958)
 * over blocks of rows, each block stacked below the factor of the rows before it (Golub, Plemmons and Sameh 1988).
 *
 * Append the response as the last column: its entries above the diagonal are then the rotated response that the
 * coefficients solve for, and the last diagonal entry is plus or minus the norm of the residuals.
 *
 * @param columns The columns of the matrix, of equal length, finite. They are not changed.
 * @returns The rows of R; entries below the diagonal are zero, signs of the diagonal are as they come.
 *
 * @example
 * ```ts
 * import { triangularFactor } from "@/linear/triangular_factor.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const [first, second] = triangularFactor([Float64Array.of(3, 4), Float64Array.of(1, 2)]);
 * assertAlmostEquals(Math.abs(first![0]!), 5, 1e-14);
 * assertAlmostEquals(Math.abs(second![1]!), 0.4, 1e-14);
 * ```
 */
export function triangularFactor(columns: readonly Float64Array[]): readonly Float64Array[] {
  const width = columns.length;
  const height = columns[0]?.length ?? 0;
  const factor = columns.map(() => new Float64Array(width));
  takeRows(factor, columns, 0, height);
  return factor;
}

/** Takes further rows of the columns, from one up to another, into the factor of the rows before them, in place. */
export function takeRows(
  factor: readonly Float64Array[],
  columns: readonly Float64Array[],
  from: number,
  to: number,
): void {
  const width = columns.length;
  const block = columns.map(() => new Float64Array(Math.min(blockRows, to - from)));
  for (let start = from; start < to; start += blockRows) {
    const end = Math.min(start + blockRows, to);
    for (let j = 0; j < width; j++) block[j]!.set(columns[j]!.subarray(start, end));
    for (let k = 0; k < width; k++) reflect(factor[k]!, block, k, end - start);
  }
}

/** Columns whose part outside the columns before them is below this share of their length count as collinear. */
const collinear = 1e-13;

/**
 * The smallest share of its length that one of the first columns has outside the columns before it.
 *
 * @param factor The triangular factor of the columns.
 * @param count How many of them to look at.
 * @param task What cannot be done with a column that has none, for the error message.
 * @throws {RangeError} If a column is a linear combination of the columns before it.
 */
export function checkIndependent(
  factor: readonly Float64Array[],
  count: number,
  task: (column: number) => string,
): number {
  let smallest = 1;
  for (let j = 0; j < count; j++) {
    const share = Math.abs(factor[j]![j]!) / Math.hypot(...factor.slice(0, j + 1).map((row) => row[j]!));
    if (!(share > collinear)) {
      throw new RangeError(`Cannot ${task(j)} is a linear combination of the columns before it`);
    }
    smallest = Math.min(smallest, share);
  }
  return smallest;
}

/** Reflects column `k` of the block onto row `k` of the factor, and the columns after it likewise, four at a time. */
function reflect(row: Float64Array, block: readonly Float64Array[], k: number, rows: number): void {
  const v = block[k]!;
  let tail = 0;
  for (let i = 0; i < rows; i++) tail += v[i]! * v[i]!;
  if (tail === 0) return;
  const head = row[k]!;
  const norm = Math.sqrt(head * head + tail);
  const diagonal = head > 0 ? -norm : norm;
  const pivot = head - diagonal;
  const scale = -1 / (diagonal * pivot);
  row[k] = diagonal;

  let j = k + 1;
  for (; j + 3 < block.length; j += 4) {
    const a = block[j]!;
    const b = block[j + 1]!;
    const c = block[j + 2]!;
    const d = block[j + 3]!;
    let onA = pivot * row[j]!;
    let onB = pivot * row[j + 1]!;
    let onC = pivot * row[j + 2]!;
    let onD = pivot * row[j + 3]!;
    for (let i = 0; i < rows; i++) {
      const x = v[i]!;
      onA += x * a[i]!;
      onB += x * b[i]!;
      onC += x * c[i]!;
      onD += x * d[i]!;
    }
    onA *= scale;
    onB *= scale;
    onC *= scale;
    onD *= scale;
    row[j]! -= onA * pivot;
    row[j + 1]! -= onB * pivot;
    row[j + 2]! -= onC * pivot;
    row[j + 3]! -= onD * pivot;
    for (let i = 0; i < rows; i++) {
      const x = v[i]!;
      a[i]! -= onA * x;
      b[i]! -= onB * x;
      c[i]! -= onC * x;
      d[i]! -= onD * x;
    }
  }
  for (; j < block.length; j++) {
    const a = block[j]!;
    let onA = pivot * row[j]!;
    for (let i = 0; i < rows; i++) onA += v[i]! * a[i]!;
    onA *= scale;
    row[j]! -= onA * pivot;
    for (let i = 0; i < rows; i++) a[i]! -= onA * v[i]!;
  }
}
