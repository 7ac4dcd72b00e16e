import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { basename, join } from "node:path";
import { checkCells } from "../../tools/cells.ts";
import { staleNotebooks } from "../../tools/inputs.ts";
import { codeCells, joined, notebookNames, type Output, readNotebook } from "../../tools/notebook.ts";
import { runNotebooks } from "../../tools/run_notebooks.ts";
import { setUp } from "../../tools/set_up.ts";
import { denoConfigurationFile, notebooksFolder } from "../../tools/workspace.ts";

Deno.test("no notebook is stale: its outputs are those of its cells, library, data and packages", async () => {
  const stale = (await staleNotebooks()).map(({ name, changed }) => `${name}: ${changed.join(", ")} changed`);
  assertEquals(stale, [], "run: deno task reproduce");
});

Deno.test("the cells of every notebook pass the type check and the linter", async () => {
  assertEquals((await checkCells()).join("\n"), "");
});

Deno.test("checkCells() names the place of a wrong type and of what the linter finds", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const cell = { cell_type: "code", id: "wrong", source: "const day: string = 19;\nvar month = day;" };
    await Deno.writeTextFile(join(folder, "wrong-type.ipynb"), JSON.stringify({ cells: [cell] }));
    const said = (await checkCells(folder)).join("\n");
    assertStringIncludes(said, "Type 'number' is not assignable to type 'string'");
    assertStringIncludes(said, "notebooks/wrong-type.ipynb, code cell 1 (id wrong), line 1");
    assertStringIncludes(said, "no-var");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("every notebook is formatted as deno fmt formats it", async () => {
  for (const name of await notebookNames()) {
    const text = await Deno.readTextFile(join(notebooksFolder, name));
    const formatter = new Deno.Command(Deno.execPath(), {
      args: ["fmt", "--ext", "ipynb", "--config", denoConfigurationFile, "-"],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    await new Blob([text]).stream().pipeTo(formatter.stdin);
    assertEquals(await new Response(formatter.stdout).text(), text, name);
    await formatter.status;
  }
});

Deno.test("every committed notebook was executed in one clean run, without an error", async () => {
  for (const name of await notebookNames()) {
    const cells = codeCells(await readNotebook(name));
    assertEquals(cells.map(({ execution_count }) => execution_count), cells.map((_, index) => index + 1), name);
    const outputs = cells.flatMap(({ outputs = [] }) => outputs);
    assertEquals(outputs.filter(({ output_type }) => output_type === "error"), [], name);
  }
});

Deno.test("every cell that shows something has the output, as HTML and as text", async () => {
  for (const name of await notebookNames()) {
    for (const { id, source, outputs = [] } of codeCells(await readNotebook(name))) {
      const shown = joined(source).match(/await show\(/g)?.length ?? 0;
      assert(outputs.length >= shown, `${name}, cell ${id}: ${shown} calls of show, ${outputs.length} outputs`);
      for (const { data } of outputs.filter((output: Output) => output.output_type === "display_data")) {
        assert(data?.["text/html"] && data["text/plain"], `${name}, cell ${id}: an output lacks HTML or text`);
      }
    }
  }
});

for (const zone of ["America/Santiago", "Asia/Tokyo"]) {
  Deno.test(`executed again in ${zone}, every notebook gives the committed bytes`, async () => {
    const environment = await setUp({ quiet: true });
    environment.variables = { ...environment.variables, TZ: zone };
    const outputFolder = await Deno.makeTempDir();
    try {
      const paths = (await notebookNames()).map((name) => join(notebooksFolder, name));
      for (const { path, executedPath } of await runNotebooks(paths, { outputFolder, environment })) {
        assertEquals(await Deno.readTextFile(executedPath), await Deno.readTextFile(path), basename(path));
      }
    } finally {
      await Deno.remove(outputFolder, { recursive: true });
    }
  });
}
