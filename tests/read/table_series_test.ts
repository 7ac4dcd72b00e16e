import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { DataError } from "@/data/data_error.ts";
import { detectFormat } from "@/read/detect_format.ts";
import { type OpenOptions, openSeries } from "@/read/open_series.ts";
import { regularRows } from "@/read/regular_rows.ts";
import { readTimeColumn } from "@/read/time_column.ts";
import { asFile } from "./as_file.ts";
import { hours } from "./bad_inputs.ts";

const open = (text: string, options: OpenOptions = {}) => asFile(text, (file) => openSeries(file, options));
const at = (time: string) => Date.parse(time);

Deno.test("delimited text: comments, quoted names, doubled names, text left out, no header", async () => {
  const text =
    '# exported\nwhen,"in, port ""1""",in,in,site\n2012-01-19T19:00Z,1,2,3,Paris\n2012-01-19T19:05Z,4,5,,Paris\n';
  const source = await open(text);
  assertEquals(source.names, ['in, port "1"', "in", "in (2)"]);
  assertEquals(source.notes, ["left out, as they hold no numbers: site"]);
  assertEquals(source.rows("in (2)").values, Float64Array.of(3, NaN));
  assertEquals(source.rows("in").lines, Int32Array.of(3, 4));
  const bare = await open("1327003200\t5\n1327003500\t6\n");
  assertEquals(bare.names, ["column 2"]);
  assertEquals(bare.rows("column 2").times[0], at("2012-01-19T20:00Z"));
});

Deno.test("series below each other are told apart by a column of names", async () => {
  const text = "time,country,bytes,flows\n2012-01-19,FR,1,10\n2012-01-19,DE,2,20\n2012-01-20,FR,3,30\n";
  const source = await open(text, { by: "country", zone: "UTC" });
  assertEquals(source.names, ["FR: bytes", "DE: bytes", "FR: flows", "DE: flows"]);
  assertEquals(source.rows("FR: flows").values, Float64Array.of(10, 30));
  await assertRejects(
    () => open(text, { by: "land", zone: "UTC" }),
    DataError,
    '"land" found, one of the columns time, country',
  );
});

Deno.test("the column of times is found by its content, or named", async () => {
  const text =
    "id,stamped at,first seen,load\n7,2012-01-19T19:00Z,2011-01-01T00:00Z,1\n8,2012-01-19T19:05Z,2011-01-01T00:05Z,2\n";
  assertEquals((await open(text)).rows("load").times[0], at("2012-01-19T19:00Z"));
  assertEquals((await open(text, { time: "first seen" })).rows("load").times[0], at("2011-01-01T00:00Z"));
});

Deno.test("times as people write them", () => {
  const places = { file: "port.csv", column: "time", lines: [2] };
  const paris = { zone: "Europe/Paris" };
  for (
    const [text, options, expected] of [
      ["2012-01-19 20:00:30", paris, "2012-01-19T19:00:30Z"],
      ["2012/1/9 8:05", paris, "2012-01-09T07:05Z"],
      ["2012-01-19T20:00:00.000+01:00", {}, "2012-01-19T19:00Z"],
      ["2012-01-19 19:00 UTC", {}, "2012-01-19T19:00Z"],
      ["20120119", paris, "2012-01-18T23:00Z"],
      ["20120119T200000", paris, "2012-01-19T19:00Z"],
      ["19.01.2012 20:00", { ...paris, dateOrder: "day first" }, "2012-01-19T19:00Z"],
      ["01/19/2012 20:00", { ...paris, dateOrder: "month first" }, "2012-01-19T19:00Z"],
      ["1326999600", {}, "2012-01-19T19:00Z"],
      ["1326999600.25", {}, "2012-01-19T19:00:00.250Z"],
      ["1326999600000", {}, "2012-01-19T19:00Z"],
      ["1326999600000000", {}, "2012-01-19T19:00Z"],
      [1326999600000000000n, {}, "2012-01-19T19:00Z"],
      [new Date("2012-01-19T19:00Z"), {}, "2012-01-19T19:00Z"],
    ] as const
  ) assertEquals(readTimeColumn([text], places, options).times[0], at(expected), String(text));
  for (const text of ["", "yesterday", "12:30", "2012-02-30", "2012-13-01T00:00Z", "5", null]) {
    assertThrows(() => readTimeColumn([text], places, paris), DataError, "port.csv, row 2, column time: ");
  }
  assertThrows(() => readTimeColumn(["1326999600", "1326999600000"], { ...places, lines: [2, 3] }), DataError, "row 3");
});

