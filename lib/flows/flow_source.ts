import type { FlowColumns } from "@/flows/flow_columns.ts";
import { askFlowFiles, type FlowFileOptions, flowSpan } from "@/flows/flow_files.ts";
import type { FlowClass, FlowMeasure, FlowPredicate, FlowQuestion } from "@/flows/flow_question.ts";
import { type FlowSeries, rateOfFlows } from "@/flows/flow_series.ts";
import type { NamedRows, SeriesSource } from "@/read/series_source.ts";
import type { Bin } from "@/series/bin_edges.ts";

/** What of flow records is to become series. */
export interface FlowRequest {
  readonly files: readonly string[];
  readonly classes: readonly FlowClass[];
  readonly filter?: FlowPredicate;
  /** "bytes" when left out. */
  readonly measure?: FlowMeasure;
  readonly sampling?: FlowQuestion["sampling"];
  /** The names in {@linkcode flowColumnNames} when left out. */
  readonly columns?: FlowColumns;
  /** The length of a bin; five minutes when left out. */
  readonly bin?: Bin;
  /** The time zone whose clock the bins follow; UTC when left out. */
  readonly zone?: string;
}

/** The names of columns that need not be said. */
export const flowColumnNames = {
  start: "start",
  bytes: "bytes",
  packets: "packets",
  sampling: "sampling_rate",
  sourcePort: "source_port",
  destinationPort: "destination_port",
  protocol: "protocol",
  sourceAs: "source_as",
  destinationAs: "destination_as",
  sourceAddress: "source_address",
  destinationAddress: "destination_address",
  exporter: "exporter",
  inputInterface: "input_interface",
  outputInterface: "output_interface",
} as const satisfies FlowColumns;

/**
 * Opens files of flow records as series of rates, one for each class and one for the rest, over all bins that lie whole between
 * the first and the last start of a flow.
 *
 * @throws {DataError} As `askFlowFiles`.
 * @throws {RangeError} As `askFlowFiles`.
 *
 * @example
 * ```ts
 * import { openFlows } from "@/flows/flow_source.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const file = await Deno.makeTempFile({ suffix: ".csv" });
 * const rows = Array.from({ length: 40 }, (_, minute) => `${1326996000 + 60 * minute},${minute % 2 ? 443 : 53},50000,750`);
 * await Deno.writeTextFile(file, ["start,source_port,destination_port,bytes", ...rows].join("\n") + "\n");
 * const source = await openFlows({ files: [file], classes: [{ name: "web", port: [443] }], bin: { minutes: 10 } });
 * await Deno.remove(file);
 * assertEquals(source.names, ["web", "other"]);
 * assertEquals(source.rows("web").values, Float64Array.of(50, 50, 50));
 * ```
 */
export async function openFlows(request: FlowRequest, options: FlowFileOptions = {}): Promise<SeriesSource> {
  const { files, classes, filter, measure = "bytes", sampling, bin = { minutes: 5 }, zone } = request;
  const columns = request.columns ?? flowColumnNames;
  const { first, last, startUnit } = await flowSpan(files, columns, options);
  const series = await askFlowFiles(files, {
    measure,
    bin,
    window: { from: first, to: last + 1 },
    classes,
    columns: { ...columns, ...startUnit && { startUnit } },
    ...zone !== undefined && { zone },
    ...filter !== undefined && { filter },
    ...sampling !== undefined && { sampling },
  }, options);
  const byName = new Map(series.map((each) => [each.name, rowsOf(rateOfFlows(each, measure))]));
  return {
    file: files.length === 1 ? files[0]! : `${files.length} files`,
    format: "flow-records",
    names: [...byName.keys()],
    notes: series[0]!.record.choices,
    rows: (name) => {
      const rows = byName.get(name);
      if (rows === undefined) throw new RangeError(`Cannot read a series: there is no class of flows named ${name}`);
      return rows;
    },
  };
}

const rowsOf = ({ name, unit, times, values, simulated }: FlowSeries): NamedRows => ({
  name,
  unit,
  times,
  values,
  lines: Int32Array.from(times, (_, bin) => bin + 1),
  stamp: "start",
  notes: [],
  ...simulated && { simulated },
});
