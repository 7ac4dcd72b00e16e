import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { estimate } from "@/interval/estimate.ts";
import { printed } from "@/interval/printed.ts";
import { type Containment, convertShare, impliedContainment } from "@/shares/denominators.ts";

const parts: Containment[] = [
  { part: "hosting", whole: "HTTP", percent: estimate(20, 18, 22) },
  { part: "HTTP", whole: "all", percent: estimate(60, 55, 65) },
];

Deno.test("convertShare() multiplies up a chain of wholes and divides down it", () => {
  const up = convertShare(50, "hosting", "all", parts)!;
  assertAlmostEquals(up.value, 6, 1e-12);
  assertAlmostEquals(up.low, 50 * 0.18 * 0.55, 1e-12);
  assertAlmostEquals(up.high, 50 * 0.22 * 0.65, 1e-12);
  assertAlmostEquals(convertShare(6, "all", "hosting", parts)!.value, 50, 1e-9);
});

Deno.test("convertShare() keeps a share of the same whole and is undefined without a chain", () => {
  assertEquals(convertShare(7, "all", "all", parts), estimate(7));
  assertEquals(convertShare(7, "all", "peer-to-peer", parts), undefined);
});

Deno.test("convertShare() cuts off above 100 % and is undefined where nothing below is possible", () => {
  assertEquals(convertShare(estimate(12, 10, 20), "all", "hosting", parts)!.high, 100);
  assertEquals(convertShare(50, "all", "hosting", parts), undefined);
});

Deno.test("convertShare() refuses parts of nothing and of more than the whole", () => {
  const broken = (percent: number) => [{ part: "a", whole: "b", percent: estimate(percent) }];
  assertThrows(() => convertShare(1, "a", "b", broken(0)), RangeError, "a in b are 0");
  assertThrows(() => convertShare(1, "a", "b", broken(101)), RangeError, "101");
});

Deno.test("impliedContainment() says what a part must be for two printed shares to be of one thing", () => {
  const part = impliedContainment(printed("30 to 40"), printed("2 to 3"))!;
  assertAlmostEquals(part.low, 5, 1e-12);
  assertAlmostEquals(part.high, 10, 1e-12);
  assertEquals(impliedContainment(2, 3), undefined);
  assertThrows(() => impliedContainment(0, 3), RangeError);
});

Deno.test("convertShare() there and back holds the share", () => {
  const percent = fc.integer({ min: 1, max: 100 });
  fc.assert(
    fc.property(percent, percent, (share, part) => {
      const containment = [{ part: "part", whole: "whole", percent: estimate(part) }];
      const there = convertShare(share, "part", "whole", containment)!;
      assertAlmostEquals(convertShare(there, "whole", "part", containment)!.value, share, 1e-9);
    }),
    { seed: 20120119 },
  );
});
