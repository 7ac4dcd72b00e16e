import pl, { type LazyDataFrame } from "polars";
import { addressNumber, type AddressRange, readAddressRange } from "@/flows/address_range.ts";
import { DataError } from "@/data/data_error.ts";
import type { FlowColumns } from "@/flows/flow_columns.ts";
import { type FlowGrid, flowGrid } from "@/flows/flow_grid.ts";
import {
  askedColumns,
  checkFlowQuestion,
  type FlowPredicate,
  type FlowQuestion,
  predicateColumns,
} from "@/flows/flow_question.ts";
import { type FlowSeries, flowSeries, type FlowSums } from "@/flows/flow_series.ts";
import { cellsOfStep, type FlowDialect, flowSql } from "@/flows/flow_sql.ts";
import {
  type FlowTable,
  openFlowTable,
  queryFlowTable,
  quoted,
  startExpression,
  startLiteral,
  unitOf,
} from "@/flows/flow_table.ts";
import { refuse } from "@/read/refuse.ts";

/** How {@linkcode askFlowFiles} goes about it. */
export interface FlowFileOptions {
  /** How far apart in milliseconds two files may be and count as one: as in `flowSeries`. */
  readonly quiet?: number;
  /** Called before each file. */
  readonly onProgress?: (step: string) => void;
}

/**
 * Answers a question to flow records from Parquet or CSV files, a few at a time, streamed by polars: memory does not grow with
 * their size, only with classes times bins (and, where prefixes are asked of addresses that are text, with how many
 * different addresses follow a rule).
 *
 * Times without a zone are UTC. Addresses may be text, 16 bytes of IPv6, or numbers of IPv4. Columns may have other types, and
 * stand in another order, from file to file.
 *
 * @param files Paths; the same file twice counts twice.
 * @throws {DataError} If a file cannot be read, lacks a column that the question looks at, or holds something else there.
 * @throws {RangeError} If the question is not one (`checkFlowQuestion`), or a sum is not below 2^53.
 *
 * @example
 * ```ts
 * import { askFlowFiles } from "@/flows/flow_files.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const file = await Deno.makeTempFile({ suffix: ".csv" });
 * await Deno.writeTextFile(file, "ts,sp,dp,ibyt\n1326996000,443,50000,1500\n1326996001,50000,53,80\n1326996119,443,50001,40\n");
 * const [web, other] = await askFlowFiles([file], {
 *   measure: "bytes",
 *   bin: { minutes: 1 },
 *   window: { from: Date.parse("2012-01-19T18:00Z"), to: Date.parse("2012-01-19T18:02Z") },
 *   classes: [{ name: "web", port: [80, 443] }],
 *   columns: { start: "ts", startUnit: "s", bytes: "ibyt", sourcePort: "sp", destinationPort: "dp" },
 * });
 * await Deno.remove(file);
 * assertEquals(web!.values, Float64Array.of(1500, 40));
 * assertEquals(other!.values, Float64Array.of(80, 0));
 * ```
 */
export async function askFlowFiles(
  files: readonly string[],
  question: FlowQuestion,
  { quiet, onProgress = () => {} }: FlowFileOptions = {},
): Promise<FlowSeries[]> {
  const grid = flowGrid(checkFlowQuestion(question));
  const steps = (grid.edges.at(-1)! - grid.edges[0]!) / grid.step;
  const sums: OpenSums = { totals: emptyTotals(question, steps), spans: [], flows: 0, simulated: true };
  for await (const tables of tablesTogether(files, question, onProgress)) addTables(sums, tables, question, grid);
  if (sums.flows === 0) refuse({ file: files.join(", "), expected: "flows that start in the window asked for" });
  return flowSeries(question, grid, sums, quiet);
}

interface OpenSums extends FlowSums {
  readonly spans: { start: number; end: number }[];
  flows: number;
  simulated: boolean;
}

const mostSums = 5e7;

