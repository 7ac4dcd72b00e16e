import { type AddressRange, readAddressRange } from "@/flows/address_range.ts";
import type { FlowColumns } from "@/flows/flow_columns.ts";
import type { FlowGrid } from "@/flows/flow_grid.ts";
import { type FlowPredicate, type FlowQuestion, type PortRange, predicateColumns } from "@/flows/flow_question.ts";

/** How an engine writes the parts of the question on which SQL differs. */
export interface FlowDialect {
  /** The table or the frame, as it stands after FROM. */
  readonly table: string;
  /** What is added to each cell, to keep apart the parts of a table; nothing when left out. */
  readonly firstCell?: string;
  /** The condition that keeps the window, written so that the engine can skip what lies outside. */
  readonly inWindow: (from: number, to: number) => string;
  /** Milliseconds since 1970 UTC of the start of a flow, a whole number, rounded down. */
  readonly start: string;
  readonly column: (key: keyof FlowColumns) => string;
  /** Whether the column holds text; else it holds whole numbers. */
  readonly isText: (key: keyof FlowColumns) => boolean;
  readonly text: (value: string) => string;
  readonly toDouble: (number: string) => string;
  readonly notANumber: string;
  readonly divideDown: (number: string, by: number) => string;
  /** Whether the address of a column lies in one of the ranges. */
  readonly within: (key: keyof FlowColumns, ranges: readonly AddressRange[]) => string;
}

/** How many cells a step has: one for each class, one for the rest, one for what the filter leaves out. */
export const cellsOfStep = ({ classes }: Pick<FlowQuestion, "classes">): number => classes.length + 2;

/**
 * The question in SQL. Its answer has a row for each step of the grid and class with flows: `cell` (the step × the cells of a
 * step + the place of the class, one number because engines group by one key faster), `total` and `flows`. The last cell of a
 * step is what the filter leaves out, which still tells that flows were being written down.
 *
 * Sums are of doubles: as all terms are whole numbers of 0 or above, a sum below 2^53 is exact in any order, and any other
 * comes out at 2^53 or above, never wrapped. A term without a value or below 0, or a sampling rate below 1, makes it NaN.
 */
export function flowSql(question: FlowQuestion, { edges, step }: FlowGrid, dialect: FlowDialect): string {
  const { classes, filter } = question;
  const { start, table, divideDown, firstCell } = dialect;
  const count = cellsOfStep(question);
  const cases = [
    ...filter === undefined ? [] : [`WHEN NOT COALESCE(${flowCondition(filter, dialect)}, FALSE) THEN ${count - 1}`],
    ...classes.map((rule, index) => `WHEN ${flowCondition(rule, dialect)} THEN ${index}`),
  ];
  const place = cases.length === 0 ? "0" : ["CASE", ...cases, `ELSE ${classes.length} END`].join("\n    ");
  return `SELECT
  ${firstCell === undefined ? "" : `${firstCell} + `}${
    divideDown(`(${start} - ${edges[0]!})`, step)
  } * ${count} + ${place} AS cell,
  ${totalOf(question, dialect)} AS total,
  COUNT(*) AS flows
FROM ${table}
WHERE ${dialect.inWindow(edges[0]!, edges.at(-1)!)}
GROUP BY cell`;
}

function totalOf({ measure, sampling = 1 }: FlowQuestion, { column, toDouble, notANumber }: FlowDialect): string {
  const terms = [
    ...measure === "flows" ? [] : [{ name: column(measure), least: 0 }],
    ...sampling === "column" ? [{ name: column("sampling"), least: 1 }] : [],
  ];
  const factor = sampling === "column" || sampling === 1 ? "" : ` * ${sampling}`;
  if (terms.length === 0) return `${toDouble("COUNT(*)")}${factor}`;
  const sound = terms.map(({ name, least }) => `${name} >= ${least}`).join(" AND ");
  const term = terms.map(({ name }) => toDouble(name)).join(" * ");
  return `SUM(CASE WHEN ${sound} THEN ${term} ELSE ${notANumber} END)${factor}`;
}

/** Whether a flow has what a predicate says; neither where a column it looks at has no value. */
export function flowCondition(predicate: FlowPredicate, dialect: FlowDialect): string {
  const keys = (Object.keys(predicateColumns) as (keyof FlowPredicate)[]).filter((key) => predicate[key] !== undefined);
  const conditions = keys.map((key) =>
    either(predicateColumns[key].map((column) => oneOf(key, predicate[key]!, column, dialect)))
  );
  return conditions.length === 0 ? "TRUE" : conditions.join(" AND ");
}

const either = (conditions: readonly string[]) =>
  conditions.length === 1 ? conditions[0]! : `(${conditions.join(" OR ")})`;

type Values = readonly (number | string | PortRange)[];

function oneOf(key: keyof FlowPredicate, values: Values, column: keyof FlowColumns, dialect: FlowDialect): string {
  const name = dialect.column(column);
  if (/prefix$/i.test(key)) return dialect.within(column, values.map((value) => readAddressRange(String(value))));
  const ranges = values.filter((value) => typeof value === "object");
  const rest = values.filter((value) => typeof value !== "object");
  const literals = key === "protocol" && dialect.isText(column)
    ? rest.flatMap((value) => protocolNames(Number(value)).map(dialect.text))
    : dialect.isText(column)
    ? rest.map((value) => dialect.text(String(value)))
    : rest.map(String).filter((value) => /^\d{1,15}$/.test(value));
  const conditions = [
    ...ranges.map(({ from, to }) => `(${name} >= ${from} AND ${name} <= ${to})`),
    ...literals.length > mostEqualities ? [`${name} IN (${literals})`] : literals.map((each) => `${name} = ${each}`),
  ];
  return conditions.length === 0 ? "FALSE" : either(conditions);
}

const mostEqualities = 16; // some comparisons take polars half as long as a look-up

const protocols: Record<number, string> = {
  1: "ICMP",
  6: "TCP",
  17: "UDP",
  47: "GRE",
  50: "ESP",
  58: "ICMP6",
  132: "SCTP",
};

/** A protocol as exporters and nfdump print it. */
function protocolNames(number: number): string[] {
  const name = protocols[number];
  return [String(number), ...name === undefined ? [] : [name, name.toLowerCase()]];
}
