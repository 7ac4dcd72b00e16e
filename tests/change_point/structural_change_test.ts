import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { fStatistics } from "@/change_point/f_statistics.ts";
import { testChange } from "@/change_point/test_change.ts";
import { testCusum } from "@/change_point/test_cusum.ts";
import { readColumns, readJson } from "../read_reference.ts";
import { assertClose } from "./assert_close.ts";

const nile = readColumns("Nile.csv").y!;
const strucchange = readJson("strucchange.json").nile;
const ones = nile.map(() => 1);

for (const [name, options] of [["a constant", {}], ["the constant as a regressor", { regressors: [ones] }]] as const) {
  Deno.test(`fStatistics() agrees with strucchange's Fstats on the Nile, with ${name}`, () => {
    const { values, from, breakPoint } = fStatistics(nile, options);
    assertEquals([1871 + from - 1, breakPoint], [strucchange.Fstats.first, strucchange.Fstats.breakpoint]);
    assertEquals(values.length, strucchange.Fstats.values.length);
    values.forEach((value, i) => assertClose(value, strucchange.Fstats.values[i], 1e-10));
  });
}

Deno.test("testChange() agrees with strucchange's sctest on the Nile", () => {
  for (const type of ["supF", "aveF", "expF"] as const) {
    const { statistic, pValue } = testChange(fStatistics(nile), type);
    assertClose(statistic, strucchange.Fstats[type].statistic, 1e-12);
    assertAlmostEquals(pValue, strucchange.Fstats[type].p, 1e-14); // R stops at 2.2e-16: it takes the tail from 1
  }
});

Deno.test("testChange() agrees with strucchange where the p-values are not small", () => {
  // R: y <- Nile[29:100]; for (t in c("supF", "aveF", "expF")) print(sctest(Fstats(y ~ 1, from = F), type = t)$p.value)
  const calm = nile.slice(28);
  const expected = {
    0.15: { supF: 0.5826714383552658, aveF: 0.38266594857145086, expF: 0.4230827665452595 },
    0.3: { supF: 0.46055568155442128, aveF: 0.358945944920604, expF: 0.38196386948634176 },
    0.05: { supF: 0.673969295001114355, aveF: 0.399888849996551499, expF: 0.459180663706240777 },
  };
  for (const [from, pValues] of Object.entries(expected)) {
    for (const [type, pValue] of Object.entries(pValues)) {
      const found = testChange(fStatistics(calm, { from: Number(from) }), type as "supF" | "aveF" | "expF");
      assertAlmostEquals(found.pValue, pValue, 1e-12);
    }
  }
});

Deno.test("testChange() of a single date is Chow's test", () => {
  const { statistic, pValue } = testChange(fStatistics(nile, { from: 28, to: 28 }));
  assertClose(statistic, strucchange.chow_1898.statistic, 1e-12);
  assertAlmostEquals(pValue, strucchange.chow_1898.p, 1e-15);
  // R: sctest(Fstats(Nile ~ 1, from = 50, to = 50), type = "expF")$p.value
  assertAlmostEquals(testChange(fStatistics(nile, { from: 50, to: 50 }), "expF").pValue, 0.0034146844457548786, 1e-12);
});

Deno.test("testCusum() agrees with strucchange's OLS-CUSUM on the Nile", () => {
  const { process, statistic, pValue } = testCusum(nile)!;
  process.forEach((value, i) => assertAlmostEquals(value, strucchange.olscusum.process[i], 1e-12));
  assertClose(statistic, strucchange.olscusum.test.statistic, 1e-12);
  assertClose(pValue, strucchange.olscusum.test.p, 1e-6);
  assertAlmostEquals(testCusum(nile, { regressors: [ones] })!.statistic, statistic, 1e-12);
});

Deno.test("testCusum() agrees with strucchange in a regression", () => {
  // R: x <- (1:100) / 100; sctest(efp(Nile ~ x, type = "OLS-CUSUM"))
  const { statistic, pValue } = testCusum(nile, { regressors: [ones, nile.map((_, i) => (i + 1) / 100)] })!;
  assertClose(statistic, 1.5005961993071137, 1e-12);
  assertClose(pValue, 0.022138611183393997, 1e-10);
});

Deno.test("testCusum() with a long-run variance four times as large halves the statistic", () => {
  const plain = testCusum(nile)!;
  const variance = nile.reduce((sum, value) => sum + (value - 919.35) ** 2, 0) / 99; // mean(Nile) is 919.35
  assertClose(testCusum(nile, { longRunVariance: 4 * variance })!.statistic, plain.statistic / 2, 1e-12);
});

Deno.test("fStatistics() and testCusum() do not change with the unit or the zero of the series", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 20, maxLength: 40 }),
      fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
      (noise, unit) => {
        const values = noise.map((value, i) => value + Math.sin(i * i));
        const moved = values.map((value) => -3 + unit * value);
        const { values: statistics } = fStatistics(values);
        fStatistics(moved).values.forEach((value, i) => assertAlmostEquals(value, statistics[i]!, 1e-6 * (1 + value)));
        assertAlmostEquals(testCusum(moved)!.pValue, testCusum(values)!.pValue, 1e-6);
      },
    ),
    { seed: 20120119, numRuns: 100 },
  );
});

Deno.test("fStatistics() of a constant is zero, of a step without noise infinite", () => {
  assertEquals(Math.max(...fStatistics(new Float64Array(30).fill(0.1)).values), 0);
  assertEquals(testChange(fStatistics(new Float64Array(30).fill(0.1))).pValue, 1);
  const step = Float64Array.from({ length: 30 }, (_, i) => i < 15 ? 0 : 1);
  for (const type of ["supF", "expF", "aveF"] as const) {
    assertEquals(testChange(fStatistics(step), type), { statistic: Infinity, pValue: 0 });
  }
  assertEquals(testCusum(new Float64Array(30).fill(0.1)), undefined);
});

Deno.test("fStatistics(), testChange() and testCusum() refuse what they cannot use", () => {
  assertThrows(() => fStatistics([]), RangeError, "current range is 2 to -2 of 0");
  assertThrows(() => fStatistics([1, 2, 3]), RangeError, "current range is 2 to 1 of 3");
  assertThrows(() => fStatistics(nile.with(0, Infinity)), RangeError, "current value at 0 is Infinity");
  const many = Array.from({ length: 41 }, (_, j) => nile.map((_, i) => Math.sin((i + 1) * (j + 1))));
  assertThrows(() => testChange(fStatistics(nile, { regressors: many })), RangeError, "current number is 41");
  assertThrows(() => testCusum([1]), RangeError, "current numbers are 1 and 1");
});
