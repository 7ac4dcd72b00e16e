// deno run -A bench/state_space.ts: structural models beside statsmodels, KFAS and CausalImpact on the same series.
import { seededStream } from "@/random/seeded_stream.ts";
import { standardNormal } from "@/random/standard_normal.ts";
import { bayesianImpact } from "@/state_space/bayesian_impact.ts";
import { fitLocalLevel } from "@/state_space/fit_local_level.ts";
import { gibbsLocalLevel } from "@/state_space/gibbs_local_level.ts";
import { smoothLocalLevel } from "@/state_space/smooth_local_level.ts";

const seed = 20120119;
const sizes = [2016, 8640, 34_560, 105_120];
const slowestPeerSize = { kfas: 2016, causalimpact: 2016, statsmodels: 105_120, rust: 8640 };
const work = new URL("../.work/", import.meta.url).pathname;
const here = new URL(".", import.meta.url).pathname;
const python = `${work}venv/bin/python`;

interface Row {
  readonly points: number;
  readonly task: string;
  readonly tool: string;
  readonly seconds: number;
  /** Seconds of the tool over seconds of this library at the same task. */
  readonly ratio?: number;
  readonly estimate?: number | undefined;
}

/**
 * Simulated: 5-minute traffic in logarithms, AR(1) noise of 0.9, a fall of 20 % after five sevenths; 17 regressors: daily and
 * weekly harmonics, trend, a control series that says nothing, and the step.
 */
function simulate(length: number) {
  const generator = seededStream(seed, 0);
  const from = Math.floor(length * 5 / 7);
  const column = (value: (time: number) => number) => Float64Array.from({ length }, (_, time) => value(time));
  const waves = (period: number, harmonics: number) =>
    Array.from({ length: harmonics }, (_, index) => {
      const turn = 2 * Math.PI * (index + 1) / period;
      return [column((time) => Math.cos(turn * time)), column((time) => Math.sin(turn * time))];
    }).flat();
  const post = column((time) => time >= from ? 1 : 0);
  const control = column(() => standardNormal(generator));
  const regressors = [...waves(288, 4), ...waves(2016, 3), column((time) => time / 288), control, post];
  let noise = 0;
  const series = column((time) => {
    noise = 0.9 * noise + 0.02 * standardNormal(generator);
    const day = 2 * Math.PI * time / 288;
    return 4 + 0.45 * Math.cos(day - 5.5) + 0.15 * Math.cos(2 * day + 1) + 0.06 * Math.cos(day / 7 - 1) +
      Math.log(0.8) * post[time]! + noise;
  });
  return { series, regressors, from };
}

function median<Result>(repetitions: number, run: () => Result): { seconds: number; result: Result } {
  run();
  let result = run();
  const seconds = Array.from({ length: repetitions }, () => {
    const start = performance.now();
    result = run();
    return (performance.now() - start) / 1000;
  }).sort((a, b) => a - b);
  return { seconds: seconds[Math.floor(repetitions / 2)]!, result };
}

