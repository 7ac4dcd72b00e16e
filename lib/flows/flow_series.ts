import type { FlowGrid } from "@/flows/flow_grid.ts";
import { type FlowMeasure, type FlowQuestion, otherClass } from "@/flows/flow_question.ts";
import type { Series } from "@/series/series.ts";

/** The traffic of a class of flows, a whole number in each bin. */
export interface FlowSeries extends Series {
  readonly name: string;
  readonly unit: string;
}

/** What an engine found. */
export interface FlowSums {
  /** The sum of each step of the grid, of each class in order and of the rest. */
  readonly totals: readonly Float64Array[];
  /** The stretches in which flows were written down, in milliseconds: for a file, from its first step with a flow to its last. */
  readonly spans: readonly { readonly start: number; readonly end: number }[];
  readonly flows: number;
  /** Whether all of them say that they were made, not measured. */
  readonly simulated?: boolean;
}

/** For how long no flow may start before it is taken that none was written down, in milliseconds. */
const longestQuiet = 60_000;

const isGap = (coverage: number) => coverage <= 0.5;

/**
 * Sums of flows as one series a class, on every bin of the grid.
 *
 * A bin without a flow is 0 where flows were being written down: from the minute of a file's first flow to that of its last,
 * of whatever class, and half of `quiet` before and after. It is a gap where no more than half of it was. A bin observed in
 * part keeps the sum of what was seen, and `coverage` says how much of it was.
 *
 * @param quiet How far apart in milliseconds two files may be and count as one; a minute when left out.
 * @throws {RangeError} If a sum is not below 2^53.
 *
 * @example
 * ```ts
 * import { flowSeries } from "@/flows/flow_series.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const question = { measure: "bytes", bin: { minutes: 1 }, classes: [], columns: { start: "start", bytes: "bytes" } } as const;
 * const grid = { edges: Float64Array.of(0, 60_000, 120_000, 180_000), step: 60_000 };
 * const sums = { totals: [Float64Array.of(1500, 0, 0)], spans: [{ start: 0, end: 120_000 }], flows: 1 };
 * const [all] = flowSeries({ ...question, window: { from: 0, to: 180_000 } }, grid, sums);
 * assertEquals(all!.values, Float64Array.of(1500, 0, NaN));
 * ```
 */
export function flowSeries(
  question: FlowQuestion,
  { edges, step }: FlowGrid,
  { totals, spans, flows, simulated }: FlowSums,
  quiet = longestQuiet,
): FlowSeries[] {
  const coverage = covered(edges, spans, quiet);
  const names = question.classes.length === 0 ? ["all"] : [...question.classes.map(({ name }) => name), otherClass];
  const missing = coverage.reduce((count, part) => isGap(part) ? count + 1 : count, 0);
  const partial = coverage.reduce((count, part) => part > 0 && isGap(part) ? count + 1 : count, 0);
  const { bin, zone = "UTC", measure, sampling = 1 } = question;
  return names.map((name, index) => ({
    name,
    unit: `${measure} a bin`,
    times: edges.slice(0, -1),
    end: edges.at(-1)!,
    values: binned(totals[index]!, edges, step, name).map((sum, at) => isGap(coverage[at]!) ? NaN : sum),
    coverage,
    bin,
    zone,
    ...simulated && { simulated: true as const },
    record: {
      rows: flows,
      missing: 0,
      nonNumeric: 0,
      negative: 0,
      duplicates: 0,
      disordered: 0,
      outside: 0,
      step,
      stepInferred: false,
      gaps: missing,
      partial,
      choices: [
        `${flows} flows, each with all its ${measure} in the bin in which it starts`,
        ...sampling === 1 ? [] : [`multiplied by the sampling rate (${sampling === "column" ? "of each" : sampling})`],
        ...missing === 0 ? [] : [`${missing} bins missing: no file has flows of more than half of them`],
      ],
    },
  }));
}

const units: Record<FlowMeasure, { unit: string; factor: number }> = {
  bytes: { unit: "bit/s", factor: 8 },
  packets: { unit: "packet/s", factor: 1 },
  flows: { unit: "flow/s", factor: 1 },
};

/**
 * Volumes as rates over the observed part of each bin: bytes as bit/s, packets and flows a second.
 *
 * @example
 * ```ts
 * import { flowSeries, rateOfFlows } from "@/flows/flow_series.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const window = { from: 0, to: 60_000 };
 * const question = { measure: "bytes", bin: { minutes: 1 }, window, classes: [], columns: { start: "start" } } as const;
 * const grid = { edges: Float64Array.of(0, 60_000), step: 60_000 };
 * const sums = { totals: [Float64Array.of(1500)], spans: [{ start: 0, end: 60_000 }], flows: 1 };
 * const [all] = flowSeries(question, grid, sums);
 * assertEquals(rateOfFlows(all!, "bytes").values, Float64Array.of(200));
 * ```
 */
export function rateOfFlows(series: FlowSeries, measure: FlowMeasure): FlowSeries {
  const { unit, factor } = units[measure];
  const { times, end, values, coverage } = series;
  return {
    ...series,
    unit,
    values: values.map((value, at) => {
      const seconds = ((times[at + 1] ?? end) - times[at]!) / 1000;
      return factor * value / (seconds * coverage[at]!);
    }),
  };
}

/** The steps of a class put together to bins. */
function binned(totals: Float64Array, edges: Float64Array, step: number, name: string): Float64Array {
  const values = new Float64Array(edges.length - 1);
  for (let bin = 0, at = 0; bin < values.length; bin++) {
    for (const until = (edges[bin + 1]! - edges[0]!) / step; at < until; at++) values[bin]! += totals[at]!;
    if (values[bin]! > Number.MAX_SAFE_INTEGER) {
      throw new RangeError(
        `Cannot add up flows: sums below 2^53 are needed to be exact (choose shorter bins), current sum of ${name} from ${
          new Date(edges[bin]!).toISOString()
        } is ${values[bin]}`,
      );
    }
  }
  return values;
}

/** The part of each bin that lies in the spans, each half of `quiet` longer at both ends. */
function covered(edges: Float64Array, spans: FlowSums["spans"], quiet: number): Float64Array {
  const joined: { start: number; end: number }[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const [start, end] = [span.start - quiet / 2, span.end + quiet / 2];
    const before = joined.at(-1);
    if (before !== undefined && start <= before.end) before.end = Math.max(before.end, end);
    else joined.push({ start, end });
  }
  const coverage = new Float64Array(edges.length - 1);
  let span = 0;
  for (let bin = 0; bin < coverage.length; bin++) {
    const [start, end] = [edges[bin]!, edges[bin + 1]!];
    while (span < joined.length && joined[span]!.end <= start) span++;
    let seen = 0;
    for (let at = span; at < joined.length && joined[at]!.start < end; at++) {
      seen += Math.min(end, joined[at]!.end) - Math.max(start, joined[at]!.start);
    }
    coverage[bin] = seen / (end - start);
  }
  return coverage;
}
