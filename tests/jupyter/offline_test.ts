import { assertEquals } from "@std/assert";
import { root } from "../../tools/workspace.ts";
import { outputTexts, readNotebook, temporaryFolder, writeNotebook } from "./notebook_files.ts";

/** A namespace with the loopback device alone; not everywhere allowed. */
const offline = ["--map-root-user", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"];

const canGoOffline = Deno.build.os === "linux" &&
  await new Deno.Command("unshare", { args: [...offline, "true"], stderr: "null" }).output()
    .then(({ success }) => success, () => false);

Deno.test({
  name: "once set up, a notebook that uses the library and npm packages runs without network",
  ignore: !canGoOffline,
  fn: async () => {
    await using folder = await temporaryFolder();
    const path = await writeNotebook(folder.file("offline.ipynb"), [
      `const { default: pl } = await import("polars"); pl.DataFrame({ share: [1, 2] }).height`,
    ]);
    const script = `import { runNotebooks } from "./tools/run_notebooks.ts";
      await runNotebooks([${JSON.stringify(path)}], { outputFolder: ${JSON.stringify(folder.file("executed"))} });`;
    await Deno.copyFile(`${root}/deno.json`, folder.file("deno.json"));
    await Deno.copyFile(`${root}/deno.lock`, folder.file("deno.lock"));
    await Deno.symlink(`${root}/node_modules`, folder.file("node_modules"));
    const { stderr } = await new Deno.Command("unshare", {
      args: [...offline, Deno.execPath(), "eval", script],
      cwd: root,
    })
      .output();
    assertEquals(new TextDecoder().decode(stderr), "");
    const { cells } = await readNotebook(folder.file("executed/offline.ipynb"));
    assertEquals(cells.map((cell) => outputTexts(cell.outputs)), [["execute_result 2"]]);
  },
});
