import { join } from "node:path";
import { PlainError } from "../plain_error.ts";
import { denoConfigurationFile, denoLockFile, nodeModulesFolder, root } from "../workspace.ts";
import { installationError, runProgram } from "./run_program.ts";
import { hash, hasStamp, writeWhole } from "./stamp.ts";

const stampFile = join(nodeModulesFolder, ".set-up-stamp");

/** Installs the npm packages of the lock file into node_modules, unless they stand there. */
export async function installNpmPackages(progress: (line: string) => void): Promise<void> {
  const { imports } = JSON.parse(await Deno.readTextFile(denoConfigurationFile));
  const stamp = await hash(await Deno.readTextFile(denoLockFile) + JSON.stringify(imports));
  if (await hasStamp(stampFile, stamp)) return;

  progress("Installing the npm packages into node_modules ...");
  const result = await runProgram(Deno.execPath(), ["install", "--frozen"], {
    cwd: root,
    env: { NO_COLOR: "1" },
  });
  if (!result?.success) throw npmError(result?.stderr ?? "");
  await Deno.mkdir(nodeModulesFolder, { recursive: true });
  await writeWhole(stampFile, stamp);
}

function npmError(output: string): PlainError {
  if (/lockfile is out of date/i.test(output)) {
    return new PlainError("deno.lock does not match deno.json: run `deno install` once.");
  }
  return installationError("The npm packages", output);
}
