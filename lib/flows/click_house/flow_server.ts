import { type ClickHouseClient, createClient } from "@clickhouse/client-web";
import * as v from "valibot";
import { FlowServerError, flowServerError } from "@/flows/click_house/flow_server_error.ts";
import { sqlString } from "@/flows/click_house/sql_text.ts";

/** What a query may cost the server. */
export interface FlowLimits {
  /** For how long it may run, in seconds. */
  readonly seconds: number;
  /** How many rows it may read; as many as there are when left out. */
  readonly rows?: number;
  /** How many bytes it may read, unpacked; as many as there are when left out. */
  readonly bytes?: number;
}

/** How to reach a server. */
export interface FlowServerOptions {
  readonly url: string;
  readonly user?: string;
  readonly password?: string;
  readonly limits?: FlowLimits;
  /** Ends the query, on the server too. */
  readonly signal?: AbortSignal;
  /** Called about once a second while the server works: rows read, and about how many there are (0: not known). */
  readonly onProgress?: (read: number, all: number) => void;
}

/** A whole answer. */
export interface FlowServerAnswer {
  readonly rows: readonly (readonly unknown[])[];
  /** What the server read for it, and in what time. */
  readonly rowsRead: number;
  readonly bytesRead: number;
  readonly seconds: number;
  /** How long the answer was. */
  readonly bytesReceived: number;
}

/** A server that answers SELECTs. */
export interface FlowServer {
  readonly url: string;
  readonly version: string;
  readonly limits: FlowLimits;
  /**
   * @param columns The columns the answer must have.
   * @param mostRows How many rows it can have.
   * @throws {FlowServerError} If the answer does not come, whole.
   */
  readonly ask: (sql: string, columns: readonly string[], mostRows: number) => Promise<FlowServerAnswer>;
}

/** An hour at most, and what a user did not ask for is not limited. */
export const usualLimits: FlowLimits = { seconds: 3600 };

/**
 * Settings under which an answer is whole or does not come: no shard is left out, no stale replica asked, and nothing stops
 * early without saying so.
 */
const wholeAnswers = {
  skip_unavailable_shards: "0",
  fallback_to_stale_replicas_for_distributed_queries: "0",
  distributed_group_by_no_merge: "0",
  read_overflow_mode: "throw",
  read_overflow_mode_leaf: "throw",
  group_by_overflow_mode: "throw",
  result_overflow_mode: "throw",
  timeout_overflow_mode: "throw",
  timeout_overflow_mode_leaf: "throw",
  partial_result_on_first_cancel: "0",
  limit: "0",
  offset: "0",
} as const;

const wished = {
  ...wholeAnswers,
  cancel_http_readonly_queries_on_client_close: "1",
  output_format_json_quote_64bit_integers: "1",
  max_query_size: "16777216",
  max_ast_elements: "5000000",
  max_expanded_ast_elements: "5000000",
};

const answerSchema = v.object({
  meta: v.array(v.object({ name: v.string() })),
  data: v.array(v.array(v.unknown())),
  rows: v.number(),
  exception: v.optional(v.string()),
  statistics: v.object({ elapsed: v.number(), rows_read: v.number(), bytes_read: v.number() }),
});

/**
 * Reaches a server of ClickHouse over HTTP, from 18.16 on, and learns what it may be asked. Every query is read-only, has an
 * id, and is asked once: what fails is never asked again.
 *
 * @throws {FlowServerError} If it cannot be reached, does not let the user in, or its settings for this user, which the user
 * may not change, would let an answer be cut.
 *
 * @example
 * ```ts
 * import { openFlowServer } from "@/flows/click_house/flow_server.ts";
 * import { assertRejects } from "@std/assert";
 *
 * const opened = openFlowServer({ url: "http://127.0.0.1:9" }); // where nobody answers
 * await assertRejects(() => opened.then(({ ask }) => ask("SELECT 1 AS one", ["one"], 1)), Error, "No answer");
 * ```
 */
export async function openFlowServer(
  { url, user = "default", password = "", limits = usualLimits, signal, onProgress }: FlowServerOptions,
): Promise<FlowServer> {
  const client = createClient({
    url,
    username: user,
    password,
    application: "after-megaupload",
    request_timeout: (limits.seconds + 60) * 1000,
    log: { LoggerClass: Silent },
  });
  const names = ["readonly", ...Object.keys(wished)].map(sqlString).join(", ");
  const asked = { client, url, password, ...signal && { signal } };
  const known = await askOnce(
    asked,
    `SELECT name, value, version() FROM system.settings WHERE name IN (${names})`,
    ["name", "value", "version()"],
    {},
  );
  const held = new Map(known.rows.map(([name, value]) => [String(name), String(value)]));
  const mayOnlyRead = held.get("readonly") === "1";
  if (mayOnlyRead) checkHeld(held, url);
  const settings = mayOnlyRead ? {} : {
    ...Object.fromEntries(Object.entries(wished).filter(([name]) => held.has(name))),
    ...held.get("readonly") === "0" && { readonly: "2" },
    max_execution_time: String(limits.seconds),
    ...limits.rows !== undefined && { max_rows_to_read: String(limits.rows) },
    ...limits.bytes !== undefined && { max_bytes_to_read: String(limits.bytes) },
  };
  if (mayOnlyRead && (limits.rows !== undefined || limits.bytes !== undefined)) {
    throw new FlowServerError(
      `${url} lets this user change no setting (readonly is 1), so it cannot be told limits: ask for a user of readonly 2`,
    );
  }
  return {
    url,
    version: String(known.rows[0]?.[2]),
    limits,
    ask: (sql, columns, mostRows) =>
      askOnce({ ...asked, ...onProgress && { onProgress } }, sql, columns, {
        ...settings,
        ...!mayOnlyRead && { max_result_rows: String(mostRows) },
      }),
  };
}

