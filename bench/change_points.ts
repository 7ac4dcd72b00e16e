/**
 * Change points side by side with R's strucchange and changepoint and Python's ruptures, and the false alarms, power and
 * coverage of changePoints(): `deno run -A bench/change_points.ts`. Prints Markdown, writes bench/results/change_points.json.
 * `--calibrate` prints instead what the penalty of changePoints() was fitted to; `--quick` takes a tenth of the draws.
 */
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { breakIntervals } from "@/change_point/break_intervals.ts";
import { breakPoints } from "@/change_point/break_points.ts";
import { changePoints } from "@/change_point/change_points.ts";
import { fStatistics } from "@/change_point/f_statistics.ts";
import { segmentation } from "@/change_point/segmentation.ts";
import { testChange } from "@/change_point/test_change.ts";

const seed = 20120119;
const sizes = [2_016, 8_640, 105_120];
const work = new URL("../.work/bench/", import.meta.url).pathname;
const draws = Deno.args.includes("--quick") ? 100 : 1_000;

type Generator = ReturnType<typeof xoroshiro128plus>;

/** Standard normal draws, by Box and Muller (1958). */
const normal = (generator: Generator) =>
  Math.sqrt(-2 * Math.log(1 - uniformFloat64(generator))) * Math.cos(2 * Math.PI * uniformFloat64(generator));

/** Deseasonalised traffic with three steps of its level, simulated: -0.2, +0.1 and -0.15 in independent noise of 0.1. */
function simulateSteps(n: number): Float64Array {
  const generator = xoroshiro128plus(seed);
  const dates = [Math.floor(n / 5), Math.floor(n / 2), Math.floor(0.8 * n)];
  const level = (i: number) => [-0.2, 0.1, -0.15].reduce((sum, step, j) => sum + (i >= dates[j]! ? step : 0), 0);
  return Float64Array.from({ length: n }, (_, i) => level(i) + 0.1 * normal(generator));
}

/** AR(1) noise of variance 1. */
function simulateNoise(n: number, autocorrelation: number, generator: Generator): Float64Array {
  let value = normal(generator);
  return Float64Array.from({ length: n }, () => {
    const current = value;
    value = autocorrelation * value + Math.sqrt(1 - autocorrelation ** 2) * normal(generator);
    return current;
  });
}

/** Fractionally integrated noise: a moving average over all that went before, and 1,000 bins before the first. */
function simulateLongMemory(n: number, d: number, generator: Generator): Float64Array {
  const before = 1_000;
  const weights = [1];
  for (let k = 1; k < n + before; k++) weights.push(weights[k - 1]! * (k - 1 + d) / k);
  const innovations = Float64Array.from({ length: n + before }, () => normal(generator));
  return Float64Array.from({ length: n }, (_, i) => {
    let value = 0;
    for (let k = 0; k <= i + before; k++) value += weights[k]! * innovations[i + before - k]!;
    return value;
  });
}

/** Seconds: the median of some runs after a first one. */
function seconds(run: () => unknown, runs = 9): number {
  run();
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    run();
    return (performance.now() - start) / 1000;
  });
  return times.sort((a, b) => a - b)[runs >> 1]!;
}

interface Peer {
  /** Seconds by name of the work. */
  readonly times: Record<string, number>;
  readonly versions: Record<string, string>;
  readonly missing: readonly string[];
}

function run(command: string, args: string[]): { ok: boolean; text: string } {
  try {
    const { success, stdout, stderr } = new Deno.Command(command, { args, stdout: "piped", stderr: "piped" })
      .outputSync();
    return { ok: success, text: new TextDecoder().decode(success ? stdout : stderr) };
  } catch (error) {
    return { ok: false, text: String(error) };
  }
}