function emptyTotals({ classes }: FlowQuestion, steps: number): Float64Array[] {
  if ((classes.length + 1) * steps > mostSums) {
    throw new RangeError(
      `Cannot ask for flows: at most ${mostSums} classes times steps are possible, current are ${
        classes.length + 1
      } and ${steps}`,
    );
  }
  return Array.from({ length: classes.length + 1 }, () => new Float64Array(steps));
}

/**
 * The first and the last start in files of flow records, in milliseconds since 1970 UTC, and what a start that is a number
 * counts: told by its size, as seconds, milli-, micro- or nanoseconds.
 *
 * @throws {DataError} As {@linkcode askFlowFiles}, or if there is no flow in any file.
 *
 * @example
 * ```ts
 * import { flowSpan } from "@/flows/flow_files.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const file = await Deno.makeTempFile({ suffix: ".csv" });
 * await Deno.writeTextFile(file, "ts,bytes\n1326996000,1500\n1326996119,40\n");
 * const { first, last, startUnit } = await flowSpan([file], { start: "ts" });
 * await Deno.remove(file);
 * assertEquals([last - first, startUnit], [119_000, "s"]);
 * ```
 */
export async function flowSpan(
  files: readonly string[],
  columns: FlowColumns,
  { onProgress = () => {} }: Pick<FlowFileOptions, "onProgress"> = {},
): Promise<{ first: number; last: number; startUnit?: NonNullable<FlowColumns["startUnit"]> }> {
  let [first, last] = [Infinity, -Infinity];
  let startUnit = columns.startUnit;
  for (const file of files) {
    onProgress(`looking for the first and last flow in ${file}`);
    const table = await openFlowTable(file, columns, ["start"]);
    if (table === undefined) continue;
    const name = quoted(columns.start);
    if (startUnit === undefined && table.kinds.get("start")!.kind === "number") {
      const [row] = queryFlowTable(table, `SELECT MIN(${name}) AS first FROM flows`);
      startUnit = row!.first == null ? undefined : unitOf(Number(row!.first), file, columns.start);
    }
    const start = startExpression(table, { ...columns, ...startUnit && { startUnit } });
    const [row] = queryFlowTable(table, `SELECT MIN(${start}) AS first, MAX(${start}) AS last FROM flows`);
    if (row!.first == null) continue;
    first = Math.min(first, Number(row!.first));
    last = Math.max(last, Number(row!.last));
  }
  if (last < first) refuse({ file: files.join(", "), expected: "flows" });
  return { first, last, ...startUnit && { startUnit } };
}

/** The columns that a question looks at. */
function columnsOf({ classes, filter = {}, measure, sampling }: FlowQuestion): (keyof FlowColumns)[] {
  return [
    "start",
    ...measure === "flows" ? [] : [measure],
    ...sampling === "column" ? ["sampling" as const] : [],
    ...[...classes, filter].flatMap(askedColumns),
  ];
}

const mostTogether = { files: 8, bytes: 2 ** 28 };

/** Opens files one after the other, and yields together small ones with columns of the same types: polars is then faster. */
async function* tablesTogether(
  files: readonly string[],
  question: FlowQuestion,
  onProgress: (step: string) => void,
): AsyncGenerator<readonly FlowTable[]> {
  let tables: FlowTable[] = [];
  let bytes = 0;
  for (const [index, file] of files.entries()) {
    const table = await openFlowTable(file, question.columns, columnsOf(question));
    if (table === undefined) continue;
    onProgress(`adding up ${file} (${index + 1} of ${files.length})`);
    const { size } = await Deno.stat(file);
    const fits = tables.length < mostTogether.files && bytes + size <= mostTogether.bytes;
    if (tables.length > 0 && !(fits && areAlike(tables[0]!, table))) {
      yield tables;
      [tables, bytes] = [[], 0];
    }
    tables.push(table);
    bytes += size;
  }
  if (tables.length > 0) yield tables;
}

/** Whether one query can answer for both: columns of the same types, and no addresses to be looked up. */
function areAlike({ kinds }: FlowTable, other: FlowTable): boolean {
  return [...kinds].every(([key, kind]) =>
    JSON.stringify(kind) === JSON.stringify(other.kinds.get(key)) && !(key.endsWith("Address") && kind.kind === "text")
  );
}

