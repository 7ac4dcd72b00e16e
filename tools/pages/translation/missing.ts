import { dataMemory, lookupIn, type Memory, sharedMemory } from "./memory.ts";

/** What a page says, and the memory its words belong to. */
export interface PageSegments {
  readonly memory: string;
  readonly keys: readonly string[];
  /** Keys that are this page's own wherever they are quoted: its title, the statements of its findings. */
  readonly owned?: readonly string[];
}

/**
 * The memory that each key belongs to: what a notebook owns to that notebook, what stands in the data to the data, what
 * several notebooks say or a page of no notebook to the shared one, the rest to its notebook.
 */
export function homesOf(pages: readonly PageSegments[]): ReadonlyMap<string, string> {
  const sayers = new Map<string, Set<string>>();
  for (const { memory, keys } of pages) {
    for (const key of keys) sayers.set(key, (sayers.get(key) ?? new Set()).add(memory));
  }
  const owners = new Map(pages.flatMap(({ memory, owned = [] }) => owned.map((key) => [key, memory] as const)));
  return new Map(
    [...sayers].map(([key, memories]) => {
      if (owners.has(key)) return [key, owners.get(key)!];
      if (memories.has(dataMemory) && !memories.has(sharedMemory)) return [key, dataMemory];
      return [key, memories.size === 1 ? [...memories][0]! : sharedMemory];
    }),
  );
}

/** The keys without French, by the memory they belong to. */
export function missingSegments(
  pages: readonly PageSegments[],
  memories: ReadonlyMap<string, Memory>,
): ReadonlyMap<string, readonly string[]> {
  const homes = homesOf(pages);
  const lacking = pages.flatMap(({ memory, keys }) => {
    const lookup = lookupIn(memories, memory);
    return keys.filter((key) => lookup(key) === undefined);
  });
  return Map.groupBy(new Set(lacking), (key) => homes.get(key)!);
}

/** Entries of a memory that no page asks of it, by memory. */
export function unusedSegments(
  pages: readonly PageSegments[],
  memories: ReadonlyMap<string, Memory>,
): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...memories].map(([name, memory]) => {
      const shared = name === sharedMemory || name === dataMemory;
      const asked = new Set(
        pages.filter((page) => shared || page.memory === name).flatMap(({ keys, owned = [] }) => [...keys, ...owned]),
      );
      return [name, Object.keys(memory).filter((key) => !asked.has(key))];
    }),
  );
}
