import { type Cell, type CellPlaces, isMissing } from "@/read/number_column.ts";
import { printable, refuse } from "@/read/refuse.ts";
import { counterRates } from "@/series/counter_rates.ts";

/** How a column of counter readings, as SNMP gives them, becomes rates. */
export interface CounterOptions {
  /** The width of the counter; by the name (ifHCInOctets 64 bit, ifInOctets 32) when left out. */
  readonly counter?: 32 | 64;
  /** The previous rate the line can carry, in bit/s: tells a wrap from a reset. */
  readonly lineRate?: number;
}

const octets = /^(?:if(HC)?(?:In|Out)Octets)(?:\.\d+)?$/;

/** Whether a column has the name of an octet counter of the interfaces MIB (RFC 2863). */
export const counterNamed = (column: string): boolean => octets.test(column.trim());

/**
 * The rates of a column of octet counters in bit/s, each stamped with the end of its stretch.
 *
 * @throws {DataError} If a reading is no whole number, times do not rise, or the counter falls and no line rate tells a wrap
 * from a reset.
 */
export function counterColumn(
  times: Float64Array,
  cells: ArrayLike<Cell>,
  { file, column, lines }: CellPlaces,
  { counter, lineRate }: CounterOptions,
): { unit: string; values: Float64Array; stamp: "end"; notes: string[] } {
  const bits = counter ?? (octets.exec(column.trim())?.[1] === undefined ? 32 : 64);
  const counters = Array.from({ length: cells.length }, (_, row) => {
    const cell = cells[row];
    if (isMissing(cell)) return null;
    const text = String(cell).trim();
    if (/^\d{1,20}$/.test(text) && BigInt(text) < 2n ** BigInt(bits)) return BigInt(text);
    refuse({ file, row: lines[row]!, column, value: text, expected: `a whole number of a ${bits}-bit counter` });
  });
  const late = times.findIndex((time, row) => row > 0 && time <= times[row - 1]!);
  if (late >= 0) {
    refuse({
      file,
      row: lines[late]!,
      value: new Date(times[late]!).toISOString(),
      expected: "readings in order of time",
    });
  }
  let previous = 0n;
  const fallen = counters.findIndex((count) => {
    if (count === null) return false;
    const falls = count < previous;
    previous = count;
    return falls;
  });
  if (fallen >= 0 && lineRate === undefined) {
    refuse({
      file,
      row: lines[fallen]!,
      column,
      value: String(counters[fallen]),
      expected: "a counter that does not fall, or the line rate, which tells a wrap from a reset,",
    });
  }
  const rates = counterRates(
    { times, counters },
    { bits, scale: 8, ...lineRate !== undefined && { maximumRate: lineRate / 8 } },
  );
  const said = (count: number, what: string) => count > 0 ? [`${count} ${what}`] : [];
  return {
    unit: "bit/s",
    values: Float64Array.from(rates.values, (value) => value ?? NaN),
    stamp: "end",
    notes: [
      `${printable(column)} read as a ${bits}-bit counter of octets: rates in bit/s between readings`,
      ...said(rates.wraps, "wraps of the counter"),
      ...said(rates.resets, "resets of the counter: no rate there"),
      ...said(rates.implausible, "rates above the line rate: left out"),
      ...said(rates.ambiguous, "stretches in which the counter may have come round more than once: left out"),
      ...said(rates.failed, "readings that failed"),
    ],
  };
}
