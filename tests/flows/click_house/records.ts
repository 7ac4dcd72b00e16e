import { seededStream } from "@/random/seeded_stream.ts";

/** Simulated flow records of all sorts, the same each time; three days over which the clock of Paris changes. */
export const from = Date.parse("2012-03-24T00:00Z");
export const to = Date.parse("2012-03-27T00:00Z");

export interface FlowRecord {
  readonly start: number;
  readonly bytes: number;
  readonly packets: number;
  readonly sampling: number;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly protocol: number;
  readonly sourceAs: number;
  readonly destinationAs: number;
  readonly sourceAddress: string;
  readonly destinationAddress: string;
  readonly exporter: string;
  readonly inputInterface: string;
  readonly outputInterface: string;
  readonly etherType: number;
}

export const exporters = ["192.0.2.1", "192.0.2.2", "2001:db8::1"];
export const interfaces = ["transit", "it's `odd` \\ one", "access"];
export const ports = [53, 80, 443, 6881, 6890, 50_000, 65_535];
export const numbers = [64_500, 64_501, 4_200_000_000];
export const prefixes = [
  "10.0.0.0/8",
  "10.1.0.0/16",
  "10.1.2.3",
  "::/0",
  "2001:db8::/32",
  "2001:db8:1::/48",
  "a01::/16",
  "0.0.0.0/0",
];

export function flowRecords(count: number): FlowRecord[] {
  const generator = seededStream(20120119, 7);
  const draw = (below: number) => Math.floor((generator.next() >>> 0) / 0x1_0000_0000 * below);
  const one = <T>(values: readonly T[]) => values[draw(values.length)]!;
  return Array.from({ length: count }, () => {
    const isFour = draw(3) > 0;
    const address = () =>
      isFour
        ? `10.${draw(3)}.${one([2, 255])}.${one([3, 0, 255])}`
        : one([`2001:db8:${draw(3)}::${draw(9)}`, "a01:203::", "::1"]);
    return {
      start: from + 1000 * draw((to - from) / 1000),
      bytes: draw(10) === 0 ? 0 : 40 + draw(1e9),
      packets: 1 + draw(1e6),
      sampling: one([1, 100, 1000, 4096]),
      sourcePort: one(ports),
      destinationPort: one(ports),
      protocol: one([6, 17, 50]),
      sourceAs: one(numbers),
      destinationAs: one(numbers),
      sourceAddress: address(),
      destinationAddress: address(),
      exporter: one(exporters),
      inputInterface: one(interfaces),
      outputInterface: one(interfaces),
      etherType: isFour ? 0x0800 : 0x86dd,
    };
  });
}

export const keys = [
  "start",
  "bytes",
  "packets",
  "sampling",
  "sourcePort",
  "destinationPort",
  "protocol",
  "sourceAs",
  "destinationAs",
  "sourceAddress",
  "destinationAddress",
  "exporter",
  "inputInterface",
  "outputInterface",
  "etherType",
] as const satisfies readonly (keyof FlowRecord)[];

/** As comma-separated text with a header: times in whole milliseconds. */
export function csvOf(records: readonly FlowRecord[]): string {
  const cell = (value: string | number) => typeof value === "number" ? value : `"${value}"`;
  const lines = records.map((record) => keys.map((key) => cell(record[key])).join(","));
  return [keys.join(","), ...lines].join("\n") + "\n";
}

/** As the tables of 2018 and of today take them: columns with types, and how each is made of the text. */
export interface Layout {
  readonly columns: Readonly<Record<string, readonly [old: string, current: string, expression: string]>>;
  readonly hasInterfaces: boolean;
}

const six = (name: string) => `IPv6StringToNum(if(position(${name}, ':') > 0, ${name}, concat('::ffff:', ${name})))`;
const padded = (name: string) =>
  `toFixedString(if(position(${name}, ':') > 0, toString(IPv6StringToNum(${name})), substring(toString(${
    six(name)
  }), 13, 4)), 16)`;

