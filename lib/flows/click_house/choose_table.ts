import { aggregatedOver } from "@/flows/click_house/flow_schemas.ts";
import type { FlowColumns } from "@/flows/flow_columns.ts";
import type { FlowGrid } from "@/flows/flow_grid.ts";
import { askedColumns, type FlowQuestion } from "@/flows/flow_question.ts";

/** A table of Akvorado's flows: raw, or added up over stretches. */
export interface FlowTier {
  readonly table: string;
  /** In milliseconds; 0 for raw flows. */
  readonly over: number;
}

/**
 * The keys of the columns that a question needs.
 *
 * @example
 * ```ts
 * import { neededColumns } from "@/flows/click_house/choose_table.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const window = { from: 0, to: 3_600_000 };
 * const question = { measure: "bytes", bin: { hours: 1 }, window, classes: [], columns: { start: "ts" } } as const;
 * assertEquals(neededColumns(question), ["start", "bytes"]);
 * ```
 */
export function neededColumns({ measure, sampling, classes, filter = {} }: FlowQuestion): (keyof FlowColumns)[] {
  return [
    "start",
    ...measure === "flows" ? [] : [measure],
    ...sampling === "column" ? ["sampling" as const] : [],
    ...[...classes, filter].flatMap(askedColumns),
  ];
}

/**
 * The tables that can answer a question to the last byte, from the one of the longest stretches to the raw flows: every step
 * of the grid is a whole number of stretches, and the columns are there. How many flows there were, only the raw table knows.
 *
 * @param tables The columns of each table, by its name.
 *
 * @example
 * ```ts
 * import { answeringTiers } from "@/flows/click_house/choose_table.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const columns = { start: "TimeReceived", bytes: "Bytes", sourceAs: "SrcAS" };
 * const question = {
 *   measure: "bytes",
 *   bin: { hours: 1 },
 *   window: { from: 0, to: 7_200_000 },
 *   classes: [{ name: "one", sourceAs: [64496] }],
 *   columns,
 * } as const;
 * const grid = { edges: Float64Array.of(0, 3_600_000, 7_200_000), step: 3_600_000 };
 * const tables = new Map(["flows", "flows_5m0s", "flows_1h0m0s"].map((name) => [name, Object.values(columns)]));
 * assertEquals(answeringTiers(question, grid, tables).map(({ table }) => table), ["flows_1h0m0s", "flows_5m0s", "flows"]);
 * ```
 */
export function answeringTiers(
  question: FlowQuestion,
  { edges, step }: FlowGrid,
  tables: ReadonlyMap<string, readonly string[]>,
): FlowTier[] {
  const needed = neededColumns(question).map((key) => question.columns[key]);
  return [...tables]
    .map(([table, columns]) => ({ table, columns, over: aggregatedOver(table) }))
    .filter((tier): tier is typeof tier & { over: number } => tier.over !== undefined)
    .filter(({ over }) => over === 0 || (step % over === 0 && edges[0]! % over === 0 && question.measure !== "flows"))
    .filter(({ columns }) => needed.every((name) => name !== undefined && columns.includes(name)))
    .map(({ table, over }) => ({ table, over }))
    .sort((a, b) => b.over - a.over);
}
