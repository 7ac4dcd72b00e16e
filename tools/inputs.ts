import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { readDataPackage } from "@/data/data_package.ts";
import { extractCode } from "./cells.ts";
import { joined, type Notebook, notebookNames, readNotebook } from "./notebook.ts";
import { denoLockFile, notebooksFolder, root, workFolder } from "./workspace.ts";
import { sha256, writeFile } from "./write_file.ts";

/** What an executed notebook was made from, and what it was. */
export interface Execution {
  /** The hash of the file as executed. */
  readonly executed: string;
  /** The hash of every input by name: the notebook's cells, library modules, data files, the lock file. */
  readonly inputs: Readonly<Record<string, string>>;
}

/** For each notebook, by file name, what it was last executed from: `notebooks/inputs.json`. */
export type InputRecords = Readonly<Record<string, Execution>>;

/** A notebook whose committed outputs do not belong to its present inputs. */
export interface StaleNotebook {
  readonly name: string;
  /** What differs: names of inputs, or "its outputs" where the file itself was changed after it was executed. */
  readonly changed: readonly string[];
}

const recordFile = join(notebooksFolder, "inputs.json");

/** The functions that read what other notebooks found. */
const readsFindings = /\b(loadLedger|loadFindings)\(/;

/** Whether a notebook sums up the others: what they found is among its inputs, and it is executed after them. */
export const sumsUp = (notebook: Notebook): boolean =>
  notebook.cells.some(({ cell_type, source }) => cell_type === "code" && readsFindings.test(joined(source)));

/** The inputs of every notebook, hashed as they are now. */
export async function presentInputs(names: readonly string[]): Promise<Record<string, Record<string, string>>> {
  const hashes = new Map<string, Promise<string>>();
  const hashOf = (path: string) => {
    const known = hashes.get(path) ?? Deno.readFile(join(root, path)).then(short, () => "missing");
    hashes.set(path, known);
    return known;
  };
  const { resources } = await readDataPackage();
  const shared = [...resources.map(({ path }) => `data/${path}`), relative(root, denoLockFile)];
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => {
      const notebook = await readNotebook(name);
      const files = [
        ...await modulesOf(name, notebook),
        ...shared,
        ...sumsUp(notebook) ? ["findings.json", "verdicts.json"] : [],
      ].sort();
      const entries = await Promise.all(files.map(async (file) => [file, await hashOf(file)] as const));
      return [name, { cells: await short(cellsOf(notebook)), ...Object.fromEntries(entries) }] as const;
    })),
  );
}

/** Every notebook whose outputs are not those of its inputs, with what changed. */
export async function staleNotebooks(): Promise<StaleNotebook[]> {
  const names = await notebookNames();
  const records = await readInputRecords();
  const present = await presentInputs(names);
  const stale = await Promise.all(names.map(async (name) => {
    const record = records[name];
    if (record === undefined) return { name, changed: ["it was never executed"] };
    const now = present[name]!;
    const all = new Set([...Object.keys(now), ...Object.keys(record.inputs)]);
    const changed = [...all].filter((input) => now[input] !== record.inputs[input]);
    const executed = await short(await Deno.readFile(join(notebooksFolder, name)));
    if (changed.length === 0 && executed !== record.executed) changed.push("its outputs");
    return { name, changed };
  }));
  return stale.filter(({ changed }) => changed.length > 0);
}

export async function readInputRecords(): Promise<InputRecords> {
  return JSON.parse(await Deno.readTextFile(recordFile).catch(() => "{}"));
}

/** Records that these notebooks now hold the outputs of their present inputs; forgets notebooks that are gone. */
export async function recordInputs(executed: readonly string[]): Promise<void> {
  const names = await notebookNames();
  const records = await readInputRecords();
  const present = await presentInputs(executed);
  const next = await Promise.all(names.map(async (name): Promise<[string, Execution | undefined]> => [
    name,
    present[name] === undefined
      ? records[name]
      : { executed: await short(await Deno.readFile(join(notebooksFolder, name))), inputs: present[name] },
  ]));
  await writeFile(recordFile, JSON.stringify(Object.fromEntries(next), null, 2) + "\n");
}

const short = async (content: string | Uint8Array<ArrayBuffer>) => (await sha256(content)).slice(0, 16);

const cellsOf = ({ cells }: Notebook) =>
  JSON.stringify(cells.map(({ cell_type, id, source }) => [cell_type, id, joined(source)]));

/** The library modules that a notebook's cells reach, relative to the root. */
async function modulesOf(name: string, notebook: Notebook): Promise<string[]> {
  const folder = join(workFolder, "inputs");
  await Deno.mkdir(folder, { recursive: true });
  const path = join(folder, `${name}.ts`);
  await Deno.writeTextFile(path, extractCode(notebook).code);
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "--config", join(root, "deno.json"), path],
    cwd: root,
    stderr: "null",
  }).output();
  const { modules } = JSON.parse(new TextDecoder().decode(stdout)) as { modules: { specifier: string }[] };
  return modules
    .filter(({ specifier }) => specifier.startsWith("file:"))
    .map(({ specifier }) => relative(root, fileURLToPath(specifier)))
    .filter((file) => file.startsWith("lib"));
}
