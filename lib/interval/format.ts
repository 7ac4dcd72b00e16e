import type { Estimate } from "@/interval/estimate.ts";

/**
 * Writes a number for people: a true minus sign, thin spaces between thousands, no exponent below 10¹⁵.
 *
 * @param decimals How many decimals; as few as show the number to four significant digits when left out.
 *
 * @example
 * ```ts
 * import { formatNumber } from "@/interval/format.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(formatNumber(-17.361, 1), "−17.4");
 * assertEquals(formatNumber(66600000), "66\u202f600\u202f000");
 * assertEquals(formatNumber(0.98), "0.98");
 * assertEquals(formatNumber(Infinity), "∞");
 * ```
 */
export function formatNumber(number: number, decimals?: number): string {
  if (!Number.isFinite(number)) return number > 0 ? "∞" : number < 0 ? "−∞" : "not defined";
  const size = Math.abs(number);
  if (decimals === undefined && size > 0 && size < 1e-12) return signed(number, size.toExponential(3));
  const magnitude = number === 0 ? 0 : Math.floor(Math.log10(size));
  const shown = decimals ?? Math.max(0, 3 - magnitude);
  const [whole, fraction = ""] = size.toFixed(shown).split(".");
  const digits = decimals === undefined ? fraction.replace(/0+$/, "") : fraction;
  const body = whole!.replace(/\B(?=(\d{3})+$)/g, "\u202f") + (digits && `.${digits}`);
  return Number(size.toFixed(shown)) === 0 ? body : signed(number, body);
}

const signed = (number: number, body: string) => number < 0 ? `−${body}` : body;

/**
 * How many decimals an estimate deserves: enough to show its bounds apart, no more; undefined where they are one number.
 *
 * @example
 * ```ts
 * import { decimalsOf } from "@/interval/format.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(decimalsOf({ value: -17.36, low: -18.78, high: -15.9 }), 1);
 * assertEquals(decimalsOf({ value: 11.39, low: 11.385, high: 11.395 }), 3);
 * ```
 */
export function decimalsOf({ value, low, high }: Estimate): number | undefined {
  const half = Math.max(...[value - low, high - value].filter(Number.isFinite), 0);
  if (half === 0) return undefined;
  const decimals = Math.min(100, Math.max(0, Math.ceil(-Math.log10(half))));
  return half >= 1 && half < 10 ? 1 : decimals;
}

/**
 * Writes an estimate with its bounds and unit: `−17.4 % [−18.8, −15.9]`.
 *
 * @example
 * ```ts
 * import { formatEstimate } from "@/interval/format.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(formatEstimate({ value: -20, low: -25.81, high: -13.79 }, "%"), "−20.0 % [−25.8, −13.8]");
 * assertEquals(formatEstimate({ value: 13, low: 13, high: 13 }, ""), "13");
 * assertEquals(formatEstimate({ value: 10, low: 10, high: Infinity }, "%"), "10 % or more");
 * assertEquals(formatEstimate({ value: -6, low: -Infinity, high: -6 }, "%"), "−6 % or below");
 * ```
 */
export function formatEstimate(estimate: Estimate, unit: string): string {
  const { value, low, high } = estimate;
  const decimals = decimalsOf(estimate);
  const write = (number: number) => formatNumber(number, decimals);
  const head = unit === "" ? write(value) : `${write(value)} ${unit}`;
  if (low === high) return head;
  // "or less" of a fall may be taken for a smaller one
  const [more, less] = value < 0 ? ["above", "below"] : ["more", "less"];
  if (high === Infinity && low === value) return `${head} or ${more}`;
  if (low === -Infinity && high === value) return `${head} or ${less}`;
  return `${head} [${write(low)}, ${write(high)}]`;
}
