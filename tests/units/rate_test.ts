import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { estimate } from "@/interval/estimate.ts";
import { bitsPerSecond } from "@/units/rate.ts";

const one = estimate(1);

Deno.test("bitsPerSecond() reads decimal prefixes", () => {
  const units = ["bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s", "Pbit/s", "Ebit/s", "Zbit/s"];
  units.forEach((unit, index) => assertAlmostEquals(bitsPerSecond(one, unit).value / 1000 ** index, 1, 1e-12));
});

Deno.test("bitsPerSecond() counts 8 bits to the byte", () => {
  assertEquals(bitsPerSecond(estimate(2), "MB/s").value, 16e6);
});

Deno.test("bitsPerSecond() spreads volumes over hours, days, months and years", () => {
  assertAlmostEquals(bitsPerSecond(one, "bit/hour").value, 1 / 3600, 1e-18);
  assertAlmostEquals(bitsPerSecond(one, "GB/day").value, 8e9 / 86400, 1e-6);
  assertAlmostEquals(bitsPerSecond(one, "EB/month").value, 8e18 / 2629746, 1); // a twelfth of 365.2425 days is 2 629 746 s
  assertAlmostEquals(bitsPerSecond(one, "EB/year").value, 8e18 / 31556952, 1);
});

Deno.test("bitsPerSecond() makes a year twelve months", () => {
  assertAlmostEquals(bitsPerSecond(estimate(12), "PB/year").value / bitsPerSecond(one, "PB/month").value, 1, 1e-12);
});

Deno.test("bitsPerSecond() carries bounds, open ends included", () => {
  assertEquals(bitsPerSecond(estimate(2, 1, 3), "kB/s"), estimate(16000, 8000, 24000));
  assertEquals(bitsPerSecond(estimate(10, 10, Infinity), "Gbit/s"), estimate(1e10, 1e10, Infinity));
  assertEquals(bitsPerSecond(estimate(0), "Gbit/s").value, 0);
  assertEquals(bitsPerSecond(estimate(-30, -40, -20), "Gbit/s"), estimate(-30e9, -40e9, -20e9));
});

Deno.test("bitsPerSecond() refuses other units and names them", () => {
  const units = [
    "",
    "Gbps",
    "Gb/s",
    "gbit/s",
    "KB/s",
    "GiB/s",
    "bit",
    "B",
    "bit/",
    "bit/ms",
    "Gbit/s/s",
    "Gbit /s",
    "%",
  ];
  for (const unit of units) {
    assertThrows(() => bitsPerSecond(one, unit), RangeError, `Cannot read a rate of traffic: a unit such as`, unit);
  }
});

Deno.test("bitsPerSecond() takes no duration from the names every object has", () => {
  for (const name of ["constructor", "toString", "__proto__"]) {
    assertThrows(() => bitsPerSecond(one, `bit/${name}`), RangeError, "Cannot read a rate of traffic", name);
  }
});

Deno.test("bitsPerSecond() rises with the rate", () => {
  const rate = fc.double({ min: 0, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(rate, rate, fc.constantFrom("Gbit/s", "EB/month", "kB/hour"), (a, b, unit) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      const { low: least, high: most } = bitsPerSecond(estimate(low, low, high), unit);
      assertEquals(Math.sign(most - least), Math.sign(most - bitsPerSecond(estimate(low), unit).value));
      assertEquals([least, most], [
        bitsPerSecond(estimate(low), unit).value,
        bitsPerSecond(estimate(high), unit).value,
      ]);
    }),
    { seed: 20120119, numRuns: 200 },
  );
});
