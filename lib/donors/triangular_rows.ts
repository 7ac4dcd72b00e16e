/**
 * Columns of as few rows as possible with the same lengths and angles: the triangular factor of Householder's
 * decomposition (1958), the columns themselves if they have no more rows than there are columns.
 *
 * Least squares in combinations of the columns are the same on either.
 *
 * @param columns Columns of equal length.
 * @returns As many columns, each of at most as many rows as there are columns.
 *
 * @example
 * ```ts
 * import { triangularRows } from "@/donors/triangular_rows.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const [column] = triangularRows([Float64Array.of(1, 2, 2)]);
 * assertAlmostEquals(Math.abs(column![0]!), 3, 1e-15);
 * ```
 */
export function triangularRows(columns: readonly Float64Array[]): Float64Array[] {
  const rows = columns[0]?.length ?? 0;
  const width = columns.length;
  const work = columns.map((column) => column.slice());
  if (rows <= width) return work;
  for (let k = 0; k < width; k++) {
    const reflector = work[k]!.slice(k);
    const length = Math.sqrt(reflector.reduce((sum, value) => sum + value * value, 0));
    if (length === 0) continue;
    const head = reflector[0]! > 0 ? -length : length;
    reflector[0]! -= head;
    const half = -head * reflector[0]!;
    for (let j = k + 1; j < width; j++) {
      const column = work[j]!.subarray(k);
      let product = 0;
      for (let i = 0; i < column.length; i++) product += reflector[i]! * column[i]!;
      const share = product / half;
      for (let i = 0; i < column.length; i++) column[i]! -= share * reflector[i]!;
    }
    work[k]!.fill(0, k + 1)[k] = head;
  }
  return work.map((column) => column.slice(0, width));
}
