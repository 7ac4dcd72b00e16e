import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { root } from "../../../tools/workspace.ts";
import { noServer } from "./servers.ts";

const guide = await Deno.readTextFile(new URL("../../../docs/click-house.md", import.meta.url));
const commands = [...guide.matchAll(/```sh\n(.*?)```/gs)].map(([, command]) => command!.trim());

const shell = (command: string) =>
  new Deno.Command("bash", {
    args: ["-c", command],
    cwd: root,
    env: { NO_COLOR: "1", INIT_CWD: root, PATH: `${Deno.execPath().replace(/\/[^/]*$/, "")}:${Deno.env.get("PATH")}` },
    stdout: "piped",
    stderr: "piped",
  });

Deno.test({
  name: "docs/click-house.md: every command gives what the page says",
  ignore: noServer,
  fn: async () => {
    const [install, start, impact, explain, all] = commands;
    assertEquals(commands.length, 5);
    assertMatch(install!, /^apt-get install .*clickhouse-server$/); // the tests run because it was done
    const cluster = shell(`exec ${start}`).spawn();
    const reader = cluster.stdout.pipeThrough(new TextDecoderStream()).getReader();
    let said = "";
    try {
      while (!said.includes("Ready.")) {
        const { value, done } = await reader.read();
        if (done) break;
        said += value;
      }
      assertMatch(said, /the event takes hosting -60 %, web nothing, peer-to-peer nothing/);
      const run = async (command: string) => {
        const environment = impact!.split("\n")[0]!;
        const { stdout, stderr, success } = await shell(`${environment}\n${command}`).output();
        assert(success, new TextDecoder().decode(stderr));
        return new TextDecoder().decode(stdout);
      };
      const answer = await run(impact!);
      assertMatch(answer, /^Simulated\. The change over a day/m);
      assertMatch(answer, /^hosting +−(59|60|61)\.\d %/m);
      assertMatch(answer, /Over a day after the event web .* No change is shown/);
      assertStringIncludes(await run(explain!), "FROM `default`.`flows`");
      const { notes, series } = JSON.parse(await run(all!));
      assertMatch(notes[0], /table default\.flows_1h0m0s/);
      assertEquals(series.map(({ name }: { name: string }) => name), ["all"]);
    } finally {
      cluster.kill("SIGINT");
      for (let left = await reader.read(); !left.done; left = await reader.read());
      await cluster.stderr.cancel();
      const { code } = await cluster.status;
      assertEquals(code, 0, said);
    }
  },
});
