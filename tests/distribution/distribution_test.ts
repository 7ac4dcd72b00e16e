import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { chiSquaredCumulative, chiSquaredQuantile } from "@/distribution/chi_squared.ts";
import { fCumulative, fQuantile } from "@/distribution/fisher_f.ts";
import { logNormalCumulative, normalCumulative, normalQuantile } from "@/distribution/normal.ts";
import { tCumulative, tQuantile } from "@/distribution/student_t.ts";
import type { Tail } from "@/distribution/tails.ts";
import { readJson } from "../read_reference.ts";

interface Case {
  readonly distribution: "normal" | "chi-squared" | "f" | "t";
  readonly arguments: readonly [number, ...number[]];
  readonly tail: Tail;
  readonly probability: number;
}
const cases: readonly Case[] = readJson("distributions.json");

function cumulative({ distribution, arguments: [x, a, b], tail }: Case): number {
  switch (distribution) {
    case "normal":
      return normalCumulative(x, tail);
    case "chi-squared":
      return chiSquaredCumulative(x, a!, tail);
    case "f":
      return fCumulative(x, a!, b!, tail);
    case "t":
      return tCumulative(x, a!, tail);
  }
}

function quantile({ distribution, arguments: [_, a, b], tail, probability }: Case): number {
  switch (distribution) {
    case "normal":
      return normalQuantile(probability, tail);
    case "chi-squared":
      return chiSquaredQuantile(probability, a!, tail);
    case "f":
      return fQuantile(probability, a!, b!, tail);
    case "t":
      return tQuantile(probability, a!, tail);
  }
}

for (const distribution of ["normal", "chi-squared", "f", "t"] as const) {
  const own = cases.filter((one) => one.distribution === distribution);

  Deno.test(`${distribution}: both tails agree with mpmath to 1e-12 of their size (distributions.json)`, () => {
    for (const one of own) {
      const error = Math.abs(cumulative(one) / one.probability - 1);
      assert(error < 1e-12, `${JSON.stringify(one)}: ${cumulative(one)}`);
    }
  });

  Deno.test(`${distribution}: quantiles invert mpmath's tails to 1e-12 of their size (distributions.json)`, () => {
    for (const one of own) {
      if (one.probability > 0.9) continue; // a double near one does not say where it came from
      if (distribution !== "chi-squared" && distribution !== "f" && Math.abs(one.probability - 0.5) < 0.01) continue;
      const error = Math.abs(quantile(one) / one.arguments[0] - 1);
      assert(error < 1e-12, `${JSON.stringify(one)}: ${quantile(one)}`);
    }
  });
}

Deno.test("quantiles of probabilities 0, 1/2 and 1 are the ends and the middle", () => {
  assertEquals([0, 0.5, 1].map((p) => normalQuantile(p)), [-Infinity, 0, Infinity]);
  assertEquals([0, 0.5, 1].map((p) => tQuantile(p, 3)), [-Infinity, 0, Infinity]);
  assertEquals([0, 1].map((p) => chiSquaredQuantile(p, 3)), [0, Infinity]);
  assertEquals([0, 1].map((p) => fQuantile(p, 3, 4, "upper")), [Infinity, 0]);
  assertAlmostEquals(fQuantile(0.5, 5, 5), 1, 1e-14);
});

Deno.test("distributions end at zero and infinity", () => {
  assertEquals([-Infinity, Infinity].map((x) => normalCumulative(x)), [0, 1]);
  assertEquals([-Infinity, Infinity].map((x) => tCumulative(x, 2)), [0, 1]);
  assertEquals([-1, 0, Infinity].map((x) => chiSquaredCumulative(x, 2)), [0, 0, 1]);
  assertEquals([-1, 0, Infinity].map((x) => fCumulative(x, 2, 3, "upper")), [1, 1, 0]);
});

Deno.test("tCumulative() and tQuantile() take infinite degrees of freedom as normal", () => {
  assertEquals(tCumulative(1.3, Infinity), normalCumulative(1.3));
  assertEquals(tQuantile(0.1, Infinity), normalQuantile(0.1));
});

