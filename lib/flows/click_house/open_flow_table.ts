import { askFlows, prepareFlows, type TableQuestion } from "@/flows/click_house/ask_flows.ts";
import { readFlowPlace } from "@/flows/click_house/flow_place.ts";
import type { FlowServerOptions } from "@/flows/click_house/flow_server.ts";
import { FlowServerError } from "@/flows/click_house/flow_server_error.ts";
import { flowSeries, rateOfFlows } from "@/flows/flow_series.ts";
import type { NamedRows, SeriesSource } from "@/read/series_source.ts";
import { nominalLength } from "@/series/bin_edges.ts";

/** What to ask of a table of flows. */
export interface FlowTableOptions extends Partial<Omit<TableQuestion, "window" | "sampling">> {
  /** As in `TableQuestion`; "if mapped" when left out. */
  readonly sampling?: TableQuestion["sampling"] | undefined;
  /** In milliseconds since 1970 UTC, each; five weeks before the event and nine days after it when left out. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** The event, in milliseconds since 1970 UTC. */
  readonly around?: number | undefined;
  readonly limits?: FlowServerOptions["limits"];
  readonly signal?: AbortSignal;
  readonly onProgress?: (step: string) => void;
}

const day = 86_400_000;
const hour = 3_600_000;

/**
 * Opens flows in ClickHouse as series: a rate for each class, of which there is one, "all", where none are named. User and
 * password are those of CLICKHOUSE_USER and CLICKHOUSE_PASSWORD, or of the file that CLICKHOUSE_PASSWORD_FILE names.
 *
 * @param address As `readFlowPlace` takes it; with `simulated=true` the series say that they were made.
 * @throws {FlowServerError} If the server does not answer, whole.
 * @throws {RangeError} If the address or the question is not one, or the table does not have what it asks for.
 *
 * @example
 * ```ts
 * import { openFlowTable } from "@/flows/click_house/open_flow_table.ts";
 * import { assertRejects } from "@std/assert";
 *
 * const address = "clickhouse://127.0.0.1:9/default?table=flows"; // where nobody answers
 * await assertRejects(() => openFlowTable(address, { around: Date.parse("2012-01-19T19:00Z") }), Error, "No answer");
 * ```
 */
export async function openFlowTable(address: string, options: FlowTableOptions): Promise<SeriesSource> {
  const place = readFlowPlace(address);
  const question = questionOf(options);
  const { onProgress } = options;
  const { question: asked, grid, sums, notes } = await askFlows(place, question, {
    ...await credentials(),
    ...options.limits && { limits: options.limits },
    ...options.signal && { signal: options.signal },
    ...onProgress &&
      {
        onProgress: (read, all) => onProgress(`${place.url} has read ${read}${all > 0 ? ` of about ${all}` : ""} rows`),
      },
  });
  const isEmptyRest = question.classes.length > 0 && sums.totals.at(-1)!.every((sum) => sum === 0);
  const series = flowSeries(asked, grid, sums).slice(0, isEmptyRest ? -1 : undefined)
    .map((each) => rateOfFlows(each, question.measure));
  return {
    file: place.url,
    format: "clickhouse",
    names: series.map(({ name }) => name),
    notes: isEmptyRest ? [...notes, "every flow follows one of the rules"] : notes,
    rows: (name) => {
      const own = series.find((each) => each.name === name);
      if (own === undefined) throw new RangeError(`There is no class ${JSON.stringify(name)}`);
      const isSeen = (value: number) => !Number.isNaN(value);
      const [first, last] = [own.values.findIndex(isSeen), own.values.findLastIndex(isSeen) + 1];
      return {
        name,
        unit: own.unit,
        times: own.times.slice(first, last),
        values: own.values.slice(first, last),
        lines: Int32Array.from({ length: last - first }, (_, row) => row + 1),
        stamp: "start",
        notes: own.record.choices,
        ...place.isSimulated && { simulated: true },
      } satisfies NamedRows;
    },
  };
}

/**
 * The statements that would be asked, to be read and run by hand; the answer is not asked for.
 *
 * @throws {FlowServerError} As {@linkcode openFlowTable}.
 * @throws {RangeError} As {@linkcode openFlowTable}.
 *
 * @example
 * ```ts
 * import { explainFlowTable } from "@/flows/click_house/open_flow_table.ts";
 * import { assertRejects } from "@std/assert";
 *
 * const address = "clickhouse://127.0.0.1:9/default?table=flows"; // where nobody answers
 * const explained = explainFlowTable(address, { around: Date.parse("2012-01-19T19:00Z") });
 * await assertRejects(() => explained.then(console.log), Error, "No answer");
 * ```
 */
export async function explainFlowTable(address: string, options: FlowTableOptions): Promise<string> {
  const { notes, statements } = await prepareFlows(readFlowPlace(address), questionOf(options), await credentials());
  return [...notes.map((note) => `-- ${note}`), ...statements.map((statement) => `${statement};`)].join("\n");
}

function questionOf(
  { measure = "bytes", bin = { hours: 1 }, zone, classes = [], filter, sampling, ...rest }: FlowTableOptions,
) {
  const { around, from = around === undefined ? NaN : around - 35 * day, to = from + 44 * day } = rest;
  if (!(from < to)) {
    throw new RangeError(
      "A window of time is needed to ask a table of flows: from and to, or an event that it goes around",
    );
  }
  return {
    measure,
    bin: nominalLength(bin) > hour ? { hours: 1 } : bin,
    ...zone !== undefined && { zone },
    window: { from: Math.max(0, from), to },
    classes,
    ...filter !== undefined && { filter },
    sampling: sampling ?? "if mapped",
  } satisfies TableQuestion;
}

async function credentials(): Promise<{ user?: string; password?: string }> {
  const [user, password, file] = ["USER", "PASSWORD", "PASSWORD_FILE"].map((name) =>
    Deno.env.get(`CLICKHOUSE_${name}`)
  );
  const own = password ?? (file ? await readPassword(file) : undefined);
  return { ...user && { user }, ...own !== undefined && { password: own } };
}

async function readPassword(file: string): Promise<string> {
  try {
    return (await Deno.readTextFile(file)).replace(/\r?\n$/, "");
  } catch {
    throw new FlowServerError("The file that CLICKHOUSE_PASSWORD_FILE names cannot be read");
  }
}
