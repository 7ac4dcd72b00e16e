import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import fc from "fast-check";
import { join } from "node:path";
import pl, { type DataFrame } from "polars";
import { addressNumber, readAddressRange } from "@/flows/address_range.ts";
import { askFlowFiles, flowSpan } from "@/flows/flow_files.ts";
import { flowGrid } from "@/flows/flow_grid.ts";
import { checkFlowQuestion, type FlowQuestion, readFlowClasses } from "@/flows/flow_question.ts";
import { rateOfFlows } from "@/flows/flow_series.ts";
import { columns, type Flow, naiveAnswer } from "./naive.ts";

const from = Date.parse("2012-01-19T18:00Z");
const minute = 60_000;
const quiet = { quiet: 60 * minute };

const flow = (given: Partial<Flow> = {}): Flow => ({
  start: from,
  bytes: 1000,
  packets: 2,
  sampling: 1,
  sourcePort: 50_000,
  destinationPort: 50_001,
  protocol: 6,
  sourceAs: 64_500,
  destinationAs: 64_501,
  sourceAddress: "192.0.2.1",
  destinationAddress: "2001:db8::1",
  exporter: "edge-1",
  inputInterface: 1,
  outputInterface: 2,
  ...given,
});

const integers: readonly (keyof Flow)[] = ["start", "bytes", "packets", "sampling", "sourceAs", "destinationAs"];
const shortIntegers: readonly (keyof Flow)[] = ["sourcePort", "destinationPort", "protocol", "inputInterface"];

const frameOf = (flows: readonly Flow[]): DataFrame =>
  pl.DataFrame(
    (Object.keys(flow()) as (keyof Flow)[]).map((name) => {
      const series = pl.Series(name, flows.map((each) => each[name]) as number[]);
      if (integers.includes(name)) return series.cast(pl.Int64);
      return shortIntegers.includes(name) || name === "outputInterface" ? series.cast(pl.Int32) : series;
    }),
  );

