import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { DataError } from "@/data/data_error.ts";
import { checkDataPackage, loadTable, loadText } from "@/data/load_table.ts";
import { type PackageFile, packageFolder, regions } from "./package_folder.ts";

const header = "region,share,grade\n";

/** The lines of the error that loading the table ends in. */
async function complaints(...files: readonly PackageFile[]): Promise<string[]> {
  await using folder = await packageFolder(...files);
  const error: DataError = await assertRejects(() => loadTable("regions", folder.url), DataError);
  assertEquals(error.problems.length, error.message.split("\n").length);
  assertEquals(await checkDataPackage(folder.url), error.problems);
  return error.message.split("\n");
}

async function load(file: PackageFile, ...others: readonly PackageFile[]) {
  await using folder = await packageFolder(file, ...others);
  return (await loadTable("regions", folder.url)).toRecords();
}

Deno.test("loadTable() reads a table as its schema says", async () => {
  assertEquals(await load(regions(`${header}Brazil,11.39,read\nEurope,,\n`)), [
    { region: "Brazil", share: 11.39, grade: "read" },
    { region: "Europe", share: null, grade: null },
  ]);
});

Deno.test("loadTable() reads every type, dates in UTC, and missing cells as null in each", async () => {
  const types = ["string", "number", "integer", "boolean", "date", "year"] as const;
  const schema = { fields: types.map((type) => ({ name: type, type })) };
  const content = `${types.join()}\na,1.5,-7,true,2012-01-19,2012\n,,,,,\n`;
  assertEquals(await load(regions(content, { schema })), [
    { string: "a", number: 1.5, integer: -7, boolean: true, date: new Date(Date.UTC(2012, 0, 19)), year: 2012 },
    { string: null, number: null, integer: null, boolean: null, date: null, year: null },
  ]);
});

Deno.test("loadTable() of a header alone has the columns and no row", async () => {
  await using folder = await packageFolder(regions(header));
  const table = await loadTable("regions", folder.url);
  assertEquals([table.height, table.columns], [0, ["region", "share", "grade"]]);
});

Deno.test("loadTable() keeps whole numbers that take more than 32 bits", async () => {
  const schema = { fields: [{ name: "bytes", type: "integer" as const }] };
  assertEquals(await load(regions("bytes\n99999999999\n", { schema })), [{ bytes: 99999999999 }]);
});

Deno.test("loadTable() does not mind a byte order mark, CRLF, or a missing end of line", async () => {
  const rows = [{ region: "Brazil", share: 11.39, grade: "read" }];
  assertEquals(await load(regions(`\ufeff${header}Brazil,11.39,read\n`)), rows);
  assertEquals(await load(regions(`${header}Brazil,11.39,read\n`.replaceAll("\n", "\r\n"))), rows);
  assertEquals(await load(regions(`\ufeff${header}Brazil,11.39,read`.replaceAll("\n", "\r\n"))), rows);
});

Deno.test("loadTable() reads quoted cells with commas, quotes and lines, and names the line of what follows", async () => {
  const schema = { fields: [{ name: "note", type: "string" as const }, { name: "share", type: "number" as const }] };
  assertEquals(await load(regions('note,share\n"a, ""b""\nc",1\n', { schema })), [{ note: 'a, "b"\nc', share: 1 }]);
  assertEquals(await complaints(regions('note,share\n"a\nb",1\nc,x\n', { schema })), [
    'regions.csv, row 4, column share: "x" found, a number expected',
  ]);
});

Deno.test("loadTable() names the file of a wrong hash and of a wrong size, and the remedy", async () => {
  const hash = `sha256:${"0".repeat(64)}`;
  const [wrongHash] = await complaints(regions(`${header}Brazil,11.39,read\n`, { hash }));
  assertStringIncludes(wrongHash!, 'regions.csv: "sha256:');
  assertStringIncludes(wrongHash!, `${hash} (after a wanted change run: deno task data) expected`);
  assertEquals(await complaints(regions(`${header}Brazil,11.39,read\n`, { bytes: 3 })), [
    'regions.csv: "37 bytes" found, 3 bytes (after a wanted change run: deno task data) expected',
  ]);
});

Deno.test("loadTable() names row, column, value and expectation of each wrong cell", async () => {
  const cells: Record<string, string> = {
    "Brazil,1,5,read": 'row 2: "Brazil,1,5,read" found, 3 cells, not 4, expected',
    "Brazil,11.39": 'row 2: "Brazil,11.39" found, 3 cells, not 2, expected',
    'Brazil,"11,39",read': 'row 2, column share: "11,39" found, a number expected',
    "Brazil,101,read": 'row 2, column share: "101" found, at most 100 expected',
    "Brazil,11.39,heard": 'row 2, column grade: "heard" found, one of read, press expected',
    "brazil,11.39,read": 'row 2, column region: "brazil" found, text matching [A-Z][a-z]+ expected',
    "Brazil,1,read\nBrazil,2,read":
      'row 3, column region: "Brazil" found, a value not met before (row 2 has it) expected',
  };
  for (const [rows, complaint] of Object.entries(cells)) {
    assertEquals(await complaints(regions(`${header}${rows}\n`)), [`regions.csv, ${complaint}`]);
  }
});

