import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import pl from "polars";
import { samplePath } from "./samples.ts";
import { DataError } from "@/data/data_error.ts";
import { openSeries } from "@/read/open_series.ts";
import { simulateTraffic } from "@/simulator/simulate_traffic.ts";
import { loadProfile } from "@/simulator/traffic_profile.ts";
import { resample } from "@/series/resample.ts";
import { asFile } from "./as_file.ts";

/** The traffic that the samples of rrdtool and mrtg were made of. */
const traffic = simulateTraffic({
  seed: 20120119,
  from: "2012-01-02T00:00Z",
  to: "2012-01-23T00:00Z",
  bin: { minutes: 5 },
  profile: await loadProfile("orange-fixed-2013"),
  level: 80e6,
  noise: { kind: "autoregressive", deviation: 0.05, autocorrelation: 0.9 },
  events: [{ at: "2012-01-19T19:00Z", change: -0.2, shape: "step" }],
});
const hourly = resample(traffic, { bin: { hours: 1 } });

for (
  const [sample, format, toBits] of [
    ["rrdtool-xport.xml", "rrdtool-xml", 1],
    ["rrdtool-xport-showtime.xml", "rrdtool-xml", 1],
    ["rrdtool-xport.json", "rrdtool-json", 1],
    ["rrdtool-xport-showtime.json", "rrdtool-json", 1],
    ["rrdtool-fetch.txt", "rrdtool-fetch", 8],
  ] as const
) {
  Deno.test(`openSeries() reads ${sample} as rrdtool wrote it`, async () => {
    const source = await openSeries(samplePath(sample));
    assertEquals(source.format, format);
    assertEquals(source.names, [toBits === 1 ? "in <bit/s>" : "in", "out"]);
    const { times, values, stamp } = source.rows(source.names[0]!);
    assertEquals(stamp, "end");
    const compared = Array.from(times, (time, row) => ({ time, value: values[row]! * toBits }))
      .filter(({ value }) => !Number.isNaN(value));
    assert(compared.length > 495);
    for (const { time, value } of compared) {
      const truth = hourly.values[hourly.times.indexOf(time - 3_600_000)]!;
      // the counter starts with the second poll, so the first hour lacks its beginning
      if (time > compared[0]!.time) assertAlmostEquals(value / truth, 1, 1e-3);
    }
  });
}

Deno.test("openSeries() reads the log of mrtg: its three resolutions give the rates that were polled", async () => {
  const source = await openSeries(samplePath("mrtg.log"));
  assertEquals([source.format, ...source.names], ["mrtg-log", "in", "out"]);
  const { times, values, stamp, unit } = source.rows("in");
  assertEquals([stamp, unit], ["end", "bit/s"]);
  let checked = 0;
  for (let row = 1; row < times.length; row++) {
    const [from, to] = [times[row - 1]!, times[row]!];
    if (from < traffic.times[0]! + 7_200_000 || to > traffic.end || to === from) continue;
    const inside = traffic.values.filter((_, bin) => traffic.times[bin]! >= from && traffic.times[bin]! < to);
    const truth = inside.reduce((sum, value) => sum + value / inside.length, 0);
    assertAlmostEquals(values[row]! / truth, 1, 1e-5); // whole bytes a second
    checked++;
  }
  assert(checked > 900, `${checked}`);
});

Deno.test("openSeries() reads what nfdump printed: no byte of whole bins is lost", async () => {
  const source = await openSeries(samplePath("nfdump.csv"), { zone: "UTC" });
  assertEquals(source.format, "nfdump-csv");
  assertEquals([...source.names].sort(), ["TCP", "UDP", "all"]);
  const all = source.rows("all");
  assertEquals(new Date(all.times[0]!).toISOString(), "2012-01-19T18:45:00.000Z");
  const [tcp, udp] = [source.rows("TCP").values, source.rows("UDP").values];
  for (const [bin, value] of all.values.entries()) assertAlmostEquals(tcp[bin]! + udp[bin]!, value, 1e-6 * value);
  await assertRejects(() => openSeries(samplePath("nfdump.csv")), DataError, "the time zone of the file");
});

Deno.test("openSeries() reads the columns of later versions of nfdump", async () => {
  const flow = (minute: number) => `2012-01-19 19:${minute}:00.000,60.000,TCP,10.0.0.1,1,10.0.0.2,80,10,60000,1`;
  const header = "firstSeen,duration,proto,srcAddr,srcPort,dstAddr,dstPort,packets,bytes,flows";
  const text = [header, ...[10, 15, 16, 20].map(flow)].join("\n");
  const { values } = (await asFile(text, (file) => openSeries(file, { zone: "UTC" }))).rows("all");
  assertEquals(values, Float64Array.of(2 * 60_000 * 8 / 300));
});

