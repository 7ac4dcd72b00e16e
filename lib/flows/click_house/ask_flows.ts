import { answeringTiers, neededColumns } from "@/flows/click_house/choose_table.ts";
import type { FlowPlace } from "@/flows/click_house/flow_place.ts";
import { aggregatedOver, flowSchemas, schemaOf } from "@/flows/click_house/flow_schemas.ts";
import { type FlowServer, type FlowServerAnswer, openFlowServer } from "@/flows/click_house/flow_server.ts";
import type { FlowServerOptions } from "@/flows/click_house/flow_server.ts";
import { FlowServerError } from "@/flows/click_house/flow_server_error.ts";
import { answerColumns, flowSql, observedColumns, observedSql } from "@/flows/click_house/flow_sql.ts";
import type { FlowTable } from "@/flows/click_house/flow_table.ts";
import { sqlName, sqlString } from "@/flows/click_house/sql_text.ts";
import { timeSql } from "@/flows/click_house/time_sql.ts";
import type { FlowColumns } from "@/flows/flow_columns.ts";
import { tableGrid } from "@/flows/click_house/table_grid.ts";
import type { FlowGrid } from "@/flows/flow_grid.ts";
import type { FlowQuestion } from "@/flows/flow_question.ts";
import type { FlowSums } from "@/flows/flow_series.ts";

/** A question to a table of flows: its schema says which columns are what. */
export interface TableQuestion extends Omit<FlowQuestion, "columns" | "sampling"> {
  /** As in `FlowQuestion`, or "if mapped": that of each record where the schema or the address names a column of it. */
  readonly sampling?: NonNullable<FlowQuestion["sampling"]> | "if mapped";
}

/** How to ask. */
export type AskOptions = Pick<FlowServerOptions, "password" | "limits" | "signal" | "onProgress">;

/** The question as it is put to a server. */
export interface PreparedQuestion {
  readonly server: FlowServer;
  readonly question: FlowQuestion;
  readonly grid: FlowGrid;
  readonly table: FlowTable;
  /** The stretches the table was added up over, in milliseconds; 0 for flows. */
  readonly over: number;
  /** What was chosen, in words. */
  readonly notes: readonly string[];
  /** What will be asked; the second only where there is a filter: which bins were observed at all. */
  readonly statements: readonly string[];
}

/** What a server said. */
export interface FlowAnswer {
  readonly question: FlowQuestion;
  readonly grid: FlowGrid;
  readonly sums: FlowSums;
  readonly notes: readonly string[];
  /** What it cost: read by the server, and sent over the wire. */
  readonly cost: Omit<FlowServerAnswer, "rows">;
}

/**
 * Looks at the table and writes the question down as SQL, without asking it.
 *
 * @throws {FlowServerError} If the server does not answer, or there is no such table.
 * @throws {RangeError} If the table does not have what the question asks for.
 *
 * @example
 * ```ts
 * import { prepareFlows } from "@/flows/click_house/ask_flows.ts";
 * import { readFlowPlace } from "@/flows/click_house/flow_place.ts";
 * import { assertRejects } from "@std/assert";
 *
 * const place = readFlowPlace("clickhouse://127.0.0.1:9/default?table=flows"); // where nobody answers
 * const window = { from: Date.parse("2012-01-01T00:00Z"), to: Date.parse("2012-02-01T00:00Z") };
 * const prepared = prepareFlows(place, { measure: "bytes", bin: { hours: 1 }, window, classes: [] });
 * await assertRejects(() => prepared.then(({ statements }) => console.log(statements)), Error, "No answer");
 * ```
 */
