/** The rows of one series of a file. */
export interface NamedRows {
  readonly name: string;
  /** As the file says it; undefined where it does not. */
  readonly unit: string | undefined;
  /** In milliseconds since 1970 UTC, in the order of the file. */
  readonly times: Float64Array;
  /** NaN where the file says that a value is missing. */
  readonly values: Float64Array;
  /** Where each row stands in the file: its line, or its number where the file has no lines. */
  readonly lines: Int32Array;
  /** Whether a time is the start or the end of the stretch that its value stands for. */
  readonly stamp: "start" | "end";
  /** How far apart rows may be in different parts of the file, in milliseconds, where its format says so. */
  readonly resolutions?: readonly number[];
  /** What was met and chosen while reading, in words. */
  readonly notes: readonly string[];
  /** Whether the file says that it was made, not measured. */
  readonly simulated?: true;
}

/** A file of series, opened: their names are known, each is read when asked for. */
export interface SeriesSource {
  /** The file as it was named. */
  readonly file: string;
  /** One that is told by the content, or flow records that were added up. */
  readonly format: SeriesFormat | "flow-records";
  readonly names: readonly string[];
  /** What was met while opening, in words. */
  readonly notes: readonly string[];
  /**
   * The rows of a series.
   *
   * @throws {DataError} If a time or a value cannot be read, with the place.
   * @throws {RangeError} If the file has no such series.
   */
  readonly rows: (name: string) => NamedRows;
}

/** The formats that can be read, and what each is called where people read it. */
export const seriesFormats = {
  "delimited": "delimited text (CSV, TSV) with a header line, a column of times and columns of numbers",
  "parquet": "a Parquet file with a column of times and columns of numbers",
  "mrtg-log": "an MRTG log file",
  "rrdtool-xml": "XML of rrdtool xport",
  "rrdtool-json": "JSON of rrdtool xport --json",
  "rrdtool-fetch": "text of rrdtool fetch",
  "cloudflare-radar": "a time series answer of the Cloudflare Radar API",
  "ioda": "a signals/raw answer of the IODA API",
  "nfdump-csv": "flow records of nfdump -o csv",
  "clickhouse": "flow records in ClickHouse, at clickhouse://HOST/DATABASE?table=TABLE",
} as const;

/** A format of {@linkcode seriesFormats}. */
export type SeriesFormat = keyof typeof seriesFormats;
