import { join } from "node:path";
import { PlainError } from "../../plain_error.ts";
import { notebooksFolder } from "../../workspace.ts";
import type { Lookup } from "./translate_page.ts";

/** English segments and their French; an empty French is one still to be written. */
export type Memory = Readonly<Record<string, string>>;

/** What the pages share: their frame, the cards, the words of verdicts. */
export const sharedMemory = "shared";
/** What stands in the data: statements of claims, quantities, places, notes. */
export const dataMemory = "data";

export const memoryFolder: string = join(notebooksFolder, "french");

/** Every translation memory by name: one a notebook, and the two that are shared. */
export async function loadMemories(): Promise<ReadonlyMap<string, Memory>> {
  const memories = new Map<string, Memory>();
  for await (const { name } of Deno.readDir(memoryFolder)) {
    if (!name.endsWith(".json")) continue;
    const text = await Deno.readTextFile(join(memoryFolder, name));
    try {
      memories.set(name.slice(0, -".json".length), JSON.parse(text));
    } catch (error) {
      throw new PlainError(`notebooks/french/${name} is not JSON: ${(error as Error).message}`);
    }
  }
  return memories;
}

/** Looks a key up in a page's own memory, then in the shared ones, then in every other: the front page quotes them all. */
export function lookupIn(memories: ReadonlyMap<string, Memory>, own: string): Lookup {
  const order = [own, sharedMemory, dataMemory, ...[...memories.keys()].sort()];
  return (key) => {
    for (const name of order) {
      const memory = memories.get(name);
      if (memory !== undefined && Object.hasOwn(memory, key) && memory[key] !== "") return memory[key];
    }
    return undefined;
  };
}
