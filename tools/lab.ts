import { join } from "node:path";
import { PlainError, runCommand } from "./plain_error.ts";
import { setUp } from "./set_up.ts";
import { notebooksFolder, root } from "./workspace.ts";

const firstPort = 8888;
const firstNotebook = "notebooks/00-overview.ipynb";

/** Starts JupyterLab on this checkout and gives its exit code. */
export async function lab(commandArguments: readonly string[]): Promise<number> {
  const { port: wanted, others } = takePort(commandArguments);
  if (wanted !== undefined && !isFree(wanted)) {
    throw new PlainError(
      `Port ${wanted} is in use: choose another one, for example \`deno task lab --port ${wanted + 1}\`.`,
    );
  }
  const { python, variables } = await setUp({ lab: true });
  const port = wanted ?? firstFreePort();
  if (port !== (wanted ?? firstPort)) console.error(`Port ${firstPort} is in use; this is port ${port}.`);

  await trustNotebooks(python, variables);
  const child = new Deno.Command(python, {
    args: [
      ...["-m", "jupyterlab", `--ServerApp.root_dir=${root}`],
      ...[`--ServerApp.port=${port}`, "--ServerApp.port_retries=0"],
      `--LabApp.default_url=/lab/tree/${firstNotebook}`,
      ...(Deno.build.os !== "windows" && Deno.uid() === 0 ? ["--allow-root"] : []),
      ...others,
    ],
    cwd: root,
    env: variables,
  }).spawn();
  const stopForwarding = forwardSignals(child);
  const { code } = await child.status;
  stopForwarding();
  return code;
}

/** JupyterLab leaves the drawings out of outputs that it does not trust; those of this checkout are its own. */
async function trustNotebooks(python: string, variables: Record<string, string>): Promise<void> {
  const paths = (await Array.fromAsync(Deno.readDir(notebooksFolder)))
    .filter(({ name }) => name.endsWith(".ipynb"))
    .map(({ name }) => join(notebooksFolder, name));
  await new Deno.Command(python, { args: ["-m", "nbformat.sign", ...paths], env: variables, stdout: "null" }).output();
}

/** Takes `--port N` or `--port=N` out of the arguments. */
export function takePort(commandArguments: readonly string[]): { port?: number; others: string[] } {
  const others = [...commandArguments];
  const index = others.findIndex((argument) => argument === "--port" || argument.startsWith("--port="));
  if (index < 0) return { others };
  const [option = ""] = others.splice(index, 1);
  const value = option === "--port" ? others.splice(index, 1)[0] : option.slice("--port=".length);
  const port = Number(value);
  if (Number.isInteger(port) && port > 0 && port < 65536) return { port, others };
  throw new PlainError(`--port needs a number from 1 to 65535, not ${value ?? "nothing"}.`);
}

export function firstFreePort(): number {
  for (let port = firstPort; port < firstPort + 100; port++) if (isFree(port)) return port;
  throw new PlainError(
    `Ports ${firstPort} to ${firstPort + 99} are all in use: choose one with \`deno task lab --port N\`.`,
  );
}

export function isFree(port: number): boolean {
  try {
    Deno.listen({ hostname: "127.0.0.1", port }).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) return false;
    throw error;
  }
}

/** In a terminal, Ctrl-C reaches JupyterLab by itself; this process has only to outlive it. */
function forwardSignals(child: Deno.ChildProcess): () => void {
  const forwarders = (["SIGINT", "SIGTERM", "SIGHUP"] as const)
    .filter((signal) => Deno.build.os !== "windows" || signal === "SIGINT")
    .map((signal) => ({
      signal,
      forward: () => {
        if (signal !== "SIGINT" || !Deno.stdin.isTerminal()) child.kill(signal);
      },
    }));
  for (const { signal, forward } of forwarders) Deno.addSignalListener(signal, forward);
  return () => {
    for (const { signal, forward } of forwarders) Deno.removeSignalListener(signal, forward);
  };
}

if (import.meta.main) await runCommand(() => lab(Deno.args));
