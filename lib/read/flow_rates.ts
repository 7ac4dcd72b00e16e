import { refuse } from "@/read/refuse.ts";

/** Flow records, column by column: what routers export of each conversation. */
export interface FlowRows {
  /** The first and the last packet, in milliseconds since 1970 UTC. */
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  readonly bytes: Float64Array;
  readonly packets: Float64Array;
  /** What each flow is counted under, such as its protocol. */
  readonly classes: readonly string[];
}

/** Rates of one class in bins, in bit/s. */
export interface FlowRates {
  readonly class: string;
  /** NaN in bins without any flow of any class: they are taken as not observed. */
  readonly values: Float64Array;
}

/**
 * The rates of flows in bins: the bytes of each are spread evenly from its first to its last packet. The first and the last
 * bin, which the records cover in part, are left out.
 *
 * @param bin The length of a bin in milliseconds.
 * @returns The start of each bin, and the rates of all flows and of each class.
 * @throws {DataError} If there are fewer than three bins, or more than ten million.
 *
 * @example
 * ```ts
 * import { flowRates } from "@/read/flow_rates.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const flows = {
 *   starts: Float64Array.of(0, 1500, 3500),
 *   ends: Float64Array.of(0, 2500, 3500),
 *   bytes: Float64Array.of(1, 250, 1),
 *   packets: Float64Array.of(1, 2, 1),
 *   classes: ["TCP", "TCP", "UDP"],
 * };
 * const { times, rates } = flowRates(flows, 1000, "flows.csv");
 * assertEquals(times, Float64Array.of(1000, 2000));
 * assertEquals(rates[0], { class: "all", values: Float64Array.of(1000, 1000) });
 * ```
 */
export function flowRates(
  { starts, ends, bytes, classes }: FlowRows,
  bin: number,
  file: string,
): { times: Float64Array; rates: FlowRates[] } {
  const first = Math.floor(starts.reduce((least, time) => Math.min(least, time), Infinity) / bin);
  const last = Math.floor(ends.reduce((most, time) => Math.max(most, time), -Infinity) / bin);
  const count = last - first + 1;
  if (!(count >= 3 && count <= 1e7)) {
    refuse({ file, value: `flows over ${count} bins of ${bin / 1000} s`, expected: "flows over 3 to 10 million bins" });
  }
  const names = ["all", ...new Set(classes)].slice(0, 1000);
  const totals = new Map(names.map((name) => [name, new Float64Array(count)]));
  const all = totals.get("all")!;
  const met = new Uint8Array(count);
  for (let flow = 0; flow < bytes.length; flow++) {
    const [start, end] = [starts[flow]!, Math.max(ends[flow]!, starts[flow]!)];
    const own = totals.get(classes[flow]!);
    const to = Math.floor(end / bin);
    for (let at = Math.floor(start / bin); at <= to; at++) {
      const shared = Math.min(end, (at + 1) * bin) - Math.max(start, at * bin);
      const part = end > start ? shared / (end - start) : 1;
      const rate = 8 * bytes[flow]! * part / (bin / 1000);
      all[at - first]! += rate;
      if (own !== undefined && own !== all) own[at - first]! += rate;
      met[at - first] = 1;
    }
  }
  const inside = (values: Float64Array) => values.map((value, at) => met[at] ? value : NaN).slice(1, -1);
  return {
    times: Float64Array.from({ length: count - 2 }, (_, at) => (first + 1 + at) * bin),
    rates: [...totals].map(([name, values]) => ({ class: name, values: inside(values) })),
  };
}