/** Writes frames and texts into a folder that is there for as long as they are asked about. */
async function withFiles<Answer>(
  files: Record<string, DataFrame | string | Uint8Array>,
  ask: (paths: string[]) => Promise<Answer>,
): Promise<Answer> {
  const folder = await Deno.makeTempDir();
  try {
    const paths = Object.keys(files).map((name) => join(folder, name));
    for (const [index, content] of Object.values(files).entries()) {
      if (typeof content === "string") await Deno.writeTextFile(paths[index]!, content);
      else if (content instanceof Uint8Array) await Deno.writeFile(paths[index]!, content);
      else if (paths[index]!.endsWith(".csv")) content.writeCSV(paths[index]!);
      else content.writeParquet(paths[index]!);
    }
    return await ask(paths);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const question = (given: Partial<FlowQuestion> = {}): FlowQuestion => ({
  measure: "bytes",
  bin: { minutes: 5 },
  window: { from, to: from + 15 * minute },
  classes: [],
  columns,
  ...given,
});

const valuesOf = (series: readonly { values: Float64Array }[]) => series.map(({ values }) => [...values]);

const ask = (flows: readonly Flow[], given: Partial<FlowQuestion>, longest = 60 * minute) =>
  withFiles({ "flows.parquet": frameOf(flows) }, (files) => askFlowFiles(files, question(given), { quiet: longest }));

Deno.test("sums of flows are those of a loop over every flow, to the last byte", async () => {
  const address = fc.oneof(
    fc.ipV4(),
    fc.ipV6().map((text) => text.toLowerCase()),
    fc.constantFrom("10.1.2.3", "::ffff:10.1.2.3", "2001:db8::5"),
  );
  const anyFlow: fc.Arbitrary<Flow> = fc.record({
    start: fc.integer({ min: from - minute, max: from + 16 * minute }),
    bytes: fc.integer({ min: 0, max: 2 ** 36 }),
    packets: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
    sampling: fc.integer({ min: 1, max: 4000 }),
    sourcePort: fc.constantFrom(80, 443, 6881, 6999, 7000, 0, 65_535),
    destinationPort: fc.constantFrom(80, 53, 6900, 50_000),
    protocol: fc.constantFrom(1, 6, 17, 50),
    sourceAs: fc.constantFrom(1, 64_500, 4_200_000_001),
    destinationAs: fc.constantFrom(1, 64_500),
    sourceAddress: address,
    destinationAddress: address,
    exporter: fc.constantFrom("edge-1", 'edge\'s "2"'),
    inputInterface: fc.integer({ min: 1, max: 4 }),
    outputInterface: fc.integer({ min: 1, max: 4 }),
  });
  const rule = fc.record({
    port: fc.constant([80, { from: 6881, to: 6999 }]),
    sourcePort: fc.constantFrom([443], [{ from: 0, to: 1023 }]),
    destinationPort: fc.constant([53, 50_000]),
    protocol: fc.constantFrom([6], [17, 1]),
    as: fc.constant([64_500, 4_200_000_001]),
    sourceAs: fc.constant([4_200_000_001]),
    destinationAs: fc.constant([1]),
    prefix: fc.constantFrom(["10.0.0.0/8", "2001:db8::/32"], ["0.0.0.0/0"], ["::/0"], ["2000::/3"]),
    sourcePrefix: fc.constant(["128.0.0.0/1"]),
    destinationPrefix: fc.constant(["8000::/1"]),
    exporter: fc.constant(['edge\'s "2"']),
    interface: fc.constant([1, 2]),
    inputInterface: fc.constant([3]),
    outputInterface: fc.constant(["4"]),
  }, { requiredKeys: [] });
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyFlow, { minLength: 1, maxLength: 60 }),
      fc.array(rule, { maxLength: 4 }),
      fc.option(rule, { nil: undefined }),
      fc.constantFrom("bytes" as const, "packets" as const, "flows" as const),
      fc.constantFrom(1, 512, "column" as const),
      async (flows, rules, filter, measure, sampling) => {
        const asked = question({
          measure,
          sampling,
          classes: rules.map((each, index) => ({ name: `class ${index}`, ...each })),
          ...filter && { filter },
        });
        // one flow that always counts for the window, so that it is not empty
        const all = [...flows, flow({ exporter: 'edge\'s "2"' })];
        const half = all.length >> 1;
        const files = { "a.parquet": frameOf(all.slice(0, half + 1)), "b.csv": frameOf(all.slice(half + 1)) };
        const expected = naiveAnswer(all, asked, flowGrid(asked).edges);
        if (expected.flat().every((total) => total === 0n)) return;
        const series = await withFiles(files, (paths) => askFlowFiles(paths, asked, quiet));
        assertEquals(valuesOf(series), expected.map((row) => row.map(Number)));
      },
    ),
    { numRuns: 60, seed: 20120119 },
  );
});

Deno.test("a flow is of the first class whose rule it follows, and of its start's bin", async () => {
  const series = await ask([
    flow({ sourcePort: 80, protocol: 17 }),
    flow({ sourcePort: 80, start: from + 5 * minute - 1 }),
    flow({ sourcePort: 80, start: from + 5 * minute }),
    flow({ start: from + 15 * minute - 1 }),
    flow({ start: from + 15 * minute }),
    flow({ start: from - 1 }),
  ], { classes: [{ name: "quic", protocol: [17] }, { name: "web", port: [80] }] });
  assertEquals(series.map(({ name }) => name), ["quic", "web", "other"]);
  assertEquals(valuesOf(series), [[1000, 0, 0], [1000, 1000, 0], [0, 0, 1000]]);
});

Deno.test("only bins that lie whole in the window are answered", async () => {
  const window = { from: from + 1, to: from + 14 * minute };
  const [all] = await ask([flow({ start: from + 2 }), flow({ start: from + 6 * minute })], { window });
  assertEquals([...all!.times], [from + 5 * minute]);
  assertEquals(valuesOf([all!]), [[1000]]);
  assertThrows(() => checkFlowQuestion(question({ window: { from: from + 1, to: from + 5 * minute } })), RangeError);
});

