import type { DataProblem } from "@/data/data_error.ts";
import type { Field, TableSchema } from "@/data/data_package.ts";

/** A row of text cells with the line it stands on. */
export interface TextRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** The value of a cell; a missing one is null. */
export type Cell = string | number | boolean | Date | null;

/** What a column of another table holds, by `resource.field`. */
export type KeySets = ReadonlyMap<string, ReadonlySet<string>>;

/** The columns of a table, and everything that is wrong in it. */
export interface CheckedTable {
  readonly columns: Record<string, Cell[]>;
  readonly problems: readonly DataProblem[];
}

/**
 * Reads text rows by a Table Schema: types, constraints, unique and foreign keys. An empty cell is missing.
 *
 * @param file What to call the file in problems.
 * @param header The names in the first line.
 * @param rows The rows after it.
 * @param schema The columns and keys expected.
 * @param keys For each foreign key the values it may take.
 *
 * @example
 * ```ts
 * import { checkTable } from "@/data/check_table.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { columns, problems } = checkTable(
 *   "shares.csv",
 *   ["region", "share"],
 *   [{ line: 2, cells: ["Brazil", "11.39"] }, { line: 3, cells: ["Europe", "0,86"] }],
 *   { fields: [{ name: "region", type: "string" }, { name: "share", type: "number" }] },
 * );
 * assertEquals(columns.share, [11.39, null]);
 * assertEquals(problems[0]!.row, 3);
 * ```
 */
export function checkTable(
  file: string,
  header: readonly string[],
  rows: readonly TextRow[],
  schema: TableSchema,
  keys: KeySets = new Map(),
): CheckedTable {
  const names = schema.fields.map(({ name }) => name);
  if (header.length !== names.length || header.some((name, index) => name !== names[index])) {
    const value = header.join();
    return { columns: {}, problems: [{ file, row: 1, value, expected: `the columns ${names.join()}` }] };
  }
  const whole = rows.filter(({ cells }) => cells.length === names.length);
  const ragged = rows.filter(({ cells }) => cells.length !== names.length).map(({ line, cells }) => ({
    file,
    row: line,
    value: cells.join(),
    expected: `${names.length} cells, not ${cells.length},`,
  }));

  const key = [schema.primaryKey ?? []].flat();
  const problems: DataProblem[] = [...ragged, ...key.length > 1 ? repeatedKeys(file, names, whole, key) : []];
  const columns = Object.fromEntries(schema.fields.map((field, index) => {
    const constraints = { ...field.constraints, ...key.includes(field.name) && { required: true } };
    const unique = constraints.unique || (key.length === 1 && key[0] === field.name);
    const foreignKey = schema.foreignKeys?.find(({ fields }) => fields === field.name)?.reference;
    const allowed = foreignKey && keys.get(`${foreignKey.resource}.${foreignKey.fields}`);
    const seen = new Map<string, number>();
    const values = whole.map(({ line, cells }) => {
      const text = cells[index]!;
      const { value, expected } = readCell(text, { ...field, constraints });
      const report = (expected: string) =>
        problems.push({ file, row: line, column: field.name, value: text, expected });
      if (expected !== undefined) report(expected);
      if (text === "") return null;
      if (unique && seen.has(text)) report(`a value not met before (row ${seen.get(text)} has it)`);
      seen.set(text, line);
      if (foreignKey && !allowed?.has(text)) report(`${aOrAn(foreignKey.fields)} of ${foreignKey.resource}`);
      return value;
    });
    return [field.name, values];
  }));
  return { columns, problems: problems.sort((a, b) => (a.row ?? 0) - (b.row ?? 0)) };
}

const aOrAn = (word: string) => `${/^[aeiou]/.test(word) ? "an" : "a"} ${word}`;

/** The rows whose key of several columns an earlier row has. */
function repeatedKeys(
  file: string,
  names: readonly string[],
  rows: readonly TextRow[],
  key: readonly string[],
): DataProblem[] {
  const seen = new Map<string, number>();
  return rows.flatMap(({ line, cells }) => {
    const value = key.map((name) => cells[names.indexOf(name)]!).join(" | ");
    const before = seen.get(value);
    seen.set(value, line);
    const expected = `a key not met before (row ${before} has it)`;
    return before === undefined ? [] : [{ file, row: line, column: key.join(" | "), value, expected }];
  });
}

function readCell(text: string, { type, constraints = {} }: Field): { value: Cell; expected?: string } {
  if (text === "") return { value: null, ...(constraints.required && { expected: typeNames[type] }) };
  const value = parseCell(text, type);
  if (value === undefined) return { value: null, expected: typeNames[type] };
  const { pattern, minimum, maximum, minLength, maxLength } = constraints;
  const bound = (limit: string | number | boolean | undefined) =>
    limit === undefined ? undefined : parseCell(String(limit), type);
  const [least, most] = [bound(minimum), bound(maximum)];
  const expected = constraints.enum && !constraints.enum.some((allowed) => String(allowed) === text)
    ? `one of ${constraints.enum.join(", ")}`
    : pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(text)
    ? `text matching ${pattern}`
    : least !== undefined && value < least
    ? `at least ${minimum}`
    : most !== undefined && value > most
    ? `at most ${maximum}`
    : minLength !== undefined && text.length < minLength
    ? `at least ${minLength} characters`
    : maxLength !== undefined && text.length > maxLength
    ? `at most ${maxLength} characters`
    : undefined;
  return expected === undefined ? { value } : { value, expected };
}

const typeNames: Record<Field["type"], string> = {
  string: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  date: "a date (YYYY-MM-DD)",
  year: "a year (YYYY)",
};

function parseCell(text: string, type: Field["type"]): Exclude<Cell, null> | undefined {
  const number = Number(text);
  switch (type) {
    case "string":
      return text;
    case "number":
      return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) && Number.isFinite(number) ? number : undefined;
    case "integer":
      return /^-?\d+$/.test(text) && Number.isSafeInteger(number) ? number : undefined;
    case "year":
      return /^\d{4}$/.test(text) ? number : undefined;
    case "boolean":
      return text === "true" ? true : text === "false" ? false : undefined;
    case "date": {
      const date = new Date(`${text}T00:00:00Z`);
      const real = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime());
      return real && date.toISOString().startsWith(text) ? date : undefined;
    }
  }
}
