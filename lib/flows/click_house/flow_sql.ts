import { type FlowTable, kindOf } from "@/flows/click_house/flow_table.ts";
import { predicateSql } from "@/flows/click_house/predicate_sql.ts";
import { sqlInteger, sqlName } from "@/flows/click_house/sql_text.ts";
import { timeSql } from "@/flows/click_house/time_sql.ts";
import { needColumn } from "@/flows/flow_columns.ts";
import { tableGrid } from "@/flows/click_house/table_grid.ts";
import { checkFlowQuestion, type FlowQuestion } from "@/flows/flow_question.ts";

/** The columns of the answer, in order. */
export const answerColumns = [
  "flow_class",
  "flow_step",
  "flow_records",
  "flow_first",
  "flow_last",
  "flow_missing",
  "flow_least_sampling",
  "flow_sum",
  "flow_check",
] as const;

/** The columns of {@linkcode observedSql}, in order. */
export const observedColumns = ["flow_step", "flow_records", "flow_first", "flow_last"] as const;

/**
 * The question as one SELECT of ClickHouse, which runs on servers from 18.16 on. One row for each class and even step in which
 * flows start: the place of the class (that of "other" is the number of classes), the step counted from the first edge, the
 * records met, the first and the last start, the values missing, the least sampling rate, the sum as a whole number of 64 bits, and the same sum in
 * floating point, which shows a sum that went round. {@linkcode answerColumns} names them.
 *
 * @throws {RangeError} If the question is not one, or the table does not have what it asks for.
 *
 * @example
 * ```ts
 * import { flowSql } from "@/flows/click_house/flow_sql.ts";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const sql = flowSql({
 *   measure: "bytes",
 *   bin: { minutes: 5 },
 *   window: { from: Date.parse("2012-01-01T00:00Z"), to: Date.parse("2012-02-01T00:00Z") },
 *   classes: [],
 *   sampling: "column",
 *   columns: { start: "TimeReceived", bytes: "Bytes", sampling: "SamplingRate" },
 * }, {
 *   database: "default",
 *   table: "flows",
 *   types: { TimeReceived: "DateTime", Bytes: "UInt64", SamplingRate: "UInt64" },
 * });
 * assertStringIncludes(sql, "sum(toUInt64(`Bytes`) * toUInt64(`SamplingRate`)) AS flow_sum");
 * assertStringIncludes(sql, "WHERE `TimeReceived` >= toDateTime(1325376000) AND `TimeReceived` < toDateTime(1328054400)");
 * ```
 */
export function flowSql(question: FlowQuestion, table: FlowTable): string {
  const { classes, filter = {}, columns } = checkFlowQuestion(question);
  const { edges, step } = tableGrid(question);
  const { milliseconds } = timeSql(columns, table);
  const rules = classes.map((rule) => predicateSql(rule, columns, table));
  const kept = predicateSql(filter, columns, table);
  const { sum, check, missing, least } = sumsOf(question, table);
  return [
    "SELECT",
    `  ${classSql(rules)} AS flow_class,`,
    `  intDiv(${milliseconds} - ${sqlInteger(edges[0]!)}, ${sqlInteger(step)}) AS flow_step,`,
    "  count() AS flow_records,",
    `  min(${milliseconds}) AS flow_first,`,
    `  max(${milliseconds}) AS flow_last,`,
    `  ${missing} AS flow_missing,`,
    `  ${least} AS flow_least_sampling,`,
    `  ${sum} AS flow_sum,`,
    `  ${check} AS flow_check`,
    `FROM ${sqlName(table.database)}.${sqlName(table.table)}`,
    `WHERE ${inWindow(question, table)}${kept === "1" ? "" : `\n  AND ${kept}`}`,
    "GROUP BY flow_class, flow_step",
    "ORDER BY flow_class, flow_step",
  ].join("\n");
}

/**
 * In which steps any record starts, whatever its class and the filter: which bins were observed.
 *
 * @throws {RangeError} If the table has no such column of times.
 *
 * @example
 * ```ts
 * import { observedSql } from "@/flows/click_house/flow_sql.ts";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const window = { from: 0, to: 3_600_000 };
 * const question = { measure: "flows", bin: { hours: 1 }, window, classes: [], columns: { start: "ts" } } as const;
 * const sql = observedSql(question, { database: "default", table: "flows", types: { ts: "DateTime" } });
 * assertStringIncludes(sql, "GROUP BY flow_step");
 * ```
 */
export function observedSql(question: FlowQuestion, table: FlowTable): string {
  const { edges, step } = tableGrid(question);
  const { milliseconds } = timeSql(question.columns, table);
  return [
    "SELECT",
    `  intDiv(${milliseconds} - ${sqlInteger(edges[0]!)}, ${sqlInteger(step)}) AS flow_step,`,
    "  count() AS flow_records,",
    `  min(${milliseconds}) AS flow_first,`,
    `  max(${milliseconds}) AS flow_last`,
    `FROM ${sqlName(table.database)}.${sqlName(table.table)}`,
    `WHERE ${inWindow(question, table)}`,
    "GROUP BY flow_step",
    "ORDER BY flow_step",
  ].join("\n");
}

/** On servers of 2018 an `if` in an `if` is twice as fast as a multiIf, as long as they do not stand deep. */
const mostNested = 32;

function classSql(rules: readonly string[]): string {
  const other = `toUInt16(${rules.length})`;
  if (rules.length > mostNested) {
    return `toUInt16(multiIf(${rules.map((rule, place) => `${rule}, ${place}`).join(", ")}, ${rules.length}))`;
  }
  const nested = rules.reduceRight((rest, rule, place) => `if(${rule}, toUInt16(${place}),\n    ${rest}`, other);
  return nested + ")".repeat(rules.length);
}

function inWindow(question: FlowQuestion, table: FlowTable): string {
  const { edges } = tableGrid(question);
  const { literal } = timeSql(question.columns, table);
  const column = sqlName(question.columns.start);
  return `${column} >= ${literal(edges[0]!)} AND ${column} < ${literal(edges.at(-1)!)}`;
}

function sumsOf(
  { measure, sampling = 1, columns }: FlowQuestion,
  table: FlowTable,
): Record<"sum" | "check" | "missing" | "least", string> {
  const factors = [
    ...measure === "flows" ? [] : [needColumn(columns, measure)],
    ...sampling === "column" ? [needColumn(columns, "sampling")] : [],
  ];
  for (const factor of factors) {
    if (kindOf(table, factor) !== "whole number") {
      throw new RangeError(
        `The column ${JSON.stringify(factor)} is of type ${table.types[factor]}: sums are exact, of whole numbers only`,
      );
    }
  }
  const constant = sampling === "column" || sampling === 1 ? "" : ` * ${sqlInteger(sampling)}`;
  const missing = factors.filter((factor) => /Nullable\(/.test(table.types[factor]!))
    .map((factor) => `countIf(isNull(${sqlName(factor)}))`).join(" + ") || "0";
  const least = sampling === "column" ? `min(${sqlName(needColumn(columns, "sampling"))})` : "1";
  if (factors.length === 0) {
    return { sum: `count()${constant}`, check: `toFloat64(count())${constant}`, missing, least };
  }
  const product = (type: string) => factors.map((factor) => `${type}(${sqlName(factor)})`).join(" * ");
  return {
    sum: `sum(${product("toUInt64")})${constant}`,
    check: `sum(${product("toFloat64")})${constant}`,
    missing,
    least,
  };
}
