// deno run -A bench/report.ts: writes bench/README.md and its figure from bench/results, without running anything.
import * as Plot from "@observablehq/plot";
import { formatNumber } from "@/interval/format.ts";
import { chart } from "@/show/chart.ts";
import { clickHouseModel } from "./click_house_model.ts";

/** One timing: what was done, at how many points, by which tool. */
interface Timing {
  readonly work: string;
  readonly points: number;
  readonly tool: string;
  readonly seconds: number;
}

const ours = "this library";
const here = new URL("./", import.meta.url);

// deno-lint-ignore no-explicit-any -- each bench writes a shape of its own, read here and nowhere else
const readers: Record<string, (result: any) => Timing[]> = {
  regression: ({ rows }) =>
    rows.flatMap((
      { work, length, seconds, peers }: { work: string; length: number; seconds: number; peers: Timing[] },
    ) => [{ tool: ours, seconds }, ...peers].map(({ tool, seconds }) => ({ work, points: length, tool, seconds }))),
  change_points: ({ speed: { rows } }) =>
    rows.flatMap(({ work, n, seconds, peers }: { work: string; n: number; seconds: number; peers: object }) =>
      [[ours, seconds], ...Object.entries(peers)].map(([tool, seconds]) => ({ work, points: n, tool, seconds }))
    ),
  state_space: ({ rows }) =>
    rows.map(({ task, tool, ...row }: Timing & { task: string }) => ({
      ...row,
      ...(tool.startsWith(ours) && tool !== ours
        ? { work: `${task} (${tool.slice(ours.length + 2)})`, tool: ours }
        : { work: task, tool }),
    })),
  impact: ({ rows }) => {
    const [{ work: whole }] = rows;
    return rows.map((row: Timing) =>
      row.tool === ours ? row : { ...row, work: whole, tool: `${row.tool}: ${row.work}` }
    );
  },
  decomposition: ({ rows }) =>
    rows.map(({ work, peer, ...row }: Timing & { peer: string }) => ({
      ...row,
      work: work.includes("mstl") ? "MSTL, two seasons" : `STL, ${work.replaceAll("_", " ")}`,
      tool: peer,
    })),
  click_house: ({ rows }) => rows,
};

const titles: Record<string, string> = {
  impact: "Impact of an event",
  regression: "Regression with autocorrelated errors",
  change_points: "Change points",
  state_space: "State space models",
  decomposition: "Seasonal decomposition",
  click_house: "Flow records in ClickHouse: here on two shards",
};

async function timings(name: string): Promise<Timing[]> {
  return readers[name]!(JSON.parse(await Deno.readTextFile(new URL(`results/${name}.json`, here))));
}

/** Seconds to three digits: 0.0134, 2.16, 127. */
const write = (seconds: number) => formatNumber(Number(seconds.toPrecision(3)));

function section(name: string, all: readonly Timing[]): string {
  const keys = Map.groupBy(all, ({ work, points }) => `${work}\n${points}`);
  const rows = [...keys.values()].flatMap((group) => {
    const own = group.find(({ tool }) => tool === ours);
    const peers = group.filter(({ tool }) => tool !== ours);
    if (own === undefined) return [];
    const [fastest] = peers.toSorted((a, b) => a.seconds - b.seconds);
    const cells = [
      own.work,
      formatNumber(own.points, 0),
      write(own.seconds),
      peers.map(({ tool, seconds }) => `${tool} ${write(seconds)}`).join(", ") || "none ran",
      fastest === undefined ? "" : formatNumber(Number((fastest.seconds / own.seconds).toPrecision(2))),
    ];
    return [`| ${cells.join(" | ")} |`];
  });
  const head = "| work | points | here (s) | peers (s) | times as fast as the fastest peer |\n|---|---|---|---|---|";
  const text = `## ${titles[name]}\n\n${head}\n${rows.join("\n")}`;
  return name === "click_house" ? `${text}\n\n${clickHouseModel(all)}` : text;
}

interface FlowRow {
  readonly records: number;
  readonly tool: string;
  readonly seconds: number;
  readonly processor: number;
  readonly megabytes: number;
}

