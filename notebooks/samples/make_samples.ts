/**
 * Makes simulated-networks.csv and simulated-flows.parquet: `deno run -A notebooks/samples/make_samples.ts`. Four networks and
 * the flows of one that never were.
 */
import { fileURLToPath } from "node:url";
import { stringify } from "csv-stringify/sync";
import pl from "polars";
import { seededStream } from "@/random/seeded_stream.ts";
import { simulateTraffic } from "@/simulator/simulate_traffic.ts";
import { loadProfile } from "@/simulator/traffic_profile.ts";

const at = "2012-01-19T19:00Z";
const networks = [
  { name: "Network A", level: 150, events: [{ at, change: -0.15, shape: "exponential recovery", halfLife: 18 }] },
  { name: "Network B", level: 60, events: [{ at, change: -0.04, shape: "step" }] },
  { name: "Network C", level: 90, events: [] },
  { name: "Network D", level: 40, events: [] },
] as const;

const profile = await loadProfile("orange-fixed-2013");
const made = networks.map(({ level, events }, index) =>
  simulateTraffic({
    seed: 20120119 + index,
    from: "2012-01-02T00:00+01:00",
    to: "2012-01-30T00:00+01:00",
    bin: { minutes: 15 },
    profile,
    level,
    noise: { kind: "autoregressive", deviation: 0.05, autocorrelation: 0.9 },
    events,
    ...index === 0 && { gaps: { share: 0.01, length: 8 } },
  })
);
const rows = Array.from(made[0]!.times, (time, bin) => ({
  time: Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO("Europe/Paris").toString({
    smallestUnit: "minute",
    timeZoneName: "never",
  }),
  ...Object.fromEntries(networks.map(({ name }, index) => {
    const value = made[index]!.values[bin]!;
    return [`${name} (Gbit/s)`, Number.isNaN(value) ? "" : value.toFixed(2)];
  })),
  simulated: "true",
}));
await Deno.writeTextFile(
  fileURLToPath(new URL("./simulated-networks.csv", import.meta.url)),
  stringify(rows, { header: true }),
);

// Flows of three weeks: some twenty an hour, of two kinds, of which one loses half of its bytes at the event.
const kinds = [
  { level: 8e9, port: 80, sourceAs: 64_501, events: [{ at, change: -0.5, shape: "step" }] },
  { level: 24e9, port: 443, sourceAs: 64_502, events: [] },
] as const;
const generator = seededStream(20120119, 0);
const flows = kinds.flatMap(({ level, port, sourceAs, events }, index) => {
  const { times, values } = simulateTraffic({
    seed: 20120119 + index,
    from: "2012-01-02T00:00+01:00",
    to: "2012-01-23T00:00+01:00",
    bin: { hours: 1 },
    profile,
    level,
    noise: { kind: "autoregressive", deviation: 0.05, autocorrelation: 0.5 },
    events,
  });
  return Array.from(times, (time, hour) =>
    Array.from({ length: 10 }, (_, flow) => ({
      start: time + 360_000 * flow + (generator.next() >>> 0) % 360_000,
      bytes: Math.round(values[hour]! / 10),
      source_port: port,
      destination_port: 32_768 + (generator.next() >>> 0) % 28_000,
      source_as: sourceAs,
      simulated: true,
    }))).flat();
}).sort((a, b) => a.start - b.start);
pl.DataFrame(flows).withColumns(
  pl.col("start").cast(pl.Int64).cast(pl.Datetime("ms")).alias("start"),
  pl.col("bytes").cast(pl.UInt64),
  ...["source_port", "destination_port"].map((name) => pl.col(name).cast(pl.UInt16)),
  pl.col("source_as").cast(pl.UInt32),
).writeParquet(fileURLToPath(new URL("./simulated-flows.parquet", import.meta.url)), { compression: "zstd" });
