import { columnSource } from "@/read/column_source.ts";
import type { ReadLimits } from "@/read/file_text.ts";
import { isArray, isObject, type JsonObject, readJson } from "@/read/json_text.ts";
import { type Cell, readNumbers } from "@/read/number_column.ts";
import { printable, refuse } from "@/read/refuse.ts";
import type { SeriesSource } from "@/read/series_source.ts";
import { readTimeColumn } from "@/read/time_column.ts";

/**
 * Reads a `timeseries` or `timeseries_groups` answer of the Cloudflare Radar API: each named series, and of groups each
 * group. Its values are normalised as `meta` says, so that only series of one answer can be compared in size.
 *
 * @throws {DataError} If it is an error, or has no series of times and values.
 */
export async function readCloudflareRadar(file: string, limits?: ReadLimits): Promise<SeriesSource> {
  const json = await readJson(file, limits);
  const result = isObject(json) ? isObject(json.result) ? json.result : json : {};
  if (isObject(json) && json.success === false) {
    refuse({ file, value: JSON.stringify(json.errors), expected: "an answer, not an error," });
  }
  const meta: JsonObject = isObject(result.meta) ? result.meta : {};
  const unit = typeof meta.normalization === "string"
    ? meta.normalization.toLowerCase().replaceAll("_", " ")
    : undefined;
  const series = Object.entries(result).flatMap(([name, each]) => {
    if (!isObject(each) || !isArray(each.timestamps)) return [];
    const lines = each.timestamps.map((_, row) => row + 1);
    const { times } = readTimeColumn(each.timestamps as Cell[], { file, column: `${name} timestamps`, lines });
    return Object.entries(each).flatMap(([group, values]) => {
      if (group === "timestamps" || !isArray(values)) return [];
      if (values.length !== times.length) {
        refuse({
          file,
          column: name,
          value: `${values.length} values`,
          expected: `${times.length} values, as there are times,`,
        });
      }
      const column = group === "values" ? name : Object.keys(result).length > 2 ? `${name} ${group}` : group;
      return [{
        name: column,
        unit,
        times,
        values: readNumbers(values as Cell[], { file, column, lines }),
        stamp: "start" as const,
      }];
    });
  });
  if (series.length === 0 || series[0]!.times.length === 0) {
    refuse({ file, expected: "a series of timestamps and values" });
  }
  const confidence = isObject(meta.confidenceInfo) ? meta.confidenceInfo : {};
  const annotations = isArray(confidence.annotations) ? confidence.annotations.filter(isObject) : [];
  return columnSource({
    file,
    format: "cloudflare-radar",
    series,
    notes: [
      ...unit === undefined ? [] : [`values as normalised by Radar (${unit}): shares of a largest value, not bytes`],
      ...annotations.slice(0, 5).map(({ description, startTime }) =>
        `Radar remarks from ${printable(String(startTime ?? "an unknown time"), 40)} on: ${
          printable(String(description ?? ""))
        }`
      ),
    ],
  });
}
