import { type FlowTable, kindOf } from "@/flows/click_house/flow_table.ts";
import { sqlInteger, sqlName } from "@/flows/click_house/sql_text.ts";
import type { FlowColumns } from "@/flows/flow_columns.ts";

/** How many of a unit make a millisecond, or how many milliseconds one makes. */
const units = {
  s: { times: 1000, by: 1 },
  ms: { times: 1, by: 1 },
  us: { times: 1, by: 1000 },
  ns: { times: 1, by: 1e6 },
};
const latest = 4_294_967_295_000;

/** When flows started, in SQL. */
export interface TimeSql {
  /** An expression: whole milliseconds since 1970 UTC. */
  readonly milliseconds: string;
  /** A literal to compare the bare column with, so that the order of the table helps: the first instant that is not before. */
  readonly literal: (milliseconds: number) => string;
}

/**
 * The start of flows in SQL. Only numbers since 1970 are used, never the text of a date: no time zone of the server matters.
 *
 * @throws {RangeError} If the column is missing or holds no time, or a number's unit is not known.
 *
 * @example
 * ```ts
 * import { timeSql } from "@/flows/click_house/time_sql.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const table = { database: "default", table: "flows", types: { TimeReceived: "DateTime" } };
 * const { milliseconds, literal } = timeSql({ start: "TimeReceived" }, table);
 * assertEquals(milliseconds, "toInt64(toUnixTimestamp(`TimeReceived`)) * 1000");
 * assertEquals(literal(1500), "toDateTime(2)");
 * ```
 */
export function timeSql({ start, startUnit }: Pick<FlowColumns, "start" | "startUnit">, table: FlowTable): TimeSql {
  const column = sqlName(start);
  switch (kindOf(table, start)) {
    case "date and time":
      return {
        milliseconds: `toInt64(toUnixTimestamp(${column})) * 1000`,
        literal: (time) => `toDateTime(${sqlInteger(Math.ceil(within(time) / 1000))})`,
      };
    case "date and time with fractions":
      return {
        milliseconds: `toUnixTimestamp64Milli(${column})`,
        literal: (time) => `fromUnixTimestamp64Milli(toInt64(${sqlInteger(within(time))}), 'UTC')`,
      };
    case "whole number": {
      if (startUnit === undefined) {
        throw new RangeError(`Say what ${JSON.stringify(start)} counts since 1970 UTC: startUnit is s, ms, us or ns`);
      }
      const { times, by } = units[startUnit];
      return {
        milliseconds: by === 1
          ? `toInt64(${column})${times === 1 ? "" : ` * ${times}`}`
          : `intDiv(toInt64(${column}), ${by})`,
        literal: (time) => times === 1 ? `${BigInt(time) * BigInt(by)}` : sqlInteger(Math.ceil(time / times)),
      };
    }
    default:
      throw new RangeError(`The column ${JSON.stringify(start)} is of type ${table.types[start]}, which is no time`);
  }
}

function within(time: number): number {
  if (time >= 0 && time <= latest) return time;
  throw new RangeError(`The table holds times from 1970 to 2106, current value is ${time} ms since 1970`);
}
