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
  if (header.join() !== names.join()) {
    return {
      columns: {},
      problems: [{
        file,
        row: 1,
        value: header.join(),
        expected: `the columns ${names.join()}`,
      }],
    };
  }
  const ragged = rows.filter(({ cells }) => cells.length !== names.length);
  const problems: DataProblem[] = ragged.map(({ line, cells }) => ({
    file,
    row: line,
    value: cells.join(),
    expected: `${names.length} cells, not ${cells.length},`,
  }));
  const whole = rows.filter(({ cells }) => cells.length === names.length);

  const columns = Object.fromEntries(schema.fields.map((field, index) => {
    const seen = new Map<string, number>();
    const unique = field.constraints?.unique ||
      schema.primaryKey === field.name;
    const foreignKey = schema.foreignKeys?.find(({ fields }) => fields === field.name)?.reference;
    const values = whole.map(({ line, cells }) => {
      const text = cells[index]!;
      const { value, expected } = readCell(text, field);
      const report = (expected: string) =>
        problems.push({
          file,
          row: line,
          column: field.name,
          value: text,
          expected,
        });
      if (expected !== undefined) report(expected);
      if (text === "") return null;
      if (unique && seen.has(text)) {
        report(`a value not met before (row ${seen.get(text)} has it)`);
      }
      seen.set(text, line);
      if (
        foreignKey &&
        !keys.get(`${foreignKey.resource}.${foreignKey.fields}`)?.has(text)
      ) {
        report(
          `${/^[aeiou]/.test(foreignKey.fields) ? "an" : "a"} ${foreignKey.fields} of ${foreignKey.resource}`,
        );
      }
      return value;
    });
    return [field.name, values];
  }));
  return {
    columns,
    problems: problems.sort((a, b) => (a.row ?? 0) - (b.row ?? 0)),
  };
}

function readCell(
  text: string,
  field: Field,
): { value: Cell; expected?: string } {
  const { constraints = {} } = field;
  if (text === "") {
    return {
      value: null,
      ...(constraints.required && { expected: `a ${field.type}` }),
    };
  }
  const parsed = parseCell(text, field.type);
  if (parsed === undefined) {
    return { value: null, expected: typeNames[field.type] };
  }
  const { pattern, minimum, maximum, minLength, maxLength } = constraints;
  const expected = constraints.enum &&
      !constraints.enum.some((allowed) => String(allowed) === text)
    ? `one of ${constraints.enum.join(", ")}`
    : pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(text)
    ? `text matching ${pattern}`
    : minimum !== undefined && parsed < minimum
    ? `at least ${minimum}`
    : maximum !== undefined && parsed > maximum
    ? `at most ${maximum}`
    : minLength !== undefined && text.length < minLength
    ? `at least ${minLength} characters`
    : maxLength !== undefined && text.length > maxLength
    ? `at most ${maxLength} characters`
    : undefined;
  return expected === undefined ? { value: parsed } : { value: parsed, expected };
}

const typeNames: Record<Field["type"], string> = {
  string: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  date: "a date (YYYY-MM-DD)",
  year: "a year (YYYY)",
};

function parseCell(
  text: string,
  type: Field["type"],
): Exclude<Cell, null> | undefined {
  switch (type) {
    case "string":
      return text;
    case "number":
      return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
    case "integer":
      return /^-?\d+$/.test(text) ? Number(text) : undefined;
    case "year":
      return /^\d{4}$/.test(text) ? Number(text) : undefined;
    case "boolean":
      return text === "true" ? true : text === "false" ? false : undefined;
    case "date": {
      const date = new Date(`${text}T00:00:00Z`);
      return date.getTime() === date.getTime() &&
          date.toISOString().startsWith(`${text}T`)
        ? date
        : undefined;
    }
  }
}
