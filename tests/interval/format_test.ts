import { assert, assertEquals, assertNotEquals } from "@std/assert";
import fc from "fast-check";
import { estimate } from "@/interval/estimate.ts";
import { decimalsOf, formatEstimate, formatNumber } from "@/interval/format.ts";
import { printed } from "@/interval/printed.ts";
import { arbitraryDraw, runs } from "./arbitrary_estimate.ts";

Deno.test("formatNumber() shows four significant digits and no idle zeros", () => {
  assertEquals(formatNumber(0.98), "0.98");
  assertEquals(formatNumber(3.14159), "3.142");
  assertEquals(formatNumber(99.996), "100");
  assertEquals(formatNumber(0.00012345), "0.0001234");
  assertEquals(formatNumber(4), "4");
});

Deno.test("formatNumber() sets thin spaces between thousands, not in decimals", () => {
  assertEquals(formatNumber(999.96), "1\u202f000");
  assertEquals(formatNumber(1234567.891, 3), "1\u202f234\u202f567.891");
  assertEquals(formatNumber(0.123456, 6), "0.123456");
  assertEquals(formatNumber(1e15), "1\u202f000\u202f000\u202f000\u202f000\u202f000");
});

Deno.test("formatNumber() writes a true minus sign, and none before zero", () => {
  assertEquals(formatNumber(-17.361, 1), "−17.4");
  assertEquals(formatNumber(-0), "0");
  assertEquals(formatNumber(-0.04, 1), "0.0");
});

Deno.test("formatNumber() keeps the decimals asked for", () => {
  assertEquals(formatNumber(2, 2), "2.00");
  assertEquals(formatNumber(2.5, 0), "3");
  assertEquals(formatNumber(0, 1), "0.0");
});

Deno.test("formatNumber() names what is not a finite number", () => {
  assertEquals(formatNumber(Infinity), "∞");
  assertEquals(formatNumber(-Infinity), "−∞");
  assertEquals(formatNumber(NaN), "not defined");
});

Deno.test("formatNumber() never writes a number other than zero as zero when left to choose the decimals", () => {
  for (const number of [1e-10, 1e-25, 5e-324]) assertNotEquals(formatNumber(number), "0");
});

Deno.test("formatNumber() can be read back to four significant digits", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1e14, max: 1e14, noNaN: true }).filter((x) => x === 0 || Math.abs(x) > 1e-12),
      (x) => {
        const read = Number(formatNumber(x).replaceAll("\u202f", "").replace("−", "-"));
        assert(Math.abs(read - x) <= 5.0001e-4 * Math.abs(x), `${x} written ${formatNumber(x)}`);
      },
    ),
    runs,
  );
});

Deno.test("decimalsOf() shows the bounds apart and no more", () => {
  assertEquals(decimalsOf({ value: -17.36, low: -18.78, high: -15.9 }), 1);
  assertEquals(decimalsOf({ value: 11.39, low: 11.385, high: 11.395 }), 3);
  assertEquals(decimalsOf({ value: 150, low: 110, high: 190 }), 0);
  assertEquals(decimalsOf({ value: 81, low: 80.5, high: 81.5 }), 1);
  assertEquals(decimalsOf(estimate(13)), undefined);
});

Deno.test("decimalsOf() does not mind open ends", () => {
  assertEquals(decimalsOf({ value: 10, low: 10, high: Infinity }), undefined);
  assertEquals(decimalsOf({ value: 10, low: 9.95, high: Infinity }), 2);
});

Deno.test("formatEstimate() writes value, unit and bounds", () => {
  assertEquals(formatEstimate(estimate(-20, -25.81, -13.79), "%"), "−20.0 % [−25.8, −13.8]");
  assertEquals(formatEstimate(estimate(2.5, 2, 3), ""), "2.5 [2.0, 3.0]");
  assertEquals(formatEstimate(estimate(13), "lines"), "13 lines");
});

Deno.test("formatEstimate() writes one-sided figures in words", () => {
  assertEquals(formatEstimate(printed("more than 10"), "%"), "10 % or more");
  assertEquals(formatEstimate(printed("up to 300"), "Gbit/s"), "300 Gbit/s or less");
  assertEquals(formatEstimate(printed("less than -6"), "%"), "−6 % or below");
  assertEquals(formatEstimate(printed("more than -6"), "%"), "−6 % or above");
  assertEquals(formatEstimate(estimate(10, 9, Infinity), "%"), "10.0 % [9.0, ∞]");
  assertEquals(formatEstimate(estimate(10, -Infinity, Infinity), ""), "10 [−∞, ∞]");
});

Deno.test("formatEstimate() never writes an exact figure other than zero as zero", () => {
  assertEquals(formatEstimate(estimate(0.004), "%"), "0.004 %");
  assertEquals(formatEstimate(printed("more than 0.001"), "%"), "0.001 % or more");
});

Deno.test("formatEstimate() adds no digit to an exact or one-sided figure", () => {
  assertEquals(formatEstimate(estimate(0.5), ""), "0.5");
  assertEquals(formatEstimate(printed("more than 10.5"), "%"), "10.5 % or more");
});

Deno.test("formatEstimate() shows tiny bounds apart", () => {
  const text = formatEstimate(estimate(1e-9, 0.5e-9, 2e-9), "");
  assertNotEquals(...(/\[(.*), (.*)\]/.exec(text)!.slice(1) as [string, string]));
});

Deno.test("formatEstimate() shows bounds apart whenever they are", () => {
  fc.assert(
    fc.property(arbitraryDraw(-1e6, 1e6), ({ estimate }) => {
      fc.pre(estimate.high - estimate.low > 1e-4);
      const [, low, high] = /\[(.*), (.*)\]$/.exec(formatEstimate(estimate, "%"))!;
      assertNotEquals(low, high);
    }),
    runs,
  );
});
