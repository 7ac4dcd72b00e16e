import { parse } from "csv-parse/sync";
import pl, { type DataFrame } from "polars";
import { type Cell, type CheckedTable, checkTable, type KeySets, type TextRow } from "@/data/check_table.ts";
import { DataError, type DataProblem } from "@/data/data_error.ts";
import {
  dataFolder,
  type DataPackage,
  type Field,
  readDataPackage,
  type Resource,
  type TableSchema,
  tableSchema,
} from "@/data/data_package.ts";

/**
 * Loads a table of the data package after checking it: size and SHA-256, every cell against its schema, unique keys, and
 * foreign keys against the files they point to.
 *
 * @param name The name of the resource in `datapackage.json`.
 * @param folder The folder of the package; the workspace's own data when left out.
 * @returns A polars DataFrame, typed as the schema says. Missing cells are null.
 * @throws {DataError} With every problem found: a hash that differs, broken rows, keys to nothing.
 * @throws {RangeError} If the package has no such resource.
 *
 * @example
 * ```ts
 * import { loadTable } from "@/data/load_table.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const profile = await loadTable("profiles-orange-fixed-2013");
 * assertEquals(profile.height, 24); // one row an hour
 * ```
 */
export async function loadTable(
  name: string,
  folder: URL = dataFolder,
): Promise<DataFrame> {
  const dataPackage = await readDataPackage(folder);
  const resource = findResource(dataPackage, name);
  const schema = await tableSchema(resource, folder);
  const { columns, problems } = await readTable(
    dataPackage,
    resource,
    schema,
    folder,
  );
  if (problems.length > 0) throw new DataError(problems);
  return pl.DataFrame(
    Object.fromEntries(
      schema.fields.map((
        field,
      ) => [field.name, toSeries(field, columns[field.name]!)]),
    ),
  );
}

/**
 * Checks every file of the package and returns all that is wrong; an empty array when nothing is.
 *
 * @example
 * ```ts
 * import { checkDataPackage } from "@/data/load_table.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(await checkDataPackage(), []);
 * ```
 */
export async function checkDataPackage(
  folder: URL = dataFolder,
): Promise<DataProblem[]> {
  const dataPackage = await readDataPackage(folder);
  const problems: DataProblem[] = [];
  for (const resource of dataPackage.resources) {
    if (resource.format === "csv") {
      const schema = await tableSchema(resource, folder);
      problems.push(
        ...(await readTable(dataPackage, resource, schema, folder)).problems,
      );
    } else problems.push(...(await readVerified(resource, folder)).problems);
  }
  return problems;
}

/**
 * Reads a file of the package that is not a table and checks its size and SHA-256.
 *
 * @throws {DataError} If they are not those of the description.
 *
 * @example
 * ```ts
 * import { loadText } from "@/data/load_table.ts";
 * import { assert } from "@std/assert";
 *
 * assert(JSON.parse(await loadText("sources")).length > 0);
 * ```
 */
export async function loadText(
  name: string,
  folder: URL = dataFolder,
): Promise<string> {
  const { text, problems } = await readVerified(
    findResource(await readDataPackage(folder), name),
    folder,
  );
  if (problems.length > 0) throw new DataError(problems);
  return text!;
}

function findResource({ resources }: DataPackage, name: string): Resource {
  const resource = resources.find((candidate) => candidate.name === name);
  if (resource) return resource;
  throw new RangeError(
    `Cannot load ${JSON.stringify(name)}: the data package has only ${resources.map(({ name }) => name).join(", ")}`,
  );
}

async function readTable(
  dataPackage: DataPackage,
  resource: Resource,
  schema: TableSchema,
  folder: URL,
): Promise<CheckedTable> {
  const { text, problems } = await readVerified(resource, folder);
  if (text === undefined) return { columns: {}, problems };
  const parsed = parseRows(resource.path, text);
  if ("problem" in parsed) return { columns: {}, problems: [...problems, parsed.problem] };
  const { keys, problems: keyProblems } = await readKeys(dataPackage, schema, folder);
  const [header, ...rows] = parsed.rows;
  const checked = checkTable(resource.path, header?.cells ?? [], rows, schema, keys);
  return { columns: checked.columns, problems: [...problems, ...keyProblems, ...checked.problems] };
}

function parseRows(file: string, text: string): { rows: TextRow[] } | { problem: DataProblem } {
  try {
    const records = parse(text, { info: true, relax_column_count: true, skip_empty_lines: true, bom: true });
    const lines = records as unknown as { record: string[]; info: { lines: number } }[];
    return { rows: lines.map(({ record, info }) => ({ line: info.lines, cells: record })) };
  } catch (error) {
    const { message, lines } = error as Error & { lines?: number };
    return { problem: { file, ...(lines && { row: lines }), expected: `CSV (${message})` } };
  }
}

async function readVerified(
  { path: file, bytes: size, hash }: Resource,
  folder: URL,
): Promise<{ text?: string; problems: DataProblem[] }> {
  let bytes;
  try {
    bytes = await Deno.readFile(new URL(file, folder));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return { problems: [{ file, expected: "a file of this name" }] };
  }
  const digest = `sha256:${new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex()}`;
  const remedy = "(after a wanted change run: deno task data)";
  const problems: DataProblem[] = [];
  if (bytes.length !== size) {
    problems.push({ file, value: `${bytes.length} bytes`, expected: `${size} bytes ${remedy}` });
  }
  if (digest !== hash) problems.push({ file, value: digest, expected: `${hash} ${remedy}` });
  return { text: new TextDecoder().decode(bytes), problems };
}

/** What the foreign keys of a table may be: the values of the columns they point to. */
async function readKeys(
  { resources }: DataPackage,
  { foreignKeys = [] }: TableSchema,
  folder: URL,
): Promise<{ keys: KeySets; problems: DataProblem[] }> {
  const keys = new Map<string, ReadonlySet<string>>();
  const problems: DataProblem[] = [];
  for (const { reference: { resource: name, fields } } of foreignKeys) {
    const resource = resources.find((candidate) => candidate.name === name);
    const { text } = resource ? await readVerified(resource, folder) : {};
    if (resource === undefined || text === undefined) {
      problems.push({ file: "datapackage.json", value: name, expected: "a foreign key to a resource that is there" });
    } else keys.set(`${name}.${fields}`, new Set(columnOf(resource, text, fields)));
  }
  return { keys, problems };
}

function columnOf({ path, format }: Resource, text: string, column: string): string[] {
  if (format === "json") return (JSON.parse(text) as Record<string, string>[]).map((record) => record[column]!);
  const parsed = parseRows(path, text);
  if ("problem" in parsed) return [];
  const [header, ...rows] = parsed.rows;
  return rows.map(({ cells }) => cells[header!.cells.indexOf(column)]!);
}

function toSeries({ name, type }: Field, cells: Cell[]) {
  const types = {
    string: pl.Utf8,
    number: pl.Float64,
    integer: pl.Int64,
    year: pl.Int64,
    boolean: pl.Bool,
    date: pl.Date,
  };
  return pl.Series(name, cells, types[type]);
}
