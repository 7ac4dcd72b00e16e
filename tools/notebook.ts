import { join } from "node:path";
import { notebooksFolder } from "./workspace.ts";

/** A cell of a notebook file (nbformat 4.5), as far as this workspace reads it. */
export interface Cell {
  readonly cell_type: "code" | "markdown" | "raw";
  readonly id: string;
  readonly source: string | readonly string[];
  readonly execution_count?: number | null;
  readonly outputs?: readonly Output[];
}

/** An output of a code cell. */
export interface Output {
  readonly output_type: "display_data" | "execute_result" | "stream" | "error";
  readonly data?: Readonly<Record<string, unknown>>;
  readonly name?: string;
  readonly text?: string | readonly string[];
  readonly ename?: string;
  readonly evalue?: string;
}

export interface Notebook {
  readonly cells: readonly Cell[];
}

/** The file names of the workspace's notebooks, in their order. */
export async function notebookNames(folder = notebooksFolder): Promise<string[]> {
  const names: string[] = [];
  for await (const { name, isFile } of Deno.readDir(folder)) if (isFile && name.endsWith(".ipynb")) names.push(name);
  return names.sort();
}

export async function readNotebook(name: string, folder = notebooksFolder): Promise<Notebook> {
  return JSON.parse(await Deno.readTextFile(join(folder, name)));
}

/** Text that a notebook file may hold as one string or as lines. */
export function joined(text: string | readonly string[] | undefined): string {
  return typeof text === "string" ? text : text?.join("") ?? "";
}

export function codeCells({ cells }: Notebook): Cell[] {
  return cells.filter(({ cell_type }) => cell_type === "code");
}

/** Everything a notebook's outputs hold under a media type, in order. */
export function outputsOf<Value>({ cells }: Notebook, mediaType: string): Value[] {
  return cells.flatMap(({ outputs = [] }) => outputs)
    .flatMap(({ data }) => data?.[mediaType] === undefined ? [] : [data[mediaType] as Value]);
}
