import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { setUp } from "../../tools/set_up.ts";
import { runNotebooks } from "../../tools/run_notebooks.ts";
import { outputTexts, readNotebook, temporaryFolder } from "./notebook_files.ts";

const dates = fileURLToPath(new URL("./notebooks/dates.ipynb", import.meta.url));

/** The bytes that a run writes where the machine is set to this zone and language. */
async function bytesOf(settings: Record<string, string>, inspect?: (path: string) => Promise<void>) {
  await using folder = await temporaryFolder();
  const environment = await setUp({ quiet: true });
  environment.variables = { ...environment.variables, ...settings };
  const [executed] = await runNotebooks([dates], { outputFolder: folder.path, environment });
  await inspect?.(executed!.executedPath);
  return await Deno.readTextFile(executed!.executedPath);
}

Deno.test("two runs give the same bytes, whatever the machine's time zone and language", async () => {
  const first = await bytesOf({}, async (path) => {
    const { cells, metadata } = await readNotebook(path);
    assertEquals(outputTexts(cells.at(-1)!.outputs), ["stdout 2012-01-19T23:30:00.000Z\nThu Jan 19 2012\n23\nUTC\n"]);
    assertEquals(cells.map((cell) => cell.execution_count), [1, 2]);
    assertEquals(cells.map((cell) => cell.metadata), [{}, {}]);
    assertEquals(Object.keys(metadata), ["kernelspec", "language_info"]);
  });
  assert(!first.includes(Deno.version.typescript), "a version number would change the file at every upgrade");
  const others = await Promise.all([
    bytesOf({}),
    bytesOf({ TZ: "America/Santiago", LANG: "fr_FR.UTF-8" }),
    bytesOf({ TZ: "Asia/Tokyo", LANG: "ja_JP.UTF-8", FORCE_COLOR: "1" }),
  ]);
  for (const bytes of others) assertEquals(bytes, first);
});
