import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where things are in this checkout, as absolute paths, and the names they go by. */
export const root: string = fileURLToPath(new URL("../", import.meta.url)).replace(/[\\/]$/, "");

const inRoot = (...parts: string[]): string => join(root, ...parts);

export const notebooksFolder: string = inRoot("notebooks");
export const workFolder: string = inRoot(".work");
export const jupyterFolder: string = inRoot(".jupyter");
export const virtualEnvironmentFolder: string = inRoot(".venv");
export const nodeModulesFolder: string = inRoot("node_modules");
export const requirementsFile: string = inRoot("requirements.txt");
export const denoConfigurationFile: string = inRoot("deno.json");
export const denoLockFile: string = inRoot("deno.lock");

/** A Python script of tools/jupyter. */
export const jupyterScript = (name: string): string => inRoot("tools", "jupyter", name);

export const kernelName = "after-megaupload";
export const kernelDisplayName = "Deno (After Megaupload)";

/** The variable that names a Python interpreter to use in place of .venv. */
export const pythonVariable = "AFTER_MEGAUPLOAD_PYTHON";
