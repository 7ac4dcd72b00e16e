import type { SeriesRecord } from "@/series/series_record.ts";
import type { Bin } from "@/series/bin_edges.ts";

/** A series of one value a bin, gaps included. */
export interface Series {
  /** When each bin starts, in milliseconds since 1970 UTC, rising. Not equally far apart where bins are longer than an hour. */
  readonly times: Float64Array;
  /** When the last bin ends. */
  readonly end: number;
  /** One a bin; NaN where it is a gap. */
  readonly values: Float64Array;
  /** The part of each bin, 0 to 1, that was observed. */
  readonly coverage: Float64Array;
  readonly bin: Bin;
  /** The time zone whose clock the bins follow. */
  readonly zone: string;
  readonly record: SeriesRecord;
  /** Stands on every series that was made, not measured. */
  readonly simulated?: true;
}
