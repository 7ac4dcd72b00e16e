import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { chainedRatio, checkGrowth, type Growth, ratioBounds } from "@/growth/growth_chain.ts";
import { estimate } from "@/interval/estimate.ts";
import { printed } from "@/interval/printed.ts";
import { runs } from "../interval/arbitrary_estimate.ts";

const growth = (from: string, to: string, percent: string): Growth => ({ from, to, percent: printed(percent) });

// Traffic growth that Cogent printed, in percent (data/series/cogent-quarterly.csv).
const cogent = [
  growth("2011-Q2", "2011-Q3", "10"),
  growth("2011-Q3", "2011-Q4", "20"),
  growth("2012-Q1", "2012-Q2", "10"),
  growth("2011-Q2", "2012-Q2", "20"),
  growth("2012-Q2", "2012-Q3", "17"),
  growth("2011-Q3", "2012-Q3", "28"),
  growth("2012-Q3", "2012-Q4", "27"),
  growth("2011-Q4", "2012-Q4", "36"),
  growth("2012-Q4", "2013-Q1", "18"),
  growth("2012-Q1", "2013-Q1", "91"),
];

Deno.test("chainedRatio() finds the quarter of the closure that Cogent did not print", () => {
  const { ratio, links } = chainedRatio(cogent.slice(0, 4), "2011-Q4", "2012-Q1")!;
  // Back over 20 % and 10 %, on over 20 % of the year, back over 10 %.
  assertAlmostEquals(ratio.value, 1.2 / (1.2 * 1.1 * 1.1), 1e-12); // 0.82645, a fall of 17.4 %
  assertAlmostEquals(ratio.low, 1.195 / (1.205 * 1.105 * 1.105), 1e-12);
  assertAlmostEquals(ratio.high, 1.205 / (1.195 * 1.095 * 1.095), 1e-12);
  assertEquals(links.map(({ growth, inverted }) => [growth.from, growth.to, inverted]), [
    ["2011-Q3", "2011-Q4", true],
    ["2011-Q2", "2011-Q3", true],
    ["2011-Q2", "2012-Q2", false],
    ["2012-Q1", "2012-Q2", true],
  ]);
});

Deno.test("chainedRatio() of one growth is its factor, backwards its inverse", () => {
  assertEquals(chainedRatio([growth("a", "b", "25")], "a", "b")!.ratio, estimate(1.25, 1.245, 1.255));
  assertEquals(chainedRatio([growth("a", "b", "25")], "b", "a")!.ratio, estimate(1 / 1.25, 1 / 1.255, 1 / 1.245));
});

Deno.test("chainedRatio() of a period to itself is one, without links", () => {
  assertEquals(chainedRatio([], "a", "a"), { ratio: estimate(1), links: [] });
});

Deno.test("chainedRatio() takes the shorter chain, then the growth listed first", () => {
  const around = [growth("a", "b", "10"), growth("b", "c", "10"), growth("a", "c", "30"), growth("a", "c", "40")];
  assertEquals(chainedRatio(around, "a", "c")!.ratio.value, 1.3);
});

Deno.test("chainedRatio() and ratioBounds() are undefined where no chain joins the periods", () => {
  const apart = [growth("a", "b", "10"), growth("c", "d", "10")];
  for (const [from, to] of [["a", "c"], ["a", "nowhere"], ["nowhere", "a"]] as const) {
    assertEquals(chainedRatio(apart, from, to), undefined);
    assertEquals(ratioBounds(apart, from, to), undefined);
    assertEquals(checkGrowth(apart, growth(from, to, "10")), undefined);
  }
  assertEquals(chainedRatio([], "a", "b"), undefined);
  assertEquals(ratioBounds([], "a", "b"), undefined);
});

Deno.test("ratioBounds() of Cogent's growths has the bounds of a linear programme", () => {
  // scipy 1.17.1: x = ln level, one row each for x[to] - x[from] <= ln(1 + (p + 0.5) / 100) and >= ln(1 + (p - 0.5) / 100);
  // linprog(+c and -c, A_ub=A, b_ub=b, bounds=[(None, None)] * n) with c = x["2012-Q1"] - x["2011-Q4"], then exp.
  const bounds = ratioBounds(cogent, "2011-Q4", "2012-Q1")!;
  assertAlmostEquals(bounds.low, 0.8313968668407311, 1e-9);
  assertAlmostEquals(bounds.high, 0.8409901385182296, 1e-9);
  const early = ratioBounds(cogent.slice(0, 4), "2011-Q4", "2012-Q1")!;
  const chain = chainedRatio(cogent.slice(0, 4), "2011-Q4", "2012-Q1")!.ratio;
  assertAlmostEquals(early.low, chain.low, 1e-12);
  assertAlmostEquals(early.high, chain.high, 1e-12);
});