/** Flow records: here also the seconds that all threads computed, and the memory at its peak. */
async function flowSection(): Promise<string> {
  const { work, rowGroupSize, rounds, rows } = JSON.parse(
    await Deno.readTextFile(new URL("results/flows.json", here)),
  ) as { work: string; rowGroupSize: number; rounds: number; rows: FlowRow[] };
  const lines = [...Map.groupBy(rows, ({ records }) => records)].map(([records, group]) => {
    const own = group.find(({ tool }) => tool === ours)!;
    const peers = group.filter(({ tool }) => tool !== ours);
    const all = (value: (row: FlowRow) => string) => [own, ...peers].map(value).join(" / ");
    const [polars] = peers;
    const ratio = (key: "seconds" | "processor") => polars ? formatNumber(own[key] / polars[key], 2) : "";
    return `| ${
      [
        formatNumber(records, 0),
        all(({ seconds }) => write(seconds)),
        ratio("seconds"),
        all(({ processor }) => write(processor)),
        ratio("processor"),
        all(({ megabytes }) => formatNumber(megabytes, 0)),
      ].join(" | ")
    } |`;
  });
  const tools = [...new Set(rows.map(({ tool }) => tool))].join(" / ");
  return `## Flow records on one machine

${work}: Parquet files of about a million records each, row groups of ${
    formatNumber(rowGroupSize, 0)
  }. Every tool must give the sums that
the records were made with, to the last byte. Each ran in a process of its own, by turns, ${rounds} rounds; the least time
and the most memory are taken. Other work ran on the machine, which the seconds feel more than the processor seconds (of all threads together).
Each cell: ${tools}. The ratios are to Python polars.

| records | seconds | ratio | processor seconds | ratio | peak memory (MB) |
|---|---|---|---|---|---|
${lines.join("\n")}`;
}

/** How the cost grows: seconds by points, a line for each work that ran at three sizes or more. */
function growth(all: readonly Timing[]): string {
  const lines = [...Map.groupBy(all.filter(({ tool }) => tool === ours), ({ work }) => work).values()]
    .filter((line) => line.length >= 3);
  const data = lines.flat();
  const words = lines.map((line) => {
    const [first, last] = [line[0]!, line.at(-1)!];
    const power = Math.log(last.seconds / first.seconds) / Math.log(last.points / first.points);
    return `${first.work}: grows as n to the ${formatNumber(power, 1)}`;
  });
  return chart({
    height: 420,
    marginLeft: 60,
    marginRight: 36,
    x: {
      type: "log",
      label: "points",
      labelAnchor: "center",
      labelArrow: "none",
      ticks: [2016, 8640, 105_120],
      tickFormat: ",d",
    },
    y: {
      type: "log",
      label: "seconds",
      grid: true,
      labelArrow: "none",
      ticks: [0.001, 0.01, 0.1, 1],
      tickFormat: "~g",
    },
    marks: [
      Plot.line(data, { x: "points", y: "seconds", z: "work", stroke: "#0072b2", strokeOpacity: 0.6 }),
      Plot.dot(data, { x: "points", y: "seconds", fill: "#0072b2", r: 2.5 }),
      Plot.line([{ points: 2016, seconds: 0.0005 }, { points: 105_120, seconds: 0.0005 * 105_120 / 2016 }], {
        x: "points",
        y: "seconds",
        stroke: "#d55e00",
        strokeDasharray: "5 4",
      }),
      Plot.text([{ points: 60_000, seconds: 0.009 }], {
        x: "points",
        y: "seconds",
        text: () => "grows as n",
        fill: "#a34700",
      }),
    ],
  }, `How the seconds of each method grow with the number of points. ${words.join("; ")}.`).text;
}

/** The report and its figure, by file name, from the results as they are. */
export async function report(): Promise<Map<string, string>> {
  const names = Object.keys(readers);
  const all = await Promise.all(names.map(timings));
  const ofSeries = all.filter((_, index) => names[index] !== "click_house"); // its points are flows, a thousand times as many
  const text = `# Benches

Each bench runs this library and its peers on the same input in the same run; all series are simulated, seeded. What counts
is the ratio: the seconds are of one shared two-core machine. Written by \`deno run -A bench/report.ts\` from
\`bench/results/\`; run a bench itself with \`deno run -A bench/NAME.ts\`. A peer that could not be installed is missing.
Whether intervals hold what they say: [calibration of eventImpact](results/calibration.md).

![Seconds by number of points, both on logarithmic axes; most methods grow as n](growth.svg)

${[...names.map((name, index) => section(name, all[index]!)), await flowSection()].join("\n\n")}
`;
  return new Map([["README.md", text], ["growth.svg", growth(ofSeries.flat()) + "\n"]]);
}

if (import.meta.main) {
  for (const [name, text] of await report()) await Deno.writeTextFile(new URL(name, here), text);
}
