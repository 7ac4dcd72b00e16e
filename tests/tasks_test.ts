import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { denoConfigurationFile, root } from "../tools/workspace.ts";

const { tasks }: { tasks: Record<string, { description?: string; command: string }> } = JSON.parse(
  await Deno.readTextFile(denoConfigurationFile),
);

Deno.test("every task says in a sentence what it does, and the README names it", async () => {
  const readme = await Deno.readTextFile(join(root, "README.md"));
  for (const [name, { description = "" }] of Object.entries(tasks)) {
    assert(/^\S.{20,}[^.]$/.test(description), `${name}: ${description}`);
    const named = new RegExp(`(task|^\\| \`)\\s?${name}\\b`, "m");
    assert(named.test(readme), `README.md does not name the task ${name}`);
  }
});

Deno.test("deno task alone lists every task with its sentence", async () => {
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task"],
    cwd: root,
    env: { NO_COLOR: "1" },
  }).output();
  const said = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  const listed = [...said.matchAll(/^- (\S+)\n\s+\/\/ (.+)$/gm)].map(([, name, description]) => [name, description]);
  assertEquals(listed, Object.entries(tasks).map(([name, { description }]) => [name, description]));
});
