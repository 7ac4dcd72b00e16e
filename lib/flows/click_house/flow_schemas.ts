import type { FlowColumns } from "@/flows/flow_columns.ts";

/** How a collector names its columns. */
export interface FlowSchema {
  readonly columns: FlowColumns;
  /** The column of EtherTypes, where IPv4 addresses fill the first four of sixteen bytes. */
  readonly etherType?: string;
  /** Columns by which a table is known to be of this schema. */
  readonly marks: readonly string[];
  /** Whether the collector also keeps tables that are added up over longer stretches, named by their length. */
  readonly isAggregated: boolean;
}

/**
 * The schemas known by name, from the collectors' own definitions (Akvorado: `common/schema/definition.go`; GoFlow2:
 * `compose/kcg/clickhouse/create.sh`). GoFlow2's tables are ordered by the time of receipt, and so is the question put.
 */
export const flowSchemas = {
  "akvorado": {
    columns: {
      start: "TimeReceived",
      bytes: "Bytes",
      packets: "Packets",
      sampling: "SamplingRate",
      sourcePort: "SrcPort",
      destinationPort: "DstPort",
      protocol: "Proto",
      sourceAs: "SrcAS",
      destinationAs: "DstAS",
      sourceAddress: "SrcAddr",
      destinationAddress: "DstAddr",
      exporter: "ExporterName",
      inputInterface: "InIfName",
      outputInterface: "OutIfName",
    },
    marks: ["TimeReceived", "ExporterAddress", "InIfName"],
    isAggregated: true,
  },
  "goflow2": {
    columns: {
      start: "time_received_ns",
      startUnit: "ns",
      bytes: "bytes",
      packets: "packets",
      sampling: "sampling_rate",
      sourcePort: "src_port",
      destinationPort: "dst_port",
      protocol: "proto",
      sourceAs: "src_as",
      destinationAs: "dst_as",
      sourceAddress: "src_addr",
      destinationAddress: "dst_addr",
      exporter: "sampler_address",
    },
    etherType: "etype",
    marks: ["time_received_ns", "sampler_address"],
    isAggregated: false,
  },
  "goflow2-1": {
    columns: {
      start: "TimeReceived",
      startUnit: "s",
      bytes: "Bytes",
      packets: "Packets",
      sampling: "SamplingRate",
      sourcePort: "SrcPort",
      destinationPort: "DstPort",
      protocol: "Proto",
      sourceAs: "SrcAS",
      destinationAs: "DstAS",
      sourceAddress: "SrcAddr",
      destinationAddress: "DstAddr",
      exporter: "SamplerAddress",
    },
    etherType: "EType",
    marks: ["TimeReceived", "SamplerAddress"],
    isAggregated: false,
  },
} as const satisfies Record<string, FlowSchema>;

/** The name of a schema. */
export type FlowSchemaName = keyof typeof flowSchemas;

/**
 * The schema that a table follows, told by its columns.
 *
 * @example
 * ```ts
 * import { schemaOf } from "@/flows/click_house/flow_schemas.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(schemaOf(["TimeReceived", "ExporterAddress", "InIfName", "Bytes"]), "akvorado");
 * assertEquals(schemaOf(["ts", "octets"]), undefined);
 * ```
 */
export function schemaOf(columns: readonly string[]): FlowSchemaName | undefined {
  const names = Object.keys(flowSchemas) as FlowSchemaName[];
  return names.find((name) => flowSchemas[name].marks.every((mark) => columns.includes(mark)));
}

/**
 * The length of the stretches over which Akvorado added up a table, in milliseconds, from its name; 0 for the raw flows.
 *
 * @returns Undefined if it is no table of Akvorado's flows.
 *
 * @example
 * ```ts
 * import { aggregatedOver } from "@/flows/click_house/flow_schemas.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(["flows", "flows_5m0s", "flows_1h0m0s", "flows_raw"].map(aggregatedOver), [0, 300_000, 3_600_000, undefined]);
 * ```
 */
export function aggregatedOver(table: string): number | undefined {
  if (table === "flows") return 0;
  const [, hours, minutes, seconds] = /^flows_(?:(\d+)h)?(?:(\d+)m)?(\d+)s$/.exec(table) ?? [];
  if (seconds === undefined) return undefined;
  return ((Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60 + Number(seconds)) * 1000;
}
