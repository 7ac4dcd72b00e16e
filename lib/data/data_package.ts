import { DataError } from "@/data/data_error.ts";
import * as v from "valibot";

const scalar = v.union([v.string(), v.number(), v.boolean()]);

const fieldSchema = v.looseObject({
  name: v.string(),
  type: v.picklist(["string", "number", "integer", "boolean", "date", "year"]),
  title: v.optional(v.string()),
  description: v.optional(v.string()),
  unit: v.optional(v.string()),
  resolution: v.optional(v.number()),
  constraints: v.optional(v.object({
    required: v.optional(v.boolean()),
    unique: v.optional(v.boolean()),
    minimum: v.optional(scalar),
    maximum: v.optional(scalar),
    minLength: v.optional(v.number()),
    maxLength: v.optional(v.number()),
    pattern: v.optional(v.string()),
    enum: v.optional(v.array(scalar)),
  })),
});

const tableSchemaSchema = v.looseObject({
  fields: v.array(fieldSchema),
  primaryKey: v.optional(v.union([v.string(), v.array(v.string())])),
  foreignKeys: v.optional(v.array(v.object({
    fields: v.string(),
    reference: v.object({ resource: v.string(), fields: v.string() }),
  }))),
});

const resourceSchema = v.looseObject({
  name: v.string(),
  path: v.string(),
  title: v.string(),
  description: v.string(),
  format: v.string(),
  bytes: v.number(),
  hash: v.string(),
  simulated: v.boolean(),
  sources: v.optional(
    v.array(v.looseObject({ title: v.string(), path: v.optional(v.string()) })),
  ),
  schema: v.optional(v.union([v.string(), tableSchemaSchema])),
});

const packageSchema = v.looseObject({
  name: v.string(),
  title: v.string(),
  description: v.string(),
  resources: v.array(resourceSchema),
});

/** A column of a table: Table Schema, with `unit` and the `resolution` figures are printed to. */
export type Field = v.InferOutput<typeof fieldSchema>;
/** The columns and keys of a table. */
export type TableSchema = v.InferOutput<typeof tableSchemaSchema>;
/** A file of the package. */
export type Resource = v.InferOutput<typeof resourceSchema>;
/** The description of every data file, by the Data Package standard. */
export type DataPackage = v.InferOutput<typeof packageSchema>;

/** The folder of the data that this workspace ships. */
export const dataFolder = new URL("../../data/", import.meta.url);

/**
 * Reads `datapackage.json`.
 *
 * @param folder The folder it stands in; the workspace's own data when left out.
 * @throws {DataError} If the description is not a Data Package as this workspace uses it.
 *
 * @example
 * ```ts
 * import { readDataPackage } from "@/data/data_package.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals((await readDataPackage()).name, "after-megaupload");
 * ```
 */
export async function readDataPackage(
  folder: URL = dataFolder,
): Promise<DataPackage> {
  return parseJson(
    "datapackage.json",
    await Deno.readTextFile(new URL("datapackage.json", folder)),
    packageSchema,
  );
}

/**
 * The columns and keys of a tabular file, read from beside the package where the description names a file.
 *
 * @throws {DataError} If the schema is missing or malformed.
 *
 * @example
 * ```ts
 * import { readDataPackage, tableSchema } from "@/data/data_package.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { resources } = await readDataPackage();
 * const schema = await tableSchema(resources.find(({ name }) => name === "timeline")!);
 * assertEquals(schema.fields[0]!.name, "id");
 * ```
 */
export async function tableSchema(
  resource: Resource,
  folder: URL = dataFolder,
): Promise<TableSchema> {
  const { schema } = resource;
  if (typeof schema === "object") return schema;
  if (schema === undefined) {
    throw new DataError([{
      file: "datapackage.json",
      expected: `a table schema for ${resource.name}`,
    }]);
  }
  return parseJson(
    schema,
    await Deno.readTextFile(new URL(schema, folder)),
    tableSchemaSchema,
  );
}

/**
 * Parses JSON text and checks its shape, naming the file and the path of whatever is wrong.
 *
 * @throws {DataError} With every mismatch.
 *
 * @example
 * ```ts
 * import { parseJson } from "@/data/data_package.ts";
 * import * as v from "valibot";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(parseJson("claims.json", "[4]", v.array(v.number())), [4]);
 * ```
 */
export function parseJson<Schema extends v.GenericSchema>(
  file: string,
  text: string,
  schema: Schema,
): v.InferOutput<Schema> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new DataError([{
      file,
      expected: `JSON (${(error as Error).message})`,
    }]);
  }
  const result = v.safeParse(schema, json);
  if (result.success) return result.output;
  throw new DataError(
    result.issues.map((issue) => ({
      file,
      column: v.getDotPath(issue) ?? "(top level)",
      value: String(issue.received),
      expected: issue.expected ?? issue.message,
    })),
  );
}
