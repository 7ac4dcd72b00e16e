import type { DataProblem } from "@/data/data_error.ts";
import { counterColumn, counterNamed, type CounterOptions } from "@/read/counter_column.ts";
import { type Cell, isMissing, numberOf, type NumberOptions, readNumbers } from "@/read/number_column.ts";
import { printable, refuse } from "@/read/refuse.ts";
import type { NamedRows, SeriesFormat, SeriesSource } from "@/read/series_source.ts";
import { readTimeColumn, type TimeColumnOptions } from "@/read/time_column.ts";

/** A table as read from a file, column by column. */
export interface FileTable {
  readonly file: string;
  readonly columns: readonly { readonly name: string; readonly cells: ArrayLike<Cell> }[];
  /** The line of each row in the file. */
  readonly lines: Int32Array;
}

/** Which columns of a table make series, and how they are read. */
export interface FileTableOptions extends TimeColumnOptions, NumberOptions, CounterOptions {
  /** The column of times; found by its name or its content when left out. */
  readonly time?: string;
  /** A column of text that says whose row it is, where one file holds several series below each other. */
  readonly by?: string;
  /** Whether a time is the start (when left out) or the end of the stretch that its value stands for. */
  readonly stamp?: "start" | "end";
}

const timeNames =
  /^(?:_?time(?:[ _-]?stamp)?|date(?:[ _-]?time)?|ts|epoch|when|start(?:[ _-]?time)?|period|interval|day|week|month|quarter|hour|jour|mois|heure|tag|monat|zeit|datum|fecha|hora|bin)(?:\s*[([].*)?$/i;
const most = 1000;

/**
 * The series of a table: every column that holds numbers, or with `by` every column for each name met there.
 *
 * A column named `simulated` that holds "true" in every row marks all series as made, not measured.
 *
 * @throws {DataError} If there is no row, no column of times or no column of numbers.
 *
 * @example
 * ```ts
 * import { tableSeries } from "@/read/table_series.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const table = {
 *   file: "ports.csv",
 *   columns: [
 *     { name: "when", cells: ["2012-01-19T20:00Z", "2012-01-19T20:05Z"] },
 *     { name: "in (Mbit/s)", cells: ["40", "41.5"] },
 *   ],
 *   lines: Int32Array.of(2, 3),
 * };
 * const source = tableSeries(table, "delimited");
 * assertEquals(source.names, ["in (Mbit/s)"]);
 * assertEquals(source.rows("in (Mbit/s)").values, Float64Array.of(40, 41.5));
 * assertEquals(source.rows("in (Mbit/s)").unit, "Mbit/s");
 * ```
 */
export function tableSeries(table: FileTable, format: SeriesFormat, options: FileTableOptions = {}): SeriesSource {
  const { file, lines } = table;
  if (lines.length === 0) refuse({ file, expected: "a row of data after the header" });
  const columns = named(table.columns);
  const { time, parts: timeParts } = timeColumn(columns, file, options.time);
  const by = options.by === undefined ? undefined : wanted(columns, options.by, file);
  const marks = columns.find(({ name }) => name.toLowerCase() === "simulated");
  const simulated = marks !== undefined && all(marks.cells, (cell) => String(cell).toLowerCase() === "true");
  const others = columns.filter((column) => !timeParts.includes(column) && column !== by && column !== marks);
  const values = others.filter(({ cells }) => isNumeric(cells, options));
  const text = others.filter((column) => !values.includes(column)).map(({ name }) => name);
  if (values.length === 0) {
    refuse({
      file,
      value: others.map(({ name }) => name).join(", "),
      expected: "a column of numbers beside the times",
    });
  }
  const groups = by === undefined ? undefined : groupRows(by, file);
  const parts = new Map<string, { column: Column; rows: readonly number[] | undefined }>();
  for (const column of values) {
    if (groups === undefined) parts.set(column.name, { column, rows: undefined });
    else {for (const [name, rows] of groups) {
        parts.set(values.length > 1 ? `${name}: ${column.name}` : name, { column, rows });
      }}
  }
  return {
    file,
    format,
    names: [...parts.keys()],
    notes: text.length > 0 ? [`left out, as they hold no numbers: ${text.slice(0, 20).join(", ")}`] : [],
    rows: (name) => {
      const part = parts.get(name);
      if (part === undefined) throw new RangeError(`Cannot read a series: ${file} has none named ${name}`);
      const { column, rows } = part;
      const pick = ({ cells }: Column) => rows === undefined ? cells : rows.map((row) => cells[row]);
      const place = { file, lines: rows === undefined ? lines : Int32Array.from(rows, (row) => lines[row]!) };
      return columnRows(name, column.name, pick(time), pick(column), { ...place, time: time.name }, simulated, options);
    },
  };
}

type Column = FileTable["columns"][number];

function columnRows(
  name: string,
  column: string,
  timeCells: ArrayLike<Cell>,
  cells: ArrayLike<Cell>,
  { file, lines, time }: { file: string; lines: Int32Array; time: string },
  simulated: boolean,
  options: FileTableOptions,
): NamedRows {
  const { times, notes } = readTimeColumn(timeCells, { file, column: time, lines }, options);
  const places = { file, column, lines };
  const shared = { name, times, lines, ...simulated && { simulated: true as const } };
  if (options.counter !== undefined || counterNamed(column)) {
    const counted = counterColumn(times, cells, places, options);
    return { ...shared, ...counted, notes: [...notes, ...counted.notes] };
  }
  const unit = /[([]([^()[\]]+)[)\]]\s*$/.exec(column)?.[1];
  return { ...shared, unit, values: readNumbers(cells, places, options), stamp: options.stamp ?? "start", notes };
}

/** The columns with names that can be shown and told apart. */
function named(columns: readonly Column[]): Column[] {
  const met = new Map<string, number>();
  return columns.map(({ name, cells }, index) => {
    const shown = printable(name) || `column ${index + 1}`;
    const before = met.get(shown) ?? 0;
    met.set(shown, before + 1);
    return { name: before === 0 ? shown : `${shown} (${before + 1})`, cells };
  });
}

function wanted(columns: readonly Column[], name: string, file: string): Column {
  const names = columns.map((column) => column.name);
  return columns.find((column) => column.name === name) ??
    refuse({ file, value: name, expected: `one of the columns ${names.slice(0, 30).join(", ")}` });
}

/** The column of times, and the columns it is made of: two where the date and the time of day stand apart. */
function timeColumn(columns: readonly Column[], file: string, name?: string): { time: Column; parts: Column[] } {
  const found = foundTimes(columns, file, name);
  const date = isClock(found) ? columns.find(isDay) : found;
  const clock = isClock(found) ? found : isDay(found) && repeats(found) ? columns.find(isClock) : undefined;
  if (date === undefined || clock === undefined) return { time: found, parts: [found] };
  const cells = Array.from(date.cells, (day, row) => {
    const hour = clock.cells[row];
    return isMissing(day) || isMissing(hour) ? "" : `${day} ${hour}`;
  });
  return { time: { name: `${date.name} ${clock.name}`, cells }, parts: [date, clock] };
}

const dayForm = /^\s*(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{8})\s*$/;
const clockForm = /^\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[ap]\.?m\.?)?\s*$/i;

const ofForm = (form: RegExp) => ({ cells }: Column) => {
  const seen = firstCells(cells);
  return seen.length > 0 && seen.every((cell) => typeof cell === "string" && form.test(cell));
};
const isDay = ofForm(dayForm);
const isClock = ofForm(clockForm);
const repeats = ({ cells }: Column) => new Set(firstCells(cells)).size < firstCells(cells).length;

function foundTimes(columns: readonly Column[], file: string, name?: string): Column {
  if (name !== undefined) return wanted(columns, name, file);
  const dated = ({ cells }: Column) => {
    const seen = firstCells(cells);
    return seen.length > 0 && seen.filter(looksDated).length >= 0.9 * seen.length;
  };
  const found = columns.find((column) => timeNames.test(column.name) && firstCells(column.cells).length > 0) ??
    columns.find(dated);
  if (found !== undefined) return found;
  const problem: DataProblem = {
    file,
    value: columns.map((column) => column.name).slice(0, 20).join(", "),
    expected: "a column of times (ISO 8601, or seconds since 1970)",
  };
  refuse(problem);
}

const looksDated = (cell: Cell) =>
  cell instanceof Date ||
  (typeof cell === "string" && /^\s*(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})/.test(cell)) ||
  (numberOf(cell) ?? 0) >= 3e8 && (numberOf(cell) ?? 0) < 4e9 && Number.isInteger(Number(cell));

