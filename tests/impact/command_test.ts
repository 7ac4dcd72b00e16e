import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { denoConfigurationFile, root } from "../../tools/workspace.ts";
import { hours } from "../read/bad_inputs.ts";

/** Runs the command in a folder with a file of hours, and a page that was there before. */
async function run(args: readonly string[]) {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(join(folder, "hours.csv"), hours());
    await Deno.writeTextFile(join(folder, "empty.csv"), "");
    await Deno.writeTextFile(join(folder, "before.html"), "the page before");
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--config", denoConfigurationFile, join(root, "tools", "impact.ts"), ...args],
      cwd: folder,
      env: { NO_COLOR: "1", INIT_CWD: folder },
    }).output();
    const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    const page = await Deno.readTextFile(join(folder, "before.html"));
    const names = Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
    return { code, stdout: decode(stdout), stderr: decode(stderr), page, names };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const event = ["--event", "2012-01-19T19:00Z"];

Deno.test("deno task impact answers in words, as JSON for programs, and as a page that stands alone", async () => {
  const { code, stdout, stderr, page, names } = await run([
    "--",
    "hours.csv",
    ...event,
    "--json",
    "--html",
    "before.html",
  ]);
  assertEquals([code, stderr], [0, ""]);
  const { format, series: [series], comparison } = JSON.parse(stdout);
  assertEquals([format, series.name, comparison], ["delimited", "traffic", undefined]);
  assertEquals(series.windows.map(({ window }: { window: string }) => window), [
    "two hours",
    "a day",
    "a week",
    "all after the event",
  ]);
  assertMatch(series.windows[2].reason, /^the series ends/);
  assertStringIncludes(page, "<h2>traffic</h2>");
  assert(!/<script|src=|https?:\/\/(?!www\.w3\.org)/.test(page), "the page loads something");
  assertEquals(names, ["before.html", "empty.csv", "hours.csv"]);
});

for (
  const { what, args, exit, says } of [
    {
      what: "a file that cannot be read",
      args: ["empty.csv", ...event],
      exit: 1,
      says: /^empty\.csv: "an empty file" found/,
    },
    {
      what: "an event outside the data",
      args: ["hours.csv", "--event", "2013-01-19T19:00Z"],
      exit: 1,
      says: /must lie inside the series/,
    },
    {
      what: "an option it does not have",
      args: ["hours.csv", ...event, "--colour", "red"],
      exit: 2,
      says: /'--colour'[\s\S]*--help/,
    },
    {
      what: "a series that is not there",
      args: ["hours.csv", ...event, "--column", "out"],
      exit: 2,
      says: /holds no series "out"; it holds: "traffic"/,
    },
    { what: "no event", args: ["hours.csv"], exit: 2, says: /--event is needed/ },
    {
      what: "a bin that divides nothing",
      args: ["hours.csv", ...event, "--bin", "7m"],
      exit: 2,
      says: /Cannot read a bin/,
    },
    {
      what: "two files that are not flow records",
      args: ["hours.csv", "empty.csv", ...event],
      exit: 2,
      says: /One file is needed/,
    },
    {
      what: "a sampling rate without classes",
      args: ["hours.csv", ...event, "--sampling", "100"],
      exit: 2,
      says: /--classes is needed too/,
    },
    {
      what: "a sampling rate of 0",
      args: ["hours.csv", ...event, "--classes", "hours.csv", "--sampling", "0"],
      exit: 2,
      says: /--sampling is a whole number from 1/,
    },
    {
      what: "classes that are not JSON",
      args: ["hours.csv", ...event, "--classes", "hours.csv"],
      exit: 1,
      says: /hours\.csv: JSON/,
    },
    {
      what: "flow records without the columns",
      args: ["hours.csv", ...event, "--classes", join(root, "notebooks/samples/flow-classes.json")],
      exit: 1,
      says: /column start: a column of this name \(those there are: time, traffic\)/,
    },
    {
      what: "a page that cannot be written",
      args: ["hours.csv", ...event, "--html", "hours.csv/page.html"],
      exit: 1,
      says: /cannot be written/,
    },
  ]
) {
  Deno.test(`deno task impact says what is wrong of ${what}, and overwrites nothing`, async () => {
    const { code, stdout, stderr, page, names } = await run([
      ...args,
      ...args.includes("--html") ? [] : ["--html", "before.html"],
    ]);
    assertEquals([code, stdout, page], [exit, "", "the page before"]);
    assertMatch(stderr, says);
    assert(!stderr.includes("    at "), stderr);
    assertEquals(names, ["before.html", "empty.csv", "hours.csv"]);
  });
}

Deno.test("deno task impact adds up flow records class by class", async () => {
  const samples = join(root, "notebooks", "samples");
  const { code, stdout, stderr } = await run([
    join(samples, "simulated-flows.parquet"),
    "--classes",
    join(samples, "flow-classes.json"),
    ...event,
    "--bin",
    "1h",
    "--column",
    "hosting",
    "--controls",
    "web",
    "--json",
  ]);
  assertEquals([code, stderr], [0, ""]);
  const { format, series: [hosting] } = JSON.parse(stdout);
  assertEquals([format, hosting.name, hosting.unit, hosting.simulated], ["flow-records", "hosting", "bit/s", true]);
  const { relative } = hosting.windows.find(({ window }: { window: string }) => window === "a day");
  assert(Math.abs(relative + 0.5) < 0.03, `the flows were made with half, found ${relative}`);
});

Deno.test("deno task impact --help: every example runs", async () => {
  const { code, stdout } = await run(["--help"]);
  assertEquals(code, 0);
  const examples = stdout.match(/^ {2}deno task impact .+$/gm)!;
  assert(examples.length >= 3);
  for (const example of examples) {
    const words = example.trim().match(/"[^"]*"|\S+/g)!.slice(3).map((word) => word.replaceAll('"', ""));
    const args = words.map((word, index) =>
      words[index - 1] === "--html" ? word : /[/]/.test(word) && word.includes(".") ? join(root, word) : word
    );
    const { code, stderr } = await run(args);
    assertEquals([code, stderr], [0, ""], example);
  }
});
