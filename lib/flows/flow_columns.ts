import * as v from "valibot";
import { parseJson } from "@/data/data_package.ts";

/** The column of a table of flows that holds each thing, by its name there. Only what a question asks for is needed. */
export interface FlowColumns {
  /** When the flow started, or the one time there is. */
  readonly start: string;
  /** What `start` counts since 1970 UTC where it is a number; seconds when left out. */
  readonly startUnit?: "s" | "ms" | "us" | "ns";
  readonly bytes?: string;
  readonly packets?: string;
  /** How many packets one sampled packet stands for. */
  readonly sampling?: string;
  readonly sourcePort?: string;
  readonly destinationPort?: string;
  readonly protocol?: string;
  readonly sourceAs?: string;
  readonly destinationAs?: string;
  readonly sourceAddress?: string;
  readonly destinationAddress?: string;
  readonly exporter?: string;
  readonly inputInterface?: string;
  readonly outputInterface?: string;
}

/**
 * The name of a column that is needed.
 *
 * @throws {RangeError} If it is not mapped.
 *
 * @example
 * ```ts
 * import { needColumn } from "@/flows/flow_columns.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(needColumn({ start: "ts", bytes: "ibyt" }, "bytes"), "ibyt");
 * ```
 */
export function needColumn(columns: FlowColumns, key: keyof FlowColumns): string {
  const name = columns[key];
  if (name !== undefined) return name;
  throw new RangeError(`Cannot ask for flows: the question needs to know which column is ${key}`);
}

const name = v.exactOptional(v.pipe(v.string(), v.nonEmpty()));
const columnsSchema = v.strictObject({
  start: v.pipe(v.string(), v.nonEmpty()),
  startUnit: v.exactOptional(v.picklist(["s", "ms", "us", "ns"])),
  bytes: name,
  packets: name,
  sampling: name,
  sourcePort: name,
  destinationPort: name,
  protocol: name,
  sourceAs: name,
  destinationAs: name,
  sourceAddress: name,
  destinationAddress: name,
  exporter: name,
  inputInterface: name,
  outputInterface: name,
});

/**
 * Reads from JSON which column is what: one object as in {@linkcode FlowColumns}.
 *
 * @param file The name of the file, for errors.
 * @throws {DataError} If it is not JSON, a key is not known, or a name is empty.
 *
 * @example
 * ```ts
 * import { readFlowColumns } from "@/flows/flow_columns.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(readFlowColumns("columns.json", '{ "start": "ts", "bytes": "ibyt" }'), { start: "ts", bytes: "ibyt" });
 * ```
 */
export function readFlowColumns(file: string, text: string): FlowColumns {
  return parseJson(file, text, columnsSchema);
}
