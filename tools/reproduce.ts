// The packages may not be installed yet: whatever needs them is imported after the set-up.
import { PlainError, runCommand } from "./plain_error.ts";
import { withFileLock } from "./set_up/file_lock.ts";
import { setUp } from "./set_up.ts";
import { workFolder } from "./workspace.ts";

const usage = `deno task reproduce [--all]

Sets up, checks the data, executes the notebooks (at first all, later those whose inputs
changed), renders the pages, and prints the claims with their verdicts.
  --all  execute every notebook, changed or not`;

async function main(): Promise<void> {
  const unknown = Deno.args.filter((argument) => !["--all", "--help"].includes(argument));
  if (unknown.length > 0) throw new PlainError(`Unknown: ${unknown.join(" ")}\n\n${usage}`, 2);
  if (Deno.args.includes("--help")) return console.log(usage);

  const progress = Deno.stderr.isTerminal() ? (line: string) => console.error(line) : () => {};
  const environment = await setUp({ progress });
  await Deno.mkdir(workFolder, { recursive: true });
  await withFileLock(
    `${workFolder}/reproduce.lock`,
    () => console.error("Another run is at work in this checkout; waiting for it ..."),
    async () => {
      const { reproduce } = await import("./reproduce/steps.ts");
      await reproduce(environment, { all: Deno.args.includes("--all"), progress });
    },
  );
}

if (import.meta.main) await runCommand(main);
