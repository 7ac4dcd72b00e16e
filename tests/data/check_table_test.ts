import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { checkTable } from "@/data/check_table.ts";
import type { Field, TableSchema } from "@/data/data_package.ts";

type Column = Pick<Field, "type" | "constraints">;

/** Checks cells of one column, from line 2 on. */
function check(field: Column, cells: readonly string[], more: Partial<TableSchema> = {}) {
  const rows = cells.map((cell, index) => ({ line: index + 2, cells: [cell] }));
  const keys = new Map([["sources.id", new Set(["known"])]]);
  const { columns, problems } = checkTable(
    "t.csv",
    ["x"],
    rows,
    { fields: [{ name: "x", ...field }], ...more },
    keys,
  );
  return { values: columns.x!, wrong: problems.map(({ row, value, expected }) => [row, value, expected]), problems };
}

const expectations = (field: Column, ...cells: readonly string[]) =>
  check(field, cells).wrong.map(([row, , expected]) => [row, expected]);

Deno.test("checkTable() of no rows has empty columns and no problem", () => {
  assertEquals(check({ type: "number" }, []), { values: [], wrong: [], problems: [] });
});

Deno.test("checkTable() reads an empty cell as null, in every type", () => {
  for (const type of ["string", "number", "integer", "boolean", "date", "year"] as const) {
    assertEquals(check({ type }, [""]), { values: [null], wrong: [], problems: [] });
  }
});

Deno.test("checkTable() reads numbers, and refuses what only looks like one", () => {
  const { values, wrong } = check({ type: "number" }, ["1.5", "-2e3", "1E-2", "0"]);
  assertEquals([values, wrong], [[1.5, -2000, 0.01, 0], []]);
  const texts = ["1,5", "1 000", "NaN", "Infinity", "-", ".5", "5.", "0x10", " 1", "1%", "--1", "1e"];
  for (const text of texts) {
    assertEquals(check({ type: "number" }, [text]), {
      values: [null],
      wrong: [[2, text, "a number"]],
      problems: [{ file: "t.csv", row: 2, column: "x", value: text, expected: "a number" }],
    });
  }
});

Deno.test("checkTable() refuses a number too large to hold", () => {
  assertEquals(expectations({ type: "number" }, "1e999"), [[2, "a number"]]);
});

Deno.test("checkTable() reads whole numbers, years, and true and false", () => {
  assertEquals(check({ type: "integer" }, ["42", "-7"]).values, [42, -7]);
  assertEquals(expectations({ type: "integer" }, "1.0", "1e3"), [[2, "a whole number"], [3, "a whole number"]]);
  assertEquals(check({ type: "year" }, ["2012"]).values, [2012]);
  assertEquals(expectations({ type: "year" }, "12", "20120"), [[2, "a year (YYYY)"], [3, "a year (YYYY)"]]);
  assertEquals(check({ type: "boolean" }, ["true", "false"]).values, [true, false]);
  assertEquals(expectations({ type: "boolean" }, "TRUE", "1"), [[2, "true or false"], [3, "true or false"]]);
});

Deno.test("checkTable() reads dates as UTC and refuses those that do not exist", () => {
  assertEquals(check({ type: "date" }, ["2012-02-29"]).values, [new Date(Date.UTC(2012, 1, 29))]);
  for (const text of ["2011-02-29", "2012-13-01", "2012-1-9", "19/01/2012", "2012-01-19T00:00", "2012"]) {
    assertEquals(expectations({ type: "date" }, text), [[2, "a date (YYYY-MM-DD)"]], text);
  }
});

Deno.test("checkTable() refuses dates of more than four-figure years", () => {
  assertEquals(expectations({ type: "date" }, "+012012-01-19", "-000001-01-19").length, 2);
});

Deno.test("checkTable() reports a missing value where one is required", () => {
  assertEquals(expectations({ type: "number", constraints: { required: true } }, "1", ""), [[3, "a number"]]);
});

Deno.test("checkTable() asks for a missing value in the same words as for a wrong one", () => {
  for (const type of ["number", "integer", "boolean", "date", "year"] as const) {
    const [missing, wrong] = check({ type, constraints: { required: true } }, ["", "x"]).problems;
    assertEquals(missing!.expected, wrong!.expected);
  }
});

Deno.test("checkTable() checks enumerations, patterns as a whole, and lengths", () => {
  const constraints = { enum: ["read", "press"] };
  assertEquals(expectations({ type: "string", constraints }, "read", "heard"), [[3, "one of read, press"]]);
  assertEquals(expectations({ type: "string", constraints: { pattern: "a|b" } }, "a", "ab"), [[
    3,
    "text matching a|b",
  ]]);
  const lengths = { minLength: 2, maxLength: 3 };
  assertEquals(expectations({ type: "string", constraints: lengths }, "a", "ab", "abc", "abcd"), [
    [2, "at least 2 characters"],
    [5, "at most 3 characters"],
  ]);
});

Deno.test("checkTable() checks minimum and maximum, ends included", () => {
  const constraints = { minimum: 0, maximum: 100 };
  assertEquals(expectations({ type: "number", constraints }, "-0.1", "0", "100", "101"), [
    [2, "at least 0"],
    [5, "at most 100"],
  ]);
});

