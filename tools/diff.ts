import { runCommand } from "./plain_error.ts";
import { setUp } from "./set_up.ts";
import { root } from "./workspace.ts";

/** `git diff` with nbdime for notebooks (.gitattributes); writes nothing into git's configuration. */
export async function diff(commandArguments: readonly string[]): Promise<number> {
  const { python, variables } = await setUp({ quiet: true });
  const driver = `'${python.replaceAll("'", String.raw`'\''`)}' -m nbdime.vcs.git.diffdriver diff`;
  const { code } = await new Deno.Command("git", {
    args: ["-c", `diff.jupyternotebook.command=${driver}`, "diff", "--ext-diff", ...commandArguments],
    cwd: root,
    env: variables,
  }).spawn().status;
  return code;
}

if (import.meta.main) await runCommand(() => diff(Deno.args));
