import { printable } from "@/read/refuse.ts";
import type { NamedRows, SeriesFormat, SeriesSource } from "@/read/series_source.ts";

/** What a format of columns over the same times gives. */
export interface ColumnSource {
  readonly file: string;
  readonly format: SeriesFormat;
  readonly notes?: readonly string[];
  readonly series: readonly (Omit<NamedRows, "lines" | "notes"> & { readonly lines?: Int32Array })[];
}

/** A source of series that are in memory already; names that can be shown, told apart by a number. */
export function columnSource({ file, format, series, notes = [] }: ColumnSource): SeriesSource {
  const byName = new Map<string, NamedRows>();
  for (const [index, each] of series.entries()) {
    const shown = printable(each.name) || `series ${index + 1}`;
    const name = byName.has(shown) ? `${shown} (${index + 1})` : shown;
    byName.set(name, { lines: Int32Array.from(each.times, (_, row) => row + 1), notes: [], ...each, name });
  }
  return {
    file,
    format,
    names: [...byName.keys()],
    notes,
    rows: (name) => {
      const rows = byName.get(name);
      if (rows === undefined) throw new RangeError(`Cannot read a series: ${file} has none named ${name}`);
      return rows;
    },
  };
}
