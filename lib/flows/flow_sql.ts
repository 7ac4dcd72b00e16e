import { type AddressRange, readAddressRange } from "@/flows/address_range.ts";
import type { FlowColumns } from "@/flows/flow_columns.ts";
import type { FlowGrid } from "@/flows/flow_grid.ts";
import { type FlowPredicate, type FlowQuestion, type PortRange, predicateColumns } from "@/flows/flow_question.ts";

/** How an engine writes the parts of the question on which SQL differs. */
export interface FlowDialect {
  /** The table or the frame, as it stands after FROM. */
  readonly table: string;
  /** The condition that keeps the window, written so that the engine can skip what lies outside. */
  readonly inWindow: (from: number, to: number) => string;
  /** Milliseconds since 1970 UTC of the start of a flow, a whole number, rounded down. */
  readonly start: string;
  readonly column: (key: keyof FlowColumns) => string;
  /** Whether the column holds text; else it holds whole numbers. */
  readonly isText: (key: keyof FlowColumns) => boolean;
  readonly text: (value: string) => string;
  readonly toDouble: (number: string) => string;
  readonly divideDown: (number: string, by: number) => string;
  /** Whether the address of a column lies in one of the ranges. */
  readonly within: (key: keyof FlowColumns, ranges: readonly AddressRange[]) => string;
}

/** The class of flows that the filter leaves out; they still tell when the table was being written. */
export const leftOut = -1;

/**
 * The question in SQL: for each step of the grid and each class (its place in the table of classes, their number for the
 * rest, −1 for what the filter leaves out) the sum, the first and the last start, and what tells that the sum cannot be
 * trusted. Sums are of doubles: as all terms are whole numbers of 0 or above, a sum below 2^53 is exact in any order, and one
 * that is not comes out at 2^53 or above, never wrapped.
 *
 * The columns of the answer: `step`, `class`, `total`, `flows`, `least` and `least_sampling` (the least of what is added up and
 * of the sampling rates), `missing` (terms without a value), `first` and `last` in milliseconds.
 */
export function flowSql(question: FlowQuestion, { edges, step }: FlowGrid, dialect: FlowDialect): string {
  const { classes, filter } = question;
  const { start, table, divideDown } = dialect;
  const rules = classes.map((rule, index) => `WHEN ${flowCondition(rule, dialect)} THEN ${index}`);
  const out = filter === undefined
    ? []
    : [`WHEN NOT COALESCE(${flowCondition(filter, dialect)}, FALSE) THEN ${leftOut}`];
  const cases = [...out, ...rules];
  const ofClass = cases.length === 0 ? "0" : ["CASE", ...cases, `ELSE ${classes.length} END`].join("\n    ");
  return `SELECT
  ${divideDown(`(${start} - ${edges[0]!})`, step)} AS step,
  ${ofClass} AS class,
  ${sums(question, dialect)},
  MIN(${start}) AS first,
  MAX(${start}) AS last
FROM ${table}
WHERE ${dialect.inWindow(edges[0]!, edges.at(-1)!)}
GROUP BY step, class`;
}

function sums({ measure, sampling = 1 }: FlowQuestion, { column, toDouble }: FlowDialect): string {
  const counted = measure === "flows" ? undefined : column(measure);
  const factor = sampling === "column" ? column("sampling") : undefined;
  const terms = [counted, factor].filter((term) => term !== undefined);
  const total = terms.length === 0 ? toDouble("COUNT(*)") : `SUM(${terms.map(toDouble).join(" * ")})`;
  const missing = terms.map((term) => `COUNT(*) - COUNT(${term})`).join(" + ") || "0";
  return [
    `${sampling === "column" || sampling === 1 ? total : `${total} * ${sampling}`} AS total`,
    "COUNT(*) AS flows",
    `${counted === undefined ? "0" : `MIN(${counted})`} AS least`,
    `${factor === undefined ? "1" : `MIN(${factor})`} AS least_sampling`,
    `${missing} AS missing`,
  ].join(",\n  ");
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
    ...literals.length === 0 ? [] : literals.length === 1 ? [`${name} = ${literals[0]}`] : [`${name} IN (${literals})`],
  ];
  return conditions.length === 0 ? "FALSE" : either(conditions);
}

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
