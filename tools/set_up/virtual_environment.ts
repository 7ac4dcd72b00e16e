import { join } from "node:path";
import { PlainError } from "../plain_error.ts";
import { jupyterScript, pythonVariable, requirementsFile, virtualEnvironmentFolder } from "../workspace.ts";
import { findPython } from "./python.ts";
import { installationError, runProgram } from "./run_program.ts";
import { hash, hasStamp, writeWhole } from "./stamp.ts";

const python = Deno.build.os === "windows"
  ? join(virtualEnvironmentFolder, "Scripts", "python.exe")
  : join(virtualEnvironmentFolder, "bin", "python");
const stampFile = join(virtualEnvironmentFolder, ".set-up-stamp");
/** Written first: only a folder with this file may be removed to start over. */
const makerFile = join(virtualEnvironmentFolder, ".made-by-set-up");

/** Makes .venv with what requirements.txt pins, unless it stands there whole; gives its Python. */
export async function makeVirtualEnvironment(progress: (line: string) => void): Promise<string> {
  const requirements = await Deno.readTextFile(requirementsFile);
  const stampFor = (version: string) => hash(`${requirements}\nPython ${version}`);

  const present = await versionOf(python);
  if (present && await hasStamp(stampFile, await stampFor(present))) return python;

  const { baseExecutable } = await findPython();
  await startOver();
  progress("Making .venv with JupyterLab (about 300 MB) ...");
  await Deno.mkdir(virtualEnvironmentFolder);
  await Deno.writeTextFile(makerFile, "");
  const runModule = jupyterScript("run_module.py");
  const made = await runProgram(baseExecutable, [runModule, "venv", virtualEnvironmentFolder]);
  if (!made?.success) throw installationError(".venv", made?.stderr || made?.stdout || "");

  const installed = await runProgram(python, [
    ...[runModule, "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"],
    ...["--requirement", requirementsFile],
  ]);
  if (!installed?.success) throw installationError("JupyterLab", installed?.stderr ?? "");

  const version = await versionOf(python);
  if (!version) throw new PlainError("The Python of .venv does not run: remove .venv and try again.");
  await writeWhole(stampFile, await stampFor(version));
  return python;
}

/** Major and minor version, which is what a virtual environment is bound to. */
async function versionOf(interpreter: string): Promise<string | undefined> {
  const script = "import sys; print('%d.%d' % sys.version_info[:2])";
  const result = await runProgram(interpreter, ["-I", "-S", "-c", script]);
  return result?.success ? result.stdout.trim() : undefined;
}

async function startOver(): Promise<void> {
  if (!await exists(virtualEnvironmentFolder)) return;
  if (!await exists(makerFile)) {
    throw new PlainError(
      `There is a .venv here that this set-up did not make: remove it, or set ${pythonVariable} to its Python.`,
    );
  }
  await Deno.remove(virtualEnvironmentFolder, { recursive: true });
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
