import { parseArgs } from "node:util";
import { DataError } from "@/data/data_error.ts";
import { explainFlowTable, type FlowTableOptions } from "@/flows/click_house/open_flow_table.ts";
import { usualLimits } from "@/flows/click_house/flow_server.ts";
import { FlowServerError } from "@/flows/click_house/flow_server_error.ts";
import { readFlowColumns } from "@/flows/flow_columns.ts";
import { type FlowMeasure, readFlowClasses, readFlowFilter } from "@/flows/flow_question.ts";
import { analysisJson } from "@/impact/analysis_json.ts";
import { askFiles, type FileAnswer, type FileQuestion, QuestionError } from "@/impact/ask_files.ts";
import { instantOf } from "@/impact/impact_grid.ts";
import { readBin } from "@/read/bin_text.ts";
import { fileText } from "@/read/file_text.ts";
import { printable } from "@/read/refuse.ts";
import { seriesFormats } from "@/read/series_source.ts";
import { comparisonReport, eventReport, eventSummary } from "@/show/event_report.ts";
import { standalonePage } from "./pages/standalone_page.ts";
import { PlainError, runCommand } from "./plain_error.ts";
import { writeFile } from "./write_file.ts";

const usage = `deno task impact FILE --event TIME [options]

What did an event do to the traffic in FILE? Prints words and tables; with --json the same for programs.

  --event TIME          when it was: 2012-01-19T19:00Z, or without Z of --zone
  --column NAME         the series to look at; several times to compare several, the one in question first
  --all                 every series of the file
  --controls NAME       a series that the event cannot have touched: a column, another file, or FILE#COLUMN; several times
  --zone ZONE           the time zone of times without one, and of days and weeks: Europe/Paris (UTC when left out)
  --bin LENGTH          5m, 15m, 1h, 1d, 1w; as the rows are apart when left out
  --level SHARE         the probability of the bounds (0.95)
  --json                JSON on standard output
  --html OUT            a page that stands alone, written to OUT only if all went well

Reading the file, where its content does not tell:
  --format FORMAT       ${Object.keys(seriesFormats).join(", ")}
  --time NAME           the column of times
  --by NAME             the column that says whose row it is, where series stand below each other
  --date-order ORDER    day-first or month-first, for dates such as 19/01/2012
  --decimal MARK        point or comma
  --stamp SIDE          start or end: which end of its stretch a time stands for
  --clock-change SIDE   earlier or later: what a time means that the clock showed twice
  --counter BITS        32 or 64: the values are readings of a counter of octets
  --line-rate RATE      the highest rate of the line in bit/s, which tells a wrap of the counter from a reset
  --duplicates CHOICE   first, last, mean, sum or max: of several values of one time
  --negative CHOICE     missing or keep
  --absent CHOICE       missing or zero: what a time without a row had, in counts

Flow records, in Parquet or CSV files, as many as there are:
  --classes RULES       JSON: which flows make which series ([] for one of all); then FILE may be several
  --filter RULE         JSON: which flows count at all
  --measure MEASURE     bytes (when left out), packets or flows
  --sampling RATE       how many packets one sampled packet stands for: a number, or column
  --flow-columns NAMES  JSON: which column is what, where they are not named as the documentation says

Flow records in ClickHouse: FILE is clickhouse://[USER@]HOST[:PORT]/DATABASE?table=TABLE, see docs/click-house.md.
  --classes, --filter, --measure, --sampling  as above; all flows, and the sampling column of the schema, when left out
  --from TIME, --to TIME  the window; five weeks before the event and nine days after it when left out
  --most-rows COUNT, --most-bytes COUNT, --most-seconds COUNT  what the server may read, and for how long (an hour)
  --explain             print the SQL and do not ask it

Examples:
  deno task impact notebooks/samples/simulated-networks.csv --event 2012-01-19T20:00 --zone Europe/Paris --column "Network A (Gbit/s)"
  deno task impact notebooks/samples/simulated-networks.csv --event 2012-01-19T19:00Z --all --json
  deno task impact tests/read/samples/mrtg.log --event 2012-01-19T19:00Z --column in --html report.html
  deno task impact notebooks/samples/simulated-flows.parquet --classes notebooks/samples/flow-classes.json --bin 1h --event 2012-01-19T19:00Z --column hosting --controls web

Exit codes: 0 done; 1 the file or its data do not allow it; 2 the command is not as above. Nothing is written then.`;

