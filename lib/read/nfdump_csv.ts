import { columnSource } from "@/read/column_source.ts";
import { type ReadLimits, textLines } from "@/read/file_text.ts";
import { flowRates, type FlowRows } from "@/read/flow_rates.ts";
import { numberOf } from "@/read/number_column.ts";
import { printable, refuse } from "@/read/refuse.ts";
import type { SeriesSource } from "@/read/series_source.ts";
import { readTimeColumn, type TimeColumnOptions } from "@/read/time_column.ts";

/** How {@linkcode readNfdumpCsv} makes series of flows. */
export interface FlowOptions extends TimeColumnOptions {
  /** The length of a bin in milliseconds; nfdump's own 5 minutes when left out. */
  readonly flowBin?: number;
}

/**
 * Reads what `nfdump -o csv` prints (of version 1.6 and 1.7) as rates in bit/s, of all flows and of each protocol. nfdump
 * prints times on the clock of the machine it runs on, so the zone must be given.
 *
 * @throws {DataError} If a column is missing or a cell cannot be read.
 */
export async function readNfdumpCsv(
  file: string,
  options: FlowOptions = {},
  limits?: ReadLimits,
): Promise<SeriesSource> {
  const flows = await readNfdumpFlows(file, options, limits);
  const bin = options.flowBin ?? 300_000;
  const { times, rates } = flowRates(flows, bin, file);
  return columnSource({
    file,
    format: "nfdump-csv",
    notes: [
      `${flows.bytes.length} flows, the bytes of each spread from its first to its last packet; bins of ${
        bin / 1000
      } s`,
    ],
    series: rates.map(({ class: name, values }) => ({ name, unit: "bit/s", times, values, stamp: "start" })),
  });
}

/** The flow records themselves. */
export async function readNfdumpFlows(
  file: string,
  options: TimeColumnOptions,
  limits?: ReadLimits,
): Promise<FlowRows> {
  let places: Record<"start" | "end" | "duration" | "bytes" | "packets" | "protocol", number> | undefined;
  let width = 0;
  const cells = { start: [] as string[], end: [] as string[] };
  const numbers = { bytes: [] as number[], packets: [] as number[], duration: [] as number[] };
  const classes: string[] = [];
  const lines: number[] = [];
  for await (const { text, line } of textLines(file, limits)) {
    const fields = text.split(",").map((field) => field.trim());
    if (places === undefined) {
      const place = (...names: string[]) => fields.findIndex((field) => names.includes(field));
      places = {
        start: place("ts", "firstSeen"),
        end: place("te"),
        duration: place("td", "duration"),
        bytes: place("ibyt", "bytes"),
        packets: place("ipkt", "packets"),
        protocol: place("pr", "proto"),
      };
      width = fields.length;
      const missing = Object.entries(places).filter(([name, at]) => at < 0 && name !== "end").map(([name]) => name);
      if (missing.length > 0) {
        refuse({ file, row: line, expected: `the columns of nfdump -o csv; ${missing.join(", ")}` });
      }
      continue;
    }
    if (text === "Summary") break;
    if (text.trim() === "" || text === "No matching flows") continue;
    if (fields.length !== width) {
      refuse({ file, row: line, value: text.slice(0, 60), expected: `${width} columns, as in the header,` });
    }
    for (const name of ["bytes", "packets", "duration"] as const) {
      const value = numberOf(fields[places[name]]);
      if (value === undefined || !(value >= 0) || value > 1e18) {
        refuse({ file, row: line, column: name, value: fields[places[name]]!, expected: "a number of 0 or above" });
      }
      numbers[name].push(value);
    }
    cells.start.push(fields[places.start]!);
    if (places.end >= 0) cells.end.push(fields[places.end]!);
    classes.push(printable(fields[places.protocol]!, 40));
    lines.push(line);
  }
  if (lines.length === 0) refuse({ file, expected: "a flow after the header" });
  const readColumn = (column: string, texts: string[]) =>
    readTimeColumn(texts, { file, column, lines }, { clockChange: "earlier", ...options }).times;
  const starts = readColumn("start", cells.start);
  return {
    starts,
    ends: cells.end.length > 0
      ? readColumn("end", cells.end)
      : starts.map((start, flow) => start + 1000 * numbers.duration[flow]!),
    bytes: Float64Array.from(numbers.bytes),
    packets: Float64Array.from(numbers.packets),
    classes,
  };
}
