import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin, stop } from "esbuild";
import { root } from "../workspace.ts";

const folder = fileURLToPath(new URL("./browser/", import.meta.url));

/** What loads data from disk has no place in a browser; the pure functions beside it do not miss it. */
const withoutDisk: Plugin = {
  name: "without-disk",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(polars$|@\/data\/)/ }, ({ path }) => ({
      path,
      namespace: "absent",
      sideEffects: false,
    }));
    onLoad({ filter: /.*/, namespace: "absent" }, () => ({ contents: "module.exports = {};" }));
  },
};

/** The scripts of the pages, by path: the library's own functions, in one file a task. */
export async function browserScripts(): Promise<[string, string][]> {
  const entryPoints: string[] = [];
  for await (const { name } of Deno.readDir(folder)) if (name.endsWith(".ts")) entryPoints.push(join(folder, name));
  const { outputFiles } = await build({
    entryPoints: entryPoints.sort(),
    absWorkingDir: root,
    outdir: "assets",
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2022",
    legalComments: "none",
    alias: { "@": join(root, "lib") },
    plugins: [withoutDisk],
    define: { "import.meta.url": '"about:blank"' },
    logLevel: "error",
  });
  await stop();
  return outputFiles.map(({ path, text }) => [`assets/${basename(path)}`, text]);
}
