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
import { flowGrid, type FlowGrid } from "@/flows/flow_grid.ts";
import type { FlowQuestion } from "@/flows/flow_question.ts";
import type { FlowSums } from "@/flows/flow_series.ts";

/** A question to a table of flows: its schema says which columns are what. */
export type TableQuestion = Omit<FlowQuestion, "columns">;

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
 */
export async function prepareFlows(
  place: FlowPlace,
  question: TableQuestion,
  options: AskOptions = {},
): Promise<PreparedQuestion> {
  const { database } = place;
  const server = await openFlowServer({ url: place.url, ...place.user !== undefined && { user: place.user }, ...options });
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
      `The table ${JSON.stringify(place.table)} is of no schema known by name: say which columns are what, as in ?table=${
        encodeURIComponent(place.table)
      }&start=NAME&bytes=NAME; it has: ${Object.keys(types).slice(0, 40).join(", ")}`,
    );
  }
  const asked = { ...question, columns };
  const grid = flowGrid(asked);
  const etherType = place.etherType ?? (schema !== undefined && "etherType" in schema ? schema.etherType : undefined);
  const chosen = schema?.isAggregated && isRaw
    ? await coarsest(server, asked, grid, database, tables)
    : { table: place.table, over: schema?.isAggregated ? aggregatedOver(place.table) ?? 0 : 0 };
  if (chosen.over > 0 && answeringTiers(asked, grid, columnsOf(tables)).every(({ table }) => table !== chosen.table)) {
    throw new RangeError(
      `The table ${JSON.stringify(chosen.table)} is added up over ${chosen.over / 1000} s and cannot answer this: its columns are ${
        Object.keys(types).join(", ")
      }, needed are ${neededColumns(asked).map((key) => columns[key]).join(", ")}`,
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
      `limits: ${server.limits.seconds} s, ${limit(server.limits.rows)} rows and ${limit(server.limits.bytes)} bytes read`,
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
 */
export async function askFlows(place: FlowPlace, question: TableQuestion, options: AskOptions = {}): Promise<FlowAnswer> {
  const { server, question: asked, grid, over, notes, statements } = await prepareFlows(place, question, options);
  const steps = Math.round((grid.edges.at(-1)! - grid.edges[0]!) / grid.step);
  const [sums, observed] = statements;
  const answer = await server.ask(sums!, answerColumns, steps * (question.classes.length + 1));
  const seen = observed === undefined ? undefined : await server.ask(observed, observedColumns, steps);
  const resolution = Math.max(over, 1000 * Number(/DateTime\b/.test(typeOfStart(asked, notes, grid))));
  void resolution;
  const cost = [answer, ...seen === undefined ? [] : [seen]].reduce<Omit<FlowServerAnswer, "rows">>((all, one) => ({
    rowsRead: all.rowsRead + one.rowsRead,
    bytesRead: all.bytesRead + one.bytesRead,
    seconds: all.seconds + one.seconds,
    bytesReceived: all.bytesReceived + one.bytesReceived,
  }), { rowsRead: 0, bytesRead: 0, seconds: 0, bytesReceived: 0 });
  return { question: asked, grid, sums: { totals: [], spans: [], flows: 0 }, notes, cost };
}