/** The client writes to the console what its errors say too. */
class Silent {
  trace() {}
  debug() {}
  info() {}
  warn() {}
  error() {}
}

function checkHeld(held: ReadonlyMap<string, string>, url: string): void {
  for (const [name, value] of Object.entries(wholeAnswers)) {
    // stale replicas are a matter of replicated tables only, and asking them is the server's default
    if (name.startsWith("fallback_to_stale") || !held.has(name) || held.get(name) === value) continue;
    throw new FlowServerError(
      `${url} lets this user change no setting, and ${name} is ${
        held.get(name)
      }: an answer could be cut without saying so`,
    );
  }
}

interface Asked extends Pick<FlowServerOptions, "signal" | "onProgress"> {
  readonly client: ClickHouseClient;
  readonly url: string;
  readonly password: string;
}

async function askOnce(
  { client, url, password, signal, onProgress }: Asked,
  query: string,
  columns: readonly string[],
  settings: Readonly<Record<string, string>>,
): Promise<FlowServerAnswer> {
  signal?.throwIfAborted();
  const id = crypto.randomUUID();
  const ended = new AbortController();
  const watch = onProgress === undefined ? undefined : setInterval(() => reportProgress(client, id, onProgress), 1000);
  const stop = () => ended.abort();
  signal?.addEventListener("abort", stop);
  try {
    const result = await client.query({
      query,
      query_id: id,
      format: "JSONCompact",
      abort_signal: ended.signal,
      clickhouse_settings: { ...settings, wait_end_of_query: 1 },
    });
    return wholeAnswer(await result.text(), columns);
  } catch (error) {
    const fault = flowServerError(error, url, password);
    if (fault.code === undefined) await killQuery(client, id);
    throw signal?.aborted ? new FlowServerError(`Stopped; the query was ended on ${url} too.`, 394) : fault;
  } finally {
    clearInterval(watch);
    signal?.removeEventListener("abort", stop);
  }
}

/** A text that is cut is no JSON, and an error that came in the midst of the answer breaks it or stands in it. */
function wholeAnswer(text: string, columns: readonly string[]): FlowServerAnswer {
  const error = /Code: \d+[.,] (?:e\.displayText\(\) = )?DB::Exception.*/s.exec(text);
  if (error !== null) throw new Error(error[0]);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error(`the answer was cut after ${text.length} characters`);
  }
  const read = v.safeParse(answerSchema, json);
  if (!read.success) throw new Error("the answer is not one of ClickHouse");
  const { meta, data, rows, exception, statistics } = read.output;
  if (exception !== undefined) throw new Error(exception);
  const isWhole = rows === data.length && meta.length === columns.length &&
    meta.every(({ name }, at) => name === columns[at]) && data.every((row) => row.length === columns.length);
  if (!isWhole) throw new Error("the answer is not that of the question");
  return {
    rows: data,
    rowsRead: statistics.rows_read,
    bytesRead: statistics.bytes_read,
    seconds: statistics.elapsed,
    bytesReceived: new TextEncoder().encode(text).length,
  };
}

async function reportProgress(
  client: ClickHouseClient,
  id: string,
  onProgress: (read: number, all: number) => void,
) {
  const query = `SELECT read_rows, total_rows_approx FROM system.processes WHERE query_id = ${sqlString(id)}`;
  try {
    const { data } = await (await client.query({ query, format: "JSONCompact" })).json<unknown[]>();
    const [row] = data;
    if (row !== undefined) onProgress(Number(row[0]), Number(row[1]));
  } catch {
    // a sign of life, not a part of the answer
  }
}

/** Best done, not needed: the connection is gone, and with it, on servers of today, the query. */
async function killQuery(client: ClickHouseClient, id: string): Promise<void> {
  try {
    const killed = await client.query({
      query: `KILL QUERY WHERE query_id = ${sqlString(id)} ASYNC`,
      format: "JSONCompact",
      abort_signal: AbortSignal.timeout(5000),
    });
    await killed.text();
  } catch {
    // the server cannot be reached, or had ended it
  }
}
