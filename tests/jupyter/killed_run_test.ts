import { assert, assertEquals } from "@std/assert";
import { root } from "../../tools/workspace.ts";
import { readNotebook, temporaryFolder, writeNotebook } from "./notebook_files.ts";

const runner = new URL("../../tools/run_notebooks.ts", import.meta.url).href;

/** Starts a run in a process of its own, waits for the endless cell, ends it with a signal. */
async function endRunWith(signal: Deno.Signal) {
  await using folder = await temporaryFolder();
  const kernelFile = folder.file("kernel-process");
  const path = await writeNotebook(folder.file("endless.ipynb"), [
    `Deno.writeTextFileSync(${JSON.stringify(kernelFile)}, String(Deno.pid)); while (true) {}`,
  ]);
  const before = await Deno.readTextFile(path);
  // In place, as when the committed notebooks are executed again.
  const script = `import { runNotebooks } from ${JSON.stringify(runner)};
    await runNotebooks([${JSON.stringify(path)}], { outputFolder: ${JSON.stringify(folder.path)} })
      .catch((error) => { console.error(error.message); Deno.exit(error.exitCode); });`;
  const run = new Deno.Command(Deno.execPath(), {
    args: ["eval", script],
    cwd: root,
    stdout: "null",
    stderr: "null",
  }).spawn();
  const kernel = Number(await fileAppears(kernelFile));
  run.kill(signal);
  const status = await run.status;
  assert(await processEnds(kernel), "the kernel outlives the run");
  assertEquals(await Deno.readTextFile(path), before);
  assertEquals((await readNotebook(path)).cells[0]?.outputs, []);
  const names = [...Deno.readDirSync(folder.path)].map(({ name }) => name).sort();
  assertEquals(names, ["endless.ipynb", "kernel-process"]);
  return status;
}

async function fileAppears(path: string): Promise<string> {
  for (let attempt = 0; attempt < 600; attempt++) {
    const text = await Deno.readTextFile(path).catch(() => "");
    if (text) return text;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${path} did not appear`);
}

async function processEnds(processId: number): Promise<boolean> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const state = await new Deno.Command("ps", { args: ["-o", "stat=", "-p", String(processId)] }).output();
    const text = new TextDecoder().decode(state.stdout).trim();
    if (text === "" || text.startsWith("Z")) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

const ignore = Deno.build.os === "windows";

Deno.test({
  name: "a run that is killed leaves the notebook as it was and no kernel behind",
  ignore,
  timeout: 60_000,
  fn: async () => void await endRunWith("SIGKILL"),
});

Deno.test({
  name: "an interrupted run ends its kernels and exits with 130",
  ignore,
  timeout: 60_000,
  fn: async () => assertEquals((await endRunWith("SIGINT")).code, 130),
});
