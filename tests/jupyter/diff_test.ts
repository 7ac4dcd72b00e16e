import { stripVTControlCharacters } from "node:util";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { temporaryCheckout } from "../temporary_checkout.ts";

Deno.test("deno task diff shows what was edited in a notebook, and configures nothing", async () => {
  await using checkout = await temporaryCheckout();
  const run = async (command: string, ...args: string[]) => {
    const { code, stdout, stderr } = await new Deno.Command(command, {
      args,
      cwd: checkout.path,
      env: { ...checkout.variables, NO_COLOR: "1", GIT_PAGER: "cat" },
    }).output();
    assertEquals(code, 0, new TextDecoder().decode(stderr));
    return new TextDecoder().decode(stdout);
  };
  const git = (...args: string[]) => run("git", "-c", "user.name=A", "-c", "user.email=a@example.org", ...args);
  await git("init", "--quiet");
  await git("add", ".gitattributes", "notebooks", "data");
  await git("commit", "--quiet", "--message=All");
  const configured = await Deno.readTextFile(checkout.file(".git/config"));

  const path = checkout.file("notebooks/05-europe-20.ipynb");
  const before = await Deno.readTextFile(path);
  const after = before.replaceAll("in two hours", "in three hours").replace(
    '"execution_count": 3',
    '"execution_count": 4',
  );
  await Deno.writeTextFile(path, after);
  await Deno.writeTextFile(checkout.file("data/README.md"), "Edited.\n");

  const said = await run(Deno.execPath(), "run", "-A", "tools/diff.ts", "HEAD", "--", "notebooks");
  const lines = stripVTControlCharacters(said).split("\n");
  const changes = lines.filter((line) => /^[-+] /.test(line)).map((line) => line.slice(1).trim());
  assertEquals(
    changes,
    ["two", "three"].map((hours) =>
      `statement: "Change of the traffic of the three hosting networks, in Europe, in ${hours} hours",`
    ),
  );
  assert(!said.includes("Edited."), "paths are left to git");

  // Without the driver, git shows the file as text.
  assertStringIncludes(await git("diff", "notebooks"), '"execution_count": 4');
  assertEquals(await Deno.readTextFile(checkout.file(".git/config")), configured);
});
