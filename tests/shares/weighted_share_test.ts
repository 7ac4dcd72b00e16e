import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import { estimate } from "@/interval/estimate.ts";
import { weightedShare } from "@/shares/weighted_share.ts";

const part = (volume: number, share: number) => ({ volume: estimate(volume), share: estimate(share) });

Deno.test("weightedShare() is the weighted mean (oracle: R)", () => {
  // R: weighted.mean(c(0.86, 0.98, 11.39, 1.95), c(7.3, 9.2, 1, 13.2))
  const share = weightedShare([part(7.3, 0.86), part(9.2, 0.98), part(1, 11.39)], estimate(30.7), estimate(1.95));
  assertAlmostEquals(share.value, 1.7076221498371335, 1e-12);
  assertEquals([share.low, share.high], [share.value, share.value]);
});

Deno.test("weightedShare() of no parts is the share of the rest", () => {
  assertEquals(weightedShare([], estimate(5), estimate(2, 1, 3)), estimate(2, 1, 3));
});

Deno.test("weightedShare() holds every weighted mean within the bounds of its inputs, and none of its ends is loose", () => {
  const within = fc.double({ min: 0, max: 1, noNaN: true });
  const volumes = [estimate(2, 1, 4), estimate(3, 2, 5)];
  const shares = [estimate(1, 0, 2), estimate(9, 5, 12)];
  const whole = estimate(12, 10, 14);
  const rest = estimate(3, 2, 6);
  const bounds = weightedShare(volumes.map((volume, index) => ({ volume, share: shares[index]! })), whole, rest);
  const at = ({ low, high }: { low: number; high: number }, where: number) => low + where * (high - low);
  fc.assert(
    fc.property(fc.tuple(within, within, within, within, within, within), ([a, b, c, d, e, f]) => {
      const [x, y, total] = [at(volumes[0]!, a), at(volumes[1]!, b), at(whole, e)];
      const mean = (x * at(shares[0]!, c) + y * at(shares[1]!, d) + (total - x - y) * at(rest, f)) / total;
      assert(bounds.low - 1e-9 <= mean && mean <= bounds.high + 1e-9);
    }),
    { seed: 20120119, numRuns: 500 },
  );
  assertAlmostEquals(bounds.high, (1 * 2 + 5 * 12 + 4 * 6) / 10, 1e-12);
  assertAlmostEquals(bounds.low, (4 * 0 + 2 * 5 + 4 * 2) / 10, 1e-12);
});

Deno.test("weightedShare() refuses parts that may exceed the whole, and more than five", () => {
  assertThrows(() => weightedShare([part(6, 1)], estimate(5.5), estimate(1)), RangeError, "exceed their whole");
  assertThrows(() => weightedShare(Array(6).fill(part(1, 1)), estimate(10), estimate(1)), RangeError, "five");
});
