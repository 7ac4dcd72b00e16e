import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { printed } from "@/interval/printed.ts";
import { runs } from "./arbitrary_estimate.ts";

Deno.test("printed() reads digits as half a step of the last one to each side", () => {
  assertEquals(printed("81"), { value: 81, low: 80.5, high: 81.5 });
  assertEquals(printed("-12"), { value: -12, low: -12.5, high: -11.5 });
  assertEquals(printed("0.98"), { value: 0.98, low: 0.975, high: 0.985 });
  assertEquals(printed("20.0"), { value: 20, low: 19.95, high: 20.05 });
  assertEquals(printed("1.5e11"), { value: 1.5e11, low: 1.45e11, high: 1.55e11 });
  assertEquals(printed("2e-3"), { value: 0.002, low: 0.0015, high: 0.0025 });
  assertEquals(printed("2e+3"), { value: 2000, low: 1500, high: 2500 });
});

Deno.test("printed() reads zero with bounds on both sides", () => {
  assertEquals(printed("0"), { value: 0, low: -0.5, high: 0.5 });
  assertEquals([printed("-0").low, printed("-0").high], [-0.5, 0.5]);
  assertEquals(printed("0.00"), { value: 0, low: -0.005, high: 0.005 });
});

Deno.test("printed() reads huge and tiny figures", () => {
  assertEquals(printed("1e300"), { value: 1e300, low: 0.5e300, high: 1.5e300 });
  assertEquals(printed("3e-12"), { value: 3e-12, low: 2.5e-12, high: 3.5e-12 });
  const { low, value, high } = printed("4e-30");
  assert(low < value && value < high);
});

Deno.test("printed() reads a range as its ends, in either order, with the middle as value", () => {
  assertEquals(printed("2 to 3"), { value: 2.5, low: 2, high: 3 });
  assertEquals(printed("3 to 2"), { value: 2.5, low: 2, high: 3 });
  assertEquals(printed("-5 to 5"), { value: 0, low: -5, high: 5 });
  assertEquals(printed("7 to 7"), { value: 7, low: 7, high: 7 });
});

Deno.test("printed() reads the words about and almost as a whole step", () => {
  assertEquals(printed("about 20"), { value: 20, low: 19, high: 21 });
  assertEquals(printed("about 0.5"), { value: 0.5, low: 0.4, high: 0.6 });
  assertEquals(printed("almost 40"), { value: 40, low: 39, high: 40 });
  assertEquals(printed("almost -40"), { value: -40, low: -40, high: -39 });
});

Deno.test("printed() leaves one side open for more than, at least, less than, at most and up to", () => {
  for (const words of ["more than", "at least"]) {
    assertEquals(printed(`${words} 10`), { value: 10, low: 10, high: Infinity });
  }
  for (const words of ["less than", "at most", "up to"]) {
    assertEquals(printed(`${words} 10`), { value: 10, low: -Infinity, high: 10 });
  }
});

Deno.test("printed() takes the step from the resolution where one is given", () => {
  assertEquals(printed("150", { resolution: 10 }), { value: 150, low: 145, high: 155 });
  assertEquals(printed("about 150", { resolution: 10 }), { value: 150, low: 140, high: 160 });
  assertEquals(printed("almost -40", { resolution: 5 }), { value: -40, low: -40, high: -35 });
  assertEquals(printed("81", { resolution: 0.1 }), { value: 81, low: 80.95, high: 81.05 });
});

Deno.test("printed() keeps the bounds exact where the digits are finer than the resolution", () => {
  assertEquals(printed("81.256", { resolution: 10 }), { value: 81.256, low: 76.256, high: 86.256 });
  assertEquals(printed("1.25", { resolution: 1000 }), { value: 1.25, low: -498.75, high: 501.25 });
});

Deno.test("printed() keeps the bounds exact where the resolution is a binary fraction", () => {
  assertEquals(printed("1", { resolution: 0.0625 }), { value: 1, low: 0.96875, high: 1.03125 });
});

Deno.test("printed() refuses a resolution that is not positive", () => {
  for (const resolution of [-10, NaN]) assertThrows(() => printed("81", { resolution }), RangeError);
});

Deno.test("printed() refuses other text and quotes it", () => {
  const texts = [
    ...["", " ", "81 ", " 81", "81\n", "1,5", "1 000", "+5", ".5", "5.", "1e", "0x10", "Infinity", "NaN", "40%", "--4"],
    ...["2-3", "2 to", "to 3", "2 to 3 to 4", "about", "about  20", "about 2 to 3", "nearly 40", "ABOUT 20", "٣"],
  ];
  for (const text of texts) assertThrows(() => printed(text), SyntaxError, JSON.stringify(text), text);
});

Deno.test("printed() refuses a figure too large for a number", () => {
  for (const text of ["1e400", "about 1e400", "1e308 to 1e400"]) assertThrows(() => printed(text), SyntaxError);
});

Deno.test("printed() reads a range whose ends add up to more than a number holds", () => {
  const { low, high } = printed("1e308 to 1.7e308");
  assertEquals([low, high], [1e308, 1.7e308]);
});

Deno.test("printed() never throws anything but SyntaxError", () => {
  const nearly = fc.stringMatching(
    /^(about |almost |up to |more than )?-?\d{1,4}(\.\d{1,3})?(e[+-]?\d{1,3})?( to -?\d{1,3}(e\d{1,3})?)?$/,
  );
  fc.assert(
    fc.property(fc.oneof(fc.string(), nearly), (text) => {
      try {
        printed(text);
      } catch (error) {
        assert(error instanceof SyntaxError, `${JSON.stringify(text)}: ${error}`);
      }
    }),
    runs,
  );
});

const figure = fc.record({ digits: fc.integer({ min: -1e9, max: 1e9 }), decimals: fc.nat(6) })
  .map(({ digits, decimals }) => ({ decimals, text: (digits / 10 ** decimals).toFixed(decimals) }));

Deno.test("printed() holds the numbers that print as the figure does, and no others", () => {
  fc.assert(
    fc.property(figure, fc.double({ min: 0.01, max: 0.99, noNaN: true }), ({ text, decimals }, part) => {
      const { value, low, high } = printed(text);
      const print = (number: number) => Number(number.toFixed(decimals));
      assertEquals(value.toFixed(decimals), text);
      assertEquals(print(low + part * (high - low)) + 0, Number(text) + 0);
      const step = high - low;
      assert(print(high + 0.01 * step) > value && print(low - 0.01 * step) < value);
    }),
    runs,
  );
});

Deno.test("printed() widens from the bare figure to about, whatever the resolution", () => {
  fc.assert(
    fc.property(figure, fc.constantFrom(0.1, 1, 5, 10), ({ text }, resolution) => {
      const bare = printed(text, { resolution });
      const about = printed(`about ${text}`, { resolution });
      assert(about.low < bare.low && bare.low < bare.value && bare.value < bare.high && bare.high < about.high);
    }),
    runs,
  );
});
