import { type AddressRange, readAddressRange } from "@/flows/address_range.ts";
import { type FlowTable, kindOf } from "@/flows/click_house/flow_table.ts";
import { sqlInteger, sqlName } from "@/flows/click_house/sql_text.ts";

const four: AddressRange = { first: 0xffffn << 32n, last: (0xffffn << 32n) + 0xffff_ffffn };
const etherTypeOfFour = 0x0800;

/**
 * In SQL: whether the address in a column lies in a prefix. An IPv4 address is the same as the IPv6 address that maps it.
 *
 * @throws {RangeError} If the column is missing or cannot hold addresses.
 *
 * @example
 * ```ts
 * import { addressSql } from "@/flows/click_house/address_sql.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const table = { database: "default", table: "flows", types: { source: "IPv4" } };
 * assertEquals(addressSql("source", "192.0.2.0/24", table), "toUInt32(`source`) BETWEEN 3221225984 AND 3221226239");
 * assertEquals(addressSql("source", "2001:db8::/32", table), "0");
 * ```
 */
export function addressSql(name: string, prefix: string, table: FlowTable): string {
  const range = readAddressRange(prefix);
  const column = sqlName(name);
  const kind = kindOf(table, name);
  if (kind === "IPv4" || kind === "whole number") {
    const part = common(range, four);
    return part === undefined
      ? "0"
      : between(`toUInt32(${column})`, part, (address) => sqlInteger(Number(address - four.first)));
  }
  if (kind === "IPv6") return between(column, range, (address) => `toIPv6('${groups(address)}')`);
  if (kind === "16 bytes") {
    return table.etherType === undefined
      ? between(column, range, bytes)
      : padded(column, range, sqlName(table.etherType));
  }
  if (kind === "text") {
    const asSix = `IPv6StringToNum(if(position(${column}, ':') > 0, ${column}, concat('::ffff:', ${column})))`;
    return between(asSix, range, bytes);
  }
  throw new RangeError(`The column ${JSON.stringify(name)} is of type ${table.types[name]}, which holds no addresses`);
}

/** Where IPv4 addresses are the first four bytes of the sixteen, and only the EtherType tells them from IPv6 ones. */
function padded(column: string, range: AddressRange, etherType: string): string {
  const part = common(range, four);
  const isFour = `${etherType} = ${etherTypeOfFour}`;
  const six = `(NOT ${isFour} AND ${between(column, range, bytes)})`;
  if (part === undefined) return six;
  const shifted = { first: (part.first - four.first) << 96n, last: (part.last - four.first) << 96n };
  const own = `(${isFour} AND ${between(column, shifted, bytes)})`;
  const isAllFour = part.first === range.first && part.last === range.last;
  return isAllFour ? own : `(${own} OR ${six})`;
}

/**
 * In SQL: whether a column holds the address of an exporter. Its family is not that of the flow, so no EtherType tells it.
 *
 * @throws {RangeError} As {@linkcode addressSql}.
 *
 * @example
 * ```ts
 * import { exporterSql } from "@/flows/click_house/address_sql.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const table = { database: "default", table: "flows", types: { sampler: "FixedString(16)" }, etherType: "etype" };
 * assertEquals(
 *   exporterSql("sampler", "192.0.2.1", table),
 *   "`sampler` = toFixedString(unhex('c0000201000000000000000000000000'), 16)",
 * );
 * ```
 */
export function exporterSql(name: string, address: string, { etherType, ...table }: FlowTable): string {
  const range = readAddressRange(address);
  const isPadded = etherType !== undefined && kindOf(table, name) === "16 bytes" && common(range, four) !== undefined;
  if (!isPadded) return addressSql(name, address, table);
  return between(
    sqlName(name),
    { first: range.first - four.first << 96n, last: range.last - four.first << 96n },
    bytes,
  );
}

const between = (value: string, { first, last }: AddressRange, literal: (address: bigint) => string) =>
  first === last ? `${value} = ${literal(first)}` : `${value} BETWEEN ${literal(first)} AND ${literal(last)}`;

function common(a: AddressRange, b: AddressRange): AddressRange | undefined {
  const first = a.first > b.first ? a.first : b.first;
  const last = a.last < b.last ? a.last : b.last;
  return first > last ? undefined : { first, last };
}

const digitsOf = (address: bigint) => address.toString(16).padStart(32, "0");
const bytes = (address: bigint) => `toFixedString(unhex('${digitsOf(address)}'), 16)`;
const groups = (address: bigint) => digitsOf(address).match(/.{4}/g)!.join(":");
