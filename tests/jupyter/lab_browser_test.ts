import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { parseHTML } from "linkedom";
import { codeCells, joined, type Notebook, type Output } from "../../tools/notebook.ts";
import { kernelDisplayName, kernelName } from "../../tools/workspace.ts";
import { launchBrowser, noBrowser } from "../browser.ts";
import { temporaryCheckout } from "../temporary_checkout.ts";
import { LabNotebook, startLab } from "./jupyter_lab.ts";
import { writeNotebook } from "./notebook_files.ts";

const kernelspec = { name: kernelName, display_name: kernelDisplayName, language: "typescript" };
const claim = "notebooks/05-europe-20.ipynb";

Deno.test({
  name: "JupyterLab in a browser",
  ignore: noBrowser,
  timeout: 900_000,
  fn: async (test) => {
    await using checkout = await temporaryCheckout();
    const committed: Notebook = JSON.parse(await Deno.readTextFile(checkout.file(claim)));
    // Whatever is seen after Run All was made by it.
    await Deno.writeTextFile(checkout.file(claim), JSON.stringify(withoutOutputs(committed)));

    const server = await startLab(checkout.path, checkout.variables);
    const browser = await launchBrowser();
    const scratch = async (name: string, ...sources: string[]) => {
      await writeNotebook(checkout.file("notebooks", `${name}.ipynb`), sources, { kernelspec });
      return await LabNotebook.open(browser, server, `notebooks/${name}.ipynb`);
    };
    try {
      await test.step("Run All in a claim draws every figure and table of the committed notebook", async () => {
        await using notebook = await LabNotebook.open(browser, server, claim);
        const drawn = notebook.page.locator(".jp-OutputArea-output").locator("figure.am-figure, table.am-table");
        assertEquals(await drawn.count(), 0);
        await notebook.runAll();

        const expected = figuresAndTables(committed);
        assert(expected.some((one) => one.startsWith("figure")) && expected.some((one) => one.startsWith("table")));
        await drawn.nth(expected.length - 1).waitFor({ state: "attached" });
        const shown = await drawn.evaluateAll((elements) =>
          elements.map((element) =>
            element.tagName === "FIGURE" ? element.id : `table ${element.querySelector("caption")!.textContent}`
          )
        );
        assertEquals(shown, expected);
        for (const figure of await notebook.page.locator("figure.am-figure svg").all()) {
          const { width, height } = (await figure.boundingBox())!;
          assert(width > 300 && height > 100, `a figure of ${width} by ${height} px`);
          assert(await figure.locator("text").count() > 3, "a figure has lost its text");
        }
      });

      await test.step("restart and run all gives the committed outputs", async () => {
        await using notebook = await LabNotebook.open(browser, server, claim);
        await notebook.restartAndRunAll();
        await notebook.save();
        const saved: Notebook = JSON.parse(await Deno.readTextFile(checkout.file(claim)));
        assertEquals(saved.cells.map(contentOf), committed.cells.map(contentOf));
      });

      await test.step("an edited cell runs as edited", async () => {
        await using notebook = await scratch(
          "edited",
          'import { note, show } from "@/mod.ts";\nlet share = 11;',
          "await show(note`A share of ${share} %`);",
        );
        await notebook.runAll();
        await notebook.shows(1, "A share of 11 %");
        await notebook.edit(0, "share = 12;");
        await notebook.run(0);
        await notebook.run(1);
        await notebook.shows(1, "A share of 12 %");
      });

      await test.step("Tab completes imported names, members, and what a namespace holds", async () => {
        await using notebook = await scratch(
          "completion",
          'import * as library from "@/mod.ts";\nimport { formatEstimate, printed } from "@/mod.ts";\nconst score = printed("81");\nformatEstimate(score, "");',
          "",
        );
        await notebook.run(0);
        assertEquals(await notebook.complete(1, "formatEs"), ["formatEstimate"]);
        await notebook.completer.first().waitFor();
        assertEquals(await notebook.completer.allTextContents(), ["formatEstimate"]);
        await notebook.page.keyboard.press("Enter");
        assertEquals(await notebook.cell(1).locator(".cm-content").textContent(), "formatEstimate");
        assertEquals(await notebook.complete(1, "score.hi"), ["high"]);
        await notebook.page.keyboard.press("Escape");
        assertEquals(await notebook.complete(1, "library.simulateTr"), ["simulateTraffic"]);
        await notebook.page.keyboard.press("Escape");
        // The kernel knows what a notebook has, not what it could import.
        assertEquals(await notebook.complete(1, "simulateTr"), []);
      });

      await test.step("an error shows under its cell, with the line of the library that threw it", async () => {
        await using notebook = await scratch(
          "error",
          'import { printed } from "@/mod.ts";\nconst words = "as many as 4";',
          "// Line 1\nprinted(words);",
          "const after = true;",
        );
        await notebook.run(0);
        await notebook.run(1);
        await notebook.shows(1, "Cannot read a printed figure");
        const [traceback] = await notebook.outputs(1);
        assertStringIncludes(traceback!, 'current value is "as many as 4"');
        const [, file, line] = /(lib\/[\w/]+\.ts):(\d+):\d+/.exec(traceback!)!;
        const threw = (await Deno.readTextFile(checkout.file(file!))).split("\n")[Number(line) - 1]!;
        assertStringIncludes(threw, "throw new ");
        assertStringIncludes(traceback!, "<anonymous>:2:", "the line of the cell");
        assertEquals(await notebook.outputs(2), []);
      });

      await test.step("Stop ends an endless loop and keeps the kernel and its variables", async () => {
        await using notebook = await scratch(
          "stop",
          'import { note, show } from "@/mod.ts";\nlet kept = 41;\nawait show(note`Process ${Deno.pid}`);',
          "await show(note`The loop begins`);\nkept += 1;\nwhile (true) {}",
          "await show(note`Process ${Deno.pid}`, note`Kept: ${kept}`);",
        );
        await notebook.run(0);
        await notebook.start(1);
        await notebook.shows(1, "The loop begins");
        assertEquals(await notebook.prompt(1), "[*]:");
        await notebook.interrupt();
        await notebook.idle();
        await notebook.run(2);
        await notebook.shows(2, "Kept: 42");
        assertEquals((await notebook.outputs(2))[0], (await notebook.outputs(0))[0]);
      });

      await test.step("a restarted kernel takes up edits of the library, a running one does not", async () => {
        const edition = (text: string) => Deno.writeTextFile(checkout.file("lib/edition.ts"), text);
        await edition('export const edition = "first";');
        await using notebook = await scratch(
          "library",
          'import { edition } from "@/edition.ts";\nimport { note, show } from "@/mod.ts";\nawait show(note`The ${edition} edition`);',
        );
        await notebook.run(0);
        await notebook.shows(0, "The first edition");
        await edition('export const edition = "second";');
        await notebook.run(0);
        await notebook.shows(0, "The first edition");
        await notebook.restart();
        await notebook.run(0);
        await notebook.shows(0, "The second edition");
      });
    } finally {
      await browser.close();
      const { code, said } = await server.stop();
      assertEquals(code, 0, said);
    }
  },
});