/** Adds the sums of tables to those before; where one of them is at fault, each is asked alone, so that it is named. */
function addTables(sums: OpenSums, tables: readonly FlowTable[], question: FlowQuestion, grid: FlowGrid): void {
  try {
    addRows(sums, tableSums(tables, question, grid), tables, question, grid);
  } catch (error) {
    if (tables.length === 1 || !(error instanceof DataError)) throw error;
    for (const table of tables) addTables(sums, [table], question, grid);
  }
}

const fileColumn = "number of the file"; // beside the columns of the question, under a name that none of them has

function tableSums(tables: readonly FlowTable[], question: FlowQuestion, grid: FlowGrid): SumRow[] {
  const { columns, classes, filter = {} } = question;
  const [table] = tables;
  const names = [...new Set(columnsOf(question).map((key) => columns[key]!))];
  const frames = tables.map((each, file) =>
    inWindow(each, columns, grid).select(
      ...names.map((name) => pl.col(name)),
      pl.lit(file).cast(pl.Int64).alias(fileColumn),
    )
  );
  const inside = frames.length === 1 ? frames[0]! : pl.concat(frames);
  const { frame, within } = withAddresses({ ...table!, frame: inside }, columns, [...classes, filter]);
  const dialect: FlowDialect = {
    table: "flows",
    firstCell: `${quoted(fileColumn)} * ${cellsOfFile(question, grid)}`,
    inWindow: () => "TRUE", // the frame holds nothing else
    start: startExpression(table!, columns),
    column: (key) => quoted(columns[key]!),
    isText: (key) => table!.kinds.get(key)?.kind === "text",
    text: (value) => `'${value.replaceAll("'", "''")}'`,
    toDouble: (number) => `CAST(${number} AS DOUBLE)`,
    notANumber: "CAST('NaN' AS DOUBLE)",
    divideDown: (number, by) => `${number} // ${by}`,
    within,
  };
  const file = tables.map((each) => each.file).join(", ");
  return queryFlowTable({ file, frame }, flowSql(question, grid, dialect)) as unknown as SumRow[];
}

interface SumRow {
  readonly cell: number | bigint | null;
  readonly total: number;
  readonly flows: number | bigint;
}

const cellsOfFile = (question: FlowQuestion, { edges, step }: FlowGrid) =>
  cellsOfStep(question) * (edges.at(-1)! - edges[0]!) / step;

function addRows(
  sums: OpenSums,
  rows: readonly SumRow[],
  tables: readonly FlowTable[],
  question: FlowQuestion,
  grid: FlowGrid,
): void {
  for (const row of rows) checkRow(row, tables[0]!.file, question);
  const count = cellsOfStep(question);
  const perFile = cellsOfFile(question, grid);
  const spans = tables.map(() => ({ start: Infinity, end: -Infinity }));
  for (const { cell, total, flows } of rows) {
    const place = Number(cell) % count;
    const step = (Number(cell) % perFile - place) / count;
    const start = grid.edges[0]! + step * grid.step;
    const span = spans[Math.floor(Number(cell) / perFile)]!;
    span.start = Math.min(span.start, start);
    span.end = Math.max(span.end, start + grid.step);
    if (place === count - 1) continue; // left out by the filter
    sums.totals[place]![step]! += total;
    sums.flows += Number(flows);
  }
  sums.spans.push(...spans.filter(({ start, end }) => start < end));
  sums.simulated &&= tables.every(({ simulated }) => simulated);
}

function checkRow({ cell, total, flows }: SumRow, file: string, question: FlowQuestion): void {
  const { measure, columns, sampling } = question;
  if (cell === null) {
    refuse({ file, column: columns.start, value: `${flows} rows without a time`, expected: "a time in every row" });
  }
  const count = cellsOfStep(question);
  if (Number.isNaN(total) && Number(cell) % count !== count - 1) {
    const rates = sampling === "column" ? ", and a sampling rate of 1 or above" : "";
    refuse({ file, expected: `${measure} of 0 or above in every row${rates}` });
  }
}

