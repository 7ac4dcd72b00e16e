import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { regularSeries, type RegularSeriesOptions } from "@/series/regular_series.ts";

const minute = 60_000;
const start = Date.parse("2012-01-19T19:00Z");
const every = (minutes: number, values: readonly unknown[], skip: readonly number[] = []) => ({
  times: [...values.keys()].filter((i) => !skip.includes(i)).map((i) => start + i * minutes * minute),
  values: values.filter((_, i) => !skip.includes(i)),
});

Deno.test("regularSeries() leaves a gap where a row is missing and nothing else", () => {
  const series = regularSeries(every(5, [1, 2, 3, 4, 5, 6], [2, 3]), { bin: { minutes: 5 } });
  assertEquals(series.values, Float64Array.of(1, 2, NaN, NaN, 5, 6));
  assertEquals(series.coverage, Float64Array.of(1, 1, 0, 0, 1, 1));
  assertEquals([series.times[0], series.end], [start, start + 30 * minute]);
  const { gaps, partial, step, stepInferred } = series.record;
  assertEquals({ gaps, partial, step, stepInferred }, { gaps: 2, partial: 0, step: 5 * minute, stepInferred: true });
});

Deno.test("regularSeries() takes the mean by time, the sum, or the largest of a bin", () => {
  const rows = every(5, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 24]);
  const value = (aggregate: "mean" | "sum" | "max") => regularSeries(rows, { bin: { hours: 1 }, aggregate }).values;
  assertEquals(value("mean"), Float64Array.of(7.5));
  assertEquals(value("sum"), Float64Array.of(90));
  assertEquals(value("max"), Float64Array.of(24));
});

Deno.test("regularSeries() makes a bin a gap below the minimum coverage, at its edge not", () => {
  const rows = every(5, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [3, 4, 5]);
  const values = (minimumCoverage: number) => regularSeries(rows, { bin: { hours: 1 }, minimumCoverage }).values;
  assertEquals(values(0.76), Float64Array.of(NaN));
  assertEquals(values(0.75), Float64Array.of((78 - 15) / 9));
  const { record, coverage } = regularSeries(rows, { bin: { hours: 1 } });
  assertEquals([record.gaps, record.partial, coverage[0]], [1, 1, 0.75]);
  assert(record.choices.some((choice) => choice.startsWith("1 bins observed in part")));
});

Deno.test("regularSeries() lets a poller be late without a gap, and not fall out", () => {
  const late = (seconds: number) =>
    regularSeries({ times: [0, 300, 600 + seconds, 900, 1200].map((s) => start + s * 1000), values: [1, 2, 3, 4, 5] }, {
      bin: { minutes: 5 },
      step: { minutes: 5 },
    });
  assertEquals(late(100).record.gaps, 0);
  assertAlmostEquals(late(100).values[2]!, (100 * 2 + 200 * 3) / 300, 1e-12);
  assertEquals(late(200).record.partial, 1);
});

Deno.test("regularSeries() reads rows stamped with their end", () => {
  const rows = { times: [5, 10, 15].map((m) => start + m * minute), values: [1, 2, 3] };
  const series = regularSeries(rows, { bin: { minutes: 5 }, stamp: "end" });
  assertEquals([series.times[0], series.values], [start, Float64Array.of(1, 2, 3)]);
});

Deno.test("regularSeries() takes daily rows as days through changes of the clock", () => {
  const times = ["2012-03-24", "2012-03-25", "2012-03-26", "2012-10-27", "2012-10-28", "2012-10-29"];
  const zone = "Europe/Paris";
  const series = regularSeries({ times, values: [1, 2, 3, 4, 5, 6] }, { bin: { days: 1 }, zone });
  assertEquals(series.values.slice(0, 3), Float64Array.of(1, 2, 3));
  assertEquals(series.values.slice(-3), Float64Array.of(4, 5, 6));
  assertEquals(series.record.partial, 0);
  assertEquals(series.record.gaps, series.values.length - 6);
});

Deno.test("regularSeries() takes monthly and quarterly rows as months and quarters", () => {
  const quarters = ["2011-07-01", "2011-10-01", "2012-01-01", "2012-04-01"];
  assertEquals(
    regularSeries({ times: quarters, values: [1, 2, 3, 4] }, { bin: { months: 3 }, zone: "UTC" }).values,
    Float64Array.of(1, 2, 3, 4),
  );
  const months = ["2012-01-01", "2012-02-01", "2012-03-01", "2012-04-01"];
  assertEquals(
    regularSeries({ times: months, values: [1, 2, 3, 4] }, { bin: { months: 1 }, zone: "UTC" }).values,
    Float64Array.of(1, 2, 3, 4),
  );
});

Deno.test("regularSeries() refuses rows at one time, or takes the one it is told to", () => {
  const rows = { times: [0, 5, 5, 10].map((m) => start + m * minute), values: [1, 2, 6, 4] };
  const second = (duplicates: NonNullable<RegularSeriesOptions["duplicates"]>) =>
    regularSeries(rows, { bin: { minutes: 5 }, duplicates }).values[1];
  assertThrows(() => regularSeries(rows, { bin: { minutes: 5 } }), RangeError, "the first is 2012-01-19T19:05:00.000Z");
  assertEquals((["first", "last", "mean", "sum", "max"] as const).map(second), [2, 6, 4, 8, 6]);
  const { record } = regularSeries(rows, { bin: { minutes: 5 }, duplicates: "mean" });
  assertEquals(record.duplicates, 1);
  assert(record.choices.includes("1 at the time of another: the mean taken"));
});

