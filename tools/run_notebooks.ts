import { basename, join } from "node:path";
import { explainSyntaxError } from "./explain_syntax_error.ts";
import { PlainError } from "./plain_error.ts";
import { type Environment, setUp } from "./set_up.ts";
import { jupyterScript } from "./workspace.ts";

export interface ExecutedNotebook {
  path: string;
  seconds: number;
  executedPath: string;
}

/** Why a notebook did not run to its end; cells are counted from 1, code cells only. */
export interface NotebookFailure {
  path: string;
  cell?: number;
  id?: string;
  /** The first line of the cell. */
  line?: string;
  name: string;
  message: string;
}

export type NotebookProgress =
  & { path: string }
  & (
    | { event: "start" }
    | { event: "cell"; index: number; of: number }
    | { event: "done"; seconds: number }
    | { event: "failed"; failure: NotebookFailure }
  );

export interface RunOptions {
  outputFolder: string;
  /** How many notebooks run side by side. */
  jobs?: number;
  /** Seconds that one cell may take. */
  cellTimeout?: number;
  onProgress?: (progress: NotebookProgress) => void;
  environment?: Environment;
}

/** Lists every notebook that failed. */
export class NotebooksFailed extends PlainError {
  constructor(readonly failures: readonly NotebookFailure[]) {
    super(failures.map(describeFailure).join("\n"));
    this.name = "NotebooksFailed";
  }
}

/**
 * Executes notebooks, each in a process and a kernel of its own, and leaves the inputs as they
 * are. All are run, even when one fails.
 */
export async function runNotebooks(
  paths: readonly string[],
  options: RunOptions,
): Promise<ExecutedNotebook[]> {
  const environment = options.environment ?? await setUp({ quiet: true });
  const { outputFolder, jobs = navigator.hardwareConcurrency } = options;
  refuseEqualNames(paths);
  await Deno.mkdir(outputFolder, { recursive: true });

  using interruption = new Interruption();
  const executed: (ExecutedNotebook | undefined)[] = paths.map(() => undefined);
  const failures: (NotebookFailure | undefined)[] = paths.map(() => undefined);
  const waiting = paths.entries();
  const work = async () => {
    for (const [index, path] of waiting) {
      if (interruption.happened) return;
      const executedPath = join(outputFolder, basename(path));
      options.onProgress?.({ path, event: "start" });
      const started = performance.now();
      const failure = await executeNotebook(path, executedPath, environment, options, interruption);
      const seconds = (performance.now() - started) / 1000;
      if (failure) failures[index] = failure;
      else executed[index] = { path, seconds, executedPath };
      options.onProgress?.(failure ? { path, event: "failed", failure } : { path, event: "done", seconds });
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, jobs) }, work));

  if (interruption.happened) throw new PlainError("Interrupted.", 130);
  const failed = failures.filter((failure) => failure !== undefined);
  if (failed.length > 0) throw new NotebooksFailed(failed);
  return executed.filter((notebook) => notebook !== undefined);
}

interface ExecutionEvent {
  event: "cell" | "failed";
  index: number;
  of: number;
  cell?: number;
  id?: string;
  line?: string;
  source?: string;
  name: string;
  message: string;
  withoutMessage?: true;
}

async function executeNotebook(
  path: string,
  executedPath: string,
  { python, variables, kernelName }: Environment,
  { cellTimeout = 300, onProgress }: RunOptions,
  interruption: Interruption,
): Promise<NotebookFailure | undefined> {
  const child = new Deno.Command(python, {
    args: [
      ...[jupyterScript("execute_notebook.py"), path, executedPath],
      ...["--cell-timeout", String(cellTimeout), "--kernel", kernelName],
    ],
    env: variables,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  // The script stops, and its kernel with it, when this closes.
  const endChild = () => void child.stdin.close().catch(() => {});
  interruption.add(endChild);

  const diagnostics = new Response(child.stderr).text();
  let failed: ExecutionEvent | undefined;
  for await (const event of jsonLines<ExecutionEvent>(child.stdout)) {
    if (event.event === "failed") failed = event;
    else onProgress?.({ path, event: "cell", index: event.index, of: event.of });
  }
  const [{ success, code }, said] = await Promise.all([child.status, diagnostics]);
  interruption.remove(endChild);
  endChild();

  if (success) return undefined;
  if (!failed) {
    const message = said.trim().split("\n").slice(-8).join("\n") || `ended with exit code ${code}`;
    return { path, name: "Runner", message };
  }
  const { cell, id, line, source, name, message } = failed;
  const explanation = failed.withoutMessage && await explainSyntaxError(source ?? "");
  return {
    path,
    ...(cell !== undefined && { cell }),
    ...(id !== undefined && { id }),
    ...(line !== undefined && { line }),
    ...(explanation ? { name: "SyntaxError", message: explanation } : { name, message }),
  };
}

async function* jsonLines<Value>(bytes: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<Value> {
  let rest = "";
  for await (const chunk of bytes.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield JSON.parse(line);
  }
}

export function describeFailure({ path, cell, id, line, name, message }: NotebookFailure): string {
  const where = cell === undefined ? path : `${path}, code cell ${cell} (id ${id}): ${line}`;
  return `${where}\n  ${name}: ${message}`;
}

function refuseEqualNames(paths: readonly string[]): void {
  const names = paths.map((path) => basename(path));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw new PlainError(`Two notebooks are named ${twice}; their outputs would overwrite each other.`);
}

/** Calls what is added to it when the user or the system asks this process to end. */
class Interruption {
  happened = false;
  readonly #actions = new Set<() => void>();
  readonly #signals: readonly Deno.Signal[] = Deno.build.os === "windows"
    ? ["SIGINT", "SIGBREAK"]
    : ["SIGINT", "SIGTERM", "SIGHUP"];

  constructor() {
    for (const signal of this.#signals) Deno.addSignalListener(signal, this.#interrupt);
  }

  add(action: () => void): void {
    this.#actions.add(action);
  }

  remove(action: () => void): void {
    this.#actions.delete(action);
  }

  [Symbol.dispose](): void {
    for (const signal of this.#signals) Deno.removeSignalListener(signal, this.#interrupt);
  }

  readonly #interrupt = (): void => {
    this.happened = true;
    for (const action of this.#actions) action();
  };
}
