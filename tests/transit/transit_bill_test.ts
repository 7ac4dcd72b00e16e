import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { estimate } from "@/interval/estimate.ts";
import { transitBill } from "@/transit/transit_bill.ts";

Deno.test("transitBill() charges the commit in any case and the burst above it", () => {
  const tariff = { commit: 1_000, price: 4, burstPrice: 5 };
  assertEquals(transitBill(0, tariff).total, estimate(4_000));
  assertEquals(transitBill(1_000, tariff).total, estimate(4_000));
  const { committed, burst, total } = transitBill(1_200, tariff);
  assertEquals([committed, burst, total], [estimate(4_000), estimate(1_000), estimate(5_000)]);
});

Deno.test("transitBill() charges the whole rate at one price without a commit", () => {
  assertEquals(transitBill(250, { price: 4 }), {
    committed: estimate(0),
    burst: estimate(1_000),
    total: estimate(1_000),
  });
  assertEquals(transitBill(0, { price: 4 }).total, estimate(0));
});

Deno.test("transitBill() carries the bounds of the rate and of the prices", () => {
  const { total } = transitBill(estimate(1_100, 900, 1_300), {
    commit: 1_000,
    price: estimate(4, 3, 5),
    burstPrice: 6,
  });
  assertEquals(total, estimate(4_600, 3_000, 6_800));
});

Deno.test("transitBill() keeps an open bound open and multiplies it by nothing to nothing", () => {
  const open = estimate(2_000, 2_000, Infinity);
  assertEquals(transitBill(open, { price: 1 }).total.high, Infinity);
  assertAlmostEquals(transitBill(1e300, { price: 1e-300 }).total.value, 1, 1e-12);
});

Deno.test("transitBill() refuses negative rates and prices", () => {
  assertThrows(() => transitBill(-1, { price: 1 }), RangeError, "current least are -1");
  assertThrows(() => transitBill(1, { price: estimate(1, -1, 2) }), RangeError);
  assertThrows(() => transitBill(1, { price: 1, commit: -5 }), RangeError);
  assertThrows(() => transitBill(1, { price: 1, commit: NaN }), RangeError);
});

Deno.test("transitBill() rises with the rate and never falls below the commit", () => {
  const amount = fc.integer({ min: 0, max: 1e6 });
  fc.assert(
    fc.property(amount, amount, amount, amount, (a, b, commit, price) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)].map((rate) =>
        transitBill(rate, { commit, price }).total.value
      );
      return commit * price <= low! && low! <= high!;
    }),
    { seed: 20120119 },
  );
});
