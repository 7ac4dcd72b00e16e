import { columnSource } from "@/read/column_source.ts";
import type { ReadLimits } from "@/read/file_text.ts";
import { isArray, isObject, type Json, readJson } from "@/read/json_text.ts";
import { type Cell, readNumbers } from "@/read/number_column.ts";
import { refuse } from "@/read/refuse.ts";
import type { SeriesSource } from "@/read/series_source.ts";

/**
 * Reads the JSON of `rrdtool xport --json`, with or without `--showtime`. A value stands for the step before its time.
 *
 * @throws {DataError} If it has not the shape that rrdtool writes.
 */
export async function readRrdtoolJson(file: string, limits?: ReadLimits): Promise<SeriesSource> {
  const json = await readJson(file, limits);
  const meta = isObject(json) ? json.meta : undefined;
  const data = isObject(json) ? json.data : undefined;
  if (!isObject(meta) || !isArray(data) || data.length === 0) {
    refuse({ file, expected: "an object with meta and rows of data, as rrdtool xport writes," });
  }
  const { start, step, legend } = meta;
  if (typeof start !== "number" || typeof step !== "number" || !(step > 0) || !isArray(legend) || legend.length === 0) {
    refuse({ file, value: JSON.stringify(meta), expected: "start, step and legend in meta" });
  }
  const width = legend.length;
  const cells = legend.map((): Cell[] => []);
  const times = data.map((row, index) => {
    const extra = isArray(row) ? row.length - width : -1;
    const time = extra === 1 ? Number((row as Json[])[0]) : start + index * step;
    if (!isArray(row) || extra < 0 || extra > 1 || !Number.isFinite(time)) {
      refuse({ file, row: index + 1, value: JSON.stringify(row), expected: `a row of ${width} values` });
    }
    for (let column = 0; column < width; column++) cells[column]!.push(row[column + extra] as Cell);
    return 1000 * time;
  });
  return columnSource({
    file,
    format: "rrdtool-json",
    series: legend.map((name, column) => ({
      name: String(name),
      unit: undefined,
      times: Float64Array.from(times),
      values: readNumbers(cells[column]!, { file, column: String(name), lines: times.map((_, row) => row + 1) }),
      stamp: "end",
    })),
  });
}
