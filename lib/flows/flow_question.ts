import * as v from "valibot";
import { parseJson } from "@/data/data_package.ts";
import { readAddressRange } from "@/flows/address_range.ts";
import { type FlowColumns, needColumn } from "@/flows/flow_columns.ts";
import { flowGrid } from "@/flows/flow_grid.ts";
import type { Bin } from "@/series/bin_edges.ts";

/** What is added up. */
export type FlowMeasure = "bytes" | "packets" | "flows";

/** A range of ports, with both ends. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/**
 * What flows must have: one of the values named under each key, and that for every key named. Without a key every flow has it.
 */
export interface FlowPredicate {
  /** The port of the source or of the destination. */
  readonly port?: readonly (number | PortRange)[];
  readonly sourcePort?: readonly (number | PortRange)[];
  readonly destinationPort?: readonly (number | PortRange)[];
  /** The number that IANA gave the protocol: 6 for TCP, 17 for UDP. */
  readonly protocol?: readonly number[];
  /** The AS number of the source or of the destination. */
  readonly as?: readonly number[];
  readonly sourceAs?: readonly number[];
  readonly destinationAs?: readonly number[];
  /**
   * The address of the source or of the destination, in one of these prefixes: `192.0.2.0/24`, `2001:db8::/32`. An IPv4
   * address is the same as the IPv6 address that maps it (`::ffff:192.0.2.1`).
   */
  readonly prefix?: readonly string[];
  readonly sourcePrefix?: readonly string[];
  readonly destinationPrefix?: readonly string[];
  /** The exporter, as its column names it. */
  readonly exporter?: readonly string[];
  /** The interface in or out, as its columns name it. */
  readonly interface?: readonly (string | number)[];
  readonly inputInterface?: readonly (string | number)[];
  readonly outputInterface?: readonly (string | number)[];
}

/** A class of flows: the name and what its flows have. */
export interface FlowClass extends FlowPredicate {
  readonly name: string;
}

/**
 * The one question to flow records: bytes, packets or flows of each class in each bin, over a window, under a filter. A plain
 * value, so that files and databases can answer the same.
 *
 * A flow counts in the bin in which it starts, with all it carried: it is not spread to its end. A long flow is counted early,
 * by at most the active timeout of the router. Sums are of whole numbers and exact; what does not fit below 2^53 is refused.
 */
export interface FlowQuestion {
  readonly measure: FlowMeasure;
  readonly bin: Bin;
  /** The time zone whose clock the bins follow; UTC when left out. */
  readonly zone?: string;
  /** In milliseconds since 1970 UTC, without its end. Only bins that lie in it whole are answered. */
  readonly window: { readonly from: number; readonly to: number };
  /** In order: a flow is of the first class whose rule it follows, and of "other" if there is none. */
  readonly classes: readonly FlowClass[];
  /** Which flows count at all; every flow when left out. */
  readonly filter?: FlowPredicate;
  /**
   * How many packets one sampled packet stands for: a number, or "column" for that of each record. Bytes, packets and flows
   * are multiplied by it; 1 when left out.
   */
  readonly sampling?: number | "column";
  readonly columns: FlowColumns;
}

/** The class of what follows no rule. */
export const otherClass = "other";

const most = 1000;
const port = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535));
const range = v.pipe(
  v.strictObject({ from: port, to: port }),
  v.check(({ from, to }) => from <= to, "a range of ports whose end is not before its start"),
);
const portList = list(v.union([port, range]));
const asList = list(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(4_294_967_295)));
const prefixList = list(v.pipe(v.string(), v.check(isPrefix, "an IPv4 or IPv6 prefix such as 192.0.2.0/24")));
const nameList = list(v.pipe(v.string(), v.nonEmpty()));
const interfaceList = list(v.union([v.pipe(v.string(), v.nonEmpty()), v.pipe(v.number(), v.integer(), v.minValue(0))]));

const predicateEntries = {
  port: portList,
  sourcePort: portList,
  destinationPort: portList,
  protocol: list(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255))),
  as: asList,
  sourceAs: asList,
  destinationAs: asList,
  prefix: prefixList,
  sourcePrefix: prefixList,
  destinationPrefix: prefixList,
  exporter: nameList,
  interface: interfaceList,
  inputInterface: interfaceList,
  outputInterface: interfaceList,
};
const predicateSchema = v.strictObject(predicateEntries);
const classesSchema = v.pipe(
  v.array(v.strictObject({ name: v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(100)), ...predicateEntries })),
  v.maxLength(most),
  v.check((classes) => new Set(classes.map(({ name }) => name)).size === classes.length, "classes of different names"),
  v.check(
    (classes) => classes.every(({ name }) => name !== otherClass),
    `no class named ${otherClass}: it is the rest,`,
  ),
);

