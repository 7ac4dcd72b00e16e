/**
 * STL and MSTL beside R's stl, forecast::mstl and statsmodels' STL, on simulated 5-minute traffic of a week, a month and a
 * year: `deno run -A bench/decomposition.ts`. Prints a Markdown table and writes bench/results/decomposition.json.
 *
 * Peers run on the same numbers in the same run, at the same settings; `difference` is the largest between their season and
 * trend and ours. One that cannot be installed is named and left out.
 */
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { mstl } from "@/decomposition/mstl.ts";
import { stl, type StlOptions } from "@/decomposition/stl.ts";

const seed = 20120119;
const sizes = [2_016, 8_640, 105_120];
const here = new URL(".", import.meta.url).pathname;
const work = new URL("../.work/bench/decomposition/", import.meta.url).pathname;
const python = `${work}venv/bin/python`;

/** Simulated: the logarithm of 5-minute traffic with a day, a week, growth, AR(1) noise and a fall of 20 %. */
function simulate(length: number): Float64Array {
  const generator = xoroshiro128plus(seed);
  const normal = () =>
    Math.sqrt(-2 * Math.log(1 - uniformFloat64(generator))) * Math.cos(2 * Math.PI * uniformFloat64(generator));
  let noise = 0;
  return Float64Array.from({ length }, (_, t) => {
    noise = 0.9 * noise + 0.02 * normal();
    const day = 2 * Math.PI * t / 288;
    const fall = t >= length * 5 / 7 ? Math.log(0.8) : 0;
    return 4 + 0.45 * Math.cos(day - 5.5) + 0.15 * Math.cos(2 * day + 1) + 0.06 * Math.cos(day / 7 - 1) +
      1e-4 * t / 288 + fall + noise;
  });
}

/** The season, then the trend. */
function seasonAndTrend(seasonal: Float64Array, trend: Float64Array): Float64Array {
  const both = new Float64Array(2 * trend.length);
  both.set(seasonal);
  both.set(trend, trend.length);
  return both;
}

const byStl = (options: StlOptions) => (series: Float64Array) => {
  const { seasonal, trend } = stl(series, 288, options);
  return seasonAndTrend(seasonal, trend);
};
const every = { seasonalDegree: 1, seasonalJump: 1, trendJump: 1, lowPassJump: 1 } as const;
const works: Record<string, (series: Float64Array) => Float64Array> = {
  periodic: byStl({ seasonalWindow: "periodic" }),
  periodic_robust: byStl({ seasonalWindow: "periodic", robust: true }),
  window7: byStl({ seasonalWindow: 7 }),
  window7_robust: byStl({ seasonalWindow: 7, robust: true }),
  window7_degree1_every_point: byStl({ seasonalWindow: 7, ...every }),
  mstl: (series) => {
    const { seasonals, trend } = mstl(series, [288, 2_016]);
    return seasonAndTrend(seasonals[0]!, trend);
  },
};

/** Seconds: the median of five runs, after half a second of runs in which the engine compiles. */
function seconds(run: () => unknown): number {
  const warm = performance.now() + 500;
  do run(); while (performance.now() < warm);
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    run();
    return (performance.now() - start) / 1000;
  });
  return times.sort((a, b) => a - b)[2]!;
}

interface PeerTime {
  readonly work: string;
  readonly peer: string;
  readonly seconds: number;
}

function run(command: string, ...args: string[]): { ok: boolean; text: string } {
  try {
    const { success, stdout, stderr } = new Deno.Command(command, {
      args,
      env: { OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" },
    }).outputSync();
    return { ok: success, text: new TextDecoder().decode(success ? stdout : stderr).trim() };
  } catch (error) {
    return { ok: false, text: String(error) };
  }
}

function peerTimes(missing: Set<string>, name: string, command: string, ...args: string[]): PeerTime[] {
  const { ok, text } = run(command, ...args);
  if (ok) return text.split("\n").map((line) => JSON.parse(line));
  missing.add(`${name}: ${text.split("\n").at(-1)}`);
  return [];
}

function install(): Set<string> {
  const missing = new Set<string>();
  const hasForecast = () => run("Rscript", "-e", 'stopifnot(requireNamespace("forecast", quietly = TRUE))').ok;
  if (!hasForecast()) {
    run("apt-get", "install", "-y", "--no-install-recommends", "r-base-core", "r-cran-forecast");
    if (!hasForecast()) missing.add("R forecast: not installed");
  }
  if (!run(python, "-c", "import statsmodels").ok) {
    run("python3", "-m", "venv", `${work}venv`);
    run(python, "-m", "pip", "install", "-q", "statsmodels");
  }
  return missing;
}

interface Row extends PeerTime {
  readonly points: number;
  /** Seconds of the peer over seconds of this library. */
  readonly ratio?: number;
  /** The largest difference between the peer's season and trend and ours. */
  readonly difference?: number;
}

Deno.mkdirSync(work, { recursive: true });
Deno.mkdirSync(`${here}results`, { recursive: true });
const missing = install();
const rows = sizes.flatMap((points): Row[] => {
  const series = simulate(points);
  Deno.writeFileSync(`${work}series_${points}.bin`, new Uint8Array(series.buffer));
  const own = Object.entries(works).filter(([name]) => name !== "mstl" || points > 2 * 2_016).map((
    [name, decompose],
  ) => ({
    points,
    work: name,
    peer: "this library",
    seconds: seconds(() => decompose(series)),
    parts: decompose(series),
  }));
  const peers = [
    ...peerTimes(missing, "R", "Rscript", `${here}decomposition_peers.R`, work, `${points}`),
    ...peerTimes(missing, "statsmodels", python, `${here}decomposition_peers.py`, work, `${points}`),
  ];
  return own.flatMap(({ parts, ...row }): Row[] => [
    row,
    ...peers.filter((peer) => peer.work === row.work).map((peer) => {
      const file = `${work}${peer.work}_${peer.peer.startsWith("R") ? "R" : "statsmodels"}_${points}.bin`;
      const theirs = new Float64Array(Deno.readFileSync(file).buffer);
      const difference = parts.reduce((most, value, i) => Math.max(most, Math.abs(value - theirs[i]!)), 0);
      return { points, ...peer, ratio: peer.seconds / row.seconds, difference };
    }),
  ]);
});

console.log("| points | work | tool | seconds | seconds over this library's | difference |");
console.log("|---|---|---|---|---|---|");
for (const { points, work, peer, seconds, ratio, difference } of rows) {
  const cells = [
    points,
    work,
    peer,
    seconds.toPrecision(3),
    ratio?.toPrecision(3) ?? "1",
    difference?.toExponential(1),
  ];
  console.log(`| ${cells.map((cell) => cell ?? "").join(" | ")} |`);
}
const growth = Object.keys(works).flatMap((work) => {
  const [month, year] = sizes.slice(1).map((points) =>
    rows.find((row) => row.work === work && row.points === points && row.ratio === undefined)!
  );
  return `${work} ${(Math.log(year!.seconds / month!.seconds) / Math.log(year!.points / month!.points)).toFixed(2)}`;
});
console.log(`\nGrowth from a month to a year, as a power of the points: ${growth.join(", ")}.`);
for (const peer of missing) console.log(`Not run: ${peer}`);
Deno.writeTextFileSync(
  `${here}results/decomposition.json`,
  JSON.stringify({ simulated: true, seed, deno: Deno.version.deno, rows, missing: [...missing] }, null, 2) + "\n",
);