/** The frame without what lies outside the bins; rows without a time stay, to be refused. */
function inWindow(table: FlowTable, columns: FlowColumns, { edges }: FlowGrid): LazyDataFrame {
  const start = pl.col(columns.start);
  const [from, to] = [edges[0]!, edges.at(-1)!].map((edge) => startLiteral(table, columns, edge)) as [pl.Expr, pl.Expr];
  return table.frame.filter(start.isNull().or(start.gtEq(from).and(start.lt(to))));
}

/** The frame with what is needed to tell whether an address lies in a prefix. */
function withAddresses(table: FlowTable, columns: FlowColumns, predicates: readonly FlowPredicate[]) {
  const asked = new Map<keyof FlowColumns, string[][]>();
  for (const predicate of predicates) {
    for (const key of ["prefix", "sourcePrefix", "destinationPrefix"] as const) {
      for (const column of predicate[key] === undefined ? [] : predicateColumns[key]) {
        asked.set(column, [...asked.get(column) ?? [], [...predicate[key]!]]);
      }
    }
  }
  let frame = table.frame;
  for (const [key, lists] of asked) {
    if (table.kinds.get(key)!.kind === "text") frame = markAddresses({ ...table, frame }, columns[key]!, key, lists);
  }
  const within = (key: keyof FlowColumns, ranges: readonly AddressRange[]): string => {
    const { kind } = table.kinds.get(key)!;
    if (kind === "text") return `COALESCE(${quoted(markOf(key, ranges))}, FALSE)`;
    const literal = kind === "bytes" ? bytesOf : fourOf;
    const name = quoted(columns[key]!);
    const parts = ranges.flatMap(({ first, last }) => {
      const [least, most] = [literal(first, "up"), literal(last, "down")];
      return least === undefined || most === undefined ? [] : [`(${name} >= ${least} AND ${name} <= ${most})`];
    });
    return parts.length === 0 ? "FALSE" : `(${parts.join(" OR ")})`;
  };
  return { frame, within };
}

const mapped = 0xffffn << 32n;
const bytesOf = (address: bigint) => `x'${address.toString(16).padStart(32, "0")}'`;

/** An IPv4 address as the number of 32 bits that it is; the nearest one on the side asked for, undefined if there is none. */
function fourOf(address: bigint, side: "up" | "down"): string | undefined {
  const number = address - mapped;
  if (number >= 0n && number < 1n << 32n) return String(number);
  if (side === "up") return number < 0n ? "0" : undefined;
  return number < 0n ? undefined : String((1n << 32n) - 1n);
}

const markOf = (key: keyof FlowColumns, ranges: readonly AddressRange[]) =>
  `${key} in ${ranges.map(({ first, last }) => `${first}-${last}`).join(" ")}`;

/** Joins to each row in which of the lists of prefixes its address lies: each different address is looked at once. */
function markAddresses(
  table: FlowTable,
  column: string,
  key: keyof FlowColumns,
  lists: readonly string[][],
): LazyDataFrame {
  const marks = new Map(lists.map((list) => list.map(readAddressRange)).map((ranges) => [markOf(key, ranges), ranges]));
  const texts: string[] = [];
  const found = [...marks.values()].map((): boolean[] => []);
  const distinct = table.frame.select(pl.col(column)).unique([column]).collectSync({ engine: "streaming" });
  for (const text of distinct.getColumn(column).toArray() as (string | null)[]) {
    if (text === null) continue;
    const address = addressNumber(text.trim());
    if (address === undefined) refuse({ file: table.file, column, value: text, expected: "an IPv4 or IPv6 address" });
    const lies = [...marks.values()].map((ranges) =>
      ranges.some(({ first, last }) => address >= first && address <= last)
    );
    if (!lies.includes(true)) continue;
    texts.push(text);
    lies.forEach((each, list) => found[list]!.push(each));
  }
  const marked = pl.DataFrame([
    pl.Series(column, texts, pl.Utf8),
    ...[...marks.keys()].map((name, list) => pl.Series(name, found[list]!, pl.Bool)),
  ]);
  return table.frame.join(marked.lazy(), { on: column, how: "left" });
}