export async function prepareFlows(
  place: FlowPlace,
  question: TableQuestion,
  options: AskOptions = {},
): Promise<PreparedQuestion> {
  const { database } = place;
  const server = await openFlowServer({
    ...options,
    url: place.url,
    ...place.user !== undefined && { user: place.user },
  });
  const isRaw = place.table === "flows";
  const tables = await tablesOf(server, database, place.table, isRaw);
  const types = tables.get(place.table);
  if (types === undefined) {
    throw new FlowServerError(
      `${server.url} has no table ${JSON.stringify(place.table)} in the database ${
        JSON.stringify(database)
      }, or the user may not see it`,
    );
  }
  const schemaName = place.schema ?? schemaOf(Object.keys(types));
  const schema = schemaName === undefined ? undefined : flowSchemas[schemaName];
  const columns = { ...schema?.columns, ...place.columns } as FlowColumns;
  if (columns.start === undefined) {
    throw new RangeError(
      `The table ${
        JSON.stringify(place.table)
      } is of no schema known by name: say which columns are what, as in ?table=${
        encodeURIComponent(place.table)
      }&start=NAME&bytes=NAME; it has: ${Object.keys(types).slice(0, 40).join(", ")}`,
    );
  }
  const sampling = question.sampling !== "if mapped" ? question.sampling ?? 1 : columns.sampling ? "column" : 1;
  const asked = { ...question, sampling, columns };
  const grid = tableGrid(asked);
  const etherType = place.etherType ?? (schema !== undefined && "etherType" in schema ? schema.etherType : undefined);
  const chosen = schema?.isAggregated && isRaw
    ? await coarsest(server, asked, grid, database, tables)
    : { table: place.table, over: schema?.isAggregated ? aggregatedOver(place.table) ?? 0 : 0 };
  if (chosen.over > 0 && answeringTiers(asked, grid, columnsOf(tables)).every(({ table }) => table !== chosen.table)) {
    throw new RangeError(
      `The table ${JSON.stringify(chosen.table)} is added up over ${
        chosen.over / 1000
      } s and cannot answer this: its columns are ${Object.keys(types).join(", ")}, needed are ${
        neededColumns(asked).map((key) => columns[key]).join(", ")
      }`,
    );
  }
  const table = { database, table: chosen.table, types: tables.get(chosen.table)!, ...etherType && { etherType } };
  return {
    server,
    question: asked,
    grid,
    table,
    over: chosen.over,
    notes: [
      `${server.url}, ClickHouse ${server.version}: table ${database}.${chosen.table}${
        schemaName === undefined ? "" : ` (${schemaName})`
      }${chosen.over > 0 ? `, added up over ${chosen.over / 1000} s` : ""}`,
      `limits: ${server.limits.seconds} s, ${limit(server.limits.rows)} rows and ${
        limit(server.limits.bytes)
      } bytes read`,
    ],
    statements: [
      flowSql(asked, table),
      ...question.filter === undefined ? [] : [observedSql(asked, table)],
    ],
  };
}

const limit = (most: number | undefined) => most === undefined ? "any number of" : `at most ${most}`;

/**
 * Asks a server of ClickHouse for the sums of flows: only sums come back, one a class and step. Sums are whole numbers and
 * exact; what does not fit below 2^53 is refused. A step in which the table has no flow at all, of whatever class and filter,
 * counts as not observed.
 *
 * @throws {FlowServerError} If the server does not answer, whole.
 * @throws {RangeError} If the table does not have what the question asks for, or a sum is not below 2^53.
 *
 * @example
 * ```ts
 * import { askFlows } from "@/flows/click_house/ask_flows.ts";
 * import { readFlowPlace } from "@/flows/click_house/flow_place.ts";
 * import { flowSeries } from "@/flows/flow_series.ts";
 * import { assertRejects } from "@std/assert";
 *
 * const place = readFlowPlace("clickhouse://127.0.0.1:9/default?table=flows"); // where nobody answers
 * const window = { from: Date.parse("2012-01-01T00:00Z"), to: Date.parse("2012-02-01T00:00Z") };
 * const classes = [{ name: "web", port: [80, 443] }];
 * const asked = askFlows(place, { measure: "bytes", bin: { hours: 1 }, window, classes });
 * const series = asked.then(({ question, grid, sums }) => flowSeries(question, grid, sums));
 * await assertRejects(() => series, Error, "No answer");
 * ```
 */
export async function askFlows(
  place: FlowPlace,
  question: TableQuestion,
  options: AskOptions = {},
): Promise<FlowAnswer> {
  const { server, question: asked, grid, over, notes, statements } = await prepareFlows(place, question, options);
  const steps = Math.round((grid.edges.at(-1)! - grid.edges[0]!) / grid.step);
  const [sums, observed] = statements;
  const answer = await server.ask(sums!, answerColumns, steps * (question.classes.length + 1));
  const seen = observed === undefined ? undefined : await server.ask(observed, observedColumns, steps);
  const rows = answer.rows.map((row) => readRow(row, asked));
  const stretches = seen?.rows.map((row) => ({ step: count(row[0]), first: count(row[2]), last: count(row[3]) })) ??
    rows;
  const flows = rows.reduce((all, { records }) => all + records, 0);
  if (stretches.length === 0) throw new RangeError(`No flow of ${server.url} starts in the window asked for`);
  return {
    question: asked,
    grid,
    sums: { totals: totalsOf(rows, asked, steps), spans: spansOf(stretches, over, grid.edges[0]!), flows },
    notes: [...notes, read(answer), ...seen === undefined ? [] : [read(seen)]],
    cost: seen === undefined ? answer : added(answer, seen),
  };
}

const read = ({ rowsRead, bytesRead, seconds, bytesReceived }: FlowServerAnswer) =>
  `the server read ${rowsRead} rows, ${bytesRead} bytes, in ${
    seconds.toPrecision(2)
  } s; ${bytesReceived} bytes came back`;

const added = (one: FlowServerAnswer, other: FlowServerAnswer) => ({
  rowsRead: one.rowsRead + other.rowsRead,
  bytesRead: one.bytesRead + other.bytesRead,
  seconds: one.seconds + other.seconds,
  bytesReceived: one.bytesReceived + other.bytesReceived,
});

