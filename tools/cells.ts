import { join } from "node:path";
import { codeCells, joined, type Notebook, notebookNames, readNotebook } from "./notebook.ts";
import { root, workFolder } from "./workspace.ts";

/** Where a line of extracted code came from. */
interface CellLine {
  readonly cell: number;
  readonly id: string;
  readonly line: number;
}

/** The code of a notebook as one module, and for each of its lines the cell it stands in. */
export function extractCode(notebook: Notebook): { code: string; lines: CellLine[] } {
  const lines: CellLine[] = [];
  const sources = codeCells(notebook).map(({ id, source }, index) => {
    const text = joined(source);
    for (let line = 1; line <= text.split("\n").length; line++) lines.push({ cell: index + 1, id, line });
    return text;
  });
  return { code: sources.join("\n") + "\nexport {};\n", lines };
}

/** Type-checks and lints the cells of every notebook of the workspace; see {@linkcode checkNotebooks}. */
export async function checkCells(): Promise<string[]> {
  const names = await notebookNames();
  return checkNotebooks(
    new Map(await Promise.all(names.map(async (name) => [name, await readNotebook(name)] as const))),
  );
}

/**
 * Type-checks and lints the cells of notebooks, which the kernel does not do.
 *
 * @param notebooks Notebooks by file name.
 * @returns What Deno says, with the places turned into notebook, cell and line; an empty array when all is well.
 */
export async function checkNotebooks(notebooks: ReadonlyMap<string, Notebook>): Promise<string[]> {
  const folder = await Deno.makeTempDir({ dir: await makeFolder(join(workFolder, "cells")) });
  try {
    const maps = new Map<string, { name: string; lines: CellLine[] }>();
    for (const [name, notebook] of notebooks) {
      const { code, lines } = extractCode(notebook);
      const path = join(folder, `${name.replace(/\.ipynb$/, "")}.ts`);
      await Deno.writeTextFile(path, code);
      maps.set(path, { name, lines });
    }
    const commands = [["check"], ["lint", "--no-config", "--rules-exclude=no-import-prefix"]];
    const said = await Promise.all(commands.map(async (command) => {
      const { success, stderr } = await new Deno.Command(Deno.execPath(), {
        args: [...command, ...maps.keys()],
        cwd: root,
        env: { NO_COLOR: "1" },
        stdout: "null",
        stderr: "piped",
      }).output();
      const text = new TextDecoder().decode(stderr);
      return success && !text.includes("No matching files") ? [] : [inCells(text, maps)];
    }));
    return said.flat();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function makeFolder(path: string): Promise<string> {
  await Deno.mkdir(path, { recursive: true });
  return path;
}

function inCells(text: string, maps: ReadonlyMap<string, { name: string; lines: CellLine[] }>): string {
  return text.replace(/(?:file:\/\/)?(\/\S+\.ts):(\d+):(\d+)/g, (place, path, line, column) => {
    const map = maps.get(path);
    const found = map?.lines[Number(line) - 1];
    return map && found
      ? `notebooks/${map.name}, code cell ${found.cell} (id ${found.id}), line ${found.line}, column ${column}`
      : place;
  });
}
