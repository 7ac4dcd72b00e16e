import { triangularFactor } from "@/linear/triangular_factor.ts";

/**
 * Columns of as few rows as possible with the same lengths and angles: those of their triangular factor, the columns
 * themselves if they have no more rows than there are columns.
 *
 * Least squares in combinations of the columns are the same on either.
 *
 * @param columns Columns of equal length, finite.
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
export function triangularRows(columns: readonly Float64Array[]): readonly Float64Array[] {
  const rows = columns[0]?.length ?? 0;
  if (rows <= columns.length) return columns;
  const factor = triangularFactor(columns);
  return columns.map((_, j) => Float64Array.from(factor, (row) => row[j]!));
}
