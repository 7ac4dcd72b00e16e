import { dirname, join } from "node:path";
import { setUp } from "../tools/set_up.ts";
import { pythonVariable, root } from "../tools/workspace.ts";

/** What a checkout holds before it is set up; the packages are shared with this one. */
const committed = [
  ...["deno.json", "deno.lock", "requirements.txt", "README.md", "findings.json", "verdicts.json", ".gitattributes"],
  ...["CHANGELOG.md", "CITATION.cff", "data", "docs", "lib", "notebooks", "tests", "tools"],
];

/** A copy of this checkout as it stands, to be changed freely; gone at the end of the scope. */
export async function temporaryCheckout() {
  const path = await Deno.makeTempDir({ prefix: "after-megaupload-checkout-" });
  for (const name of committed) await copy(join(root, name), join(path, name));
  await Deno.symlink(join(root, "node_modules"), join(path, "node_modules"));
  const { python } = await setUp({ quiet: true });
  return {
    path,
    /** For what runs there: it borrows this checkout's Python, in place of an environment of its own. */
    variables: { [pythonVariable]: python },
    file: (...parts: string[]) => join(path, ...parts),
    [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }),
  };
}

async function copy(from: string, to: string): Promise<void> {
  const { isDirectory } = await Deno.stat(from);
  if (!isDirectory) {
    await Deno.mkdir(dirname(to), { recursive: true });
    return await Deno.copyFile(from, to);
  }
  await Deno.mkdir(to, { recursive: true });
  for await (const { name } of Deno.readDir(from)) {
    if (name !== "__pycache__" && name !== ".ipynb_checkpoints") await copy(join(from, name), join(to, name));
  }
}
