// deno run -A bench/calibration.ts [series]: how often 95 % intervals hold the truth, by kind of noise, on simulated traffic.
import { type Cell, type CellNoise, type CellResult, effects, noiseName, runCell } from "./calibration_cell.ts";

const seed = 20120119;
const worker = typeof WorkerGlobalScope !== "undefined" && self instanceof WorkerGlobalScope;
declare const WorkerGlobalScope: { new (): object } | undefined;

function cells(series: number): Cell[] {
  const noises: readonly CellNoise[] = [
    ...[0, 0.5, 0.9].map((phi) => ({ kind: "AR(1)", phi }) as const),
    { kind: "ARFIMA(0, d, 0)", d: 0.3 },
  ];
  const usual = {
    table: "main",
    stream: 0,
    binsPerDay: 24,
    gaps: false,
    daysBefore: 28,
    windowHours: 72,
    shape: "harmonics",
    scale: "logarithm",
    change: 0,
    series,
    compared: 0,
  } as const;
  const fewer = { series: series / 2 };
  const [white, half, , long] = noises as [CellNoise, CellNoise, CellNoise, CellNoise];
  const stronger = { kind: "ARFIMA(0, d, 0)", d: 0.4 } as const;
  const weaker = { kind: "ARFIMA(0, d, 0)", d: 0.15 } as const;
  const made: Cell[] = [
    ...[288, 24].flatMap((binsPerDay) =>
      [false, true].flatMap((gaps) =>
        noises.map((noise) => ({
          ...usual,
          binsPerDay,
          gaps,
          noise,
          compared: binsPerDay === 24 ? series / 2 : gaps ? 0 : series / 4,
        }))
      )
    ),
    ...[2, 24, 168].flatMap((windowHours) =>
      noises.map((noise) => ({ ...usual, ...fewer, table: "windows", windowHours, noise }))
    ),
    ...[half, long].flatMap((noise) =>
      [0, -0.2, -0.4].map((change) => ({ ...usual, ...fewer, table: "levels", noise, change, scale: "level" as const }))
    ),
    { ...usual, ...fewer, table: "harder", noise: stronger },
    { ...usual, ...fewer, table: "harder", noise: weaker },
    { ...usual, ...fewer, table: "harder", noise: half, daysBefore: 14 },
    { ...usual, ...fewer, table: "harder", noise: long, daysBefore: 14 },
    { ...usual, ...fewer, table: "harder", noise: white, shape: "hour-of-week profile" },
    { ...usual, ...fewer, table: "harder", noise: long, shape: "hour-of-week profile" },
    { ...usual, ...fewer, table: "harder", noise: half, shape: "hour-of-week profile", windowHours: 24 },
    { ...usual, ...fewer, table: "harder", noise: half, shape: "hour-of-week profile", binsPerDay: 288 },
  ];
  return made.map((cell, stream) => ({ ...cell, stream }));
}

async function main(series: number) {
  const queue = cells(series);
  const results: CellResult[] = [];
  const began = performance.now();
  await Promise.all([0, 1].map(() =>
    new Promise<void>((resolve, reject) => {
      const one = new Worker(import.meta.url, { type: "module" });
      const next = () => {
        const cell = queue.shift();
        if (cell) return one.postMessage(cell);
        one.terminate();
        resolve();
      };
      one.onerror = (event) => reject(event.error ?? new Error(event.message));
      one.onmessage = ({ data }: MessageEvent<CellResult>) => {
        results.push(data);
        console.error(describe(data.cell), data.methods[0]!.coverage);
        next();
      };
      next();
    })
  ));
  results.sort((a, b) => a.cell.stream - b.cell.stream);
  const seconds = (performance.now() - began) / 1000;
  const folder = new URL("results/", import.meta.url);
  await Deno.mkdir(folder, { recursive: true });
  const text = report(results);
  await Deno.writeTextFile(new URL("calibration.md", folder), text);
  await Deno.writeTextFile(
    new URL("calibration.json", folder),
    JSON.stringify({ simulated: true, seed, seconds: Math.round(seconds), effects, results }, null, 1) + "\n",
  );
  console.log(text);
}

function describe({ binsPerDay, gaps, noise, daysBefore, windowHours, shape, scale, change }: Cell): string {
  return [
    binsPerDay === 24 ? "hourly" : "5-minute",
    noiseName(noise),
    gaps ? "gaps" : "",
    daysBefore === 28 ? "" : `${daysBefore} days before`,
    windowHours === 72 ? "" : `window of ${windowHours} h`,
    shape === "harmonics" ? "" : shape,
    scale === "logarithm" ? "" : "on levels",
    change === 0 ? "" : `${100 * change} %`,
  ].filter(Boolean).join(", ");
}