for (
  const { what, bin, first, until, hours } of [
    { what: "forward", bin: { days: 1 }, first: "2012-03-24T23:00Z", until: "2012-03-26T22:00Z", hours: [23, 24] },
    { what: "back", bin: { days: 1 }, first: "2012-10-27T22:00Z", until: "2012-10-29T23:00Z", hours: [25, 24] },
    {
      what: "back, in bins of six hours",
      bin: { hours: 6 },
      first: "2012-10-27T22:00Z",
      until: "2012-10-28T23:00Z",
      hours: [7, 6, 6, 6],
    },
  ] as const
) {
  Deno.test(`bins follow the clock where it goes ${what}`, async () => {
    const window = { from: Date.parse(first), to: Date.parse(until) };
    const flows = Array.from(
      { length: (window.to - window.from) / (30 * minute) },
      (_, at) => flow({ start: window.from + at * 30 * minute }),
    );
    const [all] = await ask(flows, { bin, zone: "Europe/Paris", window, measure: "flows" });
    assertEquals(valuesOf([all!]), [hours.map((count) => 2 * count)]);
    assertEquals(
      [...rateOfFlows(all!, "flows").values].map((rate) => Math.round(rate * 1800 * 1e6) / 1e6),
      hours.map(() => 1),
    );
  });
}

Deno.test("sampling multiplies bytes, packets and flows, by a column or by a constant", async () => {
  const flows = [flow({ sampling: 1000 }), flow({ sampling: 10 })];
  const one = { window: { from, to: from + 5 * minute } };
  for (
    const { measure, sampling, total } of [
      { measure: "bytes", sampling: 1, total: 2000 },
      { measure: "bytes", sampling: "column", total: 1_010_000 },
      { measure: "packets", sampling: 100, total: 400 },
      { measure: "flows", sampling: "column", total: 1010 },
      { measure: "flows", sampling: 3, total: 6 },
    ] as const
  ) assertEquals(valuesOf(await ask(flows, { ...one, measure, sampling })), [[total]]);
});

Deno.test("prefixes hold for addresses as text, as 16 bytes and as IPv4 numbers, mapped addresses too", async () => {
  const range = (text: string) => readAddressRange(text);
  assertEquals(range("::ffff:192.0.2.0/120"), range("192.0.2.0/24"));
  assertEquals(addressNumber("1:2:3:4:5:6:7:8:9"), undefined);
  assertEquals(addressNumber("1::2::3"), undefined);
  assertEquals(addressNumber("::1.2.3.4"), 0x01020304n);
  for (const text of ["192.0.2.0/33", "192.0.2.1/24", "2001:db8::/129", "example.org", "", "1.2.3/8"]) {
    assertThrows(() => readAddressRange(text), RangeError);
  }
  const numbers = pl.DataFrame({
    start: pl.Series("start", [from, from, from]).cast(pl.Int64),
    bytes: pl.Series("bytes", [1, 2, 4]).cast(pl.UInt32),
    sourceAddress: pl.Series("sourceAddress", [0xc0000201, 0x0a000001, 0xffffffff]).cast(pl.UInt32),
  });
  const classes = [
    { name: "low", sourcePrefix: ["0.0.0.0/1"] },
    { name: "documentation", sourcePrefix: ["192.0.2.0/24"] },
    { name: "six", sourcePrefix: ["2001:db8::/32"] },
    { name: "everything", sourcePrefix: ["::/0"] },
  ];
  const series = await withFiles(
    { "n.parquet": numbers },
    (files) => askFlowFiles(files, question({ classes }), quiet),
  );
  assertEquals(series.map(({ values }) => values[0]), [2, 1, 0, 4, 0]);
  const bytes = new URL("../read/samples/flow-addresses.parquet", import.meta.url).pathname;
  const sampled = await askFlowFiles([bytes], question({ classes, columns: { ...columns, startUnit: "s" } }), quiet);
  assertEquals(sampled.map(({ values }) => values[0]), [2, 1, 8, 20, 0]);
});

