import { zipSync } from "fflate";
import { dataFolder } from "@/data/data_package.ts";
import type { Site } from "./site.ts";

/** The files of the data package by path from the pages' folder, and all of them in one archive. */
export async function dataFiles({ resources }: Site): Promise<[string, Uint8Array][]> {
  const paths = ["README.md", "datapackage.json", ...resources.map(({ path }) => path)].sort();
  const files = await Promise.all(
    paths.map(async (path) => [path, await Deno.readFile(new URL(path, dataFolder))] as const),
  );
  // A ZIP file holds local times: the same wall clock gives the same bytes in every zone.
  const archive = zipSync(Object.fromEntries(files), { mtime: new Date(2012, 0, 19), level: 9 });
  return [
    ...files.map(([path, bytes]): [string, Uint8Array] => [`downloads/data/${path}`, bytes]),
    ["downloads/after-megaupload-data.zip", archive],
  ];
}