Deno.test("regularSeries() refuses disorder, or sorts", () => {
  const rows = { times: [0, 10, 5].map((m) => start + m * minute), values: [1, 3, 2] };
  assertThrows(() => regularSeries(rows, { bin: { minutes: 5 } }), RangeError, "row 2 is earlier");
  const series = regularSeries(rows, { bin: { minutes: 5 }, disorder: "sort" });
  assertEquals([series.values, series.record.disordered], [Float64Array.of(1, 2, 3), 1]);
});

Deno.test("regularSeries() refuses negative values, leaves them out or keeps them", () => {
  const rows = every(5, [1, -2, 3]);
  assertThrows(() => regularSeries(rows, { bin: { minutes: 5 } }), RangeError, "row 1 is negative");
  const second = (negative: "missing" | "keep") => regularSeries(rows, { bin: { minutes: 5 }, negative }).values[1];
  assertEquals([second("missing"), second("keep")], [NaN, -2]);
});

Deno.test("regularSeries() refuses what is no number, or leaves it out", () => {
  for (const value of ["", "n/a", "1,5", "0x10", NaN, Infinity, true, {}]) {
    const rows = every(5, [1, value, 3]);
    assertThrows(() => regularSeries(rows, { bin: { minutes: 5 } }), SyntaxError, "in row 1");
    const { values, record } = regularSeries(rows, { bin: { minutes: 5 }, nonNumeric: "missing" });
    assertEquals([values[1], record.nonNumeric], [NaN, 1]);
  }
});

Deno.test("regularSeries() reads text and large whole numbers, and takes null as stated missing", () => {
  const series = regularSeries(every(5, ["1.5", " 2e3 ", 3n, null, undefined, 6]), { bin: { minutes: 5 } });
  assertEquals(series.values, Float64Array.of(1.5, 2000, 3, NaN, NaN, 6));
  assertEquals(series.record.missing, 2);
});

Deno.test("regularSeries() looks at the stretch it is told to and counts what it leaves out", () => {
  const from = "2012-01-19T19:05Z";
  const series = regularSeries(every(5, [1, 2, 3, 4]), { bin: { minutes: 5 }, from, to: "2012-01-19T19:25Z" });
  assertEquals([series.values, series.record.outside], [Float64Array.of(2, 3, 4, NaN), 1]);
});

Deno.test("regularSeries() refuses nothing, lengths that differ and options out of range", () => {
  const bin = { minutes: 5 };
  assertThrows(() => regularSeries({ times: [], values: [] }, { bin }), RangeError, "at least one row");
  assertThrows(() => regularSeries({ times: [1], values: [] }, { bin }), RangeError, "1 times and 0 values");
  assertThrows(() => regularSeries({ times: [1], values: [1] }, { bin }), RangeError, "must be given as step");
  assertEquals(regularSeries({ times: [start], values: [1] }, { bin, step: bin }).values, Float64Array.of(1));
  for (const minimumCoverage of [0, 1.1, NaN]) {
    assertThrows(() => regularSeries(every(5, [1, 2]), { bin, minimumCoverage }), RangeError, `${minimumCoverage}`);
  }
  const backwards = { bin, from: "2012-01-19T19:05Z", to: "2012-01-19T19:05Z" };
  assertThrows(() => regularSeries(every(5, [1, 2]), backwards), RangeError, "end after it starts");
});

Deno.test("regularSeries() does not change its rows", () => {
  const times = Float64Array.of(start + 5 * minute, start);
  const values = Float64Array.of(2, 1);
  regularSeries({ times, values }, { bin: { minutes: 5 }, disorder: "sort" });
  assertEquals([times, values], [Float64Array.of(start + 5 * minute, start), Float64Array.of(2, 1)]);
});

const rowsOf = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 1000 })), {
  minLength: 2,
  maxLength: 60,
}).map((pairs) => {
  let time = start;
  return { times: pairs.map(([gap]) => time += gap * minute), values: pairs.map(([, value]) => value) };
});

Deno.test("regularSeries() keeps what was summed: volumes are neither lost nor made", () => {
  fc.assert(
    fc.property(rowsOf, (rows) => {
      const { values } = regularSeries(rows, {
        bin: { minutes: 15 },
        step: { minutes: 10 },
        aggregate: "sum",
        minimumCoverage: 1e-6,
      });
      const total = values.reduce((sum, value) => Number.isNaN(value) ? sum : sum + value, 0);
      assertAlmostEquals(total, rows.values.reduce((a, b) => a + b), 1e-8);
    }),
    { seed: 20120119 },
  );
});

Deno.test("regularSeries() never goes outside its rows, scales with them, and does not mind their order", () => {
  fc.assert(
    fc.property(rowsOf, fc.constantFrom("mean", "max"), (rows, aggregate) => {
      const options = { bin: { minutes: 30 }, step: { minutes: 10 }, aggregate, minimumCoverage: 0.1 } as const;
      const series = regularSeries(rows, options);
      const [least, most] = [Math.min(...rows.values), Math.max(...rows.values)];
      assert(series.values.every((value) => Number.isNaN(value) || (value >= least - 1e-9 && value <= most + 1e-9)));
      assert(series.values.every((value, i) => Number.isNaN(value) === series.coverage[i]! < 0.1 - 1e-9));
      const scaled = regularSeries({ ...rows, values: rows.values.map((value) => value * 8) }, options);
      assertEquals(scaled.values, series.values.map((value) => value * 8));
      const reversed = { times: rows.times.toReversed(), values: rows.values.toReversed() };
      assertEquals(regularSeries(reversed, { ...options, disorder: "sort" }).values, series.values);
    }),
    { seed: 20120119 },
  );
});
