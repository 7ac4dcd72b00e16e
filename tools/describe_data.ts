/** Writes sizes and hashes into datapackage.json, and the data dictionary, after data files were edited. */
import { dataDictionary } from "./data_dictionary.ts";
import { checkDataPackage } from "@/data/load_table.ts";
import { DataError } from "@/data/data_error.ts";
import { dataFolder, readDataPackage } from "@/data/data_package.ts";

const descriptor = new URL("datapackage.json", dataFolder);
const dataPackage = await readDataPackage();
const before = await Deno.readTextFile(descriptor);
const described = JSON.parse(before);
for (const [index, { path }] of dataPackage.resources.entries()) {
  const bytes = await Deno.readFile(new URL(path, dataFolder));
  described.resources[index].bytes = bytes.length;
  described.resources[index].hash = `sha256:${new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex()}`;
}
const after = JSON.stringify(described, null, 2) + "\n";
await Deno.writeTextFile(descriptor, after);
await Deno.writeTextFile(
  new URL("README.md", dataFolder),
  await dataDictionary(),
);
console.log(
  before === after ? "datapackage.json was up to date" : "datapackage.json describes the files as they are now",
);

const problems = await checkDataPackage();
if (problems.length > 0) {
  console.error(new DataError(problems).message);
  Deno.exit(1);
}
