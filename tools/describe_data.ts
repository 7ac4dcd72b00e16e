import { DataError } from "@/data/data_error.ts";
import { dataFolder, readDataPackage } from "@/data/data_package.ts";
import { checkDataPackage } from "@/data/load_table.ts";
import { dataDictionary } from "./data_dictionary.ts";
import { PlainError, runCommand } from "./plain_error.ts";

const descriptor = new URL("datapackage.json", dataFolder);

/** Writes sizes and hashes into datapackage.json, and the data dictionary, after data files were edited. Says whether anything changed. */
export async function describeData(): Promise<boolean> {
  const { resources } = await readDataPackage();
  const before = await Deno.readTextFile(descriptor);
  const described = JSON.parse(before);
  for (const [index, { path }] of resources.entries()) {
    const bytes = await Deno.readFile(new URL(path, dataFolder));
    described.resources[index].bytes = bytes.length;
    described.resources[index].hash = `sha256:${new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex()}`;
  }
  const after = JSON.stringify(described, null, 2) + "\n";
  await Deno.writeTextFile(descriptor, after);
  await Deno.writeTextFile(new URL("README.md", dataFolder), await dataDictionary());
  return before !== after;
}

if (import.meta.main) {
  await runCommand(async () => {
    const changed = await describeData();
    console.log(
      changed ? "datapackage.json describes the files as they are now" : "datapackage.json was up to date",
    );
    const problems = await checkDataPackage();
    if (problems.length > 0) throw new PlainError(new DataError(problems).message);
  });
}
