import { PlainError } from "../plain_error.ts";

export interface ProgramResult {
  success: boolean;
  stdout: string;
  stderr: string;
}

/**
 * Runs a program to its end, or gives undefined where there is no such program. Its standard
 * input stays open meanwhile: run_module.py stops when that closes, as it does when this
 * process is gone.
 */
export async function runProgram(
  command: string,
  commandArguments: readonly string[],
  options: Pick<Deno.CommandOptions, "cwd" | "env"> = {},
): Promise<ProgramResult | undefined> {
  let child: Deno.ChildProcess;
  try {
    child = new Deno.Command(command, {
      ...options,
      args: [...commandArguments],
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  } catch (error) {
    const absent = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.PermissionDenied;
    if (absent) return undefined;
    throw error;
  }
  const [stdout, stderr, status] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.status,
  ]);
  await child.stdin.close().catch(() => {});
  return { success: status.success, stdout, stderr };
}

/** The sentence for a failed installation: the network, the disk, or what the program said. */
export function installationError(what: string, output: string): PlainError {
  if (/no space left|disk quota/i.test(output)) {
    return new PlainError(`${what} could not be installed: the disk is full.`);
  }
  const unreachable =
    /dns error|error sending request|name resolution|network is unreachable|connection (error|refused|reset|timed out)|failed to establish|max retries|proxyerror|from versions: none|getaddrinfo/i;
  if (unreachable.test(output)) {
    return new PlainError(
      `${what} could not be installed: the package registry is out of reach. ` +
        "Connect to the network and run `deno task set-up`; after that no network is needed.",
    );
  }
  const said = output.split("\n").map((line) => line.trim()).filter((line) => /^error\b/i.test(line));
  return new PlainError(`${what} could not be installed: ${said.at(-1) ?? output.trim().slice(-500)}`);
}
