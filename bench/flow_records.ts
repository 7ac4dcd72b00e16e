import pl from "polars";
import type { FlowColumns } from "@/flows/flow_columns.ts";
import type { FlowClass } from "@/flows/flow_question.ts";
import { seededStream } from "@/random/seeded_stream.ts";
import { simulateTraffic } from "@/simulator/simulate_traffic.ts";

export const seed = 20120119;

/** The columns of the records. */
export const columns = {
  start: "start",
  bytes: "bytes",
  packets: "packets",
  sampling: "sampling_rate",
  sourcePort: "source_port",
  destinationPort: "destination_port",
  protocol: "protocol",
  sourceAs: "source_as",
  destinationAs: "destination_as",
  sourceAddress: "source_address",
} as const satisfies FlowColumns;

/** The classes, in order; the kinds below are the same and a rest. */
export const classes: readonly FlowClass[] = [
  { name: "hosting", protocol: [6], port: [80], sourceAs: [64_501, 64_502] },
  { name: "web", protocol: [6], port: [80, 443, 8080] },
  { name: "names", protocol: [17], port: [53] },
  { name: "peer-to-peer", port: [{ from: 6881, to: 6999 }] },
  { name: "television", sourcePrefix: ["198.18.0.0/15"] },
];

interface Kind {
  readonly share: number;
  readonly protocol: number;
  readonly port: number;
  readonly ports: number;
  readonly sourceAs: number;
  readonly address: number;
  readonly packets: number;
}

const kinds: readonly Kind[] = [
  { share: 0.1, protocol: 6, port: 80, ports: 1, sourceAs: 64_501, address: 0xcb007100, packets: 400 },
  { share: 0.45, protocol: 6, port: 443, ports: 1, sourceAs: 64_510, address: 0x0a000000, packets: 40 },
  { share: 0.2, protocol: 17, port: 53, ports: 1, sourceAs: 64_520, address: 0x0a100000, packets: 2 },
  { share: 0.1, protocol: 17, port: 6881, ports: 119, sourceAs: 64_530, address: 0x0a200000, packets: 60 },
  { share: 0.05, protocol: 17, port: 20_000, ports: 1000, sourceAs: 64_540, address: 0xc6120000, packets: 300 },
  { share: 0.1, protocol: 50, port: 0, ports: 1, sourceAs: 64_550, address: 0x0a300000, packets: 20 },
];

export const step = 300_000;
export const from = Date.parse("2012-01-16T00:00Z");
const binsPerFile = 12;

/** How many flows of each kind a file holds in each of its bins: simulated traffic, without hosting after the event. */
function counts(file: number, rows: number): readonly Float64Array[] {
  const [start, end] = [from + file * binsPerFile * step, from + (file + 1) * binsPerFile * step];
  const event = { at: "2012-01-19T19:00Z", change: -0.9, shape: "step" } as const;
  return kinds.map(({ share }, kind) =>
    simulateTraffic({
      seed: seed + 100 * file + kind,
      from: new Date(start).toISOString(),
      to: new Date(end).toISOString(),
      bin: { minutes: 5 },
      level: share * rows / binsPerFile,
      noise: { kind: "autoregressive", deviation: 0.05, autocorrelation: 0.9 },
      events: kind === 0 ? [event] : [],
    }).values.map(Math.round)
  );
}

/** What the records of a file add up to: the bytes of each bin of each class, without and with the sampling rate. */
export interface Truth {
  readonly rows: number;
  readonly bytes: number[][];
}

/**
 * Writes one file of simulated flow records, an hour of about as many rows as asked for, and returns what they add up to.
 */
export function writeFlowRecords(path: string, file: number, rows: number, rowGroupSize: number): Truth {
  const perBin = counts(file, rows);
  const total = perBin.reduce((sum, kind) => sum + kind.reduce((all, count) => all + count), 0);
  const generator = seededStream(seed, 0);
  for (let skip = 0; skip <= file; skip++) generator.jump();
  const draw = (below: number) => Math.floor((generator.next() >>> 0) / 0x1_0000_0000 * below);
  const column = () => new Float64Array(total);
  const [start, bytes, packets, sampling] = [column(), column(), column(), column()];
  const [sourcePort, destinationPort, protocol] = [column(), column(), column()];
  const [sourceAs, destinationAs, sourceAddress] = [column(), column(), column()];
  const truth = kinds.map(() => new Array<number>(binsPerFile).fill(0));
  let row = 0;
  for (let bin = 0; bin < binsPerFile; bin++) {
    const left = perBin.map((kind) => kind[bin]!);
    const count = left.reduce((sum, each) => sum + each, 0);
    const binStart = from + (file * binsPerFile + bin) * step;
    for (let flow = 0; flow < count; flow++, row++) {
      let at = draw(count - flow);
      const kind = left.findIndex((each) => (at -= each) < 0);
      left[kind]!--;
      const { port, ports, ...each } = kinds[kind]!;
      start[row] = binStart + Math.floor(flow / count * step);
      packets[row] = 1 + Math.floor(each.packets * -Math.log((draw(1e9) + 1) / 1e9));
      bytes[row] = packets[row]! * (40 + draw(1461));
      sampling[row] = draw(4) === 0 ? 1000 : 100;
      const server = port + draw(ports);
      const client = port === 0 ? 0 : 32_768 + draw(28_000);
      const inwards = draw(10) > 1;
      [sourcePort[row], destinationPort[row]] = inwards ? [server, client] : [client, server];
      protocol[row] = each.protocol;
      sourceAs[row] = each.sourceAs;
      destinationAs[row] = 64_600 + draw(300);
      sourceAddress[row] = each.address + draw(65_536);
      truth[kind]![bin]! += bytes[row]! * sampling[row]!;
    }
  }
  const integers = (name: string, values: Float64Array, type: ReturnType<typeof pl.Series>["dtype"]) =>
    pl.Series(name, values).cast(type);
  const frame = pl.DataFrame([
    integers("start", start, pl.Int64).cast(pl.Datetime("ms")).alias("start"),
    integers("bytes", bytes, pl.UInt64),
    integers("packets", packets, pl.UInt64),
    integers("sampling_rate", sampling, pl.UInt64),
    integers("source_port", sourcePort, pl.UInt16),
    integers("destination_port", destinationPort, pl.UInt16),
    integers("protocol", protocol, pl.UInt8),
    integers("source_as", sourceAs, pl.UInt32),
    integers("destination_as", destinationAs, pl.UInt32),
    integers("source_address", sourceAddress, pl.UInt32),
  ]);
  frame.lazy().sinkParquet(path, { compression: "zstd", rowGroupSize, statistics: true }).collectSync();
  return { rows: total, bytes: truth };
}