Deno.test("loadTable() names a required cell that is missing", async () => {
  const [complaint] = await complaints(regions(`${header},11.39,read\n`));
  assertStringIncludes(complaint!, "regions.csv, row 2, column region: nothing found, ");
});

Deno.test("loadTable() lists every broken row at once, in the order of the file", async () => {
  const hash = `sha256:${"0".repeat(64)}`;
  const broken = "Brazil,x,read\nEurope,1,heard\nAsia\nafrica,-1,read\nEurope,2,read\n";
  const [first, ...others] = await complaints(regions(header + broken, { hash }));
  assertStringIncludes(first!, "sha256");
  assertEquals(others, [
    'regions.csv, row 2, column share: "x" found, a number expected',
    'regions.csv, row 3, column grade: "heard" found, one of read, press expected',
    'regions.csv, row 4: "Asia" found, 3 cells, not 1, expected',
    'regions.csv, row 5, column region: "africa" found, text matching [A-Z][a-z]+ expected',
    'regions.csv, row 5, column share: "-1" found, at least 0 expected',
    'regions.csv, row 6, column region: "Europe" found, a value not met before (row 3 has it) expected',
  ]);
});

Deno.test("loadTable() reports another header and an empty file", async () => {
  assertEquals(await complaints(regions("region,percent,grade\nBrazil,1,read\n")), [
    'regions.csv, row 1: "region,percent,grade" found, the columns region,share,grade expected',
  ]);
  assertEquals(await complaints(regions("")), [
    "regions.csv, row 1: nothing found, the columns region,share,grade expected",
  ]);
});

Deno.test("loadTable() reports a file that is not CSV, with its line", async () => {
  const [complaint] = await complaints(regions(`${header}"Brazil,11.39,read\n`));
  assertStringIncludes(complaint!, "regions.csv, row ");
  assertStringIncludes(complaint!, "CSV (");
  await complaints(regions(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff, 0x00, 0x0a])));
});

const keyed = {
  fields: [{ name: "source", type: "string" as const }],
  foreignKeys: [{ fields: "source", reference: { resource: "sources", fields: "id" } }],
};

Deno.test("loadTable() reports a foreign key to nothing", async () => {
  const sources = { name: "sources", path: "sources.json", content: '[{"id":"known"}]' };
  assertEquals(await load(regions("source\nknown\n", { schema: keyed }), sources), [{ source: "known" }]);
  assertEquals(await complaints(regions("source\nknown\nheard\n", { schema: keyed }), sources), [
    'regions.csv, row 3, column source: "heard" found, an id of sources expected',
  ]);
});

Deno.test("loadTable() takes a foreign key to another table", async () => {
  const sources = {
    name: "sources",
    path: "sources.csv",
    content: "id\nknown\n",
    schema: { fields: [{ name: "id", type: "string" as const }] },
  };
  assertEquals(await load(regions("source\nknown\n", { schema: keyed }), sources), [{ source: "known" }]);
});

Deno.test("loadTable() names the resource that a foreign key points to and the package lacks", async () => {
  await using folder = await packageFolder(regions("source\nknown\n", { schema: keyed }));
  await assertRejects(() => loadTable("regions", folder.url), DataError, "sources");
});

Deno.test("loadTable() and checkDataPackage() report a file that is not there", async () => {
  const [complaint] = await complaints(regions(header, { absent: true }));
  assertStringIncludes(complaint!, "regions.csv");
});

Deno.test("loadTable() and loadText() name the resources there are when asked for another", async () => {
  await using folder = await packageFolder(regions(header));
  for (const read of [loadTable, loadText]) {
    await assertRejects(() => read("region", folder.url), RangeError, '"region": the data package has only regions');
  }
});

Deno.test("loadText() gives the text as it stands and reports a wrong hash", async () => {
  const note = { name: "note", path: "note.json", content: '{ "a": "é" }\n' };
  await using folder = await packageFolder(note);
  assertEquals(await loadText("note", folder.url), note.content);
  await using changed = await packageFolder({ ...note, hash: "sha256:0" });
  await assertRejects(() => loadText("note", changed.url), DataError, "note.json");
  assert((await checkDataPackage(changed.url)).length === 1);
});
