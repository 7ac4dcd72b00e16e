import { columnSource } from "@/read/column_source.ts";
import { type ReadLimits, textLines } from "@/read/file_text.ts";
import { readNumbers } from "@/read/number_column.ts";
import { refuse } from "@/read/refuse.ts";
import type { SeriesSource } from "@/read/series_source.ts";

const entities: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
const unescaped = (text: string) => text.replace(/&(lt|gt|amp|quot|apos);/g, (_, name) => entities[name]!);

/**
 * Reads the XML of `rrdtool xport`, with or without `--showtime` and `--enumds`. A value stands for the step before its
 * time.
 *
 * It is read line by line, as rrdtool writes it: rrdtool does not escape legends, so that it is not always XML.
 *
 * @throws {DataError} If the start or step is missing, or a row has another number of values than there are columns.
 */
export async function readRrdtoolXml(file: string, limits?: ReadLimits): Promise<SeriesSource> {
  const meta = new Map<string, number>();
  const legend: string[] = [];
  const columns: string[][] = [];
  const times: number[] = [];
  const lines: number[] = [];
  let closed = false;
  for await (const { text, line } of textLines(file, limits)) {
    const [, name, number] = /^\s*<(start|step|rows|columns)>\s*(\d+)\s*</.exec(text) ?? [];
    if (name !== undefined) meta.set(name, Number(number));
    const entry = /^\s*<entry>(.*)<\/entry>\s*$/.exec(text)?.[1];
    if (entry !== undefined) legend.push(unescaped(entry));
    if (/<\/xport>/.test(text)) closed = true;
    if (!/^\s*<row>/.test(text)) continue;
    const values = [...text.matchAll(/<v\d*>([^<]*)<\/v\d*>/g)].map((match) => match[1]!);
    if (times.length === 0) { for (let column = 0; column < values.length; column++) columns.push([]); }
    if (values.length === 0 || values.length !== columns.length || !/<\/row>/.test(text)) {
      refuse({
        file,
        row: line,
        value: text.trim().slice(0, 60),
        expected: `a row of ${columns.length || "some"} values`,
      });
    }
    const time = /<t>(\d+)<\/t>/.exec(text)?.[1];
    times.push(1000 * (time === undefined ? meta.get("start")! + times.length * meta.get("step")! : Number(time)));
    for (const [column, value] of values.entries()) columns[column]!.push(value);
    lines.push(line);
  }
  if (!meta.has("start") || !meta.has("step") || !closed || times.length === 0) {
    refuse({ file, expected: "a whole answer of rrdtool xport, with its start, step and rows," });
  }
  return columnSource({
    file,
    format: "rrdtool-xml",
    series: columns.map((cells, column) => ({
      name: legend[column] ?? "",
      unit: undefined,
      times: Float64Array.from(times),
      values: readNumbers(cells, { file, column: legend[column] ?? `${column + 1}`, lines }),
      lines: Int32Array.from(lines),
      stamp: "end",
    })),
  });
}
