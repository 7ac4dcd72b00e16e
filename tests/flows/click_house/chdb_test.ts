import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { readFlowPlace } from "@/flows/click_house/flow_place.ts";
import { flowSchemas } from "@/flows/click_house/flow_schemas.ts";
import { flowSql, observedSql } from "@/flows/click_house/flow_sql.ts";
import type { FlowTable } from "@/flows/click_house/flow_table.ts";
import type { FlowColumns } from "@/flows/flow_columns.ts";
import { tableGrid } from "@/flows/click_house/table_grid.ts";
import { chdbAnswers, noChdb } from "./chdb.ts";
import { naiveSums } from "./naive_sums.ts";
import { hasInterfaces, question } from "./questions.ts";
import { csvOf, flowRecords, from, layouts, mapping, textTypes, to } from "./records.ts";

const quoted = (name: string) => `\`${name.replaceAll("`", "\\`")}\``;

/** A layout of records as a table with the types of today. */
function create(name: string, file: string): string {
  const { columns } = layouts[name]!;
  const made = Object.entries(columns).map(([column, [, type, expression]]) =>
    `CAST(${type.startsWith("DateTime64") ? "fromUnixTimestamp64Milli(toInt64(start))" : expression} AS ${type}) AS ${
      quoted(column)
    }`
  );
  return `CREATE TABLE ${name} ENGINE = Memory AS SELECT ${
    made.join(", ")
  } FROM file('${file}', 'CSVWithNames', '${textTypes}')`;
}

function tableOf(name: string): { table: FlowTable; columns: FlowColumns } {
  const types = Object.fromEntries(Object.entries(layouts[name]!.columns).map(([column, [, type]]) => [column, type]));
  const table = { database: "default", table: name, types };
  if (name === "mapped") {
    return { table, columns: readFlowPlace(`clickhouse://x/?${mapping}`).columns as FlowColumns };
  }
  const schema = flowSchemas[name as "akvorado" | "goflow2"];
  return { table: { ...table, ..."etherType" in schema && { etherType: schema.etherType } }, columns: schema.columns };
}

Deno.test({
  name: "ClickHouse of today answers every statement, on today's types, with the sums of a loop over the records",
  ignore: noChdb,
  fn: async () => {
    const records = flowRecords(3000);
    const file = await Deno.makeTempFile({ suffix: ".csv" });
    await Deno.writeTextFile(file, csvOf(records));
    const made = [
      "SET allow_suspicious_low_cardinality_types = 1", // Akvorado's exporters
      ...Object.keys(layouts).map((name) => create(name, file)),
    ];
    const many = [32, 300].map((count) => ({
      measure: "bytes" as const,
      bin: { hours: 1 },
      window: { from, to },
      classes: Array.from({ length: count }, (_, at) => ({ name: `${at}`, sourcePort: [at] })),
    }));
    const asked = [...many, ...fc.sample(question, { seed: 20120119, numRuns: 40 })].flatMap((question) =>
      Object.keys(layouts).filter((name) => layouts[name]!.hasInterfaces || !hasInterfaces(question))
        .map((name) => ({ question, ...tableOf(name) }))
    );
    const statements = asked.map(({ question, table, columns }) => flowSql({ ...question, columns }, table));
    const observed = asked.map(({ question, table, columns }) => observedSql({ ...question, columns }, table));
    const answers = await chdbAnswers([...made, ...statements, ...observed]);
    await Deno.remove(file);
    const errors = answers.flatMap((answer) => "error" in answer ? [answer.error] : []);
    assertEquals(errors[0], undefined);
    const rows = answers.slice(made.length).map((answer) => (answer as { data: unknown[][] }).data);
    for (const [at, { question }] of asked.entries()) {
      const { edges, step } = tableGrid(question);
      const sums = naiveSums(records, question).map((bins) => bins.map(() => 0n));
      for (const row of rows[at]!) {
        const bin = edges.findLastIndex((edge) => edge <= edges[0]! + Number(row[1]) * step);
        sums[Number(row[0])]![bin]! += BigInt(String(row[7]));
      }
      assertEquals(sums, naiveSums(records, question), statements[at]!);
      const seen = rows[statements.length + at]!.reduce((all, row) => all + Number(row[1]), 0);
      assertEquals(seen, records.filter(({ start }) => start >= edges[0]! && start < edges.at(-1)!).length);
    }
    assert(asked.length > 70);
  },
});