Deno.test("tCumulative() keeps its digits at millions of degrees of freedom", () => {
  // mpmath at 50 digits: betainc(5e6, 1/2, 0, 1e7 / (1e7 + x^2), regularized=True) / 2
  assertAlmostEquals(tCumulative(1.96, 1e7, "upper") / 0.024997909012657096, 1, 1e-13);
  assertAlmostEquals(tCumulative(8, 1e7, "upper") / 6.221617401403393e-16, 1, 1e-13);
});

Deno.test("tQuantile() is that of Cauchy with one degree of freedom", () => {
  for (const p of [1e-100, 1e-8, 0.3, 0.49]) assertAlmostEquals(tQuantile(p, 1) * Math.tan(Math.PI * p), -1, 1e-12);
});

Deno.test("distributions refuse what is out of range", () => {
  assertThrows(() => normalCumulative(NaN), RangeError, "current value is NaN");
  assertThrows(() => normalQuantile(1.1), RangeError, "current value is 1.1");
  assertThrows(() => tQuantile(NaN, 3), RangeError, "current value is NaN");
  assertThrows(() => tCumulative(1, 0), RangeError, "current value is 0");
  assertThrows(() => chiSquaredCumulative(1, -1), RangeError, "current value is -1");
  assertThrows(() => fQuantile(0.1, 1, Infinity), RangeError, "current value is Infinity");
});

Deno.test("distributions answer soon at extreme arguments", () => {
  const degrees = [1e-10, 1e-3, 1, 1e5, 1e10];
  for (const a of degrees) {
    for (const x of [5e-324, 1e-9, 1, 1e9, 1.7e308]) {
      for (const tail of ["lower", "upper"] as const) {
        const inside = (p: number) => assert(p >= -1e-12 && p <= 1 + 1e-12, `${p} at ${x} with ${a}`);
        inside(chiSquaredCumulative(x, a, tail));
        inside(tCumulative(x, a, tail));
        for (const b of degrees) inside(fCumulative(x, a, b, tail));
      }
    }
    for (const p of [1e-300, 0.3, 1 - 1e-16]) {
      assert(chiSquaredQuantile(p, a) >= 0);
      assert(!Number.isNaN(tQuantile(p, a)));
      for (const b of degrees) assert(fQuantile(p, a, b) >= 0);
    }
  }
});

Deno.test("quantiles are inverse to the cumulative probability, over many orders of degrees of freedom", () => {
  const degrees = fc.double({ min: -1, max: 6, noNaN: true }).map((power) => 10 ** power);
  const probability = fc.double({ min: -30, max: -0.4, noNaN: true }).map((power) => 10 ** power);
  const property = fc.property(
    probability,
    degrees,
    degrees,
    fc.constantFrom<Tail>("lower", "upper"),
    (p, a, b, tail) => {
      const close = (value: number) => assert(Math.abs(value / p - 1) < 1e-9, `${value} for ${p}`);
      close(tCumulative(tQuantile(p, a, tail), a, tail));
      const square = chiSquaredQuantile(p, a, tail);
      if (square > 0) close(chiSquaredCumulative(square, a, tail));
      const ratio = fQuantile(p, a, b, tail);
      if (ratio > 0 && ratio < Infinity) close(fCumulative(ratio, a, b, tail));
    },
  );
  fc.assert(property, { seed: 20120119 });
});

Deno.test("logNormalCumulative() agrees with mpmath, far into the tail too", () => {
  // mpmath: log(erfc(-x / sqrt(2)) / 2), 50 digits
  const expected = [
    [-1e4, -50000010.129278915],
    [-40, -804.60844201375379],
    [-8, -35.01343715991455],
    [-1.5, -2.7059444008238898],
    [0, -0.69314718055994531],
    [1.5, -0.069143455612233983],
    [6, -9.8658764552437573e-10],
  ] as const;
  for (const [x, log] of expected) assert(Math.abs(logNormalCumulative(x) / log - 1) < 1e-14, `${x}`);
  assertEquals([logNormalCumulative(-Infinity), logNormalCumulative(Infinity)], [-Infinity, 0]);
  assertThrows(() => logNormalCumulative(NaN), RangeError, "current value is NaN");
});
