import { type FlowQuestion } from "@/flows/flow_question.ts";
import { binEdges, nominalLength } from "@/series/bin_edges.ts";

/** The bins of a question, and the even steps of which each bin holds a whole number. */
export interface FlowGrid {
  /** In milliseconds since 1970 UTC: one more than there are bins. */
  readonly edges: Float64Array;
  /** The length of a step in milliseconds: a minute, or the longest below it that divides every bin. */
  readonly step: number;
}

const mostSteps = 5e6;
const longestStep = 60_000;

/**
 * The bins that lie whole in the window of a question. An engine adds up in even steps, floor((start − first edge) / step),
 * and the steps are put together afterwards: bins need not be equally long (days where the clock changes), and it is seen to
 * the minute when flows were being written down.
 *
 * @throws {RangeError} If no bin lies in the window, there are more than five million bins or steps, or as `binEdges`.
 *
 * @example
 * ```ts
 * import { flowGrid } from "@/flows/flow_grid.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const window = { from: Date.parse("2012-03-23T12:00Z"), to: Date.parse("2012-03-27T12:00Z") };
 * const { edges, step } = flowGrid({ bin: { days: 1 }, zone: "Europe/Paris", window });
 * assertEquals([edges.length, step], [4, 60_000]); // three days, the 25th of 23 hours
 * ```
 */
export function flowGrid({ bin, zone = "UTC", window }: Pick<FlowQuestion, "bin" | "zone" | "window">): FlowGrid {
  const { from, to } = window;
  if (!(to - from <= mostSteps * nominalLength(bin))) {
    throw new RangeError(
      `Cannot ask for flows: at most ${mostSteps} bins are possible, current window is ${from} to ${to} ms`,
    );
  }
  const edges = binEdges(from, to, bin, zone).filter((edge) => edge >= from && edge <= to);
  if (edges.length < 2) {
    throw new RangeError(
      `Cannot ask for flows: a window that holds a whole bin is needed, current are ${
        JSON.stringify(bin)
      } and ${from} to ${to} ms`,
    );
  }
  let step = longestStep;
  for (let at = 1; at < edges.length; at++) step = greatestDivisor(edges[at]! - edges[at - 1]!, step);
  if ((edges.at(-1)! - edges[0]!) / step > mostSteps) {
    throw new RangeError(`Cannot ask for flows: at most ${mostSteps} steps are possible, current step is ${step} ms`);
  }
  return { edges, step };
}

function greatestDivisor(a: number, b: number): number {
  while (b > 0) [a, b] = [b, a % b];
  return a;
}
