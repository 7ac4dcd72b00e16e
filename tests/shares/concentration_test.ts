import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { estimate } from "@/interval/estimate.ts";
import { printed } from "@/interval/printed.ts";
import { concentrationRatio, effectiveNumber, herfindahl, normalisedHerfindahl } from "@/shares/concentration.ts";
import { concentrationWords } from "@/shares/concentration_thresholds.ts";
import { readJson } from "../read_reference.ts";

const reference = readJson("hhi.json");

Deno.test("herfindahl() and what follows from it agree with the reference for a complete list", () => {
  const { shares, hhi_10000, normalised, effective_number } = reference.formula_case; // reference/outputs/hhi.json
  const index = herfindahl(shares.map((share: number) => 100 * share));
  assertEquals(index, estimate(hhi_10000));
  assertAlmostEquals(normalisedHerfindahl(index, shares.length)!.value, normalised, 1e-15);
  assertAlmostEquals(effectiveNumber(index).value, effective_number, 1e-15);
});

Deno.test("herfindahl() agrees with the reference for an unknown rest", () => {
  const { known, lower, upper, max_each_rest } = reference.bounds_case; // reference/outputs/hhi.json
  const shares = known.map((share: number) => 100 * share);
  for (const options of [{}, { largestOfRest: 100 * max_each_rest }]) {
    const { low, high } = herfindahl(shares, options);
    assertAlmostEquals(low, 1e4 * lower, 1e-9);
    assertAlmostEquals(high, 1e4 * upper, 1e-9);
  }
});

Deno.test("herfindahl() cuts the rest into the largest pieces and what is left", () => {
  // 50 of rest in 20 + 20 + 10
  assertEquals(herfindahl([30, 20]), estimate(1300, 1300, 1300 + 400 + 400 + 100));
  assertEquals(herfindahl([30, 20], { largestOfRest: 50 }).high, 1300 + 2500);
  assertEquals(herfindahl([30, 20], { largestOfRest: 80 }).high, 1300 + 2500);
});

Deno.test("herfindahl() of a monopoly is 10,000 and of many small ones next to nothing", () => {
  assertEquals(herfindahl([100]), estimate(10_000));
  assertEquals(herfindahl([printed("99.9")]).high <= 10_000, true);
  assertAlmostEquals(herfindahl(Array(1000).fill(0.1)).value, 10, 1e-9);
});

Deno.test("herfindahl() keeps a listed share within what the others leave", () => {
  assertEquals(herfindahl([estimate(60, 50, 100), 40]).high, 60 ** 2 + 40 ** 2);
});

Deno.test("herfindahl() refuses what are no shares of one whole", () => {
  assertThrows(() => herfindahl([]), RangeError, "current sum is 0");
  assertThrows(() => herfindahl([60, 50]), RangeError, "current sum is 110");
  assertThrows(() => herfindahl([-1]), RangeError, "-1");
  assertThrows(() => herfindahl([50], { largestOfRest: 0 }), RangeError, "current value is 0");
});

Deno.test("concentrationRatio() adds up the largest, wherever they stand", () => {
  assertEquals(concentrationRatio([5, 34, 19], 1), estimate(34));
  assertEquals(concentrationRatio([5, 34, 19], 2), estimate(53));
  assertEquals(concentrationRatio([50, 50], 4), estimate(100));
});

Deno.test("concentrationRatio() bounds firms that are not listed", () => {
  assertEquals(concentrationRatio([34, 19, 5], 5), estimate(58, 58, 68));
  assertEquals(concentrationRatio([34, 19, 5], 2, { largestOfRest: 30 }), estimate(53, 53, 64));
  assertEquals(concentrationRatio([estimate(40, 38, 42), 20], 1), estimate(40, 38, 42));
});

Deno.test("concentrationRatio() refuses a number of firms that is none", () => {
  for (const firms of [0, 1.5, NaN]) assertThrows(() => concentrationRatio([50], firms), RangeError, String(firms));
});

Deno.test("effectiveNumber() and normalisedHerfindahl() turn bounds over and refuse what is no index", () => {
  assertEquals(effectiveNumber(estimate(2500, 2000, 5000)), estimate(4, 2, 5));
  assertThrows(() => effectiveNumber(0), RangeError, "0 to 0");
  assertThrows(() => effectiveNumber(10_001), RangeError);
  assertEquals(normalisedHerfindahl(10_000, 1), undefined);
  assertEquals(normalisedHerfindahl(5000, 2), estimate(0));
  assertThrows(() => normalisedHerfindahl(5000, 0), RangeError, "is 0");
});

Deno.test("concentrationWords() says every word that the bounds allow", () => {
  assertEquals(concentrationWords(1400, "United States 2010"), ["unconcentrated"]);
  assertEquals(concentrationWords(1400, "United States 1992"), ["moderately concentrated"]);
  assertEquals(concentrationWords(1500, "United States 2010"), ["moderately concentrated"]);
  assertEquals(concentrationWords(2500.1, "United States 2010"), ["highly concentrated"]);
  assertEquals(concentrationWords(estimate(1400, 1000, 3000), "European Union 2004").length, 2);
  assertThrows(() => concentrationWords(-1, "United States 2010"), RangeError, "-1");
});

const cut = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 12 })
  .map((sizes) => {
    const total = sizes.reduce((a, b) => a + b);
    return sizes.map((size) => 100 * size / total).sort((a, b) => b - a);
  });

Deno.test("herfindahl() and concentrationRatio() of a list cut short hold those of the whole list", () => {
  fc.assert(
    fc.property(cut, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 6 }), (shares, kept, firms) => {
      const [whole, part] = [herfindahl(shares), herfindahl(shares.slice(0, kept))];
      assert(part.low <= whole.value + 1e-9 && whole.value <= part.high + 1e-9);
      const ratio = concentrationRatio(shares, firms).value;
      const bounds = concentrationRatio(shares.slice(0, kept), firms);
      assert(bounds.low <= ratio + 1e-9 && ratio <= bounds.high + 1e-9);
    }),
    { seed: 20120119 },
  );
});

Deno.test("herfindahl() does not mind the order", () => {
  fc.assert(
    fc.property(
      cut,
      (shares) => assertAlmostEquals(herfindahl(shares).value, herfindahl(shares.toReversed()).value, 1e-9),
    ),
    { seed: 20120119 },
  );
});
