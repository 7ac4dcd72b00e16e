import { createHash } from "node:crypto";
import { join } from "node:path";
import type { SearchEntry } from "./search_index.ts";
import { root, workFolder } from "../workspace.ts";

/** A page in its language, with everything that is made from it. */
export interface FinishedPage {
  readonly html: string;
  readonly search: readonly SearchEntry[];
  /** Its inline styles, each with the class that took its place. */
  readonly styles: readonly (readonly [style: string, name: string])[];
  /** Its figures and tables as files, by path from the pages' folder. */
  readonly files: readonly (readonly [path: string, content: string | Uint8Array])[];
}

/** Finished pages, kept in the work folder by a hash of everything that they are made from. */
export class PageCache {
  readonly #folder = join(workFolder, "pages");
  readonly #used = new Set<string>();

  private constructor(readonly base: string) {}

  /** @param inputs What every page is made from besides its own text, as JSON can write it. */
  static async open(inputs: unknown): Promise<PageCache> {
    const hash = createHash("sha256").update(JSON.stringify(inputs));
    for (const folder of ["lib", "tools"]) {
      for (const path of await filesOf(join(root, folder))) hash.update(path).update(await Deno.readFile(path));
    }
    hash.update(await Deno.readFile(join(root, "deno.lock")));
    return new PageCache(hash.digest("hex"));
  }

  /** The page of a text: as it was kept, or made now. */
  async get(text: string, make: () => Promise<FinishedPage>): Promise<FinishedPage> {
    const name = `${createHash("sha256").update(this.base).update(text).digest("hex")}.json`;
    this.#used.add(name);
    const path = join(this.#folder, name);
    const kept = await Deno.readTextFile(path).catch(() => undefined);
    if (kept !== undefined) return JSON.parse(kept, readBytes);
    const page = await make();
    await Deno.mkdir(this.#folder, { recursive: true });
    const temporary = `${path}.${Deno.pid}.tmp`;
    await Deno.writeTextFile(temporary, JSON.stringify(page, writeBytes));
    await Deno.rename(temporary, path);
    return page;
  }

  /** Removes what was not asked for since the cache was opened. */
  async prune(): Promise<void> {
    for await (const { name } of Deno.readDir(this.#folder)) {
      if (!this.#used.has(name)) await Deno.remove(join(this.#folder, name)).catch(() => {});
    }
  }
}

async function filesOf(folder: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    paths.push(...isDirectory ? await filesOf(join(folder, name)) : [join(folder, name)]);
  }
  return paths.sort();
}

const writeBytes = (_: string, value: unknown) =>
  value instanceof Uint8Array ? { base64: new Uint8Array(value).toBase64() } : value;
const readBytes = (_: string, value: unknown) =>
  value !== null && typeof value === "object" && "base64" in value
    ? Uint8Array.fromBase64(value.base64 as string)
    : value;
