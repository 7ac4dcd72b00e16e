import { seededStream } from "@/random/seeded_stream.ts";
import { simulateTraffic } from "@/simulator/simulate_traffic.ts";
import { loadProfile } from "@/simulator/traffic_profile.ts";

/** A kind of traffic of the simulated network. */
interface Kind {
  readonly name: string;
  readonly port: number;
  readonly sourceAs: number;
  /** Bytes in an hour, before sampling. */
  readonly level: number;
  readonly change: number;
}

const kinds: readonly Kind[] = [
  { name: "hosting", port: 80, sourceAs: 64501, level: 4e7, change: -0.6 },
  { name: "web", port: 443, sourceAs: 64510, level: 9e7, change: 0 },
  { name: "peer-to-peer", port: 6881, sourceAs: 64530, level: 3e7, change: 0 },
];

/** Made up, with what is true of it. */
export interface SimulatedFlows {
  readonly simulated: true;
  readonly seed: number;
  readonly from: string;
  readonly to: string;
  readonly event: string;
  readonly samplingRate: number;
  readonly rows: number;
  /** Rows of tab-separated text in the order of {@linkcode flowColumns}, an hour each. */
  readonly hours: readonly string[];
  readonly classes: readonly { readonly name: string; readonly change: number; readonly bytes: Float64Array }[];
}

/** The columns of the rows, named as Akvorado does, with types that servers from 18.16 on know. */
export const flowColumns = {
  TimeReceived: "DateTime",
  SamplingRate: "UInt64",
  ExporterAddress: "FixedString(16)",
  ExporterName: "String",
  SrcAddr: "FixedString(16)",
  DstAddr: "FixedString(16)",
  SrcAS: "UInt32",
  DstAS: "UInt32",
  InIfName: "String",
  OutIfName: "String",
  Proto: "UInt32",
  SrcPort: "UInt16",
  DstPort: "UInt16",
  Bytes: "UInt64",
  Packets: "UInt64",
} as const;

/** Simulated: a month of flows of three kinds, of which hosting loses three fifths of its bytes at the event. */
export async function simulatedFlows(seed = 20120119, flowsAnHour = 60): Promise<SimulatedFlows> {
  const profile = await loadProfile("orange-fixed-2013");
  const [from, to, event] = ["2011-12-26T00:00Z", "2012-01-26T00:00Z", "2012-01-19T19:00Z"];
  const samplingRate = 1000;
  const series = kinds.map(({ level, change }, kind) =>
    simulateTraffic({
      seed: seed + kind,
      from,
      to,
      bin: { hours: 1 },
      level,
      profile,
      noise: { kind: "autoregressive", deviation: 0.03, autocorrelation: 0.8 },
      events: change === 0 ? [] : [{ at: event, change, shape: "step" }],
    })
  );
  const generator = seededStream(seed, 1);
  const draw = (below: number) => Math.floor((generator.next() >>> 0) / 0x1_0000_0000 * below);
  const bytes = series.map(({ values }) => values.map(Math.round));
  const start = Date.parse(from);
  const hours = Array.from({ length: bytes[0]!.length }, (_, hour) => {
    const rows: string[] = [];
    for (const [kind, { port, sourceAs }] of kinds.entries()) {
      let left = bytes[kind]![hour]!;
      for (let flow = 0; flow < flowsAnHour; flow++) {
        const own = flow === flowsAnHour - 1 ? left : Math.floor(2 * left / (flowsAnHour - flow) * draw(1000) / 1000);
        left -= own;
        const second = start / 1000 + 3600 * hour + Math.floor((flow + draw(1000) / 1000) / flowsAnHour * 3600);
        const inwards = draw(10) > 0;
        const [source, destination] = inwards ? [port, 32_768 + draw(28_000)] : [32_768 + draw(28_000), port];
        rows.push([
          second,
          samplingRate,
          address(0xc0000201),
          "edge-1",
          address(0xcb007100 + draw(256)),
          address(0xc6336400 + draw(256)),
          sourceAs,
          64_600 + draw(300),
          "transit",
          "access",
          6,
          source,
          destination,
          own,
          1 + Math.floor(own / 900),
        ].join("\t"));
      }
    }
    return rows.join("\n") + "\n";
  });
  return {
    simulated: true,
    seed,
    from,
    to,
    event,
    samplingRate,
    rows: hours.length * kinds.length * flowsAnHour,
    hours,
    classes: kinds.map(({ name, change }, kind) => ({
      name,
      change,
      bytes: bytes[kind]!.map((sum) => sum * samplingRate),
    })),
  };
}

/** Sixteen bytes of the IPv6 address that maps an IPv4 address, as tab-separated text writes them. */
const address = (four: number) =>
  `\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\xFF\\xFF${
    [24, 16, 8, 0].map((shift) => `\\x${(four >>> shift & 255).toString(16).padStart(2, "0")}`).join("")
  }`;