async function peer(command: string, ...args: string[]) {
  try {
    const { success, stdout, stderr } = await new Deno.Command(command, {
      args,
      env: { OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" },
    }).output();
    if (success) {
      const line = new TextDecoder().decode(stdout).trim().split("\n").at(-1)!;
      return JSON.parse(line) as { tool: string; seconds: number; estimate?: number; summary?: string };
    }
    console.error(`not run: ${command} ${args[1]}: ${new TextDecoder().decode(stderr).trim().split("\n").at(-1)}`);
  } catch (error) {
    console.error(`not run: ${command}: ${error instanceof Error ? error.message : error}`);
  }
  return undefined;
}

async function installPython() {
  if (await Deno.stat(python).catch(() => undefined)) return;
  await new Deno.Command("python3", { args: ["-m", "venv", `${work}venv`] }).output();
  await new Deno.Command(python, { args: ["-m", "pip", "install", "-q", "statsmodels", "bsts-causalimpact"] }).output();
}

await Deno.mkdir(work, { recursive: true });
await installPython();
const rows: Row[] = [];
const add = (points: number, task: string, own: Row, found: Awaited<ReturnType<typeof peer>>) => {
  if (found === undefined) return;
  const { tool, seconds, estimate } = found;
  rows.push({ points, task, tool, seconds, ratio: seconds / own.seconds, estimate });
};

for (const points of sizes) {
  const { series, regressors, from } = simulate(points);
  const path = `${work}bench_state_space_${points}.csv`;
  const header = ["y", ...regressors.map((_, index) => `x${index}`)].join(",");
  const lines = Array.from(series, (value, time) => [value, ...regressors.map((column) => column[time])].join(","));
  await Deno.writeTextFile(path, [header, ...lines].join("\n") + "\n");

  const repetitions = points > 20_000 ? 5 : 21;
  const level = "local level + 17 regressors, fitted and smoothed";
  const { seconds, result } = median(repetitions, () => {
    const fit = fitLocalLevel(series, regressors)!;
    return { fit, smoothed: smoothLocalLevel(series, regressors, fit) };
  });
  const own: Row = { points, task: level, tool: "this library", seconds, estimate: result.fit.coefficients[16] };
  rows.push(own);
  if (points <= slowestPeerSize.statsmodels) {
    add(
      points,
      level,
      own,
      await peer(python, `${here}state_space_peers.py`, "level", path, points > 20_000 ? "1" : "3"),
    );
  }
  if (points <= slowestPeerSize.kfas) {
    add(points, level, own, await peer("Rscript", `${here}state_space_peers.R`, "kfas", path));
  }

  const impact = "Bayesian impact, 16 regressors, 1,000 draws";
  const controls = regressors.slice(0, -1);
  const options = { from, seed };
  const collapsed = median(5, () => bayesianImpact(series, controls, options));
  const ownImpact: Row = {
    points,
    task: impact,
    tool: "this library, variances and coefficients collapsed",
    seconds: collapsed.seconds,
    estimate: collapsed.result.average.effect.mean,
  };
  rows.push(ownImpact);
  const withPaths = median(3, () => bayesianImpact(series, controls, options).paths());
  add(points, impact, ownImpact, { tool: "this library, with its paths drawn", seconds: withPaths.seconds });
  const gibbs = median(1, () => bayesianImpact(series, controls, { ...options, sampler: gibbsLocalLevel }));
  add(points, impact, ownImpact, {
    tool: "this library, Gibbs",
    seconds: gibbs.seconds,
    estimate: gibbs.result.average.effect.mean,
  });
  if (points <= slowestPeerSize.rust) {
    add(points, impact, ownImpact, await peer(python, `${here}state_space_peers.py`, "impact", path, `${from}`));
  }
  if (points <= slowestPeerSize.causalimpact) {
    add(
      points,
      impact,
      ownImpact,
      await peer("Rscript", `${here}state_space_peers.R`, "causalimpact", path, `${from}`),
    );
  }
}

const cell = (row: Row) =>
  `| ${row.points} | ${row.task} | ${row.tool} | ${row.seconds.toPrecision(3)} | ${
    (row.seconds / row.points * 1e6).toPrecision(3)
  } | ${row.ratio?.toPrecision(3) ?? "1"} | ${row.estimate?.toPrecision(5) ?? ""} |`;
console.log("| points | work | tool | seconds | microseconds a point | ratio to this library | estimate |");
console.log("|---|---|---|---|---|---|---|");
rows.forEach((row) => console.log(cell(row)));
const results = { seed, simulated: true, deno: Deno.version.deno, rows };
await Deno.mkdir(`${here}results`, { recursive: true });
await Deno.writeTextFile(`${here}results/state_space.json`, JSON.stringify(results, null, 2) + "\n");