/** R's packages, from Debian where they can be installed. */
function runR(): Peer {
  const has = (name: string) => run("Rscript", ["-e", `stopifnot(requireNamespace("${name}", quietly = TRUE))`]).ok;
  if (!has("strucchange")) {
    run("apt-get", ["update"]);
    run("apt-get", ["install", "-y", "--no-install-recommends", "r-base-core", "r-cran-strucchange"]);
  }
  if (!has("changepoint")) run("apt-get", ["install", "-y", "--no-install-recommends", "r-cran-changepoint"]);
  const script = `
    times <- list(); versions <- list(R = as.character(getRversion())); missing <- character()
    timed <- function(name, code, runs = 5) { f <- substitute(code); e <- parent.frame()
      times[[name]] <<- median(replicate(runs, system.time(eval(f, e))[["elapsed"]])) }
    y <- lapply(c(${sizes.join(",")}), function(n) scan(sprintf("${work}steps_%d.txt", n), quiet = TRUE))
    names(y) <- c(${sizes.join(",")})
    if (requireNamespace("strucchange", quietly = TRUE)) { suppressMessages(library(strucchange))
      versions$strucchange <- as.character(packageVersion("strucchange"))
      timed("sup-F 2016", sctest(Fstats(y[["2016"]] ~ 1)), 3)
      timed("Bai-Perron 2016", confint(breakpoints(y[["2016"]] ~ 1)), 1)
      x <- cbind(1, cos(2 * pi * (1:2016) / 288), sin(2 * pi * (1:2016) / 288))
      timed("sup-F in a regression 2016", sctest(Fstats(y[["2016"]] ~ 0 + x)), 1)
      timed("OLS-CUSUM 2016", sctest(efp(y[["2016"]] ~ 1, type = "OLS-CUSUM")))
    } else missing <- c(missing, "R strucchange")
    if (requireNamespace("changepoint", quietly = TRUE)) { suppressMessages(library(changepoint))
      versions$changepoint <- as.character(packageVersion("changepoint"))
      for (n in names(y)) { z <- y[[n]] / 0.1
        timed(paste("MBIC", n), cpt.mean(z, method = "PELT"))
        timed(paste("SIC", n), cpt.mean(z, method = "PELT", penalty = "SIC"), 3) }
    } else missing <- c(missing, "R changepoint (Debian has no package of it)")
    quote <- function(x) paste0('"', x, '"')
    object <- function(x) paste0("{", paste(quote(names(x)), x, sep = ":", collapse = ","), "}")
    cat(sprintf('{"times":%s,"versions":%s,"missing":[%s]}', if (length(times)) object(times) else "{}",
      object(lapply(versions, quote)), paste(quote(missing), collapse = ",")))`;
  const { ok, text } = run("Rscript", ["-e", script]);
  return ok
    ? JSON.parse(text.slice(text.indexOf("{")))
    : { times: {}, versions: {}, missing: [`R: ${text.trim().split("\n").at(-1)}`] };
}

/** Python's ruptures, in an environment of its own. */
function runPython(): Peer {
  const python = `${work}venv/bin/python`;
  if (!run(python, ["-c", "import ruptures"]).ok) {
    run("python3", ["-m", "venv", `${work}venv`]);
    run(python, ["-m", "pip", "install", "-q", "ruptures"]);
  }
  const script = `
import json, time, statistics, numpy as np, ruptures as rpt
times = {}
def timed(name, work, runs=5):
    spent = []
    for _ in range(runs):
        start = time.perf_counter(); work(); spent.append(time.perf_counter() - start)
    times[name] = statistics.median(spent)
for n in (${sizes.join(",")}):
    z = np.loadtxt(f"${work}steps_{n}.txt") / 0.1
    # min_size 1 as here; KernelCPD's linear kernel is the sum of squares
    timed(f"SIC {n}", lambda: rpt.KernelCPD(kernel="linear", min_size=1).fit(z).predict(pen=2 * np.log(n)), 5 if n < 1e5 else 1)
    if n == 2016: timed("Pelt l2 2016", lambda: rpt.Pelt(model="l2", jump=1, min_size=1).fit(z).predict(pen=2 * np.log(n)), 1)
print(json.dumps({"times": times, "versions": {"ruptures": __import__("importlib.metadata").metadata.version("ruptures")}, "missing": []}))`;
  const { ok, text } = run(python, ["-c", script]);
  return ok ? JSON.parse(text) : { times: {}, versions: {}, missing: [`ruptures: ${text.trim().split("\n").at(-1)}`] };
}

interface SpeedRow {
  readonly work: string;
  readonly n: number;
  readonly seconds: number;
  readonly peers: Record<string, number>;
}