function firstCells(cells: ArrayLike<Cell>): Cell[] {
  const seen: Cell[] = [];
  for (let row = 0; row < cells.length && seen.length < 200; row++) if (!isMissing(cells[row])) seen.push(cells[row]);
  return seen;
}

function isNumeric(cells: ArrayLike<Cell>, options: NumberOptions): boolean {
  const seen = firstCells(cells);
  const read = (cell: Cell) =>
    numberOf(cell, options) ?? (typeof cell === "string" && /^\d+,\d+$/.test(cell) ? 0 : undefined);
  return seen.length > 0 && seen.filter((cell) => read(cell) !== undefined).length >= 0.5 * seen.length;
}

function groupRows({ name, cells }: Column, file: string): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (let row = 0; row < cells.length; row++) {
    const group = printable(String(cells[row] ?? "")) || "(no name)";
    const rows = groups.get(group);
    if (rows !== undefined) rows.push(row);
    else if (groups.size === most) {
      refuse({ file, column: name, value: `more than ${most} names`, expected: `a column of at most ${most} names` });
    } else groups.set(group, [row]);
  }
  return groups;
}

function all(cells: ArrayLike<Cell>, holds: (cell: Cell) => boolean): boolean {
  for (let row = 0; row < cells.length; row++) if (!holds(cells[row])) return false;
  return true;
}
