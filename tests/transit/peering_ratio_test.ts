import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { estimate } from "@/interval/estimate.ts";
import { peeringRatio } from "@/transit/peering_ratio.ts";

Deno.test("peeringRatio() is within, beyond or not decided by the bounds", () => {
  assertEquals(peeringRatio(2, 1, 2.5).verdict, "within");
  assertEquals(peeringRatio(2.5, 1, 2.5).verdict, "within");
  assertEquals(peeringRatio(13, 1, 2.5).verdict, "beyond");
  assertEquals(peeringRatio(estimate(2.4, 2.3, 2.6), 1, 2.5).verdict, "not decided");
});

Deno.test("peeringRatio() divides the heavier direction by the lighter, whichever sends it", () => {
  assertEquals(peeringRatio(1, 4, 2.5), { ratio: estimate(4), heavier: "second", verdict: "beyond" });
  assertEquals(peeringRatio(4, 1, 2.5), { ratio: estimate(4), heavier: "first", verdict: "beyond" });
  assertEquals(peeringRatio(3, 3, 1), { ratio: estimate(1), heavier: undefined, verdict: "within" });
});

Deno.test("peeringRatio() starts at 1 where the bounds leave the heavier open", () => {
  const { ratio, heavier } = peeringRatio(estimate(1, 0.5, 4), 1, 2.5);
  assertEquals(ratio, estimate(1, 1, 4));
  assertEquals(heavier, undefined);
});

Deno.test("peeringRatio() refuses traffic of nothing and a maximum below 1", () => {
  assertThrows(() => peeringRatio(0, 1, 2.5), RangeError, "current least are 0");
  assertThrows(() => peeringRatio(1, estimate(1, -1, 2), 2.5), RangeError);
  assertThrows(() => peeringRatio(1, 1, 0.5), RangeError, "0.5");
});

Deno.test("peeringRatio() is the same from both sides", () => {
  const traffic = fc.tuple(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 0, max: 1e6 }))
    .map(([low, width]) => estimate(low, low, low + width));
  fc.assert(
    fc.property(traffic, traffic, (a, b) => {
      const [one, other] = [peeringRatio(a, b, 2.5), peeringRatio(b, a, 2.5)];
      return one.verdict === other.verdict && Math.abs(one.ratio.high / other.ratio.high - 1) < 1e-12 &&
        (one.heavier === undefined) === (other.heavier === undefined);
    }),
    { seed: 20120119 },
  );
});