function speed(): { rows: SpeedRow[]; versions: Record<string, string>; missing: string[] } {
  Deno.mkdirSync(work, { recursive: true });
  const series = sizes.map((n) => ({ n, y: simulateSteps(n) }));
  for (const { n, y } of series) Deno.writeTextFileSync(`${work}steps_${n}.txt`, y.join("\n"));
  const r = runR();
  const python = runPython();
  const only = (entries: Record<string, number | undefined>) =>
    Object.fromEntries(Object.entries(entries).filter((entry): entry is [string, number] => entry[1] !== undefined));
  const rows = series.flatMap(({ n, y }): SpeedRow[] => {
    const scaled = y.map((value) => value / 0.1);
    const day = (i: number) => 2 * Math.PI * (i + 1) / 288;
    const regressors = [y.map(() => 1), y.map((_, i) => Math.cos(day(i))), y.map((_, i) => Math.sin(day(i)))];
    const oneBreak = () =>
      breakIntervals(y, breakPoints(y, { regressors, maximumBreaks: 1 }).breakPoints, { regressors });
    return [
      {
        work: "segmentation of the mean, plain penalty (2 log n)",
        n,
        seconds: seconds(() => segmentation(scaled, { penalty: "SIC" })),
        peers: only({
          "R changepoint PELT": r.times[`SIC ${n}`],
          "ruptures KernelCPD": python.times[`SIC ${n}`],
          "ruptures Pelt": python.times[`Pelt l2 ${n}`],
        }),
      },
      {
        work: "segmentation of the mean, MBIC",
        n,
        seconds: seconds(() => segmentation(scaled)),
        peers: only({ "R changepoint PELT": r.times[`MBIC ${n}`] }),
      },
      {
        work: "sup-F of a mean",
        n,
        seconds: seconds(() => testChange(fStatistics(y))),
        peers: only({ strucchange: r.times[`sup-F ${n}`] }),
      },
      {
        work: "sup-F in a regression of 3 columns",
        n,
        seconds: seconds(() => testChange(fStatistics(y, { regressors }))),
        peers: only({ strucchange: r.times[`sup-F in a regression ${n}`] }),
      },
      {
        work: "Bai-Perron of a mean, up to 5 breaks, with intervals",
        n,
        seconds: seconds(() => breakIntervals(y, breakPoints(y).breakPoints)),
        peers: only({ strucchange: r.times[`Bai-Perron ${n}`] }),
      },
      { work: "one break in a regression of 3 columns, with its interval", n, seconds: seconds(oneBreak), peers: {} },
      ...(n > 2_016 ? [] : [{
        work: "Bai-Perron in a regression of 3 columns, up to 5 breaks",
        n,
        seconds: seconds(() => breakPoints(y, { regressors }), 3),
        peers: {},
      }]),
      { work: "changePoints()", n, seconds: seconds(() => changePoints(y), 3), peers: {} },
    ];
  });
  return { rows, versions: { ...r.versions, ...python.versions }, missing: [...r.missing, ...python.missing] };
}

/** The standard deviation of the noise from differences, untouched by a few steps; right for independent noise only. */
function differenceScale(y: Float64Array): number {
  const sizes = y.slice(1).map((value, i) => Math.abs(value - y[i]!)).sort();
  return sizes[sizes.length >> 1]! / (Math.SQRT2 * 0.6744897501960817);
}

const methods: Record<string, (y: Float64Array) => boolean> = {
  "changePoints()": (y) => changePoints(y).changes.length > 0,
  "sup-F, p < 0.05": (y) => testChange(fStatistics(y)).pValue < 0.05,
  "Bai-Perron, BIC": (y) => breakPoints(y).breakPoints.length > 0,
  "segmentation, MBIC": (y) => {
    const scale = differenceScale(y);
    return segmentation(y.map((value) => value / scale)).changePoints.length > 0;
  },
};

interface AlarmRow {
  readonly n: number;
  readonly noise: string;
  /** Share of series in which a change was found, by method. */
  readonly alarms: Record<string, number>;
}

/** Kinds of noise: AR(1), for which the penalty is fitted, and some it is not. */
const noises: Record<string, (n: number, generator: Generator) => Float64Array> = {
  "AR(1) 0": (n, generator) => simulateNoise(n, 0, generator),
  "AR(1) 0.5": (n, generator) => simulateNoise(n, 0.5, generator),
  "AR(1) 0.9": (n, generator) => simulateNoise(n, 0.9, generator),
  "AR(1) 0.95": (n, generator) => simulateNoise(n, 0.95, generator),
  "AR(1) 0.9 and as much white noise": (n, generator) =>
    simulateNoise(n, 0.9, generator).map((value) => value + normal(generator)),
  "long memory, d = 0.3": (n, generator) => simulateLongMemory(n, 0.3, generator),
  "independent, Student t of 5 degrees": (n, generator) =>
    Float64Array.from({ length: n }, () => {
      const squares = Array.from({ length: 5 }, () => normal(generator) ** 2);
      return normal(generator) / Math.sqrt(squares.reduce((a, b) => a + b) / 5);
    }),
};

function falseAlarms(): AlarmRow[] {
  return [500, 1_000, 2_016].flatMap((n) =>
    Object.entries(noises).map(([noise, simulate]) => {
      const generator = xoroshiro128plus(seed + n);
      const counts = Object.fromEntries(Object.keys(methods).map((name) => [name, 0]));
      for (let draw = 0; draw < draws; draw++) {
        const y = simulate(n, generator);
        for (const [name, finds] of Object.entries(methods)) if (finds(y)) counts[name]! += 1;
      }
      return {
        n,
        noise,
        alarms: Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, count / draws])),
      };
    })
  );
}