Deno.test("ratioBounds() of crossing chains has the bounds of a linear programme", () => {
  const crossing = [
    ...[growth("a", "b", "10"), growth("b", "c", "20"), growth("a", "c", "32")],
    ...[growth("a", "d", "45"), growth("c", "d", "10"), growth("b", "d", "31")],
  ];
  // scipy 1.17.1, linprog as above.
  for (
    const [from, to, low, high] of [
      ["a", "d", 1.445, 1.453075],
      ["b", "c", 1.195, 1.2009132420091324],
      ["d", "a", 0.6881957228635824, 0.6920415224913494],
    ] as const
  ) {
    const bounds = ratioBounds(crossing, from, to)!;
    assertAlmostEquals(bounds.low, low, 1e-9);
    assertAlmostEquals(bounds.high, high, 1e-9);
  }
});

Deno.test("ratioBounds() refuses growths that contradict each other", () => {
  assertThrows(() => ratioBounds([growth("a", "b", "10"), growth("a", "b", "12")], "a", "b"), RangeError, "contradict");
  const cycle = [growth("a", "b", "10"), growth("b", "c", "10"), growth("c", "a", "10")];
  assertThrows(() => ratioBounds(cycle, "a", "c"), RangeError, "contradict");
});

Deno.test("ratioBounds() takes growths whose rounding bounds just touch", () => {
  const bounds = ratioBounds([growth("a", "b", "10"), growth("a", "b", "11")], "a", "b")!;
  assertAlmostEquals(bounds.low, 1.105, 1e-12);
  assertAlmostEquals(bounds.high, 1.105, 1e-12);
});

Deno.test("ratioBounds() leaves open what a one-sided growth leaves open", () => {
  const open = ratioBounds([growth("a", "b", "more than 44")], "a", "b") ?? { low: NaN, high: NaN };
  assertAlmostEquals(open.low, 1.44, 1e-12);
  assertEquals(open.high, Infinity);
  const both = ratioBounds([growth("a", "b", "more than 44"), growth("a", "b", "45")], "a", "b")!;
  assertAlmostEquals(both.low, 1.445, 1e-12);
  assertAlmostEquals(both.high, 1.455, 1e-12);
});

Deno.test("chainedRatio() and ratioBounds() do not let a level fall below nothing", () => {
  const falling = [growth("a", "b", "less than 10")];
  assertEquals(chainedRatio(falling, "a", "b")!.ratio.low, 0);
  const bounds = ratioBounds(falling, "a", "b")!;
  assertEquals(bounds.low, 0);
  assertAlmostEquals(bounds.high, 1.1, 1e-12);
});

Deno.test("checkGrowth() agrees where the rounding of both meets, and not beyond", () => {
  const chain = [growth("a", "b", "10"), growth("b", "c", "20")]; // 1.095 x 1.195 = 1.308525 to 1.105 x 1.205 = 1.331525
  for (const [percent, agrees] of [["30", false], ["31", true], ["32", true], ["33", true], ["34", false]] as const) {
    assertEquals(checkGrowth(chain, growth("a", "c", percent))!.agrees, agrees, percent);
  }
  for (const percent of [estimate(30.5, 30, 31), estimate(33.5, 33, 34)]) {
    assert(checkGrowth(chain, { from: "a", to: "c", percent })!.agrees);
  }
  assertAlmostEquals(checkGrowth(chain, growth("a", "c", "32"))!.chained.value, 32, 1e-9);
});

Deno.test("ratioBounds() holds the ratio of any levels that print so, and is no wider than a chain", () => {
  const levels = fc.array(fc.double({ min: 1, max: 100, noNaN: true }), { minLength: 3, maxLength: 6 });
  fc.assert(
    fc.property(levels, (values) => {
      const growths = values.flatMap((level, index) =>
        values.slice(0, index).map((base, start) =>
          growth(`${start}`, `${index}`, (100 * (level / base - 1)).toFixed(0))
        )
      );
      const last = values.length - 1;
      const { low, high } = ratioBounds(growths, "0", `${last}`)!;
      const ratio = values[last]! / values[0]!;
      assert(low <= ratio * (1 + 1e-9) && ratio <= high * (1 + 1e-9));
      const chain = chainedRatio(growths, "0", `${last}`)!.ratio;
      assert(chain.low <= low * (1 + 1e-9) && high <= chain.high * (1 + 1e-9));
    }),
    runs,
  );
});
