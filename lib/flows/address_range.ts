/** Addresses from the first to the last, as numbers of 128 bits. */
export interface AddressRange {
  readonly first: bigint;
  readonly last: bigint;
}

const mapped = 0xffffn << 32n;

/**
 * The number of an IPv4 or IPv6 address; an IPv4 address gets that of the IPv6 address that maps it (RFC 4291, 2.5.5.2).
 *
 * @returns Undefined if the text is no address.
 *
 * @example
 * ```ts
 * import { addressNumber } from "@/flows/address_range.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(addressNumber("192.0.2.1"), addressNumber("::ffff:192.0.2.1"));
 * assertEquals(addressNumber("::1"), 1n);
 * assertEquals(addressNumber("192.0.2.256"), undefined);
 * ```
 */
export function addressNumber(text: string): bigint | undefined {
  if (!text.includes(":")) {
    const four = numberOfFour(text);
    return four === undefined ? undefined : mapped | BigInt(four);
  }
  const [head = "", tail, ...rest] = text.split("::");
  if (rest.length > 0) return undefined;
  const [front, back] = [groupsOf(head, tail === undefined), groupsOf(tail ?? "", true)];
  if (front === undefined || back === undefined) return undefined;
  const missing = 8 - front.length - back.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...front, ...Array<number>(missing).fill(0), ...back];
  return groups.reduce((number, group) => number << 16n | BigInt(group), 0n);
}

/**
 * The addresses of a prefix such as `192.0.2.0/24` or `2001:db8::/32`, or of an address alone.
 *
 * @throws {RangeError} If the text is no prefix, or its address has bits beyond its length.
 *
 * @example
 * ```ts
 * import { readAddressRange } from "@/flows/address_range.ts";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const { first, last } = readAddressRange("192.0.2.0/24");
 * assertEquals(last - first, 255n);
 * assertThrows(() => readAddressRange("192.0.2.1/24"), RangeError);
 * ```
 */
export function readAddressRange(text: string): AddressRange {
  const [, address = "", digits] = /^([0-9a-f:.]{2,45})(?:\/(\d{1,3}))?$/i.exec(text.trim()) ?? [];
  const number = addressNumber(address);
  const width = address.includes(":") ? 128 : 32;
  const length = digits === undefined ? width : Number(digits);
  const size = 1n << BigInt(Math.max(0, width - length));
  if (number === undefined || length > width || number % size !== 0n) {
    throw new RangeError(
      `Cannot read a prefix: an IPv4 or IPv6 prefix such as 192.0.2.0/24 or 2001:db8::/32, without bits beyond its length, is needed, current value is ${
        JSON.stringify(text)
      }`,
    );
  }
  return { first: number, last: number + size - 1n };
}

function numberOfFour(text: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1);
  if (parts === undefined || parts.some((part) => Number(part) > 255 || (part.length > 1 && part[0] === "0"))) {
    return undefined;
  }
  return parts.reduce((number, part) => number * 256 + Number(part), 0);
}

/** The groups of 16 bits of one side of "::"; a last part may be an IPv4 address. */
function groupsOf(text: string, isEnd: boolean): number[] | undefined {
  if (text === "") return [];
  const parts = text.split(":");
  const four = isEnd && parts.at(-1)!.includes(".") ? numberOfFour(parts.pop()!) : undefined;
  if (parts.some((part) => !/^[0-9a-f]{1,4}$/i.test(part))) return undefined;
  return [...parts.map((part) => parseInt(part, 16)), ...four === undefined ? [] : [four >>> 16, four & 0xffff]];
}
