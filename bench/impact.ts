// deno run -A bench/impact.ts: the whole analysis of an event, beside a Rust CausalImpact and a structural model of statsmodels.
import { harmonicDesign } from "@/counterfactual/harmonic_design.ts";
import { eventImpact } from "@/impact/event_impact.ts";
import { placeboInTime } from "@/impact/placebo_in_time.ts";
import { sensitivity } from "@/impact/sensitivity.ts";
import { smallestDetectableDrop } from "@/impact/smallest_detectable_drop.ts";
import { seededStream } from "@/random/seeded_stream.ts";
import { standardNormal } from "@/random/standard_normal.ts";

const seed = 20120119;
const work = new URL("../.work/", import.meta.url).pathname;
const here = new URL(".", import.meta.url).pathname;
const python = `${work}venv/bin/python`;
const minutes = 5;
const step = minutes * 60_000;
const binsPerDay = 24 * 60 / minutes;

interface Row {
  readonly points: number;
  readonly work: string;
  readonly tool: string;
  readonly seconds: number;
  /** Its seconds by those of this library at the whole analysis of as many points. */
  readonly ratio?: number;
}

/** Simulated: 5-minute traffic, AR(1) noise of 0.9, a fall of 20 % three days (of a week: two) before the end. */
function simulate(points: number) {
  const generator = seededStream(seed, 0);
  const from = points - (points > 3000 ? 3 : 2) * binsPerDay;
  const times = Float64Array.from({ length: points }, (_, i) => Date.parse("2012-01-01T00:00Z") + i * step);
  let noise = 0;
  const values = times.map((_, i) => {
    noise = 0.9 * noise + 0.02 * standardNormal(generator);
    const turn = 2 * Math.PI * i / binsPerDay;
    const level = 4 + 0.45 * Math.cos(turn - 5.5) + 0.15 * Math.cos(2 * turn + 1) + 0.06 * Math.cos(turn / 7 - 1);
    return Math.exp(level + noise) * (i < from ? 1 : 0.8);
  });
  return { times, values, from };
}

function median(repetitions: number, run: () => void): number {
  for (let k = 0; k < 3; k++) run();
  const seconds = Array.from({ length: repetitions }, () => {
    const start = performance.now();
    run();
    return (performance.now() - start) / 1000;
  }).sort((a, b) => a - b);
  return seconds[Math.floor(repetitions / 2)]!;
}

async function peer(command: string, ...args: string[]): Promise<{ tool: string; seconds: number } | undefined> {
  try {
    const { success, stdout, stderr } = await new Deno.Command(command, {
      args,
      env: { OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" },
    }).output();
    if (success) return JSON.parse(new TextDecoder().decode(stdout).trim().split("\n").at(-1)!);
    console.error(`not run: ${command} ${args[1]}: ${new TextDecoder().decode(stderr).trim().split("\n").at(-1)}`);
  } catch (error) {
    console.error(`not run: ${command}: ${error instanceof Error ? error.message : error}`);
  }
  return undefined;
}

await Deno.mkdir(work, { recursive: true });
if (!await Deno.stat(python).catch(() => undefined)) {
  await new Deno.Command("python3", { args: ["-m", "venv", `${work}venv`] }).output();
  await new Deno.Command(python, { args: ["-m", "pip", "install", "-q", "statsmodels", "bsts-causalimpact"] }).output();
}

const rows: Row[] = [];
for (const points of [2016, 8640, 8 * 7 * binsPerDay, 105_120]) {
  const { times, values, from } = simulate(points);
  const event = times[from]!;
  const series = { times, values };
  const repetitions = points > 20_000 ? 5 : 15;
  const seconds = median(repetitions, () => eventImpact(series, { event }));
  const add = (task: string, tool: string, spent: number) =>
    rows.push({ points, work: task, tool, seconds: spent, ratio: spent / seconds });
  const own = "this library";
  rows.push({ points, work: "eventImpact, one window with interval, bands and sentence", tool: own, seconds });
  if (points > 3000 && points < 20_000) {
    const windows = { "two hours": { hours: 2 }, day: { days: 1 } };
    add("eventImpact, three windows", own, median(repetitions, () => eventImpact(series, { event, windows })));
    const { placebos } = placeboInTime(series, { event });
    add(`placeboInTime, ${placebos.length} dates`, own, median(5, () => placeboInTime(series, { event })));
    add(
      "smallestDetectableDrop, with its placebos",
      own,
      median(5, () => smallestDetectableDrop(series, { event, window: { days: 3 } })),
    );
    add("sensitivity, eleven analyses", own, median(3, () => sensitivity(series, { event })));
  }
  if (points > 10_000) continue;

  const { columns } = harmonicDesign(times);
  const path = `${work}bench_impact_${points}.csv`;
  const regressors = [...columns.slice(1), times.map((_, i) => i < from ? 0 : 1)];
  const header = ["y", ...regressors.map((_, j) => `x${j}`)].join(",");
  const lines = Array.from(values, (value, i) => [Math.log(value), ...regressors.map((column) => column[i])].join(","));
  await Deno.writeTextFile(path, [header, ...lines].join("\n") + "\n");
  for (
    const found of [
      await peer(python, `${here}state_space_peers.py`, "impact", path, `${from}`),
      await peer(python, `${here}state_space_peers.py`, "level", path, "1"),
      await peer("Rscript", `${here}state_space_peers.R`, "causalimpact", path, `${from}`),
    ]
  ) {
    if (found) add("the effect with an interval, local level + harmonics + trend", found.tool, found.seconds);
  }
}

const table = [
  "| points | work | tool | seconds | microseconds a point | ratio to eventImpact |",
  "|---|---|---|---|---|---|",
  ...rows.map(({ points, work, tool, seconds, ratio }) =>
    `| ${points} | ${work} | ${tool} | ${seconds.toPrecision(3)} | ${(seconds / points * 1e6).toPrecision(3)} | ${
      ratio?.toPrecision(3) ?? "1"
    } |`
  ),
];
console.log(table.join("\n"));
await Deno.mkdir(`${here}results`, { recursive: true });
await Deno.writeTextFile(
  `${here}results/impact.json`,
  JSON.stringify({ simulated: true, seed, deno: Deno.version.deno, rows }, null, 2) + "\n",
);
