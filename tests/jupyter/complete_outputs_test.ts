import { assertEquals } from "@std/assert";
import { runNotebooks } from "../../tools/run_notebooks.ts";
import { outputTexts, readNotebook, temporaryFolder, writeNotebook } from "./notebook_files.ts";

/** One cell of each kind, with what it must show in this order. */
const kinds: readonly ((n: number) => [source: string, outputs: string[]])[] = [
  (n) => [`"R${n}"`, [`execute_result "R${n}"`]],
  (n) => [`console.log("L${n}"); "R${n}"`, [`stdout L${n}\n`, `execute_result "R${n}"`]],
  (n) => [`await new Promise((resolve) => setTimeout(resolve, 3)); "R${n}"`, [`execute_result "R${n}"`]],
  (n) => [`await Deno.jupyter.display({ "text/plain": "D${n}" }, { raw: true })`, [`display_data D${n}`]],
  (n) => [
    `for (const part of "abc") Deno.jupyter.display({ "text/plain": part + ${n} }, { raw: true }); "R${n}"`,
    [`display_data a${n}`, `display_data b${n}`, `display_data c${n}`, `execute_result "R${n}"`],
  ],
  (n) => [
    `for (let i = 0; i < 200; i++) console.log("line " + i); console.error("E${n}"); "R${n}"`,
    [
      `stdout ${Array.from({ length: 200 }, (_, i) => `line ${i}\n`).join("")}`,
      `stderr E${n}\n`,
      `execute_result "R${n}"`,
    ],
  ],
];

const cells = Array.from({ length: 120 }, (_, n) => kinds[n % kinds.length]!(n));

async function assertNothingIsLost() {
  await using folder = await temporaryFolder();
  const path = await writeNotebook(folder.file("outputs.ipynb"), cells.map(([source]) => source));
  const [executed] = await runNotebooks([path], { outputFolder: folder.file("executed") });
  const notebook = await readNotebook(executed!.executedPath);
  assertEquals(notebook.cells.map((cell) => outputTexts(cell.outputs)), cells.map(([, outputs]) => outputs));
  assertEquals(notebook.cells.map((cell) => cell.execution_count), cells.map((_, n) => n + 1));
}

Deno.test("execute_notebook loses no output of 120 cells that mix results, logs and displays", assertNothingIsLost);

Deno.test("execute_notebook loses no output while every core is busy", async () => {
  const busy = Array.from(
    { length: navigator.hardwareConcurrency },
    () => new Deno.Command(Deno.execPath(), { args: ["eval", "for (;;) {}"] }).spawn(),
  );
  try {
    await assertNothingIsLost();
  } finally {
    for (const process of busy) process.kill("SIGKILL");
    await Promise.all(busy.map((process) => process.status));
  }
});