Deno.test("each time with the offset of its zone is read across a change of the clock", () => {
  const texts = ["2012-03-25T01:30+01:00", "2012-03-25T03:30+02:00"];
  const places = { file: "port.csv", column: "time", lines: [2, 3] };
  const { times } = readTimeColumn(texts, places, { zone: "Europe/Paris" });
  assertEquals(times[1]! - times[0]!, 3_600_000);
  assertThrows(() => readTimeColumn(texts, places), DataError, "the offset +01:00, as in row 2");
});

Deno.test("counters: a wrap by the line rate, and the readings of a plain column", async () => {
  const text =
    "time,ifInOctets\n2012-01-19T19:00Z,4294000000\n2012-01-19T19:05Z,4294900000\n2012-01-19T19:10Z,832704\n";
  const rows = (await open(text, { lineRate: 1e8 })).rows("ifInOctets");
  assertEquals([rows.values, rows.stamp, rows.unit], [Float64Array.of(NaN, 24_000, 24_000), "end", "bit/s"]);
  assertEquals(rows.notes.includes("1 wraps of the counter"), true);
  const plain = await open("time,octets\n2012-01-19T19:00Z,0\n2012-01-19T19:05Z,300\n", { counter: 64 });
  assertEquals(plain.rows("octets").values, Float64Array.of(NaN, 8));
});

Deno.test("what would be refused is read by a choice", async () => {
  const comma = await open(hours((_, line) => line.replace(",", ";").replace(".", ","), "time;traffic"), {
    decimal: "comma",
  });
  assertEquals(comma.rows("traffic").values[0], 100);
  const text = "time,in\n2012-01-19T19:00Z,1\n2012-01-19T19:00Z,3\n2012-01-19T19:05Z,-2\n2012-01-19T19:10Z,5\n";
  const rows = (await open(text)).rows("in");
  for (const [duplicates, first] of [["first", 1], ["last", 3], ["mean", 2], ["sum", 4], ["max", 3]] as const) {
    assertEquals(regularRows(rows, "x", { duplicates, negative: "missing" }).values, Float64Array.of(first, NaN, 5));
  }
  assertEquals(regularRows(rows, "x", { duplicates: "first", negative: "keep" }).values, Float64Array.of(1, -2, 5));
});

Deno.test("detectFormat() goes by the content alone", () => {
  const detect = (text: string) => detectFormat(new TextEncoder().encode(text));
  assertEquals(detect("\ufefftime,in\n2012,1"), { format: "delimited" });
  assertEquals(detect('<?xml version="1.0"?>\n\n<xport>'), { format: "rrdtool-xml" });
  assertEquals(detect('{ "about": "RRDtool graph JSON output",'), { format: "rrdtool-json" });
  assertEquals(detect("          in   out\n\n1326672300: 1 2\n"), { format: "rrdtool-fetch" });
  assertEquals(detect("ts,te,td,sa,da\n"), { format: "nfdump-csv" });
  assertEquals(detect('{"type":"signals","data":[[{"entityType":"country"'), { format: "ioda" });
  assertEquals(detect("PAR1"), { format: "parquet" });
  assertEquals(detect('<?xml version="1.0"?>\n<rrd>').format, undefined);
});
