import type { FlowTableOptions } from "@/flows/click_house/open_flow_table.ts";
import { readCloudflareRadar } from "@/read/cloudflare_radar.ts";
import { readDelimited } from "@/read/delimited_text.ts";
import { detectFormat } from "@/read/detect_format.ts";
import { fileHead, type ReadLimits } from "@/read/file_text.ts";
import { readIoda } from "@/read/ioda.ts";
import { readMrtgLog } from "@/read/mrtg_log.ts";
import { type FlowOptions, readNfdumpCsv } from "@/read/nfdump_csv.ts";
import { refuse } from "@/read/refuse.ts";
import { readRrdtoolFetch } from "@/read/rrdtool_fetch.ts";
import { readRrdtoolJson } from "@/read/rrdtool_json.ts";
import { readRrdtoolXml } from "@/read/rrdtool_xml.ts";
import { type SeriesFormat, seriesFormats, type SeriesSource } from "@/read/series_source.ts";
import { type FileTableOptions, tableSeries } from "@/read/table_series.ts";

/** How {@linkcode openSeries} reads a file. */
export interface OpenOptions extends FileTableOptions, FlowOptions {
  /** The format; told by the content when left out. */
  readonly format?: SeriesFormat;
  readonly limits?: ReadLimits;
  /** What to ask where flows are in ClickHouse. */
  readonly flowTable?: FlowTableOptions;
}

/**
 * Opens a file of time series, in any of the formats of `seriesFormats`; text may be compressed with gzip.
 *
 * @param file A path, or the address of a table of flows: `clickhouse://HOST/DATABASE?table=TABLE`.
 * @returns The names of its series, each read when asked for.
 * @throws {DataError} If the file is none of these, is broken or too large, or a cell cannot be read: with the file, row,
 * column, what was found and what was expected.
 *
 * @example
 * ```ts
 * import { openSeries } from "@/read/open_series.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const file = await Deno.makeTempFile();
 * await Deno.writeTextFile(file, "time,in,out\n2012-01-19T20:00Z,40,4\n2012-01-19T20:05Z,42,5\n");
 * const source = await openSeries(file);
 * await Deno.remove(file);
 * assertEquals(source.format, "delimited");
 * assertEquals(source.names, ["in", "out"]);
 * assertEquals(source.rows("out").values, Float64Array.of(4, 5));
 * ```
 */
export async function openSeries(file: string, options: OpenOptions = {}): Promise<SeriesSource> {
  const { limits } = options;
  const format = file.startsWith("clickhouse:") ? "clickhouse" : options.format ?? await detected(file);
  switch (format) {
    case "delimited":
      return tableSeries(await readDelimited(file, limits), format, options);
    case "parquet": {
      await fileHead(file, 4);
      const { readParquetTable } = await import("@/read/parquet.ts"); // polars is only loaded where it is needed
      return tableSeries(await readParquetTable(file), format, options);
    }
    case "mrtg-log":
      return readMrtgLog(file, limits);
    case "rrdtool-xml":
      return readRrdtoolXml(file, limits);
    case "rrdtool-json":
      return readRrdtoolJson(file, limits);
    case "rrdtool-fetch":
      return readRrdtoolFetch(file, limits);
    case "cloudflare-radar":
      return readCloudflareRadar(file, limits);
    case "ioda":
      return readIoda(file, limits);
    case "nfdump-csv":
      return readNfdumpCsv(file, options, limits);
    case "clickhouse": {
      const { openFlowTable } = await import("@/flows/click_house/open_flow_table.ts");
      return openFlowTable(file, options.flowTable ?? {});
    }
  }
}

async function detected(file: string): Promise<SeriesFormat> {
  const detection = detectFormat(await fileHead(file));
  if (detection.format !== undefined) return detection.format;
  const { found, advice } = detection;
  const known = Object.values(seriesFormats).join("; ");
  refuse({ file, value: found, expected: advice ?? `one of these formats (${known})` });
}
