import { assert, assertEquals, assertThrows } from "@std/assert";
import { univariateSummary } from "@/linear/univariate_summary.ts";
import { digits, nistSet } from "./nist.ts";

/** Digits that R 4.2.2 reaches: mean(), sd(), acf(lag.max = 1). */
const digitsOfR: Record<string, [number, number, number]> = {
  Lew: [15, 15, 15],
  Lottery: [15, 15, 15],
  Mavro: [15, 13.1, 13.8],
  Michelso: [15, 13.8, 13.4],
  NumAcc1: [15, 15, 15],
  NumAcc2: [15, 15, 14.4],
  NumAcc3: [15, 9.5, 14.3],
  NumAcc4: [15, 8.3, 14.5],
};

for (const [name, reached] of Object.entries(digitsOfR)) {
  Deno.test(`univariateSummary() reaches R's digits on NIST ${name} but for half a digit`, () => {
    const { header, rows } = nistSet(name);
    const certified = header.slice(header.indexOf("Certified Values"));
    const figures = ["Mean", "Standard", "Autocorrelation"].map((word) =>
      Number(new RegExp(`^Sample ${word}.* (\\S+)\\s*$`, "m").exec(certified)?.[1])
    );
    const { mean, standardDeviation, autocorrelation } = univariateSummary(Float64Array.from(rows.flat()));
    for (const [k, value] of [mean, standardDeviation, autocorrelation].entries()) {
      assert(digits(value!, figures[k]!) >= reached[k]! - 0.5, `${value} for ${figures[k]}`);
    }
  });
}

Deno.test("univariateSummary() is undefined where a figure is", () => {
  const nothing = { mean: undefined, standardDeviation: undefined, autocorrelation: undefined };
  assertEquals(univariateSummary(new Float64Array(0)), { count: 0, ...nothing });
  assertEquals(univariateSummary(Float64Array.of(3)), { ...nothing, count: 1, mean: 3 });
  assertEquals(univariateSummary(Float64Array.of(3, 3)), { ...nothing, count: 2, mean: 3, standardDeviation: 0 });
});

Deno.test("univariateSummary() refuses what is not a number", () => {
  assertThrows(() => univariateSummary(Float64Array.of(1, NaN)), RangeError, "current value 1 is NaN");
  assertThrows(() => univariateSummary(Float64Array.of(1e200)), RangeError, "current value 0 is 1e+200");
});