const percent = (share: number) => `${(100 * share).toFixed(1)}`;
const row = (...cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
const inBand = (coverage: number) => coverage >= 0.93 && coverage <= 0.97;

function report(results: readonly CellResult[]): string {
  const of = (table: string) => results.filter(({ cell }) => cell.table === table);
  const main = of("main");
  const all = results.map((result) => ({ ...result, best: result.methods[0]! }));
  const outside = all.filter(({ best }) => !inBand(best.coverage));
  const seriesOf = (method: number) => main[0]!.methods[method]?.series ?? 0;
  const hourly = main.find(({ cell }) => cell.binsPerDay === 24)!.methods[1]?.series ?? 0;
  const methods = [...new Set(main.flatMap(({ methods }) => methods.map(({ method }) => method)))];
  const errorOf = (series: number) => percent(Math.sqrt(0.05 * 0.95 / series));
  const ours = (table: string) => [
    row("cell", "series", "coverage %", "false alarms %", "mean width", "4 x rms error", "single bins covered %"),
    row(...Array(7).fill("---")),
    ...of(table).map(({ cell, methods: [best] }) =>
      row(
        describe(cell),
        best!.series,
        percent(best!.coverage),
        percent(best!.falseAlarms),
        best!.width.toPrecision(3),
        (4 * best!.rootMeanSquareError).toPrecision(3),
        percent(best!.pointwiseCoverage!),
      )
    ),
  ];
  return [
    "# Calibration of eventImpact, on simulated traffic",
    "",
    `All series are simulated, seed ${seed}: a daily and weekly shape, growth, noise of standard deviation 0.05 on the`,
    "logarithm (phi is the correlation from one bin to the next; long memory is ARFIMA(0, 0.3, 0), Hurst exponent 0.8), 28 days",
    "before the event and 3 after unless said otherwise. Gaps: 5 % of the bins at random and one hole of 12 h before the event.",
    "Intervals are at 95 %; false alarms are p-values below 0.05 with no event (where there was one: intervals that miss the truth).",
    "Widths are of logarithms (about shares of the traffic), on levels in units of the series.",
    "",
    "An exact multiplicative step moves the effect and its bounds by its logarithm and leaves all else, gaps or not (checked here to",
    "1e-9 on series of every cell), so on logarithms coverage is one number for no event, -5, -12, -20 and -40 %; what changes with",
    "the effect is how often it is shown (second table).",
    "",
    "## eventImpact beside other methods: coverage % (mean width)",
    "",
    `Standard error of a coverage of 95 %: ${errorOf(seriesOf(0))} for eventImpact (${
      seriesOf(0)
    } series), for the others ${errorOf(hourly)}`,
    `with hourly bins (the first ${hourly}) and ${errorOf(seriesOf(1))} with 5-minute bins (the first ${
      seriesOf(1)
    }; with gaps not run, for time).`,
    "False alarms are what is left to 100.",
    "",
    row("cell", ...methods),
    row(...Array(methods.length + 1).fill("---")),
    ...main.map(({ cell, methods: found }) =>
      row(
        describe(cell),
        ...methods.map((method) => {
          const one = found.find((result) => result.method === method);
          return one ? `${percent(one.coverage)} (${one.width.toPrecision(3)})` : "";
        }),
      )
    ),
    "",
    "## How often an effect is shown, %",
    "",
    row("cell", "no event", ...effects.map((effect) => `${100 * effect} %`)),
    row(...Array(effects.length + 2).fill("---")),
    ...main.map(({ cell, methods: [best] }) =>
      row(describe(cell), percent(best!.falseAlarms), ...best!.power!.map(percent))
    ),
    "",
    "## Main cells in full",
    "",
    ...ours("main"),
    "",
    "## Other windows",
    "",
    ...ours("windows"),
    "",
    "## On levels, though the noise is multiplicative",
    "",
    ...ours("levels"),
    "",
    "## Harder: other memory, half the period before, a measured week of an academic network",
    "",
    ...ours("harder"),
    "",
    "## Outside 93 to 97 %",
    "",
    ...(outside.length ? outside.map(({ cell, best }) => `- ${describe(cell)}: ${percent(best.coverage)}`) : ["None."]),
    "",
  ].join("\n");
}

if (worker) {
  self.onmessage = ({ data }: MessageEvent<Cell>) => self.postMessage(runCell(data, seed));
} else {
  await main(Number(Deno.args[0] ?? 1000));
}