Deno.test("checkTable() checks minimum and maximum of dates", () => {
  const constraints = { minimum: "2012-01-01", maximum: "2012-12-31" };
  assertEquals(expectations({ type: "date", constraints }, "2011-12-31", "2012-01-01", "2012-12-31", "2013-01-01"), [
    [2, "at least 2012-01-01"],
    [5, "at most 2012-12-31"],
  ]);
});

Deno.test("checkTable() reports a value met before and names the row that has it", () => {
  const { wrong } = check({ type: "string", constraints: { unique: true } }, ["a", "b", "a", "", ""]);
  assertEquals(wrong, [[4, "a", "a value not met before (row 2 has it)"]]);
  assertEquals(check({ type: "string" }, ["a", "a"], { primaryKey: "x" }).wrong.length, 1);
});

Deno.test("checkTable() takes a primary key given as a list", () => {
  assertEquals(check({ type: "string" }, ["a", "a"], { primaryKey: ["x"] }).wrong.length, 1);
});

Deno.test("checkTable() takes a primary key of two columns together", () => {
  const fields: Field[] = [{ name: "region", type: "string" }, { name: "year", type: "year" }];
  const rows = [["a", "2011"], ["a", "2012"], ["b", "2012"], ["a", "2012"]].map((cells, index) => ({
    line: index + 2,
    cells,
  }));
  const { problems } = checkTable("t.csv", ["region", "year"], rows, { fields, primaryKey: ["region", "year"] });
  assertEquals(problems.map(({ row }) => row), [5]);
});

Deno.test("checkTable() needs a value in a primary key", () => {
  assertEquals(check({ type: "string" }, ["a", ""], { primaryKey: "x" }).wrong.map(([row]) => row), [3]);
});

Deno.test("checkTable() reports a foreign key to nothing", () => {
  const foreignKeys = [{ fields: "x", reference: { resource: "sources", fields: "id" } }];
  assertEquals(check({ type: "string" }, ["known", "", "heard"], { foreignKeys }).wrong, [
    [4, "heard", "an id of sources"],
  ]);
  const other = [{ fields: "x", reference: { resource: "places", fields: "name" } }];
  assertEquals(check({ type: "string" }, ["known"], { foreignKeys: other }).wrong, [[2, "known", "a name of places"]]);
});

Deno.test("checkTable() reports another header and reads no further", () => {
  const schema: TableSchema = { fields: [{ name: "a", type: "string" }, { name: "b", type: "string" }] };
  for (const header of [[], ["a"], ["b", "a"], ["a", "b", "c"], ["A", "b"]]) {
    const { columns, problems } = checkTable("t.csv", header, [{ line: 2, cells: ["1", "2"] }], schema);
    assertEquals(columns, {});
    assertEquals(problems, [{ file: "t.csv", row: 1, value: header.join(), expected: "the columns a,b" }]);
  }
});

Deno.test("checkTable() reports a header whose one cell holds every name", () => {
  const schema: TableSchema = { fields: [{ name: "a", type: "string" }, { name: "b", type: "string" }] };
  assertEquals(checkTable("t.csv", ["a,b"], [], schema).problems.length, 1);
});

Deno.test("checkTable() reports ragged rows and reads the others", () => {
  const schema: TableSchema = { fields: [{ name: "a", type: "string" }, { name: "b", type: "number" }] };
  const rows = [["1", "2"], ["1"], ["1", "2", "3"], ["1", "x"]].map((cells, index) => ({ line: index + 2, cells }));
  const { columns, problems } = checkTable("t.csv", ["a", "b"], rows, schema);
  assertEquals(columns, { a: ["1", "1"], b: [2, null] });
  assertEquals(problems.map(({ row, value, expected }) => [row, value, expected]), [
    [3, "1", "2 cells, not 1,"],
    [4, "1,2,3", "2 cells, not 3,"],
    [5, "x", "a number"],
  ]);
});

Deno.test("checkTable() never throws, and gives every column a value or null for each whole row", () => {
  const types = fc.constantFrom("string", "number", "integer", "boolean", "date", "year") as fc.Arbitrary<
    Field["type"]
  >;
  const cell = fc.oneof(fc.string(), fc.stringMatching(/^-?\d{1,4}(-\d{2}-\d{2}|e\d{1,3})?$/));
  const rows = fc.array(fc.array(cell, { maxLength: 4 }), { maxLength: 6 });
  fc.assert(
    fc.property(fc.array(types, { minLength: 1, maxLength: 3 }), rows, fc.boolean(), (kinds, cells, unique) => {
      const fields = kinds.map((type, index) => ({
        name: `column ${index}`,
        type,
        constraints: { unique, minimum: 0 },
      }));
      const lines = cells.map((row, index) => ({ line: index + 2, cells: row }));
      const { columns, problems } = checkTable("t.csv", fields.map(({ name }) => name), lines, { fields });
      const whole = cells.filter((row) => row.length === fields.length).length;
      for (const { name } of fields) assertEquals(columns[name]!.length, whole);
      assert(problems.length >= cells.length - whole);
      assert(problems.every(({ row }, index) => index === 0 || problems[index - 1]!.row! <= row!));
    }),
    { seed: 20120119, numRuns: 200 },
  );
});
