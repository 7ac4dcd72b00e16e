import { join } from "node:path";
import { codeCells, joined, type Notebook, notebookNames, readNotebook } from "./notebook.ts";
import { notebooksFolder, root, workFolder } from "./workspace.ts";

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

/**
 * Type-checks and lints the cells of every notebook, which the kernel does not do.
 *
 * @returns What Deno says, with the places turned into notebook, cell and line; an empty array when all is well.
 */
export async function checkCells(notebooks = notebooksFolder): Promise<string[]> {
  const folder = join(workFolder, "cells");
  await Deno.mkdir(folder, { recursive: true });
  const maps = new Map<string, { name: string; lines: CellLine[] }>();
  for (const name of await notebookNames(notebooks)) {
    const { code, lines } = extractCode(await readNotebook(name, notebooks));
    const path = join(folder, `${name.replace(/\.ipynb$/, "")}.ts`);
    await Deno.writeTextFile(path, code);
    maps.set(path, { name, lines });
  }
  const commands = [
    // deno check passes over .work, which the configuration excludes, without a word
    ["cache", "--check", "--quiet", "--config", join(root, "deno.json")],
    ["lint", "--quiet", "--no-config", "--rules-exclude=no-import-prefix"],
  ];
  const said: string[] = [];
  for (const command of commands) {
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [...command, ...maps.keys()],
      cwd: root,
      env: { NO_COLOR: "1" },
      stdout: "null",
      stderr: "piped",
    }).output();
    if (!success) said.push(inCells(new TextDecoder().decode(stderr), maps));
  }
  return said;
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
