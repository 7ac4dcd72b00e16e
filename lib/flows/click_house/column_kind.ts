/** What a column of ClickHouse can be compared with and counted as. */
export type ColumnKind =
  | "date and time"
  | "date and time with fractions"
  | "whole number"
  | "text"
  | "choice"
  | "16 bytes"
  | "IPv4"
  | "IPv6"
  | "other";

/**
 * The kind of a column from its type as `system.columns` writes it.
 *
 * @example
 * ```ts
 * import { columnKind } from "@/flows/click_house/column_kind.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(columnKind("LowCardinality(Nullable(String))"), "text");
 * assertEquals(columnKind("DateTime64(9, 'UTC')"), "date and time with fractions");
 * assertEquals(columnKind("Array(UInt32)"), "other");
 * ```
 */
export function columnKind(type: string): ColumnKind {
  const inner = /^(?:LowCardinality|Nullable)\((.*)\)$/.exec(type)?.[1];
  if (inner !== undefined) return columnKind(inner);
  const [name] = /^\w+/.exec(type) ?? [""];
  if (type === "FixedString(16)") return "16 bytes";
  return /^U?Int(8|16|32|64)$/.test(type) ? "whole number" : kinds[name] ?? "other";
}

const kinds: Record<string, ColumnKind> = {
  DateTime: "date and time",
  DateTime64: "date and time with fractions",
  String: "text",
  FixedString: "text",
  Enum8: "choice",
  Enum16: "choice",
  IPv4: "IPv4",
  IPv6: "IPv6",
};
