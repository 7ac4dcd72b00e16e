import { columnSource } from "@/read/column_source.ts";
import type { ReadLimits } from "@/read/file_text.ts";
import { isArray, isObject, type Json, type JsonObject, readJson } from "@/read/json_text.ts";
import { type Cell, readNumbers } from "@/read/number_column.ts";
import { refuse } from "@/read/refuse.ts";
import type { SeriesSource } from "@/read/series_source.ts";

/**
 * Reads a `signals/raw` answer of the IODA API (version 2): each signal of each entity whose values are numbers; the first
 * value stands from `from` on, the next a `step` later.
 *
 * @throws {DataError} If it is an error, or has no signal of numbers.
 */
export async function readIoda(file: string, limits?: ReadLimits): Promise<SeriesSource> {
  const json = await readJson(file, limits);
  if (isObject(json) && typeof json.error === "string" && json.error !== "") {
    refuse({ file, value: json.error, expected: "an answer, not an error," });
  }
  const signals = flat(isObject(json) ? json.data : json).filter((each) => isArray(each.values));
  const numeric = signals.filter(({ values }) =>
    (values as Json[]).every((value) => value === null || typeof value === "number") && (values as Json[]).length > 0
  );
  if (numeric.length === 0) refuse({ file, expected: "a signal with values that are numbers" });
  return columnSource({
    file,
    format: "ioda",
    notes: signals.length > numeric.length
      ? [`${signals.length - numeric.length} signals left out: no values, or values that are not single numbers`]
      : [],
    series: numeric.map(({ entityName, entityCode, datasource, subtype, from, step, values }) => {
      const name = [entityName ?? entityCode, datasource, subtype].filter((part) => part).map(String).join(" ");
      if (typeof from !== "number" || typeof step !== "number" || !(step > 0)) {
        refuse({
          file,
          column: name,
          value: JSON.stringify({ from, step }),
          expected: "a start and a step in seconds",
        });
      }
      const cells = values as Cell[];
      return {
        name,
        unit: typeof datasource === "string" ? units[datasource] : undefined,
        times: Float64Array.from(cells, (_, row) => 1000 * (from + row * step)),
        values: readNumbers(cells, { file, column: name, lines: cells.map((_, row) => row + 1) }),
        stamp: "start",
      };
    }),
  });
}

/** What the values of IODA's sources count. */
const units: Record<string, string> = {
  "bgp": "visible /24 blocks",
  "ping-slash24": "answering /24 blocks",
  "merit-nt": "unique source addresses",
  "ucsd-nt": "unique source addresses",
};

const flat = (json: Json | undefined): JsonObject[] =>
  isArray(json) ? json.flatMap(flat) : isObject(json) ? [json] : [];
