import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import * as v from "valibot";
import { DataError } from "@/data/data_error.ts";
import { parseJson, readDataPackage, tableSchema } from "@/data/data_package.ts";
import { packageFolder, regions, regionSchema } from "./package_folder.ts";

const rows = v.array(v.object({ id: v.string() }));

Deno.test("parseJson() reads JSON of the shape asked for", () => {
  assertEquals(parseJson("a.json", '[{"id":"x"}]', rows), [{ id: "x" }]);
});

Deno.test("parseJson() names the file of what is not JSON", () => {
  for (const text of ["", "{", "nope"]) {
    assertThrows(() => parseJson("a.json", text, rows), DataError, "a.json: JSON (");
  }
});

Deno.test("parseJson() names the path of everything of another shape", () => {
  const error: DataError = assertThrows(() => parseJson("a.json", '[{"id":1},{},{"id":"x"}]', rows), DataError);
  assertEquals(error.problems.map(({ file, column, value }) => [file, column, value]), [
    ["a.json", "0.id", "1"],
    ["a.json", "1.id", "undefined"],
  ]);
  assertThrows(() => parseJson("a.json", "{}", rows), DataError, "(top level)");
});

Deno.test("readDataPackage() names what is wrong in the description", async () => {
  await using folder = await packageFolder(regions("region,share,grade\n"));
  const file = new URL("datapackage.json", folder.url);
  const json = JSON.parse(await Deno.readTextFile(file));
  delete json.resources[0].hash;
  json.resources[0].schema.fields[0].type = "text";
  await Deno.writeTextFile(file, JSON.stringify(json));
  const error: DataError = await assertRejects(() => readDataPackage(folder.url), DataError);
  assertEquals(error.problems.map(({ file }) => file).filter((name) => name !== "datapackage.json"), []);
  assertEquals(error.problems.some(({ column }) => column === "resources.0.hash"), true);
});

Deno.test("tableSchema() reads a schema from a file beside the package, and misses none silently", async () => {
  await using folder = await packageFolder(regions(""));
  const [resource] = (await readDataPackage(folder.url)).resources;
  await Deno.writeTextFile(new URL("region.json", folder.url), JSON.stringify(regionSchema));
  assertEquals(await tableSchema({ ...resource!, schema: "region.json" }, folder.url), regionSchema);
  const { schema: _, ...bare } = resource!;
  await assertRejects(() => tableSchema(bare, folder.url), DataError, "a table schema for regions expected");
});
