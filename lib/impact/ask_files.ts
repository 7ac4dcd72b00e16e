import type { FlowRequest } from "@/flows/flow_source.ts";
import { analyseEvent, type EventAnalysis, type EventQuestion } from "@/impact/analyse_event.ts";
import { compareSeries, type SeriesComparison } from "@/impact/compare_series.ts";
import { instantOf } from "@/impact/impact_grid.ts";
import { type OpenOptions, openSeries } from "@/read/open_series.ts";
import { printable } from "@/read/refuse.ts";
import { type NamedSeries, regularRows, type RegularRowsOptions } from "@/read/regular_rows.ts";
import type { SeriesSource } from "@/read/series_source.ts";
import { nominalLength } from "@/series/bin_edges.ts";

/** A question to a file: which series, when, beside what. */
export interface FileQuestion
  extends Omit<OpenOptions, "flowBin">, Omit<RegularRowsOptions, "event">, Pick<EventQuestion, "windows" | "level"> {
  readonly file: string;
  /** The files hold flow records, to be added up in these classes, which are the series then. */
  readonly flows?: Omit<FlowRequest, "bin" | "zone">;
  /** ISO 8601; without an offset from UTC it is of the zone. */
  readonly event: string;
  /** The series to look at, or "all"; may be left out where the file has one. The first is compared with the others. */
  readonly columns?: readonly string[] | "all";
  /** Series that the event cannot have touched: names in the same file, other files, or FILE#NAME. */
  readonly controls?: readonly string[];
  /** Called before each longer step. */
  readonly onProgress?: (step: string) => void;
}

/** What was found. */
export interface FileAnswer {
  readonly format: SeriesSource["format"];
  /** What was met while reading, in words. */
  readonly notes: readonly string[];
  readonly analyses: readonly EventAnalysis[];
  /** Where there are several series. */
  readonly comparison: SeriesComparison | undefined;
}

/** The question cannot be asked of this file as it was put; the message says what can. */
export class QuestionError extends RangeError {
  override readonly name = "QuestionError";
}

/**
 * Reads series from files and says everything they say about an event.
 *
 * @throws {QuestionError} If the event is no time, or a series is not in the file.
 * @throws {DataError} If the file cannot be read.
 * @throws {RangeError} If the series do not allow the question: `analyseEvent`.
 *
 * @example
 * ```ts
 * import { askFiles } from "@/impact/ask_files.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { format, analyses } = await askFiles({
 *   file: "notebooks/samples/simulated-networks.csv",
 *   event: "2012-01-19T20:00",
 *   zone: "Europe/Paris",
 *   columns: ["Network A (Gbit/s)"],
 *   bin: { hours: 1 },
 * });
 * assertEquals(format, "delimited");
 * assertEquals(analyses.map(({ name, simulated }) => [name, simulated]), [["Network A (Gbit/s)", true]]);
 * ```
 */
export async function askFiles(question: FileQuestion): Promise<FileAnswer> {
  const { file, zone, columns, controls = [], onProgress = () => {}, bin } = question;
  const event = eventOf(question.event, zone);
  const flowTable = { around: event, ...bin && { bin }, ...zone && { zone }, onProgress, ...question.flowTable };
  const open = (path: string) =>
    openSeries(path, { ...question, ...bin && { flowBin: nominalLength(bin) }, flowTable });
  onProgress(`reading ${printable(file)}`);
  const source = question.flows === undefined ? await open(file) : await openFlowRecords(question.flows, question);
  const read = (from: SeriesSource, name: string) => regularRows(from.rows(name), from.file, { ...question, event });

  const beside: NamedSeries[] = [];
  const controlNames: string[] = [];
  for (const control of controls) {
    if (source.names.includes(control)) {
      controlNames.push(control);
      beside.push(read(source, control));
      continue;
    }
    const { other, name } = await otherSource(control, open);
    beside.push({
      ...read(other, name),
      name: other.names.length > 1 ? `${other.file} ${name}` : printable(other.file),
    });
  }
  const names = chosen(source, columns, controlNames);
  const analyses = names.map((name) => {
    onProgress(`analysing ${name}`);
    return analyseEvent(read(source, name), { ...question, event, controls: beside });
  });
  if (analyses.length > 1) onProgress(`comparing ${analyses.length} series`);
  return {
    format: source.format,
    notes: source.notes,
    analyses,
    comparison: analyses.length > 1 ? compareSeries(analyses) : undefined,
  };
}

async function openFlowRecords(flows: FlowRequest, { bin, zone, onProgress }: FileQuestion): Promise<SeriesSource> {
  const { openFlows } = await import("@/flows/flow_source.ts"); // polars is only loaded where it is needed
  return openFlows({ ...flows, ...bin && { bin }, ...zone !== undefined && { zone } }, {
    ...onProgress && { onProgress },
  });
}

function eventOf(text: string, zone: string | undefined): number {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone ?? "UTC");
  } catch {
    throw new QuestionError(
      `The zone must be a time zone such as Europe/Paris, current value is ${JSON.stringify(zone)}`,
    );
  }
  try {
    return instantOf(text, zone);
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof SyntaxError)) throw error;
    throw new QuestionError(
      `The event must be a time such as 2012-01-19T19:00Z (or without Z, of the time zone given), current value is ${
        JSON.stringify(text)
      }`,
    );
  }
}

function chosen({ names, file }: SeriesSource, columns: FileQuestion["columns"], controls: readonly string[]) {
  const free = names.filter((name) => !controls.includes(name));
  if (columns === "all") return free;
  if (columns === undefined || columns.length === 0) {
    if (free.length === 1) return free;
    throw new QuestionError(
      `${printable(file)} holds ${free.length} series, choose one or more (or all): ${listed(free)}`,
    );
  }
  const missing = columns.find((name) => !names.includes(name));
  if (missing === undefined) return columns;
  throw new QuestionError(`${printable(file)} holds no series ${JSON.stringify(missing)}; it holds: ${listed(names)}`);
}

const listed = (names: readonly string[]) =>
  `${names.slice(0, 30).map((name) => JSON.stringify(name)).join(", ")}${
    names.length > 30 ? ` and ${names.length - 30} more` : ""
  }`;

async function otherSource(control: string, open: (path: string) => Promise<SeriesSource>) {
  const [, path = control, name] = /^(.+)#([^#]+)$/.exec(control) ?? [];
  const exists = await Deno.stat(path).then(() => true, () => false);
  if (!exists) throw new QuestionError(`${JSON.stringify(control)} is neither a series of the file nor another file`);
  const other = await open(path);
  const only = name ?? (other.names.length === 1 ? other.names[0]! : undefined);
  if (only !== undefined && other.names.includes(only)) return { other, name: only };
  throw new QuestionError(
    `Say which series of ${printable(path)} is the control, as FILE#NAME; it holds: ${listed(other.names)}`,
  );
}
