import { PlainError, runCommand } from "./plain_error.ts";
import { setUp } from "./set_up.ts";

/** Type-checks and lints the cells of every notebook. */
async function check(): Promise<void> {
  if (Deno.args.length > 0) throw new PlainError("deno task check takes no arguments", 2);
  await setUp();
  const { checkCells } = await import("./cells.ts");
  const problems = await checkCells();
  if (problems.length > 0) throw new PlainError(problems.join("\n"));
  console.log("The cells of every notebook pass the type check and the linter.");
}

if (import.meta.main) await runCommand(check);
