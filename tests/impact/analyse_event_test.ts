import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { analyseEvent } from "@/impact/analyse_event.ts";
import { compareSeries } from "@/impact/compare_series.ts";
import { eventWords, foundOf } from "@/impact/event_words.ts";
import { levelChanges } from "@/impact/level_changes.ts";
import { seriesOddities } from "@/impact/series_oddities.ts";
import { openSeries } from "@/read/open_series.ts";
import { regularRows } from "@/read/regular_rows.ts";
import { resample } from "@/series/resample.ts";
import { regularSeries } from "@/series/regular_series.ts";
import type { SimulatedEvent } from "@/simulator/event_effect.ts";
import { simulateTraffic } from "@/simulator/simulate_traffic.ts";
import { loadProfile } from "@/simulator/traffic_profile.ts";
import { samplePath } from "../read/samples.ts";

const at = "2012-01-19T19:00Z";
const profile = await loadProfile("orange-fixed-2013");

function network(seed: number, events: readonly SimulatedEvent[] = [], to = "2012-01-30T00:00Z") {
  const series = simulateTraffic({
    seed,
    from: "2011-12-26T00:00Z",
    to,
    bin: { hours: 1 },
    profile,
    level: 100,
    noise: { kind: "autoregressive", deviation: 0.04, autocorrelation: 0.8 },
    events,
  });
  return { ...series, name: `network ${seed}`, unit: "Gbit/s" };
}

Deno.test("analyseEvent() finds a known fall, its half recovery and its date, and says so", () => {
  const analysis = analyseEvent(
    network(1, [{ at, change: -0.3, shape: "exponential recovery", halfLife: 12, recovered: 0.5 }]),
    { event: at, zone: "Europe/Paris" },
  );
  const day = foundOf(analysis.windows.find(({ window }) => window === "a day")!.effect)!;
  // the mean of the effect over the day, on logarithms
  const truth = Math.expm1(
    Array.from({ length: 24 }, (_, hour) => Math.log(0.7) * (0.5 + 0.5 * 2 ** (-hour / 12)) / 24)
      .reduce((a, b) => a + b),
  );
  assert(day.relativeLow! < truth && truth < day.relativeHigh!, `${day.relativeLow} ${truth} ${day.relativeHigh}`);
  assert(day.pValue < 0.001);
  const { recovered, shape } = foundOf(analysis.recovery)!;
  assert(shape.startsWith("partial"), shape);
  assert(recovered!.low < 0.5 && 0.5 < recovered!.high, JSON.stringify(recovered));
  assert(foundOf(analysis.changes)!.changes.some(({ time }) => Math.abs(time - Date.parse(at)) <= 3_600_000));
  const words = eventWords(analysis).join("\n");
  assert(words.includes("A drop is shown") && words.includes("the event is among these dates"), words);
  assert(words.startsWith("This series is simulated"));
});

Deno.test("analyseEvent() of nothing shows nothing, and says what it would have seen", () => {
  const analysis = analyseEvent(network(2), { event: at });
  const words = eventWords(analysis).join("\n");
  assert(words.includes("No change is shown"), words);
  const { byFormula } = foundOf(analysis.windows[1]!.detectable)!;
  assert(byFormula > 0.01 && byFormula < 0.15);
});

Deno.test("analyseEvent() gives a reason where the data do not allow a window", () => {
  const short = analyseEvent(network(3, [], "2012-01-20T01:00Z"), { event: at });
  assertEquals(short.headline, "two hours");
  assertEquals(short.windows.map(({ effect }) => "reason" in effect && effect.reason), [
    false,
    "the series ends before it does",
    "the series ends before it does",
    false,
  ]);
});

Deno.test("analyseEvent() of days follows the clock of their zone through its changes", () => {
  const hourly = simulateTraffic({
    seed: 4,
    from: "2012-01-01T00:00Z",
    to: "2012-05-01T00:00Z",
    bin: { hours: 1 },
    profile,
    level: 100,
    noise: { kind: "autoregressive", deviation: 0.04, autocorrelation: 0.8 },
    events: [{ at: "2012-04-10T00:00+02:00", change: -0.3, shape: "step" }],
  });
  const daily = resample(hourly, { bin: { days: 1 }, zone: "Europe/Paris", minimumCoverage: 0.5 });
  for (const zone of ["Europe/Paris", "America/Santiago"]) {
    const analysis = analyseEvent({ ...daily, name: "days" }, { event: "2012-04-10T00:00+02:00", zone });
    assertEquals(
      "reason" in analysis.windows[0]!.effect && analysis.windows[0]!.effect.reason,
      "no whole bin of the series lies in it",
    );
    assertEquals(analysis.headline, "a day");
    assertEquals(new Date(analysis.event).toISOString(), "2012-04-09T22:00:00.000Z");
    assertEquals(foundOf(analysis.windows[1]!.effect)!.start, "2012-04-09T22:00:00.000Z");
    assert(foundOf(analysis.changes)!.changes.some(({ time }) => time === analysis.event));
    assertAlmostEquals(analysis.impact.relative!.value, -0.3, 0.04);
  }
});

