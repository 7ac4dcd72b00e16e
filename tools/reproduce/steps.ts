import { basename, join, relative } from "node:path";
import { DataError } from "@/data/data_error.ts";
import { checkDataPackage } from "@/data/load_table.ts";
import { writeFindings } from "../collect.ts";
import { recordInputs, staleNotebooks, sumsUp } from "../inputs.ts";
import { notebookNames, readNotebook } from "../notebook.ts";
import { buildPages, pagesAreFresh, writePages } from "../pages/build_pages.ts";
import { PlainError } from "../plain_error.ts";
import { type NotebookProgress, runNotebooks } from "../run_notebooks.ts";
import type { Environment } from "../set_up.ts";
import { terminalTable, verdictLines, writeReadme } from "../verdict_table.ts";
import { notebooksFolder, root, workFolder } from "../workspace.ts";

interface ReproduceOptions {
  readonly all: boolean;
  readonly progress: (line: string) => void;
}

const pagesFolder = join(root, "pages");

/** Says that this checkout has executed every notebook itself once: what a clone brings along is not yet reproduced. */
const reproducedMark = join(workFolder, "reproduced");

/** Data to pages; says at the end what the claims come to and where the time went. */
export async function reproduce(environment: Environment, { all, progress }: ReproduceOptions): Promise<void> {
  const times: [string, number][] = [];
  const timed = async <Value>(step: string, action: () => Promise<Value>): Promise<Value> => {
    const started = performance.now();
    const value = await action();
    times.push([step, (performance.now() - started) / 1000]);
    return value;
  };

  const problems = await timed("data", () => checkDataPackage());
  if (problems.length > 0) {
    throw new PlainError(`The data do not match their description:\n${new DataError(problems).message}`);
  }

  const everything = all || !await exists(reproducedMark);
  // What sums up the others reads what they found, so it comes after them.
  let executed = 0;
  for (const last of [false, true]) {
    const names = everything ? await notebookNames() : (await timed("inputs", staleNotebooks)).map(({ name }) => name);
    const sums = await Promise.all(names.map(async (name) => sumsUp(await readNotebook(name))));
    const turn = names.filter((_, index) => sums[index] === last);
    await timed("notebooks", () => execute(turn, environment, progress));
    executed += turn.length;
    await writeFindings();
    if (turn.length > 0) await recordInputs(turn);
  }

  await Deno.writeTextFile(reproducedMark, "");

  const rebuilt = await timed("pages", async () => {
    await writeReadme();
    const files = await buildPages();
    if (await pagesAreFresh(files, pagesFolder)) return false;
    await writePages(files, pagesFolder);
    return true;
  });

  if (executed === 0 && !rebuilt) console.log("Nothing has changed since the last run.\n");
  console.log(terminalTable(await verdictLines()));
  console.log(`\nPages: ${relative(Deno.cwd(), join(pagesFolder, "index.html"))}`);
  const spent = Map.groupBy(times, ([step]) => step);
  const parts = [...spent].map(([step, each]) =>
    `${step} ${each.reduce((sum, [, time]) => sum + time, 0).toFixed(1)} s`
  );
  console.log(`${executed} notebook${executed === 1 ? "" : "s"} executed; ${parts.join(", ")}.`);
}

/** Executes notebooks beside the committed ones, and puts them in place only when all have run to their end. */
async function execute(names: readonly string[], environment: Environment, progress: (line: string) => void) {
  if (names.length === 0) return;
  const outputFolder = join(workFolder, "executed");
  const executed = await runNotebooks(names.map((name) => join(notebooksFolder, name)), {
    environment,
    outputFolder,
    onProgress: (event) => report(event, progress),
  });
  for (const { path, executedPath } of executed) await Deno.rename(executedPath, path);
}

const exists = (path: string) => Deno.stat(path).then(() => true, () => false);

function report(event: NotebookProgress, progress: (line: string) => void): void {
  const name = basename(event.path);
  if (event.event === "start") progress(`${name} ...`);
  if (event.event === "done") progress(`${name}: ${event.seconds.toFixed(1)} s`);
  if (event.event === "failed") progress(`${name}: failed`);
}
