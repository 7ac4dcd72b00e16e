// Nothing here comes from npm: these sentences must appear before any package is installed.
import { join } from "node:path";
import { runCommand } from "./plain_error.ts";
import { checkDenoVersion } from "./set_up/deno_version.ts";
import { withFileLock } from "./set_up/file_lock.ts";
import { jupyterVariables, writeJupyterFiles } from "./set_up/jupyter_files.ts";
import { installNpmPackages } from "./set_up/npm_packages.ts";
import { checkChosenPython } from "./set_up/python.ts";
import { makeVirtualEnvironment } from "./set_up/virtual_environment.ts";
import { jupyterFolder, kernelName, pythonVariable, virtualEnvironmentFolder } from "./workspace.ts";

/** What is needed to start a Jupyter process. */
export interface Environment {
  /** Absolute path of the interpreter. */
  python: string;
  /** Environment variables for Jupyter processes, to be added to the present ones. */
  variables: Record<string, string>;
  kernelName: string;
}

export interface SetUpOptions {
  quiet?: boolean;
  progress?: (line: string) => void;
  /** JupyterLab itself will be started. */
  lab?: boolean;
}

/** Installs what is missing, writes the kernelspec; does nothing where all stands already. */
export async function setUp(options: SetUpOptions = {}): Promise<Environment> {
  const progress = options.quiet ? () => {} : options.progress ?? console.error;
  checkDenoVersion();
  const chosen = Deno.env.get(pythonVariable);
  await Deno.mkdir(jupyterFolder, { recursive: true });
  return await withFileLock(
    join(jupyterFolder, "set-up.lock"),
    () => progress("Another set-up is running in this checkout; waiting for it ..."),
    async () => {
      const python = chosen
        ? (await checkChosenPython(chosen, { lab: options.lab ?? false })).executable
        : await makeVirtualEnvironment(progress);
      await installNpmPackages(progress);
      await writeJupyterFiles(chosen ? undefined : virtualEnvironmentFolder);
      return { python, variables: jupyterVariables(), kernelName };
    },
  );
}

if (import.meta.main) {
  await runCommand(async () => {
    const { python } = await setUp();
    console.log(`Ready: the kernel is ${kernelName}, its Jupyter runs on ${python}.`);
  });
}
