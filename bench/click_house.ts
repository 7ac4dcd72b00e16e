// deno run -A bench/click_house.ts [MILLIONS...]: the question to flow records on two shards, one shard, and from files by polars.
import pl from "polars";
import { askFlows, type TableQuestion } from "@/flows/click_house/ask_flows.ts";
import { readFlowPlace } from "@/flows/click_house/flow_place.ts";
import { askFlowFiles } from "@/flows/flow_files.ts";
import { flowSeries } from "@/flows/flow_series.ts";
import type { FlowColumns } from "@/flows/flow_columns.ts";
import { type Cluster, clusterName, freePorts, startCluster } from "../tools/click_house/cluster.ts";

const here = new URL(".", import.meta.url).pathname;
const from = Date.parse("2012-01-19T00:00Z");
const day = 86_400_000;
const repetitions = 3;

const question: TableQuestion = {
  measure: "bytes",
  bin: { minutes: 5 },
  window: { from, to: from + day },
  classes: [
    { name: "hosting", protocol: [6], port: [80], sourceAs: [64501, 64502] },
    { name: "web", protocol: [6], port: [80, 443, 8080] },
    { name: "names", protocol: [17], port: [53] },
    { name: "peer-to-peer", port: [{ from: 6881, to: 6999 }] },
  ],
  sampling: "column",
};
const columns = {
  start: "ts",
  bytes: "octets",
  sampling: "rate",
  protocol: "protocol",
  sourcePort: "source_port",
  destinationPort: "destination_port",
  sourceAs: "source_as",
} as const satisfies FlowColumns;
const types =
  "ts DateTime, octets UInt64, rate UInt32, protocol UInt8, source_port UInt16, destination_port UInt16, source_as UInt32";

/** Simulated: a row for each number, drawn by a hash of it; the same rows whatever the shards. */
const drawn = (rows: number, shard: number, shards: number) =>
  `SELECT toDateTime(${
    from / 1000
  } + intDiv(n * 86400, ${rows})), 40 + h % 100000, if(h % 4 = 0, 1000, 100), if(h % 3 = 0, 17, 6), ${
    ["k", "j"].map((name) =>
      `multiIf(${name} < 30, 443, ${name} < 40, 80, ${name} < 55, 53, ${name} < 60, 6881 + h % 119, 32768 + h % 28000)`
    )
      .join(", ")
  }, 64500 + bitShiftRight(h, 8) % 50 FROM (SELECT number * ${shards} + ${shard} AS n, sipHash64(n) AS h, bitShiftRight(h, 16) % 100 AS k, bitShiftRight(h, 24) % 100 AS j FROM numbers(${
    Math.ceil(rows / shards)
  }))`;

async function fill({ shards }: Cluster, rows: number): Promise<void> {
  for (const [index, { run }] of shards.entries()) {
    for (const table of ["half", "whole", "flows_of_two"]) await run(`DROP TABLE IF EXISTS ${table}`);
    await run(`CREATE TABLE half (${types}) ENGINE = MergeTree ORDER BY ts`);
    await run(`INSERT INTO half ${drawn(rows, index, shards.length)}`);
    await run(`CREATE TABLE flows_of_two AS half ENGINE = Distributed(${clusterName}, default, half)`);
  }
  await shards[0]!.run(`CREATE TABLE whole (${types}) ENGINE = MergeTree ORDER BY ts`);
  for (let shard = 0; shard < shards.length; shard++) {
    await shards[0]!.run(`INSERT INTO whole ${drawn(rows, shard, shards.length)}`);
  }
}

/** The rows of a table as Parquet files, through text: servers of 2018 write none. */
async function files({ shards }: Cluster, folder: string): Promise<string[]> {
  return await Promise.all(shards.map(async ({ http }, index) => {
    const names = types.split(", ").map((column) => column.split(" ")[0]);
    const select = `SELECT toUnixTimestamp(ts) AS ts, ${names.slice(1).join(", ")} FROM half FORMAT CSVWithNames`;
    const response = await fetch(`http://127.0.0.1:${http}/?query=${encodeURIComponent(select)}`);
    const [text, parquet] = [`${folder}/${index}.csv`, `${folder}/${index}.parquet`];
    await Deno.writeFile(text, response.body!);
    pl.scanCSV(text).sinkParquet(parquet, { compression: "zstd" }).collectSync();
    await Deno.remove(text);
    return parquet;
  }));
}

async function storedBytes({ shards }: Cluster): Promise<number> {
  const sizes = await Promise.all(
    shards.map(({ run }) => run("SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND table = 'half'")),
  );
  return sizes.reduce((sum, size) => sum + Number(size), 0);
}

const folder = await Deno.makeTempDir({ prefix: "bench-click-house-" });
const rows = [];
let server = "";
try {
  await using cluster = await startCluster(folder, freePorts(2));
  server = (await cluster.shards[0]!.run("SELECT version()")).trim();
  const address = (table: string) =>
    readFlowPlace(
      `clickhouse://127.0.0.1:${cluster.shards[0]!.http}/default?table=${table}&${new URLSearchParams(columns)}`,
    );
  for (const millions of Deno.args.length > 0 ? Deno.args.map(Number) : [1, 10, 50]) {
    await fill(cluster, millions * 1e6);
    const parquet = await files(cluster, folder);
    let wire = { bytesReceived: 0, bytesRead: 0 };
    const contenders = {
      "this library": async () => {
        const { question: asked, grid, sums, cost } = await askFlows(address("flows_of_two"), question);
        wire = cost;
        return flowSeries(asked, grid, sums);
      },
      "one shard": async () => {
        const { question: asked, grid, sums } = await askFlows(address("whole"), question);
        return flowSeries(asked, grid, sums);
      },
      "polars on Parquet files": () =>
        askFlowFiles(parquet, { ...question, sampling: "column", columns: { ...columns, startUnit: "s" } }),
    };
    const best: Record<string, number> = {};
    const answers = new Set<string>();
    for (let repetition = 0; repetition < repetitions; repetition++) {
      for (const [tool, ask] of Object.entries(contenders)) {
        const start = performance.now();
        const series = await ask();
        best[tool] = Math.min(best[tool] ?? Infinity, (performance.now() - start) / 1000);
        answers.add(JSON.stringify(series.map(({ values }) => [...values])));
      }
    }
    if (answers.size !== 1) throw new Error(`${answers.size} different answers to ${millions} million rows`);
    for (const [tool, seconds] of Object.entries(best)) {
      rows.push({ work: "bytes of four classes and the rest in 288 bins", points: millions * 1e6, tool, seconds });
      console.log(rows.at(-1));
    }
    Object.assign(rows.at(-Object.keys(best).length)!, {
      bytesReceived: wire.bytesReceived,
      bytesRead: wire.bytesRead,
      bytesStored: await storedBytes(cluster),
    });
    for (const file of parquet) await Deno.remove(file);
  }
} finally {
  await Deno.remove(folder, { recursive: true });
}
await Deno.writeTextFile(
  `${here}results/click_house.json`,
  JSON.stringify({ simulated: true, deno: Deno.version.deno, server, shards: 2, repetitions, rows }, null, 2) + "\n",
);
