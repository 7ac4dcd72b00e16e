import { type Cluster, clusterName } from "./cluster.ts";
import { flowColumns, type SimulatedFlows } from "./simulated_flows.ts";

const typed = Object.entries(flowColumns).map(([name, type]) => `${name} ${type}`).join(", ");
const dimensions = [
  "SamplingRate",
  "ExporterAddress",
  "ExporterName",
  "SrcAS",
  "DstAS",
  "InIfName",
  "OutIfName",
  "Proto",
];
const aggregated = ["TimeReceived", ...dimensions, "Bytes", "Packets"];

/** Makes tables as Akvorado has them on a cluster: raw flows, and sums over an hour, on each shard and as one on top. */
export async function makeFlowTables({ shards }: Cluster): Promise<void> {
  const hourly = aggregated.map((name) => `${name} ${flowColumns[name as keyof typeof flowColumns]}`).join(", ");
  for (const { run } of shards) {
    await run(
      `CREATE TABLE flows_local (${typed}) ENGINE = MergeTree PARTITION BY toYYYYMM(TimeReceived) ORDER BY (TimeReceived, ExporterAddress)`,
    );
    await run(
      `CREATE TABLE flows_1h0m0s_local (${hourly}) ENGINE = SummingMergeTree((Bytes, Packets)) PARTITION BY toYYYYMM(TimeReceived) ORDER BY (TimeReceived, ${
        dimensions.join(", ")
      })`,
    );
    for (const [table, columns] of [["flows", typed], ["flows_1h0m0s", hourly]]) {
      await run(
        `CREATE TABLE ${table} (${columns}) ENGINE = Distributed(${clusterName}, default, ${table}_local, cityHash64(SrcAS, DstAS, TimeReceived))`,
      );
    }
  }
}

/** Writes flows through the first shard to all of them, and their hourly sums on each. */
export async function fillFlowTables({ shards }: Cluster, { hours }: SimulatedFlows): Promise<void> {
  const [first] = shards;
  const names = Object.keys(flowColumns).join(", ");
  const days = Math.ceil(hours.length / 24);
  for (let day = 0; day < days; day++) {
    await first!.run(
      `INSERT INTO flows (${names}) FORMAT TabSeparated`,
      hours.slice(24 * day, 24 * (day + 1)).join(""),
      { insert_distributed_sync: "1" },
    );
  }
  const sums = aggregated.map((name) =>
    name === "TimeReceived"
      ? "toStartOfHour(TimeReceived)"
      : name === "Bytes" || name === "Packets"
      ? `sum(${name})`
      : name
  );
  for (const { run } of shards) {
    await run(
      `INSERT INTO flows_1h0m0s_local (${aggregated.join(", ")}) SELECT ${
        sums.join(", ")
      } FROM flows_local GROUP BY toStartOfHour(TimeReceived), ${dimensions.join(", ")}`,
    );
  }
}
