import { type FlowSchemaName, flowSchemas } from "@/flows/click_house/flow_schemas.ts";
import type { FlowColumns } from "@/flows/flow_columns.ts";

/** Where flows are kept, and how they are named there. */
export interface FlowPlace {
  /** Of the server's HTTP interface. */
  readonly url: string;
  readonly user?: string;
  readonly database: string;
  readonly table: string;
  /** Told by the columns of the table when left out. */
  readonly schema?: FlowSchemaName;
  /** Columns that are named otherwise than in the schema, or all that are needed where there is none. */
  readonly columns: Partial<FlowColumns>;
  readonly etherType?: string;
  /** Whether the flows were made, not measured. */
  readonly isSimulated: boolean;
}

const columnKeys = [
  "start",
  "startUnit",
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
] as const satisfies readonly (keyof FlowColumns)[];

/**
 * Reads `clickhouse://[USER@]HOST[:PORT]/DATABASE?table=TABLE`. More may stand behind it: `schema=akvorado`, `secure=true` for
 * TLS, `simulated=true` for flows that were made, and columns by what they hold, such as `start=ts&startUnit=ms&bytes=octets`. The port is that of HTTP: 8123, or 8443
 * with TLS.
 *
 * @throws {RangeError} If it is not such an address, a key is not known, or a password stands in it.
 *
 * @example
 * ```ts
 * import { readFlowPlace } from "@/flows/click_house/flow_place.ts";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const { url, database, table, columns } = readFlowPlace("clickhouse://flows.example/net?table=conn&start=ts&secure=true");
 * assertEquals([url, database, table, columns], ["https://flows.example:8443", "net", "conn", { start: "ts" }]);
 * assertThrows(() => readFlowPlace("clickhouse://me:secret@flows.example/net"), RangeError, "CLICKHOUSE_PASSWORD");
 * ```
 */
export function readFlowPlace(text: string): FlowPlace {
  let at;
  try {
    at = new URL(text);
  } catch {
    throw misread("clickhouse://HOST/DATABASE?table=TABLE is needed");
  }
  if (at.protocol !== "clickhouse:" || at.hostname === "") {
    throw misread("clickhouse://HOST/DATABASE?table=TABLE is needed");
  }
  if (at.password !== "") throw misread("a password does not belong into it: CLICKHOUSE_PASSWORD holds it");
  const values = new Map(at.searchParams);
  const take = (key: string) => {
    const value = values.get(key);
    values.delete(key);
    return value === "" ? undefined : value;
  };
  const isSecure = oneOf("secure", take("secure") ?? "false", ["true", "false"]) === "true";
  const isSimulated = oneOf("simulated", take("simulated") ?? "false", ["true", "false"]) === "true";
  const schema = take("schema");
  const startUnit = values.get("startUnit");
  if (startUnit !== undefined) oneOf("startUnit", startUnit, ["s", "ms", "us", "ns"]);
  const table = take("table") ?? "flows";
  const etherType = take("etherType");
  const columns = Object.fromEntries(
    columnKeys.map((key) => [key, take(key)]).filter(([, name]) => name !== undefined),
  );
  const [unknown] = values.keys();
  if (unknown !== undefined) {
    const known = ["table", "schema", "secure", "simulated", "etherType", ...columnKeys].join(", ");
    throw misread(`${JSON.stringify(unknown)} is not known; known are: ${known}`);
  }
  return {
    url: `${isSecure ? "https" : "http"}://${at.hostname}:${at.port || (isSecure ? 8443 : 8123)}`,
    ...at.username !== "" && { user: decodeURIComponent(at.username) },
    database: decodeURIComponent(at.pathname.slice(1)) || "default",
    table,
    ...schema !== undefined && {
      schema: oneOf("schema", schema, Object.keys(flowSchemas)) as FlowSchemaName,
    },
    columns,
    isSimulated,
    ...etherType !== undefined && { etherType },
  };
}

function oneOf(key: string, value: string, allowed: readonly string[]): string {
  if (allowed.includes(value)) return value;
  throw misread(`${key} is one of ${allowed.join(", ")}, current value is ${JSON.stringify(value)}`);
}

const misread = (what: string) => new RangeError(`Cannot read where the flows are: ${what}`);
