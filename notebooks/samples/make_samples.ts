/** Makes simulated-networks.csv: `deno run -A notebooks/samples/make_samples.ts`. Four networks that never were. */
import { fileURLToPath } from "node:url";
import { stringify } from "csv-stringify/sync";
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
