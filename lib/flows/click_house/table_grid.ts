import { type FlowGrid, flowGrid } from "@/flows/flow_grid.ts";
import type { FlowQuestion } from "@/flows/flow_question.ts";

/**
 * The bins of a question, in the longest even steps of which each bin holds a whole number: as little as can comes back, and
 * tables that were added up beforehand can answer.
 *
 * @throws {RangeError} As `flowGrid`.
 *
 * @example
 * ```ts
 * import { tableGrid } from "@/flows/click_house/table_grid.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const window = { from: Date.parse("2012-03-23T12:00Z"), to: Date.parse("2012-03-27T12:00Z") };
 * const { edges, step } = tableGrid({ bin: { days: 1 }, zone: "Europe/Paris", window });
 * assertEquals([edges.length, step], [4, 3_600_000]); // the 25th lasts 23 hours
 * ```
 */
export function tableGrid(question: Pick<FlowQuestion, "bin" | "zone" | "window">): FlowGrid {
  const { edges } = flowGrid(question);
  let step = edges[1]! - edges[0]!;
  for (let at = 1; at < edges.length; at++) step = greatestDivisor(edges[at]! - edges[at - 1]!, step);
  return { edges, step };
}

function greatestDivisor(a: number, b: number): number {
  while (b > 0) [a, b] = [b, a % b];
  return a;
}