export const layouts: Readonly<Record<string, Layout>> = {
  akvorado: {
    columns: {
      TimeReceived: ["DateTime", "DateTime", "toDateTime(intDiv(start, 1000))"],
      SamplingRate: ["UInt64", "UInt64", "toUInt64(sampling)"],
      ExporterAddress: ["FixedString(16)", "LowCardinality(IPv6)", six("exporter")],
      ExporterName: ["String", "LowCardinality(String)", "exporter"],
      SrcAddr: ["FixedString(16)", "IPv6", six("sourceAddress")],
      DstAddr: ["FixedString(16)", "IPv6", six("destinationAddress")],
      SrcAS: ["UInt32", "UInt32", "toUInt32(sourceAs)"],
      DstAS: ["UInt32", "UInt32", "toUInt32(destinationAs)"],
      InIfName: ["String", "LowCardinality(String)", "inputInterface"],
      OutIfName: ["String", "LowCardinality(String)", "outputInterface"],
      Proto: ["UInt32", "UInt32", "toUInt32(protocol)"],
      SrcPort: ["UInt16", "UInt16", "toUInt16(sourcePort)"],
      DstPort: ["UInt16", "UInt16", "toUInt16(destinationPort)"],
      Bytes: ["UInt64", "UInt64", "toUInt64(bytes)"],
      Packets: ["UInt64", "UInt64", "toUInt64(packets)"],
    },
    hasInterfaces: true,
  },
  goflow2: {
    columns: {
      time_received_ns: ["UInt64", "DateTime64(9)", "start * 1000000"],
      sampling_rate: ["UInt64", "UInt64", "toUInt64(sampling)"],
      sampler_address: ["FixedString(16)", "FixedString(16)", padded("exporter")],
      src_addr: ["FixedString(16)", "FixedString(16)", padded("sourceAddress")],
      dst_addr: ["FixedString(16)", "FixedString(16)", padded("destinationAddress")],
      src_as: ["UInt32", "UInt32", "toUInt32(sourceAs)"],
      dst_as: ["UInt32", "UInt32", "toUInt32(destinationAs)"],
      etype: ["UInt32", "UInt32", "toUInt32(etherType)"],
      proto: ["UInt32", "UInt32", "toUInt32(protocol)"],
      src_port: ["UInt32", "UInt32", "toUInt32(sourcePort)"],
      dst_port: ["UInt32", "UInt32", "toUInt32(destinationPort)"],
      bytes: ["UInt64", "UInt64", "toUInt64(bytes)"],
      packets: ["UInt64", "UInt64", "toUInt64(packets)"],
    },
    hasInterfaces: false,
  },
  mapped: {
    columns: {
      "select": ["Int64", "Int64", "toInt64(start)"],
      "an `octet`": ["UInt32", "Nullable(UInt32)", "toUInt32(bytes)"],
      pk: ["Int64", "Int64", "toInt64(packets)"],
      rate: ["UInt16", "UInt16", "toUInt16(sampling)"],
      sp: ["UInt16", "UInt16", "toUInt16(sourcePort)"],
      dp: ["UInt16", "UInt16", "toUInt16(destinationPort)"],
      protocol: ["Int16", "Int16", "toInt16(protocol)"],
      sa: ["UInt32", "UInt32", "toUInt32(sourceAs)"],
      da: ["UInt32", "UInt32", "toUInt32(destinationAs)"],
      source: ["String", "String", "sourceAddress"],
      destination: ["String", "String", "destinationAddress"],
      router: ["String", "String", "exporter"],
      inside: ["String", "String", "inputInterface"],
      outside: ["String", "String", "outputInterface"],
    },
    hasInterfaces: true,
  },
};

/** What the address of the mapped table says. */
export const mapping = new URLSearchParams({
  start: "select",
  startUnit: "ms",
  bytes: "an `octet`",
  packets: "pk",
  sampling: "rate",
  sourcePort: "sp",
  destinationPort: "dp",
  protocol: "protocol",
  sourceAs: "sa",
  destinationAs: "da",
  sourceAddress: "source",
  destinationAddress: "destination",
  exporter: "router",
  inputInterface: "inside",
  outputInterface: "outside",
});

/** The types of the text of {@linkcode csvOf}. */
export const textTypes = keys.map((key) => `${key} ${/Address|exporter|Interface/.test(key) ? "String" : "UInt64"}`)
  .join(", ");
