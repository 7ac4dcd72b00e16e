import { type ColumnKind, columnKind } from "@/flows/click_house/column_kind.ts";
import { printable } from "@/read/refuse.ts";

/** A table of flows, or a Distributed table over them, as ClickHouse describes it. */
export interface FlowTable {
  readonly database: string;
  readonly table: string;
  /** The type of each column, by its name. */
  readonly types: Readonly<Record<string, string>>;
  /**
   * The column of EtherTypes, where columns of 16 bytes hold an IPv4 address in their first four, as GoFlow2 writes it. Left
   * out where they hold the IPv6 address that maps it.
   */
  readonly etherType?: string;
}

/**
 * The kind of a column of a table.
 *
 * @throws {RangeError} If there is no such column.
 *
 * @example
 * ```ts
 * import { kindOf } from "@/flows/click_house/flow_table.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(kindOf({ database: "default", table: "flows", types: { Bytes: "UInt64" } }, "Bytes"), "whole number");
 * ```
 */
export function kindOf({ database, table, types }: FlowTable, column: string): ColumnKind {
  const type = Object.hasOwn(types, column) ? types[column] : undefined;
  if (type !== undefined) return columnKind(type);
  const held = Object.keys(types).slice(0, 40).map((name) => printable(name)).join(", ");
  throw new RangeError(
    `The table ${printable(`${database}.${table}`)} has no column ${
      JSON.stringify(printable(column))
    }; it has: ${held}`,
  );
}