function list<Item extends v.GenericSchema>(item: Item) {
  return v.exactOptional(v.pipe(v.array(item), v.minLength(1), v.maxLength(most)));
}

function isPrefix(text: string): boolean {
  try {
    readAddressRange(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Reads a table of classes from JSON: a list of rules as in {@linkcode FlowClass}.
 *
 * @param file The name of the file, for errors.
 * @throws {DataError} If it is not JSON, a key is not known, or a value is out of range; with the place of each.
 *
 * @example
 * ```ts
 * import { readFlowClasses } from "@/flows/flow_question.ts";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const classes = readFlowClasses("rules.json", '[{ "name": "web", "protocol": [6], "port": [80, 443] }]');
 * assertEquals(classes, [{ name: "web", protocol: [6], port: [80, 443] }]);
 * assertThrows(() => readFlowClasses("rules.json", '[{ "name": "web", "prots": [80] }]'), Error, "prots");
 * ```
 */
export function readFlowClasses(file: string, text: string): readonly FlowClass[] {
  return parseJson(file, text, classesSchema);
}

/**
 * Reads a filter from JSON: one object as in {@linkcode FlowPredicate}.
 *
 * @param file The name of the file, for errors.
 * @throws {DataError} As {@linkcode readFlowClasses}.
 *
 * @example
 * ```ts
 * import { readFlowFilter } from "@/flows/flow_question.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(readFlowFilter("filter.json", '{ "exporter": ["edge-1"] }'), { exporter: ["edge-1"] });
 * ```
 */
export function readFlowFilter(file: string, text: string): FlowPredicate {
  return parseJson(file, text, predicateSchema);
}

/**
 * Checks a question before anything is read.
 *
 * @returns The question itself.
 * @throws {RangeError} If no whole bin lies in the window, a rule or the sampling is out of range, or a rule asks for a column
 * that is not mapped.
 *
 * @example
 * ```ts
 * import { checkFlowQuestion } from "@/flows/flow_question.ts";
 * import { assertThrows } from "@std/assert";
 *
 * const question = {
 *   measure: "bytes",
 *   bin: { minutes: 5 },
 *   window: { from: 0, to: 600_000 },
 *   classes: [{ name: "web", port: [80, 443] }],
 *   columns: { start: "start", bytes: "bytes" },
 * } as const;
 * assertThrows(() => checkFlowQuestion(question), RangeError, "sourcePort");
 * ```
 */
export function checkFlowQuestion(question: FlowQuestion): FlowQuestion {
  const { measure, classes, filter, sampling = 1, columns } = question;
  const checked = v.safeParse(classesSchema, classes);
  if (!checked.success) throw new RangeError(`Cannot ask for flows: ${said(checked.issues, "classes")}`);
  const kept = v.safeParse(predicateSchema, filter ?? {});
  if (!kept.success) throw new RangeError(`Cannot ask for flows: ${said(kept.issues, "filter")}`);
  if (sampling !== "column" && !(Number.isSafeInteger(sampling) && sampling >= 1)) {
    throw new RangeError(
      `Cannot ask for flows: the sampling must be a whole number from 1, or "column", current value is ${sampling}`,
    );
  }
  flowGrid(question);
  needColumn(columns, "start");
  if (measure !== "flows") needColumn(columns, measure);
  if (sampling === "column") needColumn(columns, "sampling");
  for (const predicate of [...classes, filter ?? {}]) {
    for (const column of askedColumns(predicate)) needColumn(columns, column);
  }
  return question;
}

/** The columns that each key of a predicate looks at: it holds if it holds for one of them. */
export const predicateColumns = {
  port: ["sourcePort", "destinationPort"],
  sourcePort: ["sourcePort"],
  destinationPort: ["destinationPort"],
  protocol: ["protocol"],
  as: ["sourceAs", "destinationAs"],
  sourceAs: ["sourceAs"],
  destinationAs: ["destinationAs"],
  prefix: ["sourceAddress", "destinationAddress"],
  sourcePrefix: ["sourceAddress"],
  destinationPrefix: ["destinationAddress"],
  exporter: ["exporter"],
  interface: ["inputInterface", "outputInterface"],
  inputInterface: ["inputInterface"],
  outputInterface: ["outputInterface"],
} as const satisfies Record<keyof FlowPredicate, readonly (keyof FlowColumns)[]>;

/** The columns that a predicate looks at. */
export function askedColumns(predicate: FlowPredicate): (keyof FlowColumns)[] {
  const keys = (Object.keys(predicateColumns) as (keyof FlowPredicate)[]).filter((key) => predicate[key] !== undefined);
  return keys.flatMap((key) => predicateColumns[key]);
}

const said = (issues: readonly v.BaseIssue<unknown>[], whole: string) =>
  issues.map((issue) => `${[whole, v.getDotPath(issue) ?? []].flat().join(".")}: ${issue.message}`).join("; ");