function withoutOutputs(notebook: Notebook): Notebook {
  const cells = notebook.cells.map((cell) =>
    cell.cell_type === "code" ? { ...cell, outputs: [], execution_count: null } : cell
  );
  return { ...notebook, cells };
}

const outputsIn = (notebook: Notebook): Output[] => codeCells(notebook).flatMap(({ outputs = [] }) => outputs);

/** The figures by id and the tables by caption, in the order of the notebook. */
function figuresAndTables(notebook: Notebook): string[] {
  const html = outputsIn(notebook).map(({ data }) => joined(data?.["text/html"] as string | string[])).join("\n");
  const { document } = parseHTML(`<!doctype html><body>${html}`) as unknown as { document: Document };
  return [...document.querySelectorAll("figure.am-figure, table.am-table")].map((element) =>
    element.tagName === "FIGURE" ? element.id : `table ${element.querySelector("caption")!.textContent}`
  );
}

/** What a cell says and shows; whether a file holds a text as one string or as lines is all the same. */
function contentOf({ id, source, outputs = [] }: Notebook["cells"][number]) {
  return {
    id,
    source: joined(source),
    outputs: outputs.map(({ data = {}, ...output }) => ({
      ...output,
      data: Object.fromEntries(
        Object.entries(data).map(([type, content]) => [
          type,
          type.startsWith("text/") ? joined(content as string | string[]) : content,
        ]),
      ),
    })),
  };
}
