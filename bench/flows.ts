// deno run -A bench/flows.ts: flow records to series of classes, beside Python polars and DuckDB on the same files.
import process from "node:process";
import { askFlowFiles } from "@/flows/flow_files.ts";
import { classes, columns, from, seed, step, type Truth, writeFlowRecords } from "./flow_records.ts";

const here = new URL(".", import.meta.url).pathname;
const folder = Deno.env.get("FLOW_RECORDS") ?? new URL("../.work/flow-records/", import.meta.url).pathname;
const python = Deno.env.get("FLOW_PYTHON") ?? new URL("../.work/venv/bin/python", import.meta.url).pathname;
const sizes = [1, 3, 10, 30, 103]; // files of about a million records each; the last more than 100 million
const rowGroupSize = 122_880;
const rounds = 3;
const own = "this library";

/** What a contender printed: the totals as [step since 1970, class, bytes], without those of 0. */
interface Answer {
  readonly tool: string;
  readonly seconds: number;
  /** The seconds that its threads computed, together. */
  readonly processor: number;
  readonly megabytes: number;
  readonly totals: readonly (readonly [number, number, number])[];
}

const path = (file: number) => `${folder}/${String(file).padStart(3, "0")}.parquet`;

async function records(): Promise<Truth[]> {
  await Deno.mkdir(folder, { recursive: true });
  const truths: Truth[] = [];
  for (let file = 0; file < sizes.at(-1)!; file++) {
    const known = `${path(file)}.json`;
    if (!await Deno.stat(known).catch(() => undefined)) {
      await Deno.writeTextFile(known, JSON.stringify(writeFlowRecords(path(file), file, 1e6, rowGroupSize)));
    }
    truths.push(JSON.parse(await Deno.readTextFile(known)));
  }
  return truths;
}

/** The hours of the files. */
const windowOf = (files: readonly string[]) => ({ from, to: from + files.length * 12 * step });

/** What this library says, in a process of its own. */
async function answerOwn(files: string[]): Promise<Answer> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  const series = await askFlowFiles(files, {
    measure: "bytes",
    bin: { minutes: 5 },
    window: windowOf(files),
    classes,
    sampling: "column",
    columns,
  });
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  const totals = series.flatMap(({ times, values }, index) =>
    Array.from(values, (value, at) => [times[at]! / step, index, value] as const).filter(([, , value]) => value > 0)
  );
  const [, peak] = /VmHWM:\s+(\d+)/.exec(await Deno.readTextFile("/proc/self/status"))!;
  return { tool: own, seconds, processor: (user + system) / 1e6, megabytes: Number(peak) / 1000, totals };
}

// as deno task impact has it: glibc otherwise gives memory back and takes it again for every row group
const keepMemory = { MALLOC_MMAP_THRESHOLD_: "1073741824", MALLOC_TRIM_THRESHOLD_: "1073741824" };

async function run(command: string, args: string[], env = {}): Promise<Answer | undefined> {
  const { success, stdout, stderr } = await new Deno.Command(command, { args, env }).output();
  if (success) return JSON.parse(new TextDecoder().decode(stdout).trim().split("\n").at(-1)!);
  console.error(
    `not run: ${args.slice(0, 3).join(" ")}: ${new TextDecoder().decode(stderr).trim().split("\n").at(-1)}`,
  );
  return undefined;
}

/** The totals in one order, to be compared as text. */
const inOrder = (totals: Answer["totals"]) => JSON.stringify(totals.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]));

const truthOf = (truths: readonly Truth[]): Answer["totals"] =>
  truths.flatMap(({ bytes }, file) =>
    bytes.flatMap((perBin, index) =>
      perBin.map((total, bin) => [from / step + file * 12 + bin, index, total] as const).filter(([, , total]) =>
        total > 0
      )
    )
  );

const bestOf = (a: Answer, b: Answer): Answer => ({
  ...a,
  seconds: Math.min(a.seconds, b.seconds),
  processor: Math.min(a.processor, b.processor),
  megabytes: Math.max(a.megabytes, b.megabytes),
});

async function main() {
  if (!await Deno.stat(python).catch(() => undefined)) {
    await new Deno.Command("python3", { args: ["-m", "venv", new URL("../..", `file://${python}`).pathname] }).output();
  }
  await new Deno.Command(python, { args: ["-m", "pip", "install", "-q", "polars", "duckdb"] }).output();
  const truths = await records();
  const rows = [];
  for (const size of sizes) {
    const files = Array.from({ length: size }, (_, file) => path(file));
    const truth = inOrder(truthOf(truths.slice(0, size)));
    const { to } = windowOf(files);
    const contenders = [
      () => run(Deno.execPath(), ["run", "-A", `${here}flows.ts`, ...files], keepMemory),
      () => run(python, [`${here}flows_peers.py`, "polars", `${from}`, `${to}`, ...files]),
      () => run(python, [`${here}flows_peers.py`, "duckdb", `${from}`, `${to}`, ...files]),
    ];
    const best = new Map<string, Answer>();
    for (let round = 0; round < rounds; round++) {
      for (const contender of contenders) {
        const answer = await contender();
        if (answer === undefined) continue;
        if (inOrder(answer.totals) !== truth) throw new Error(`${answer.tool}: not what the records add up to`);
        const before = best.get(answer.tool);
        best.set(answer.tool, before === undefined ? answer : bestOf(before, answer));
      }
    }
    const records = truths.slice(0, size).reduce((sum, { rows }) => sum + rows, 0);
    for (const { totals: _, ...answer } of best.values()) {
      rows.push({ records, ...answer });
      console.log(records, JSON.stringify(answer));
    }
  }
  const work = "Bytes times sampling rate, of five classes and the rest, in bins of five minutes";
  const result = { simulated: true, seed, deno: Deno.version.deno, work, rowGroupSize, rounds, rows };
  await Deno.writeTextFile(`${here}results/flows.json`, JSON.stringify(result, null, 2) + "\n");
}

if (Deno.args.length > 0) console.log(JSON.stringify(await answerOwn(Deno.args)));
else await main();
