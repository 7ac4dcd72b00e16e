// The packages may not be installed yet: the set-up comes first, and everything else runs in processes of its own.
import { PlainError, runCommand } from "./plain_error.ts";
import { setUp } from "./set_up.ts";
import { denoConfigurationFile, root } from "./workspace.ts";

// deno fmt --check takes every notebook for unformatted (2.9.6): a test looks at the text of each instead.
const { fmt } = JSON.parse(await Deno.readTextFile(denoConfigurationFile));
const unchecked = [...fmt.exclude, "notebooks", "tests/jupyter/notebooks"];

const checks: readonly (readonly [string, ...string[]])[] = [
  ["format", "fmt", "--check", `--ignore=${unchecked.join()}`],
  ["lint", "lint"],
  ["types", "check", "--doc", "lib", "tools", "tests", "bench"],
];

const suite = ["test", "--allow-all", "--doc", "--frozen", "lib", "tests", "README.md"];

async function main(): Promise<number> {
  if (Deno.args.length > 0) {
    throw new PlainError("deno task test takes no arguments; deno test -A FILE runs one file", 2);
  }
  await setUp();
  let passed = 0;
  let failed = 0;
  for (const [name, ...args] of checks) {
    const { success } = await deno(args, "inherit").output();
    console.log(`check ${name} ... ${success ? "ok" : "FAILED"}`);
    if (success) passed++;
    else failed++;
  }

  const tests = deno(suite, "piped").spawn();
  let text = "";
  for await (const chunk of tests.stdout.pipeThrough(new TextDecoderStream())) {
    await Deno.stdout.write(new TextEncoder().encode(chunk));
    text += chunk;
  }
  const { success } = await tests.status;
  const summary = /(\d+) passed(?: \(\d+ steps?\))? \| (\d+) failed/.exec(text);
  passed += Number(summary?.[1] ?? 0);
  failed += Number(summary?.[2] ?? 0);
  if (!success && !summary?.[2]) failed++;

  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 && success ? 0 : 1;
}

function deno(args: readonly string[], stdout: "inherit" | "piped"): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: root,
    env: { NO_COLOR: "1" },
    stdout,
    stderr: "inherit",
  });
}

if (import.meta.main) await runCommand(main);