Deno.test("a bin without flows is 0 inside a file and a gap between files", async () => {
  const first = frameOf([flow(), flow({ start: from + 12 * minute }), flow({ start: from + 15 * minute - 1 })]);
  const second = frameOf([flow({ start: from + 25 * minute }), flow({ start: from + 30 * minute - 1 })]);
  const window = { from, to: from + 30 * minute };
  const [all] = await withFiles(
    { "1.parquet": first, "2.parquet": second },
    (files) => askFlowFiles(files, question({ window })),
  );
  assertEquals(valuesOf([all!]), [[1000, 0, 2000, NaN, NaN, 2000]]);
  assertEquals(all!.record.gaps, 2);
  assertEquals(all!.coverage[3], 0.1); // half of the quiet time after the first file
});

Deno.test("a bin observed in part keeps its sum, and its rate is over what was observed", async () => {
  const flows = [flow(), flow({ start: from + 7.5 * minute })];
  const [all] = await ask(flows, { window: { from, to: from + 10 * minute } }, 0);
  assertEquals(valuesOf([all!]), [[1000, 1000]]);
  const rate = rateOfFlows(all!, "bytes").values;
  assertEquals(rate.map((value) => Math.round(value)), Float64Array.of(Math.round(8000 / 300), Math.round(8000 / 180)));
});

Deno.test("flows that the filter leaves out still tell that flows were written down", async () => {
  const flows = [flow({ exporter: "edge-2" }), flow({ exporter: "edge-2", start: from + 15 * minute - 1 }), flow()];
  const [all] = await ask(flows, { filter: { exporter: ["edge-1"] } });
  assertEquals(valuesOf([all!]), [[1000, 0, 0]]);
  assertEquals(all!.record.rows, 1);
});

Deno.test("times are read in their unit, as numbers, with and without a zone", async () => {
  const start = pl.Series("start", [from + 299_999, from + 300_000]).cast(pl.Int64);
  const bytes = pl.Series("bytes", [1, 2]).cast(pl.Int64);
  const times = {
    ms: start.cast(pl.Datetime("ms")),
    us: start.cast(pl.Datetime("ms")).cast(pl.Datetime("us", "Europe/Paris")),
    ns: start.cast(pl.Datetime("ms")).cast(pl.Datetime("ns")),
  };
  for (const series of Object.values(times)) {
    const [all] = await withFiles(
      { "t.parquet": pl.DataFrame([series.alias("start"), bytes]) },
      (files) => askFlowFiles(files, question({ window: { from, to: from + 10 * minute } }), quiet),
    );
    assertEquals(valuesOf([all!]), [[1, 2]]);
  }
  const texts = "start,bytes\n2012-01-19T18:04:59.999Z,1\n2012-01-19T18:05:00.000Z,2\n";
  const [all] = await withFiles({ "t.csv": texts }, (files) => askFlowFiles(files, question(), quiet));
  assertEquals(valuesOf([all!]), [[1, 2, 0]]);
  for (const [scale, startUnit] of [[1e-3, "s"], [1, "ms"], [1e3, "us"], [1e6, "ns"]] as const) {
    const counted = `start,bytes\n${BigInt(from / 1000) * BigInt(scale * 1000)},1\n`;
    await withFiles({ "t.csv": counted }, async (files) => {
      assertEquals(await flowSpan(files, { start: "start" }), { first: from, last: from, startUnit });
      const asked = question({ columns: { ...columns, startUnit }, window: { from, to: from + 5 * minute } });
      assertEquals(valuesOf(await askFlowFiles(files, asked, quiet)), [[1]]);
    });
  }
});

Deno.test("files may have their columns in another order and of other types", async () => {
  const files = {
    "1.parquet": frameOf([flow({ sourcePort: 80 })]),
    "2.parquet": frameOf([flow({ sourcePort: 80 })]).select("bytes", "destinationPort", "sourcePort", "start")
      .withColumns(pl.col("bytes").cast(pl.UInt64), pl.col("sourcePort").cast(pl.UInt16)),
    "3.csv": "bytes;start;sourcePort;destinationPort\n500;2012-01-19 18:01:00;80;1\n",
    "4.csv": "start,bytes,sourcePort,destinationPort\n",
    "5.parquet": frameOf([flow()]).filter(pl.col("bytes").gt(5000)),
  };
  const asked = question({ classes: [{ name: "web", port: [80] }] });
  const [web] = await withFiles(files, (paths) => askFlowFiles(paths, asked, quiet));
  assertEquals(web!.values[0], 2500);
});