const choices = {
  "date-order": ["day-first", "month-first"],
  "decimal": ["point", "comma"],
  "stamp": ["start", "end"],
  "clock-change": ["earlier", "later"],
  "counter": ["32", "64"],
  "duplicates": ["first", "last", "mean", "sum", "max"],
  "negative": ["missing", "keep"],
  "measure": ["bytes", "packets", "flows"],
  "absent": ["missing", "zero"],
  "format": Object.keys(seriesFormats),
} as const;

const text = { type: "string" } as const;
const options = {
  "event": text,
  "column": { type: "string", multiple: true },
  "all": { type: "boolean" },
  "controls": { type: "string", multiple: true },
  "zone": text,
  "bin": text,
  "level": text,
  "json": { type: "boolean" },
  "html": text,
  "format": text,
  "time": text,
  "by": text,
  "date-order": text,
  "decimal": text,
  "stamp": text,
  "clock-change": text,
  "counter": text,
  "line-rate": text,
  "duplicates": text,
  "negative": text,
  "classes": text,
  "filter": text,
  "measure": text,
  "sampling": text,
  "flow-columns": text,
  "from": text,
  "to": text,
  "most-rows": text,
  "most-bytes": text,
  "most-seconds": text,
  "explain": { type: "boolean" },
  "absent": text,
  "help": { type: "boolean" },
} as const;

const misused = (message: string) => new PlainError(`${message}\nSee: deno task impact --help`, 2);

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args[0] === "--" ? args.slice(1) : args],
      options,
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    throw misused(error instanceof Error ? printable(error.message, 300) : String(error));
  }
}

/** What is asked, and how the answer is wanted. */
interface Asked extends FileQuestion {
  readonly json: boolean;
  readonly html?: string;
  /** The files that say how flow records are to be added up. */
  readonly flowFiles?: FlowFiles;
  readonly explain?: boolean;
}

interface FlowFiles {
  readonly files: readonly string[];
  readonly classes?: string;
  readonly filter?: string;
  readonly columns?: string;
  readonly measure?: FlowMeasure;
  readonly sampling?: number | "column";
}

/** The question that the arguments put. */
export function questionOf(args: readonly string[]): Asked {
  const { values, positionals } = readArguments(args);
  const [file, ...rest] = positionals;
  if (file === undefined || (rest.length > 0 && values.classes === undefined)) throw misused("One file is needed.");
  if (values.event === undefined) throw misused("--event is needed: when was it?");
  for (const [name, allowed] of Object.entries(choices)) {
    const value = values[name as keyof typeof choices];
    if (value !== undefined && !(allowed as readonly string[]).includes(value)) {
      throw misused(`--${name} is one of ${allowed.join(", ")}.`);
    }
  }
  const number = (name: NumberOption, least: number, most: number) => {
    const value = values[name] === undefined ? undefined : Number(values[name]);
    if (value !== undefined && !(value >= least && value <= most)) {
      throw misused(`--${name} is a number from ${least} to ${most}.`);
    }
    return value;
  };
  const instant = (name: "from" | "to") => {
    try {
      return values[name] === undefined ? undefined : instantOf(values[name], values.zone);
    } catch {
      throw misused(`--${name} is a time such as 2012-01-19T19:00Z.`);
    }
  };
  if (values.zone !== undefined && !isZone(values.zone)) throw misused("--zone is a time zone such as Europe/Paris.");
  const question = {
    file,
    event: values.event,
    columns: values.all ? "all" : values.column,
    controls: values.controls,
    zone: values.zone,
    bin: values.bin === undefined ? undefined : binOf(values.bin),
    level: number("level", 0.5, 0.999),
    format: values.format,
    time: values.time,
    by: values.by,
    dateOrder: values["date-order"]?.replace("-", " "),
    decimal: values.decimal,
    stamp: values.stamp,
    clockChange: values["clock-change"],
    counter: values.counter === undefined ? undefined : Number(values.counter),
    lineRate: number("line-rate", 1, 1e18),
    duplicates: values.duplicates,
    negative: values.negative,
    absent: values.absent,
    html: values.html,
    json: values.json === true,
    flowFiles: flowFilesOf(values, positionals),
    explain: values.explain,
    flowTable: !isTable(file) ? undefined : defined({
      from: instant("from"),
      to: instant("to"),
      limits: defined({
        rows: number("most-rows", 1, 1e15),
        bytes: number("most-bytes", 1, 1e18),
        seconds: number("most-seconds", 1, 1e6) ?? usualLimits.seconds,
      }),
    }),
  };
  return defined(question) as unknown as Asked;
}

