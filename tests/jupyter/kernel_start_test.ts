import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { NotebooksFailed, runNotebooks } from "../../tools/run_notebooks.ts";
import { setUp } from "../../tools/set_up.ts";
import { temporaryFolder, writeNotebook } from "./notebook_files.ts";

const ignore = Deno.build.os === "windows";

/** Runs a notebook with a kernel that is started by a shell script. */
async function runWithKernel(script: string) {
  await using folder = await temporaryFolder();
  const environment = await setUp({ quiet: true });
  const kernelFolder = folder.file(join("jupyter", "kernels", environment.kernelName));
  const argv = ["sh", "-c", script, Deno.execPath(), "{connection_file}", folder.file("started")];
  await Deno.mkdir(kernelFolder, { recursive: true });
  await Deno.writeTextFile(
    join(kernelFolder, "kernel.json"),
    JSON.stringify({ argv, display_name: "Deno", language: "typescript", interrupt_mode: "message" }),
  );
  environment.variables = { ...environment.variables, JUPYTER_PATH: folder.file("jupyter") };
  const path = await writeNotebook(folder.file("one.ipynb"), ["1"]);
  return await runNotebooks([path], { outputFolder: folder.file("executed"), environment });
}

Deno.test({
  name: "a kernel that does not start is started again",
  ignore,
  fn: async () => {
    const script = 'if [ -e "$2" ]; then exec "$0" jupyter --kernel --conn "$1"; fi; : > "$2"; exit 1';
    assertEquals((await runWithKernel(script)).length, 1);
  },
});

Deno.test({
  name: "a kernel that never starts is reported",
  ignore,
  fn: async () => {
    const error: NotebooksFailed = await assertRejects(() => runWithKernel("exit 1"), NotebooksFailed);
    assertStringIncludes(error.message, "one.ipynb\n  Kernel: the kernel does not start");
  },
});