Deno.test("many files count as one, and the one at fault is named", async () => {
  const made = (file: number) => frameOf([flow({ start: from + file * minute, bytes: file + 1, sourceAs: file % 3 })]);
  const files = Object.fromEntries(Array.from({ length: 20 }, (_, file) => [`${10 + file}.parquet`, made(file % 15)]));
  const asked = question({ bin: { minutes: 1 }, classes: [{ name: "one", sourceAs: [1] }] });
  const [one, other] = await withFiles(files, (paths) => askFlowFiles(paths, asked));
  const total = (bin: number) => (bin + 1) * (bin < 5 ? 2 : 1);
  assertEquals([...one!.values], Array.from({ length: 15 }, (_, bin) => bin % 3 === 1 ? total(bin) : 0));
  assertEquals([...other!.values], Array.from({ length: 15 }, (_, bin) => bin % 3 === 1 ? 0 : total(bin)));
  const broken = { ...files, "13.parquet": frameOf([flow({ bytes: -5 })]) };
  await assertRejects(() => withFiles(broken, (paths) => askFlowFiles(paths, asked)), Error, "13.parquet: bytes of 0");
});

Deno.test("protocols in text are known by their names", async () => {
  const file =
    "start,bytes,protocol\n1326996000000,1,TCP\n1326996000000,2,udp\n1326996000000,4,17\n1326996000000,8,ESP\n";
  const asked = question({ classes: [{ name: "datagrams", protocol: [17] }, { name: "tcp", protocol: [6] }] });
  const series = await withFiles({ "p.csv": file }, (paths) => askFlowFiles(paths, asked, quiet));
  assertEquals(series.map(({ values }) => values[0]), [6, 1, 8]);
});