type NumberOption = "level" | "line-rate" | "most-rows" | "most-bytes" | "most-seconds";

/** Whether a file is none, but a table of flows. */
const isTable = (file: string) => file.startsWith("clickhouse:");

const defined = (values: object) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

function flowFilesOf(
  values: ReturnType<typeof readArguments>["values"],
  files: readonly string[],
): FlowFiles | undefined {
  const { classes, filter, measure, sampling, "flow-columns": columns } = values;
  if (classes === undefined && !isTable(files[0]!)) {
    for (const [name, value] of Object.entries({ filter, measure, sampling, "flow-columns": columns })) {
      if (value !== undefined) throw misused(`--${name} is of flow records: --classes is needed too.`);
    }
    return undefined;
  }
  const rate = sampling === undefined || sampling === "column" ? sampling : Number(sampling);
  if (typeof rate === "number" && !(Number.isSafeInteger(rate) && rate >= 1)) {
    throw misused("--sampling is a whole number from 1, or column.");
  }
  return defined({ files, classes, filter, columns, measure, sampling: rate }) as unknown as FlowFiles;
}

async function flowsOf({ classes, filter, columns, ...flows }: FlowFiles): Promise<NonNullable<FileQuestion["flows"]>> {
  return {
    ...flows,
    classes: classes === undefined ? [] : readFlowClasses(classes, await fileText(classes)),
    ...filter !== undefined && { filter: readFlowFilter(filter, await fileText(filter)) },
    ...columns !== undefined && { columns: readFlowColumns(columns, await fileText(columns)) },
  };
}

function isZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}

function binOf(text: string) {
  try {
    return readBin(text);
  } catch (error) {
    throw misused(error instanceof Error ? error.message : String(error));
  }
}

async function main(): Promise<number> {
  if (Deno.args.includes("--help") || Deno.args.length === 0) {
    console.log(usage);
    return Deno.args.length === 0 ? 2 : 0;
  }
  const { json, html, flowFiles, explain, ...question } = questionOf(Deno.args);
  if (explain && !isTable(question.file)) throw misused("--explain is for flow records in ClickHouse.");
  Deno.chdir(Deno.env.get("INIT_CWD") ?? "."); // deno task runs in the workspace: paths are those of whoever calls it
  if (explain) {
    console.log(await plainly(async () => explainFlowTable(question.file, await flowTableOf(question, flowFiles))));
    return 0;
  }
  const terminal = Deno.stderr.isTerminal();
  const onProgress = (step: string) =>
    terminal ? Deno.stderr.writeSync(new TextEncoder().encode(`\r\x1b[K${printable(step)} ...`)) : 0;
  const answer = await answerTo({ ...question, onProgress }, flowFiles).finally(() =>
    terminal && console.error("\r\x1b[K")
  );
  if (html !== undefined) await writePage(answer, html);
  if (json) console.log(JSON.stringify(jsonOf(answer), null, 2));
  else console.log(textOf(answer));
  return 0;
}