interface PowerRow {
  readonly n: number;
  readonly autocorrelation: number;
  /** The step in standard deviations of the noise. */
  readonly step: number;
  readonly found: number;
  readonly exactlyOne: number;
  readonly coverage: number;
  /** The mean number of dates in the interval of the nearest change found. */
  readonly width: number;
}

function power(): PowerRow[] {
  return [500, 2_016].flatMap((n) =>
    [0, 0.5, 0.9].flatMap((autocorrelation) =>
      [0.5, 1, 2, 4].map((step) => {
        const generator = xoroshiro128plus(seed + n);
        const at = Math.floor(0.6 * n);
        let [found, exactlyOne, covered, width] = [0, 0, 0, 0];
        for (let draw = 0; draw < draws / 2; draw++) {
          const y = simulateNoise(n, autocorrelation, generator).map((value, i) => i < at ? value : value - step);
          const { changes } = changePoints(y);
          if (changes.length === 0) continue;
          found++;
          if (changes.length === 1) exactlyOne++;
          const nearest = changes.reduce((a, b) => Math.abs(b.index - at) < Math.abs(a.index - at) ? b : a);
          if (nearest.low <= at && at <= nearest.high) covered++;
          width += nearest.high - nearest.low + 1;
        }
        return {
          n,
          autocorrelation,
          step,
          found: found / (draws / 2),
          exactlyOne: exactlyOne / found,
          coverage: covered / found,
          width: width / found,
        };
      })
    )
  );
}

/** The quantiles the penalty of changePoints() is fitted to. */
function calibrate(): void {
  console.log("| n | autocorrelation | 90 % | 95 % | 99 % |\n|---|---|---|---|---|");
  for (const n of [100, 200, 500, 1_000, 2_016]) {
    for (const autocorrelation of [0, 0.3, 0.5, 0.7, 0.9, 0.95]) {
      const generator = xoroshiro128plus(seed);
      const gains = Float64Array.from({ length: draws }, () => {
        const { gains } = changePoints(simulateNoise(n, autocorrelation, generator), { falseAlarm: 1e-12 });
        return Math.max(...gains.slice(1).map((gain, i) => gain / (i + 1)));
      }).sort();
      const quantiles = [0.9, 0.95, 0.99].map((p) => gains[Math.floor(p * draws)]!.toFixed(1));
      console.log(`| ${n} | ${autocorrelation} | ${quantiles.join(" | ")} |`);
    }
  }
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const rounded = (value: number) => Number(value.toPrecision(2)).toLocaleString("en");
const duration = (value: number) => value < 1 ? `${rounded(1000 * value)} ms` : `${rounded(value)} s`;
const table = (head: string[], rows: string[][]) =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

function report(): void {
  const timed = speed();
  const alarms = falseAlarms();
  const powers = power();
  const names = Object.keys(methods);
  console.log(
    `## Speed\n\nSimulated series, seed ${seed}; the ratio is the peer's time over this library's, in the same run.\n`,
  );
  console.log(table(
    ["work", "n", "here", "peers", "ratio"],
    timed.rows.map(({ work, n, seconds, peers }) => [
      work,
      n.toLocaleString("en"),
      duration(seconds),
      Object.entries(peers).map(([name, time]) => `${name} ${duration(time)}`).join(", ") || "none run",
      Object.values(peers).map((time) => `${rounded(time / seconds)} x`).join(", "),
    ]),
  ));
  const versions = Object.entries(timed.versions).map(([name, version]) => `${name} ${version}`).join(", ");
  console.log(`\nPeers: ${versions || "none"}. Could not be run: ${timed.missing.join("; ") || "none"}.\n`);
  console.log(`## Series without a change in which one is found (nominal 5 %), ${draws} draws each\n`);
  console.log(
    table(
      ["n", "noise", ...names],
      alarms.map(({ n, noise, alarms }) => [
        `${n}`,
        noise,
        ...names.map((name) => percent(alarms[name]!)),
      ]),
    ),
  );
  console.log(`\n## One step found by changePoints(), ${draws / 2} draws each\n`);
  console.log(table(
    ["n", "autocorrelation", "step / noise", "found", "of these one only", "interval holds the date", "dates in it"],
    powers.map((row) => [
      `${row.n}`,
      `${row.autocorrelation}`,
      `${row.step}`,
      percent(row.found),
      percent(row.exactlyOne),
      percent(row.coverage),
      row.width.toFixed(1),
    ]),
  ));
  Deno.mkdirSync(new URL("results/", import.meta.url), { recursive: true });
  Deno.writeTextFileSync(
    new URL("results/change_points.json", import.meta.url),
    `${JSON.stringify({ simulated: true, seed, draws, speed: timed, falseAlarms: alarms, power: powers }, null, 2)}\n`,
  );
}

if (Deno.args.includes("--calibrate")) calibrate();
else report();