Deno.test("a control takes off what both share", () => {
  const control = network(6, [{ at, change: -0.25, shape: "step" }]);
  const own = network(7);
  // what the control did, and noise of its own
  const asked = { ...own, values: own.values.map((value, bin) => Math.sqrt(value) * control.values[bin]! / 10) };
  const alone = analyseEvent(asked, { event: at }).impact.relative!;
  const beside = analyseEvent(asked, { event: at, controls: [control] });
  assertEquals(beside.controls, ["network 6"]);
  assert(alone.high < -0.15, JSON.stringify(alone));
  const { value, low, high } = beside.impact.relative!;
  assert(low < 0 && 0 < high && Math.abs(value) < 0.1, JSON.stringify(beside.impact.relative));
  assertThrows(
    () => analyseEvent(own, { event: at, controls: [{ ...control, bin: { minutes: 5 } }] }),
    RangeError,
    "Cannot use a control",
  );
});

Deno.test("compareSeries() raises p-values as Holm, and ranks the series that was hit first", () => {
  const falls = [-0.2, -0.08, -0.05, 0];
  const analyses = falls.map((change, index) =>
    analyseEvent(network(index + 1, change === 0 ? [] : [{ at, change, shape: "step" }]), { event: at })
  );
  const { series, donors, window } = compareSeries(analyses);
  assertEquals(window, "a day");
  const sorted = series.map(({ row }) => row!.pValue).sort((a, b) => a - b);
  let most = 0;
  const holm = sorted.map((pValue, place) => most = Math.max(most, Math.min(1, (4 - place) * pValue)));
  assert(holm[1]! > holm[0]! && holm[1]! < 4 * sorted[1]! && holm[1]! < 1, `${sorted}`);
  for (const { row, adjustedPValue } of series) assertEquals(adjustedPValue, holm[sorted.indexOf(row!.pValue)]);
  const against = foundOf(donors)!;
  assertEquals([against.rank, against.probability], [1, 0.25]);
  assertAlmostEquals(against.weights.reduce((sum, { weight }) => sum + weight, 0), 1, 1e-9);
  assertEquals("reason" in compareSeries(analyses.slice(0, 2)).donors, true);
});

Deno.test("levelChanges() seldom finds a change where there is none, and a step within an hour", () => {
  const seeds = Array.from({ length: 20 }, (_, seed) => seed + 100);
  const alarms = seeds.filter((seed) => levelChanges(network(seed), "Europe/Paris").changes.length > 0).length;
  assert(alarms <= 4, `${alarms} of 20`);
  const { changes } = levelChanges(network(1, [{ at, change: -0.2, shape: "step" }]), "Europe/Paris");
  assert(changes.some(({ time }) => Math.abs(time - Date.parse(at)) <= 3_600_000));
});

Deno.test("seriesOddities() names gaps, zeros, a stuck value and a spike", () => {
  const hour = 3_600_000;
  const values: (number | null)[] = Array.from({ length: 300 }, (_, row) => 50 + 10 * Math.sin(row));
  values.fill(null, 10, 13).fill(0, 20, 22).fill(42, 30, 50);
  values[100] = 10_000;
  const series = regularSeries({ times: values.map((_, row) => row * hour), values }, { bin: { hours: 1 } });
  const { gaps, missing, oddities } = seriesOddities(series);
  assertEquals([missing, gaps], [3, [{ from: "1970-01-01T10:00Z", to: "1970-01-01T13:00Z", bins: 3 }]]);
  assertEquals(oddities, [
    "2 bins hold 0",
    "the same value, 42, stands in 20 bins in a row from 1970-01-02T06:00Z on",
    "1 bin is above ten times the 99th percentile",
  ]);
});

Deno.test("the log of mrtg and the export of rrdtool of one port give the same answer", async () => {
  const event = Date.parse(at);
  const [mrtg, rrdtool] = await Promise.all(
    [["mrtg.log", "in"], ["rrdtool-xport.xml", "in <bit/s>"]].map(async ([file, name]) =>
      regularRows((await openSeries(samplePath(file!))).rows(name!), file!, { event })
    ),
  );
  assertEquals([mrtg!.bin, rrdtool!.bin], [{ hours: 2 }, { hours: 1 }]);
  const [a, b] = [mrtg!, rrdtool!].map((series) =>
    analyseEvent(series, { event: at, zone: "Europe/Paris" }).impact.relative!
  );
  for (const { low, high } of [a!, b!]) assert(low < -0.2 && -0.2 < high);
  assertAlmostEquals(a!.value, b!.value, 0.01);
});
