import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { estimate } from "@/interval/estimate.ts";
import { type Agreement, settle } from "@/transit/settlement.ts";

const matrix = { carrier: { access: 130 }, access: { carrier: 10 } };

Deno.test("settle() has nobody pay under peering without a ratio or within it", () => {
  const free: Agreement = { kind: "peering", networks: ["carrier", "access"] };
  for (const agreement of [free, { ...free, ratio: 13, price: 2 }]) {
    const { payments, balances } = settle(matrix, [agreement]);
    assertEquals(payments.map(({ amount }) => amount.value), [0, 0]);
    assertEquals(balances, { carrier: estimate(0), access: estimate(0) });
  }
});

Deno.test("settle() has the heavier sender pay for what is beyond the ratio", () => {
  const { payments, balances } = settle(matrix, [{
    kind: "peering",
    networks: ["access", "carrier"],
    ratio: 2.5,
    price: 2,
  }]);
  const payment = payments.find(({ amount }) => amount.value > 0)!;
  assertEquals([payment.payer, payment.payee, payment.amount.value], ["carrier", "access", 2 * (130 - 25)]);
  assertEquals(payment.reason, "peering, beyond 2.5 to 1");
  assertEquals(balances.access!.value, 210);
});

Deno.test("settle() has the customer pay for transit whichever way the traffic goes", () => {
  const transit = {
    kind: "transit",
    customer: "access",
    provider: "carrier",
    tariff: { commit: 100, price: 3 },
  } as const;
  assertEquals(settle(matrix, [transit]).balances.carrier!.value, 390);
  assertEquals(settle(matrix, [{ ...transit, billed: "sum" }]).balances.carrier!.value, 420);
  const reversed = { carrier: { access: 10 }, access: { carrier: 130 } };
  assertEquals(settle(reversed, [transit]).balances.carrier!.value, 390);
});

Deno.test("settle() has each sender pay for all it sends where traffic is dutiable", () => {
  const { payments } = settle(matrix, [{ kind: "sender pays", networks: ["carrier", "access"], price: 2 }]);
  assertEquals(payments.map(({ payer, amount }) => [payer, amount.value]), [["carrier", 260], ["access", 20]]);
});

Deno.test("settle() carries bounds", () => {
  const { payments } = settle(
    { carrier: { access: estimate(80, 70, 90) }, access: { carrier: estimate(20, 18, 22) } },
    [
      { kind: "peering", networks: ["carrier", "access"], ratio: 2.5, price: estimate(2, 1, 3) },
    ],
  );
  assertEquals(payments[0]!.amount, estimate(60, 15, 135)); // 80 - 50, 70 - 55, 90 - 45
  assertEquals(payments[1]!.amount, estimate(0));
});

Deno.test("settle() refuses traffic without an agreement, two agreements, and agreements that say nothing", () => {
  const peering: Agreement = { kind: "peering", networks: ["carrier", "access"] };
  assertThrows(() => settle(matrix, []), RangeError, "without an agreement");
  assertThrows(
    () => settle(matrix, [peering, { ...peering, networks: ["access", "carrier"] }]),
    RangeError,
    "one agreement",
  );
  assertThrows(() => settle({}, [{ ...peering, networks: ["a", "a"] }]), RangeError, "one agreement");
  assertThrows(() => settle(matrix, [{ ...peering, ratio: 2 }]), RangeError, "price undefined");
  assertThrows(() => settle(matrix, [{ ...peering, ratio: 0.5, price: 1 }]), RangeError, "0.5");
  assertThrows(() => settle({ carrier: { access: -1 } }, [peering]), RangeError, "-1");
});

Deno.test("settle() leaves nothing over: balances add up to 0", () => {
  const rate = fc.integer({ min: 0, max: 1000 });
  const kind = fc.constantFrom("peering", "transit", "sender pays");
  fc.assert(
    fc.property(
      fc.array(rate, { minLength: 6, maxLength: 6 }),
      fc.array(kind, { minLength: 3, maxLength: 3 }),
      (r, kinds) => {
        const pairs = [["a", "b"], ["b", "c"], ["a", "c"]] as const;
        const traffic: Record<string, Record<string, number>> = { a: {}, b: {}, c: {} };
        pairs.forEach(([x, y], i) => {
          traffic[x]![y] = r[2 * i]!;
          traffic[y]![x] = r[2 * i + 1]!;
        });
        const agreements = pairs.map(([x, y], i): Agreement =>
          kinds[i] === "peering"
            ? { kind: "peering", networks: [x, y], ratio: 2, price: 3 }
            : kinds[i] === "transit"
            ? { kind: "transit", customer: x, provider: y, tariff: { commit: 100, price: 3 } }
            : { kind: "sender pays", networks: [x, y], price: 3 }
        );
        const { balances } = settle(traffic, agreements);
        assertAlmostEquals(Object.values(balances).reduce((sum, { value }) => sum + value, 0), 0, 1e-9);
      },
    ),
    { seed: 20120119 },
  );
});
