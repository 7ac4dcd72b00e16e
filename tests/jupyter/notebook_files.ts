import { join } from "node:path";

/** The parts of a notebook file that the tests look at. */
export interface Notebook {
  cells: {
    id: string;
    source: string[];
    outputs: Output[];
    execution_count: number | null;
    metadata: Record<string, unknown>;
  }[];
  metadata: Record<string, unknown>;
}

export type Output =
  | { output_type: "stream"; name: string; text: string[] }
  | { output_type: "execute_result" | "display_data"; data: Record<string, string[]> }
  | { output_type: "error"; ename: string; evalue: string };

/** Writes a notebook whose code cells, not executed, have the given sources. */
export async function writeNotebook(
  path: string,
  sources: readonly string[],
  metadata: Record<string, unknown> = {},
): Promise<string> {
  const notebook = {
    cells: sources.map((source, index) => ({
      cell_type: "code",
      execution_count: null,
      id: `source-${index + 1}`,
      metadata: {},
      outputs: [],
      source,
    })),
    metadata,
    nbformat: 4,
    nbformat_minor: 5,
  };
  await Deno.writeTextFile(path, JSON.stringify(notebook));
  return path;
}

export async function readNotebook(path: string): Promise<Notebook> {
  return JSON.parse(await Deno.readTextFile(path));
}

/** Each output in one word and its text, for comparison. */
export const outputTexts = (outputs: readonly Output[]): string[] =>
  outputs.map((output) => {
    if (output.output_type === "stream") return `${output.name} ${output.text.join("")}`;
    if (output.output_type === "error") return `error ${output.evalue}`;
    return `${output.output_type} ${output.data["text/plain"]?.join("")}`;
  });

/** A folder that is gone at the end of the scope. */
export async function temporaryFolder() {
  const path = await Deno.makeTempDir({ prefix: "after-megaupload-" });
  return {
    path,
    file: (name: string) => join(path, name),
    [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }),
  };
}