interface SumRow {
  readonly place: number;
  readonly step: number;
  readonly records: number;
  readonly first: number;
  readonly last: number;
  readonly sum: number;
}

function readRow(row: readonly unknown[], { measure, columns }: FlowQuestion): SumRow {
  const [place, step, records, first, last, missing, leastSampling] = row.slice(0, 7).map(count);
  if (missing! > 0) throw new RangeError(`Cannot add up flows: ${missing} rows have no ${measure} or no sampling rate`);
  if (leastSampling! < 1) {
    throw new RangeError(
      `Cannot add up flows: a sampling rate of 1 or above is needed in every row, current least in ${columns.sampling} is ${leastSampling}`,
    );
  }
  const sum = Number(BigInt(String(row[7])));
  const check = Number(row[8]);
  if (!(sum <= Number.MAX_SAFE_INTEGER && Math.abs(sum - check) <= 1e-6 * check)) {
    throw new RangeError(
      `Cannot add up flows: sums of ${measure} from 0 to 2^53 are needed to be exact (choose shorter bins), current sum is about ${check}`,
    );
  }
  return { place: place!, step: step!, records: records!, first: first!, last: last!, sum };
}

/** A whole number of an answer, where 64 bits stand in quotes. */
function count(value: unknown): number {
  const number = typeof value === "string" || typeof value === "number" ? Number(value) : NaN;
  if (Number.isSafeInteger(number)) return number;
  throw new FlowServerError(`The answer holds ${JSON.stringify(value)} where a whole number is needed`);
}

function totalsOf(rows: readonly SumRow[], { classes }: FlowQuestion, steps: number): Float64Array[] {
  const totals = Array.from({ length: classes.length + 1 }, () => new Float64Array(steps));
  for (const { place, step, sum } of rows) {
    const own = totals[place];
    if (own === undefined || !(step >= 0 && step < steps)) {
      throw new FlowServerError(`The answer holds class ${place} and step ${step}, which were not asked for`);
    }
    own[step] = sum;
  }
  return totals;
}

const minute = 60_000;

/** From the minute of the first to that of the last start of each run of steps that have flows. */
function spansOf(
  rows: readonly { step: number; first: number; last: number }[],
  over: number,
  origin: number,
): FlowSums["spans"] {
  const spans: { start: number; end: number; step: number }[] = [];
  for (const { step, first, last } of rows.toSorted((a, b) => a.step - b.step)) {
    const start = origin + Math.floor((first - origin) / minute) * minute;
    const end = origin + Math.ceil((last + Math.max(1, over) - origin) / minute) * minute;
    const before = spans.at(-1);
    if (before === undefined || step > before.step + 1) spans.push({ start, end, step });
    else Object.assign(before, { start: Math.min(before.start, start), end: Math.max(before.end, end), step });
  }
  return spans.map(({ start, end }) => ({ start, end }));
}

const columnsOf = (tables: ReadonlyMap<string, Readonly<Record<string, string>>>) =>
  new Map([...tables].map(([name, types]) => [name, Object.keys(types)]));

/** The types of the columns of a table, and of what Akvorado made of it where it is that of the raw flows. */
async function tablesOf(server: FlowServer, database: string, table: string, isRaw: boolean) {
  const which = isRaw ? "(table = 'flows' OR match(table, '^flows_([0-9]+[hms])+$'))" : `table = ${sqlString(table)}`;
  const { rows } = await server.ask(
    `SELECT table, name, type FROM system.columns WHERE database = ${sqlString(database)} AND ${which} ORDER BY table`,
    ["table", "name", "type"],
    1e5,
  );
  const tables = new Map<string, Record<string, string>>();
  for (const [name, column, type] of rows.map((row) => row.map(String) as [string, string, string])) {
    tables.set(name, { ...tables.get(name), [column]: type });
  }
  return tables;
}

/** Of the tables that can answer, the one of the longest stretches that reaches back to the start; else what reaches furthest. */
async function coarsest(
  server: FlowServer,
  question: FlowQuestion,
  grid: FlowGrid,
  database: string,
  tables: ReadonlyMap<string, Readonly<Record<string, string>>>,
) {
  const tiers = answeringTiers(question, grid, columnsOf(tables));
  let best = { table: "flows", over: 0 };
  let furthest = Infinity;
  for (const tier of tiers) {
    const types = tables.get(tier.table)!;
    const { milliseconds } = timeSql(question.columns, { database, table: tier.table, types });
    const sql = `SELECT min(${milliseconds}) AS first, count() AS records FROM ${sqlName(database)}.${
      sqlName(tier.table)
    }`;
    const { rows: [row] } = await server.ask(sql, ["first", "records"], 1);
    const first = count(row?.[1]) === 0 ? Infinity : count(row?.[0]);
    if (first <= grid.edges[0]!) return tier;
    if (first < furthest) [best, furthest] = [tier, first];
  }
  return best;
}
