import { PlainError } from "../plain_error.ts";
import { jupyterScript, pythonVariable } from "../workspace.ts";
import { runProgram } from "./run_program.ts";

/** What describe_python.py says of an interpreter. */
export interface Interpreter {
  executable: string;
  /** In a virtual environment, the Python that it was made from. */
  baseExecutable: string;
  version: string;
  canMakeVirtualEnvironments: boolean;
  modules: Record<string, string | null>;
}

const oldest = "3.11";
const candidates: readonly (readonly [string, ...string[]])[] = [
  ["python3"],
  ["python"],
  ["py", "-3"],
];

/** The first Python on PATH that can make the workspace's virtual environment. */
export async function findPython(): Promise<Interpreter> {
  const unfit: string[] = [];
  for (const command of candidates) {
    const found = await describePython(command);
    if (!found) continue;
    const name = `${command.join(" ")} (Python ${found.version})`;
    if (isOlder(found.version, oldest)) unfit.push(`${name} is too old`);
    else if (found.canMakeVirtualEnvironments) return found;
    else {
      unfit.push(
        `${name} lacks its venv module, which Debian and Ubuntu have in a package of its own: \`apt install python3-venv\``,
      );
    }
  }
  const found = unfit.length > 0 ? unfit.join("; ") : "there is no python3, python or py on PATH";
  throw new PlainError(
    `JupyterLab needs Python ${oldest} or later: ${found}. ` +
      `Install one, or set ${pythonVariable} to an interpreter that has JupyterLab and nbclient.`,
  );
}

const needed: Readonly<Record<string, string>> = {
  nbclient: "0.8",
  nbformat: "5.7",
  jupyter_client: "7.4",
};
const neededForLab: Readonly<Record<string, string>> = { ...needed, jupyterlab: "4.0" };

/** The interpreter that the user chose; it is only looked at, nothing is installed into it. */
export async function checkChosenPython(
  command: string,
  purpose: { lab: boolean },
): Promise<Interpreter> {
  const required = purpose.lab ? neededForLab : needed;
  const found = await describePython([command], Object.keys(required));
  if (!found) {
    throw new PlainError(`${pythonVariable} is ${command}, which does not run as a Python.`);
  }
  const missing = Object.entries(required).flatMap(([module, minimum]) => {
    const version = found.modules[module];
    if (!version) return [`${module} ${minimum} or later`];
    return isOlder(version, minimum) ? [`${module} ${minimum} or later (it has ${version})`] : [];
  });
  if (missing.length === 0) return found;
  throw new PlainError(
    `${pythonVariable} is ${command} (Python ${found.version}), which lacks ${missing.join(", ")}. ` +
      `Install that there, or unset ${pythonVariable} to let the workspace make its own .venv.`,
  );
}

/** Undefined where the command is absent or is not a Python. */
export async function describePython(
  [command, ...commandArguments]: readonly [string, ...string[]],
  modules: readonly string[] = [],
): Promise<Interpreter | undefined> {
  const script = jupyterScript("describe_python.py");
  const result = await runProgram(command, [...commandArguments, script, ...modules]);
  if (!result?.success) return undefined;
  try {
    return JSON.parse(result.stdout.trim().split("\n").at(-1) ?? "");
  } catch {
    return undefined;
  }
}

export function isOlder(version: string, minimum: string): boolean {
  const parts = version.split(".").map((part) => parseInt(part, 10));
  for (const [index, least] of minimum.split(".").map(Number).entries()) {
    const part = parts[index] || 0;
    if (part !== least) return part < least;
  }
  return false;
}
