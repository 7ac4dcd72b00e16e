/**
 * Harmonic regression with its error models beside R (lm, sandwich, arima) and statsmodels, on one simulated series per
 * size: 5-minute traffic with daily and weekly harmonics, trend, AR(1) noise and a drop of one fifth; 17 columns.
 *
 * Run by `deno run -A bench/regression.ts`; prints a Markdown table and writes bench/results/regression.json. Peers run on the
 * same numbers in the same run: `Rscript` with sandwich and jsonlite, and the Python named by the variable PYTHON (else
 * python3) with statsmodels. One that is missing is named and left out.
 */
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { harmonicDesign } from "@/counterfactual/harmonic_design.ts";
import { harmonicRegression } from "@/counterfactual/harmonic_regression.ts";
import { normalQuantile } from "@/distribution/normal.ts";
import { autoregressiveLeastSquares } from "@/linear/autoregressive_least_squares.ts";
import { leastSquares } from "@/linear/least_squares.ts";
import { kernelCovariance, neweyWestCovariance } from "@/robust/hac_covariance.ts";

const seed = 20120119;
const sizes = [2016, 8640, 105120];
const here = new URL(".", import.meta.url);

function simulated(length: number) {
  const generator = xoroshiro128plus(seed);
  let noise = 0;
  const monday = 4 * 86_400_000;
  const times = Float64Array.from({ length }, (_, t) => monday + 300_000 * t);
  const post = times.map((_, t) => t >= Math.floor(length * 5 / 7) ? 1 : 0);
  const values = times.map((_, t) => {
    noise = 0.9 * noise + 0.02 * normalQuantile(uniformFloat64(generator) || 0.5);
    const [day, week] = [2 * Math.PI * t / 288, 2 * Math.PI * t / 2016];
    return 4 + 0.45 * Math.cos(day - 5.5) + 0.15 * Math.cos(2 * day + 1) + 0.06 * Math.cos(week - 1) +
      1e-4 * t / 288 + Math.log(0.8) * post[t]! + noise;
  });
  return { times, values, post };
}

interface Timed {
  readonly seconds: number;
  readonly se: number;
}

function timed(runs: number, work: () => number): Timed {
  const seconds: number[] = [];
  let se = work();
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    se = work();
    seconds.push((performance.now() - start) / 1000);
  }
  return { seconds: seconds.sort((a, b) => a - b)[runs >> 1]!, se };
}

async function peer(
  name: string,
  command: string,
  args: readonly string[],
): Promise<Record<string, Timed> | undefined> {
  try {
    const { success, stdout, stderr } = await new Deno.Command(command, {
      args: [...args],
      env: { OMP_NUM_THREADS: "1" },
    })
      .output();
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
    if (success) return JSON.parse(text(stdout).split("\n").at(-1)!);
    console.error(`${name} is left out: ${text(stderr).split("\n").at(-1)}`);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    console.error(`${name} is left out: ${command} is not installed`);
  }
  return undefined;
}

const rows = [];
for (const length of sizes) {
  const { times, values, post } = simulated(length);
  const { columns } = harmonicDesign(times, { events: { post } });
  const last = (covariance: readonly Float64Array[]) => Math.sqrt(covariance.at(-1)!.at(-1)!);
  const lag288 = { lag: 288, prewhiten: false } as const;
  const runs = length > 10_000 ? 7 : 25;
  const ours: Record<string, Timed> = {
    "least squares": timed(runs, () => {
      const { variance, inverseCrossProduct } = leastSquares(columns, values);
      return Math.sqrt(variance! * inverseCrossProduct.at(-1)!.at(-1)!);
    }),
    "Newey-West, lag 288": timed(
      runs,
      () => last(neweyWestCovariance(leastSquares(columns, values), lag288).covariance),
    ),
    "the same, design made too": timed(
      runs,
      () =>
        harmonicRegression({ times, values }, { events: { post }, errors: { kind: "newey-west", ...lag288 } })
          .standardErrors.at(-1)!,
    ),
    "Newey-West, automatic, prewhitened": timed(
      runs,
      () => last(neweyWestCovariance(leastSquares(columns, values)).covariance),
    ),
    "kernel, Andrews, prewhitened": timed(runs, () => last(kernelCovariance(leastSquares(columns, values)).covariance)),
    "AR(1), maximum likelihood": timed(runs, () => last(autoregressiveLeastSquares(columns, values).covariance)),
  };

  const file = await Deno.makeTempFile({ suffix: ".csv" });
  const lines = Array.from(values, (value, t) => [value, ...columns.map((column) => column[t])].join(","));
  await Deno.writeTextFile(file, [["y", ...columns.map((_, j) => `x${j}`)].join(","), ...lines].join("\n"));
  const slow = length > 10_000 ? "1" : "3";
  const peers = {
    R: await peer("R", "Rscript", [new URL("peers/regression.R", here).pathname, file, slow]),
    statsmodels: await peer("statsmodels", Deno.env.get("PYTHON") ?? "python3", [
      new URL("peers/regression.py", here).pathname,
      file,
      String(runs),
    ]),
  };
  await Deno.remove(file);
  for (const [work, { seconds, se }] of Object.entries(ours)) {
    const name = work === "the same, design made too" ? "Newey-West, lag 288" : work;
    rows.push({
      length,
      work,
      seconds,
      se,
      peers: Object.entries(peers).flatMap(([tool, results]) => {
        const result = results?.[name];
        return result ? [{ tool, ...result, ratio: result.seconds / seconds, difference: se / result.se - 1 }] : [];
      }),
    });
  }
}

const short = (value: number | undefined) => value?.toPrecision(3) ?? "";
console.log(
  "| points | work | seconds | peer | its seconds | times faster | relative difference of the standard error |",
);
console.log("|---|---|---|---|---|---|---|");
for (const { length, work, seconds, peers } of rows) {
  for (const one of peers.length ? peers : [undefined]) {
    const cells = [
      length,
      work,
      short(seconds),
      one?.tool ?? "none",
      short(one?.seconds),
      short(one?.ratio),
      short(one?.difference),
    ];
    console.log(`| ${cells.join(" | ")} |`);
  }
}
await Deno.mkdir(new URL("results/", here), { recursive: true });
await Deno.writeTextFile(new URL("results/regression.json", here), JSON.stringify({ seed, rows }, undefined, 2) + "\n");