const answerTo = (question: FileQuestion, flowFiles?: FlowFiles): Promise<FileAnswer> =>
  plainly(async () =>
    isTable(question.file)
      ? askFiles({ ...question, flowTable: { ...await flowTableOf(question, flowFiles), signal: interrupted() } })
      : askFiles({ ...question, ...flowFiles && { flows: await flowsOf(flowFiles) } })
  );

/** What to ask of a table: the files of the question are its address. */
async function flowTableOf(question: FileQuestion, flowFiles?: FlowFiles): Promise<FlowTableOptions> {
  const { event, zone, bin, flowTable } = question;
  const { files: _, columns, ...flows } = await flowsOf(flowFiles ?? { files: [] });
  if (columns !== undefined) throw misused("--flow-columns is of files: name the columns in the address of the table.");
  return { around: instantOf(event, zone), ...bin && { bin }, ...zone && { zone }, ...flows, ...flowTable };
}

/** A signal that Ctrl-C gives; the second time it ends the command itself. */
function interrupted(): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    Deno.removeSignalListener("SIGINT", stop);
    controller.abort();
  };
  Deno.addSignalListener("SIGINT", stop);
  return controller.signal;
}

async function plainly<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof QuestionError) throw misused(error.message);
    if (
      error instanceof DataError || error instanceof RangeError || error instanceof SyntaxError ||
      error instanceof FlowServerError
    ) {
      throw new PlainError(error.message);
    }
    throw error;
  }
}

const sectionsOf = ({ analyses, comparison }: FileAnswer) => [
  ...comparison === undefined ? [] : [{ heading: "Side by side", items: comparisonReport(comparison) }],
  ...analyses.map((analysis, index) => ({
    heading: analysis.name,
    items: [eventSummary(analysis), ...eventReport(analysis, `event-${index + 1}`)],
  })),
];

/** The answer as text: words and tables, without the data behind the figures. */
export function textOf(answer: FileAnswer): string {
  const { analyses, comparison, notes } = answer;
  return [
    ...notes,
    ...comparison === undefined ? [] : comparisonReport(comparison).slice(0, -1).map(({ text }) => text),
    ...analyses.map((analysis) => [analysis.name, eventSummary(analysis).text, tablesOf(analysis)].join("\n\n")),
  ].join("\n\n");
}

const tablesOf = (analysis: FileAnswer["analyses"][number]) =>
  eventReport(analysis).filter(({ data }) => data === undefined).map(({ text }) => text).join("\n\n");

/** The answer for programs. */
export const jsonOf = ({ format, notes, analyses, comparison }: FileAnswer): Record<string, unknown> => ({
  format,
  notes,
  series: analyses.map(analysisJson),
  ...comparison && {
    comparison: {
      window: comparison.window,
      series: comparison.series.map(({ analysis, row, adjustedPValue }) => ({
        name: analysis.name,
        relative: row?.relative ?? null,
        pValue: row?.pValue ?? null,
        adjustedPValue: adjustedPValue ?? null,
      })),
      donors: "found" in comparison.donors ? comparison.donors.found : { reason: comparison.donors.reason },
    },
  },
});

async function writePage(answer: FileAnswer, html: string): Promise<void> {
  const [first] = answer.analyses;
  const title = `What the event of ${new Date(first!.event).toISOString().slice(0, 16).replace("T", " ")} did to ${
    answer.analyses.length === 1 ? first!.name : `${answer.analyses.length} series`
  }`;
  const page = await standalonePage(title, sectionsOf(answer));
  try {
    await writeFile(html, page);
  } catch (error) {
    throw new PlainError(`${printable(html)} cannot be written: ${error instanceof Error ? error.message : error}`);
  }
}

if (import.meta.main) await runCommand(main);
