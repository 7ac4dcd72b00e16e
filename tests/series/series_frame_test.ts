import { assertEquals, assertThrows } from "@std/assert";
import pl from "polars";
import { loadTable } from "@/data/load_table.ts";
import { seriesFrame, seriesOfFrame } from "@/series/series_frame.ts";
import { simulateTraffic } from "@/simulator/simulate_traffic.ts";

Deno.test("seriesOfFrame() reads a daily table of the workspace", async () => {
  const table = await loadTable("series-rutracker-category-24-daily");
  const time = table.columns.find((name) => name.includes("date"))!;
  const value = table.columns.find((name) => name !== time)!;
  const series = seriesOfFrame(table, { time, value }, { bin: { days: 1 } });
  const observed = table.getColumn(value).toArray();
  assertEquals(series.values.filter((value) => !Number.isNaN(value)), Float64Array.from(observed as number[]));
});

Deno.test("seriesOfFrame() refuses columns that are not there", () => {
  const frame = pl.DataFrame({ date: ["2012-01-18"], volume: [70] });
  assertThrows(
    () => seriesOfFrame(frame, { time: "day", value: "volume" }, { bin: { days: 1 } }),
    RangeError,
    "is day",
  );
});

Deno.test("seriesFrame() labels a simulated series in every row", () => {
  const series = simulateTraffic({
    seed: 1,
    from: "2012-01-01T00:00Z",
    to: "2012-01-01T03:00Z",
    bin: { hours: 1 },
    level: 1,
  });
  assertEquals(seriesFrame(series, "Gbit/s").getColumn("simulated").toArray(), [true, true, true]);
});
