import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { counterRates } from "@/series/counter_rates.ts";
import { regularSeries } from "@/series/regular_series.ts";

const times = [0, 300_000, 600_000];

Deno.test("counterRates() divides the growth by the time", () => {
  const { values, wraps, resets } = counterRates({ times, counters: [100, 400, 1000] }, { bits: 64, scale: 8 });
  assertEquals([values, wraps, resets], [[null, 8, 16], 0, 0]);
});

Deno.test("counterRates() goes on through a wrap of 32 and of 64 bits", () => {
  const small = counterRates({ times, counters: [2 ** 32 - 300, 0, 300] }, { bits: 32, maximumRate: 1e6 });
  assertEquals([small.values, small.wraps], [[null, 1, 1], 1]);
  const large = counterRates({ times, counters: [2n ** 64n - 300n, "0", 300n] }, { bits: 64, decrease: "wrap" });
  assertEquals([large.values, large.wraps], [[null, 1, 1], 1]);
});

Deno.test("counterRates() takes a fall as a reset where a wrap would be faster than the line", () => {
  const { values, resets, wraps } = counterRates({ times, counters: [1e9, 300, 600] }, { bits: 32, maximumRate: 1e6 });
  assertEquals([values, resets, wraps], [[null, null, 1], 1, 0]);
  assertEquals(counterRates({ times, counters: [1e9, 300, 600] }, { bits: 32, decrease: "reset" }).resets, 1);
});

Deno.test("counterRates() refuses a fall where nothing says what it means", () => {
  assertThrows(() => counterRates({ times, counters: [1e9, 300, 600] }, { bits: 32 }), RangeError, "fell in row 1");
});

Deno.test("counterRates() gives no rate above the maximum, none where a counter may have come round, none for too long", () => {
  const fast = counterRates({ times, counters: [0, 1e9, 1e9] }, { bits: 64, maximumRate: 1e6 });
  assertEquals([fast.values, fast.implausible], [[null, null, 0], 1]);
  const round = counterRates({ times, counters: [0, 10, 20] }, { bits: 32, maximumRate: 2e7 });
  assertEquals([round.values, round.ambiguous], [[null, null, null], 2]);
  const long = counterRates({ times: [0, 300_000, 7_200_000], counters: [0, 300, 7200] }, { bits: 64, longest: 600 });
  assertEquals([long.values, long.tooLong], [[null, 1, null], 1]);
});

Deno.test("counterRates() goes over readings that failed", () => {
  const { values, failed } = counterRates({ times, counters: [0, null, 600] }, { bits: 64 });
  assertEquals([values, failed], [[null, null, 1], 1]);
});

Deno.test("counterRates() refuses what is no counter", () => {
  const read = (counters: (number | bigint | string)[]) => counterRates({ times: [0, 1], counters }, { bits: 32 });
  for (const counter of [1.5, -1, NaN, 2 ** 60, "1e5", ""]) {
    assertThrows(() => read([0, counter]), SyntaxError, "row 1");
  }
  assertThrows(() => read([0, 2 ** 32]), RangeError, "4294967296");
  assertThrows(() => read([0, -1n]), RangeError, "-1");
  assertThrows(() => counterRates({ times: [0, 0], counters: [0, 1] }, { bits: 32 }), RangeError, "times must rise");
  assertThrows(() => counterRates({ times: [0], counters: [] }, { bits: 32 }), RangeError, "0 and 1");
});

Deno.test("counterRates() makes rows for a regular series", () => {
  const series = regularSeries(counterRates({ times, counters: [0, 300, 900] }, { bits: 64, scale: 8 }), {
    bin: { minutes: 5 },
    stamp: "end",
    from: 0,
  });
  assertEquals([series.times, series.values], [Float64Array.of(0, 300_000), Float64Array.of(8, 16)]);
});

Deno.test("counterRates() finds the same rates wherever the counter started", () => {
  const growths = fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(growths, fc.bigInt({ min: 0n, max: 2n ** 32n - 1n }), (growths, begin) => {
      const read = (start: bigint) => {
        let count = start;
        const counters = [start, ...growths.map((growth) => count = (count + BigInt(growth)) % 2n ** 32n)];
        const times = counters.map((_, i) => i * 1000);
        return counterRates({ times, counters }, { bits: 32, maximumRate: 1e6 }).values;
      };
      assertEquals(read(begin), read(0n));
    }),
    { seed: 20120119 },
  );
});