Deno.test("openSeries() reads answers of Cloudflare Radar: named series, and groups", async () => {
  const meta = { aggInterval: "ONE_HOUR", normalization: "MIN0_MAX" };
  const timestamps = ["2022-10-26T17:00:00Z", "2022-10-26T18:00:00Z"];
  const named = {
    success: true,
    errors: [],
    result: { us: { timestamps, values: ["0.87", "1"] }, pt: { timestamps, values: ["0.02", null] }, meta },
  };
  const source = await asFile(JSON.stringify(named), openSeries);
  assertEquals([source.format, ...source.names], ["cloudflare-radar", "us", "pt"]);
  assertEquals(source.rows("pt").values, Float64Array.of(0.02, NaN));
  assertEquals(source.rows("us").unit, "min0 max");
  const groups = { success: true, result: { serie_0: { timestamps, IPv4: ["70", "71"], IPv6: ["30", "29"] }, meta } };
  assertEquals((await asFile(JSON.stringify(groups), openSeries)).names, ["IPv4", "IPv6"]);
  const failed = {
    success: false,
    errors: [{ code: 10_000, message: "Authentication error" }],
    result: { timestamps: [] },
  };
  await assertRejects(() => asFile(JSON.stringify(failed), openSeries), DataError, "Authentication error");
});

Deno.test("openSeries() reads answers of IODA, and leaves out signals that are not numbers", async () => {
  const signal = {
    entityType: "country",
    entityCode: "GH",
    entityName: "Ghana",
    subtype: "",
    from: 1_700_000_000,
    step: 600,
    nativeStep: 600,
  };
  const answer = {
    type: "signals",
    error: null,
    data: [[
      { ...signal, datasource: "bgp", values: [100, null, 90] },
      { ...signal, datasource: "ping-slash24-loss", values: [[{ agg_values: { loss_pct: 1 } }]] },
    ]],
  };
  const source = await asFile(JSON.stringify(answer), openSeries);
  assertEquals([source.format, ...source.names], ["ioda", "Ghana bgp"]);
  const { times, values, unit } = source.rows("Ghana bgp");
  assertEquals([times[1], values, unit], [1_700_000_600_000, Float64Array.of(100, NaN, 90), "visible /24 blocks"]);
  assertEquals(source.notes.length, 1);
});

Deno.test("openSeries() reads Parquet: dates, whole numbers of 64 bits, several networks below each other", async () => {
  const file = await Deno.makeTempFile();
  const times = [0, 1, 0, 1].map((hour) => new Date(Date.parse("2012-01-19T20:00Z") + 3_600_000 * hour));
  pl.DataFrame({ start: times, network: ["A", "A", "B", "B"], bytes: [1n, 2n, 3n, null] }).writeParquet(file);
  try {
    const source = await openSeries(file, { by: "network" });
    assertEquals([source.format, ...source.names], ["parquet", "A", "B"]);
    assertEquals(source.rows("B").values, Float64Array.of(3, NaN));
    assertEquals(source.rows("B").times[1], times[1]!.getTime());
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("openSeries() reads text of other encodings and compressed text", async () => {
  const text = "heure;réseau (Gbit/s)\n2012-01-19T20:00Z;4\n2012-01-19T21:00Z;5\n";
  const name = "réseau (Gbit/s)";
  const latin = Uint8Array.from(text, (character) => character.charCodeAt(0));
  const utf16 = new Uint8Array(Uint16Array.from(`\ufeff${text}`, (character) => character.charCodeAt(0)).buffer);
  const gzip = new Uint8Array(
    await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer(),
  );
  for (const bytes of [latin, utf16, gzip, new TextEncoder().encode(`\ufeff${text}`)]) {
    const source = await asFile(bytes, openSeries);
    assertEquals(source.names, [name]);
    assertEquals(source.rows(name).values, Float64Array.of(4, 5));
  }
});

Deno.test("openSeries() takes the format it is told, and says where the file is not of it", async () => {
  const error = await assertRejects(() => openSeries(samplePath("mrtg.log"), { format: "rrdtool-fetch" }), DataError);
  assertEquals(error.problems[0]!.row, 2);
});
