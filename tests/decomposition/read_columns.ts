import { parse } from "csv-parse/sync";

/** The columns of a reference file by name; empty cells are NaN. */
export function readColumns(file: string): (name: string) => Float64Array {
  const rows: Record<string, string>[] = parse(
    Deno.readTextFileSync(new URL(`../reference/${file}`, import.meta.url)),
    { columns: true },
  );
  return (name) => Float64Array.from(rows, (row) => row[name] === "" ? NaN : Number(row[name]));
}

/** The largest absolute difference over the values that are there; NaN if one is missing in the actual alone. */
export function largestDifference(actual: Float64Array, expected: Float64Array): number {
  return actual.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0);
}
