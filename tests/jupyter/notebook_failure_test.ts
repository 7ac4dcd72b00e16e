import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { NotebooksFailed, runNotebooks } from "../../tools/run_notebooks.ts";
import { temporaryFolder, writeNotebook } from "./notebook_files.ts";

/** Runs one notebook that must fail, and checks that it is untouched and nothing is written. */
async function failureOf(sources: readonly string[], cellTimeout = 60) {
  await using folder = await temporaryFolder();
  const path = await writeNotebook(folder.file("wrong.ipynb"), sources);
  const before = await Deno.readTextFile(path);
  const outputFolder = folder.file("executed");
  const error: NotebooksFailed = await assertRejects(
    () => runNotebooks([path], { outputFolder, cellTimeout }),
    NotebooksFailed,
  );
  assertEquals(await Deno.readTextFile(path), before);
  assertEquals([...Deno.readDirSync(outputFolder)], []);
  const [failure] = error.failures;
  return { ...failure!, path: failure!.path === path };
}

Deno.test("an error in a cell is reported with notebook, cell, first line and message", async () => {
  const failure = await failureOf(["1 + 1", "\nconst share = 1.2;\nthrow new RangeError(`bad share: ${share}`);", "3"]);
  assertEquals(failure, {
    path: true,
    cell: 2,
    id: "source-2",
    line: "const share = 1.2;",
    name: "RangeError",
    message: "bad share: 1.2",
  });
});

Deno.test("a syntax error, of which the kernel says nothing, is reported with its place", async () => {
  const failure = await failureOf(["1", "const shares = [1, 2;"]);
  assertEquals([failure.cell, failure.name], [2, "SyntaxError"]);
  assertStringIncludes(failure.message, "line 1, column 21 of the cell");
});

Deno.test("a result that cannot be shown is an error, though the kernel says ok", async () => {
  const failure = await failureOf(['({ [Symbol.for("Jupyter.display")]() { throw new Error("cannot show"); } })']);
  assertEquals([failure.cell, failure.message], [1, "cannot show"]);
});

Deno.test("a cell that ends the kernel is named", async () => {
  const failure = await failureOf(["1", "Deno.exit(3)"]);
  assertEquals([failure.cell, failure.name], [2, "Kernel"]);
});

Deno.test("a cell that takes too long is named", async () => {
  const failure = await failureOf(["while (true) {}"], 2);
  assertEquals([failure.cell, failure.message], [1, "did not finish within 2 s"]);
});

Deno.test("every failed notebook is listed, after the others have run", async () => {
  await using folder = await temporaryFolder();
  const paths = [
    await writeNotebook(folder.file("first.ipynb"), ['throw new Error("one")']),
    await writeNotebook(folder.file("second.ipynb"), ["2"]),
    folder.file("absent.ipynb"),
  ];
  const outputFolder = folder.file("executed");
  const error: NotebooksFailed = await assertRejects(() => runNotebooks(paths, { outputFolder }), NotebooksFailed);
  assertEquals(error.failures.map(({ path }) => path), [paths[0]!, paths[2]!]);
  assertStringIncludes(error.message, "first.ipynb, code cell 1 (id source-1)");
  assertStringIncludes(error.message, "absent.ipynb\n  File: cannot be read");
  assertEquals([...Deno.readDirSync(outputFolder)].map(({ name }) => name), ["second.ipynb"]);
});
