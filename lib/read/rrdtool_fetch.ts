import { columnSource } from "@/read/column_source.ts";
import { type ReadLimits, textLines } from "@/read/file_text.ts";
import { readNumbers } from "@/read/number_column.ts";
import { refuse } from "@/read/refuse.ts";
import type { SeriesSource } from "@/read/series_source.ts";

/**
 * Reads the text of `rrdtool fetch`: a line of names, then a time and the values of each step that ends then.
 *
 * @throws {DataError} If a line is not a time and as many values as there are names.
 */
export async function readRrdtoolFetch(file: string, limits?: ReadLimits): Promise<SeriesSource> {
  let names: string[] | undefined;
  const columns: string[][] = [];
  const times: number[] = [];
  const lines: number[] = [];
  for await (const { text, line } of textLines(file, limits)) {
    const words = text.trim().split(/\s+/);
    if (words[0] === "") continue;
    if (names === undefined) {
      names = words;
      for (let column = 0; column < names.length; column++) columns.push([]);
      continue;
    }
    const time = /^(\d{9,10}):$/.exec(words[0]!)?.[1];
    if (time === undefined || words.length !== names.length + 1) {
      refuse({ file, row: line, value: text.slice(0, 60), expected: `a time and ${names.length} values` });
    }
    times.push(1000 * Number(time));
    for (const [column, cells] of columns.entries()) cells.push(words[column + 1]!);
    lines.push(line);
  }
  if (names === undefined || times.length === 0) refuse({ file, expected: "rows of rrdtool fetch" });
  return columnSource({
    file,
    format: "rrdtool-fetch",
    series: names.map((name, column) => ({
      name,
      unit: undefined,
      times: Float64Array.from(times),
      values: readNumbers(columns[column]!, { file, column: name, lines }),
      lines: Int32Array.from(lines),
      stamp: "end",
    })),
  });
}