const whole = frameOf([flow(), flow({ start: from + minute })]);
for (
  const { what, files, given = {}, says } of [
    { what: "an empty file", files: { "f.parquet": "" }, says: /f\.parquet: "an empty file" found/ },
    { what: "binary junk", files: { "f.parquet": Uint8Array.of(1, 0, 2, 0, 0, 0, 255) }, says: /"binary data" found/ },
    { what: "a web page", files: { "f.csv": "<html><p>No data</p></html>" }, says: /"a web page or other XML" found/ },
    {
      what: "a column that is missing",
      files: { "f.parquet": whole.drop("bytes") },
      says: /column bytes: a column of this name \(those there are: start, packets/,
    },
    {
      what: "a column that is missing in the second file",
      files: { "f.parquet": whole, "g.parquet": whole.drop("sourcePort") },
      given: { classes: [{ name: "web", sourcePort: [80] }] },
      says: /g\.parquet, column sourcePort: a column of this name/,
    },
    {
      what: "bytes that are text",
      files: { "f.csv": "start,bytes\n1326996000000,many\n" },
      says: /column bytes: "a column of text" found, a column of whole numbers expected/,
    },
    {
      what: "bytes with fractions",
      files: { "f.parquet": whole.withColumn(pl.col("bytes").cast(pl.Float64)) },
      says: /column bytes: "another type" found, a column of whole numbers expected/,
    },
    {
      what: "text among later numbers",
      files: { "f.csv": `start,bytes\n${"1326996000000,5\n".repeat(20_000)}1326996000000,many\n` },
      says: /f\.csv: .*many.* found, a whole Parquet or CSV file of flow records expected/,
    },
    {
      what: "a time that is missing",
      files: { "f.csv": "start,bytes\n1326996000000,5\n,6\n" },
      says: /column start: "1 rows without a time" found/,
    },
    {
      what: "bytes that are missing",
      files: { "f.csv": "start,bytes\n1326996000000,5\n1326996000000,\n" },
      says: /bytes of 0 or above in every row expected/,
    },
    {
      what: "negative bytes",
      files: { "f.parquet": frameOf([flow(), flow({ bytes: -1 })]) },
      says: /bytes of 0 or above in every row expected/,
    },
    {
      what: "a sampling rate of 0",
      files: { "f.parquet": frameOf([flow(), flow({ sampling: 0 })]) },
      given: { sampling: "column" },
      says: /a sampling rate of 1 or above/,
    },
    {
      what: "an address that is none",
      files: { "f.parquet": frameOf([flow({ sourceAddress: "host-7" })]) },
      given: { classes: [{ name: "here", sourcePrefix: ["10.0.0.0/8"] }] },
      says: /column sourceAddress: "host-7" found, an IPv4 or IPv6 address expected/,
    },
    {
      what: "no flow in the window",
      files: { "f.parquet": frameOf([flow({ start: from - minute })]) },
      says: /flows that start in the window asked for expected/,
    },
    {
      what: "a sum at 2^53",
      files: { "f.parquet": frameOf([flow({ bytes: 2 ** 53 - 1 }), flow({ bytes: 1 })]) },
      says: /sums below 2\^53 are needed .* current sum of all from 2012-01-19T18:00:00.000Z is 9007199254740992/,
    },
    {
      what: "a sum that would wrap 64 bits",
      files: { "f.parquet": frameOf([flow({ bytes: 2 ** 52, sampling: 4096 }), flow({ bytes: 1 })]) },
      given: { sampling: "column" },
      says: /sums below 2\^53 are needed/,
    },
  ] as {
    what: string;
    files: Record<string, DataFrame | string | Uint8Array>;
    given?: Partial<FlowQuestion>;
    says: RegExp;
  }[]
) {
  Deno.test(`flow records are refused: ${what}`, async () => {
    const error = await assertRejects(() => withFiles(files, (paths) => askFlowFiles(paths, question(given))), Error);
    assert(says.test(error.message), error.message);
  });
}

Deno.test("the greatest sum below 2^53 is exact", async () => {
  const [all] = await ask([flow({ bytes: 2 ** 53 - 2 }), flow({ bytes: 1 })], {});
  assertEquals(all!.values[0], Number.MAX_SAFE_INTEGER);
});

Deno.test("a Parquet file cut short anywhere is refused", async () => {
  const folder = await Deno.makeTempDir();
  const path = join(folder, "whole.parquet");
  whole.writeParquet(path);
  const bytes = await Deno.readFile(path);
  await Deno.remove(folder, { recursive: true });
  for (const length of [4, 12, bytes.length >> 1, bytes.length - 1]) {
    const cut = { "cut.parquet": bytes.subarray(0, length) };
    await assertRejects(() => withFiles(cut, (paths) => askFlowFiles(paths, question())), Error, "a whole Parquet");
  }
});

Deno.test("questions that cannot be asked are refused before a file is opened", () => {
  for (
    const [given, says] of [
      [{ classes: [{ name: "web", port: [70_000] }] }, "classes.0.port.0"],
      [{ classes: [{ name: "web", port: [{ from: 90, to: 80 }] }] }, "a range of ports"],
      [{ classes: [{ name: "a" }, { name: "a" }] }, "classes of different names"],
      [{ classes: [{ name: "other" }] }, "no class named other"],
      [{ filter: { prefix: ["10.0.0.1/8"] } }, "an IPv4 or IPv6 prefix"],
      [{ filter: { protocol: [] } }, "filter.protocol"],
      [{ sampling: 0 }, "a whole number from 1"],
      [{ sampling: 1.5 }, "a whole number from 1"],
      [{ columns: { start: "start" } }, "bytes"],
      [{ sampling: "column", columns: { start: "start", bytes: "bytes" } }, "sampling"],
      [{ window: { from, to: from + 1e15 } }, "bins are possible"],
    ] as [Partial<FlowQuestion>, string][]
  ) assertThrows(() => checkFlowQuestion(question(given)), RangeError, says);
  assertThrows(() => readFlowClasses("rules.json", "{"), Error, "rules.json");
  assertThrows(() => readFlowClasses("rules.json", '[{ "port": [80] }]'), Error, "name");
});
