import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { billWithoutSource } from "@/transit/bill_without_source.ts";
import { billingMonth } from "./billing_month.ts";

Deno.test("billWithoutSource() agrees with the reference: the mean falls more than the billed rate", async () => {
  const { inbound, inboundAfter, expected } = await billingMonth();
  const none = new Float64Array(inbound.length);
  const source = { inbound: inbound.map((rate, i) => rate - inboundAfter[i]!), outbound: none };
  const change = billWithoutSource({ inbound, outbound: none }, source, { tariff: { price: 4e-6 } })!;
  // reference/outputs/billing95.json, effect
  assertAlmostEquals(change.meanChange, expected.effect.mean_change_pct, 1e-9);
  assertEquals([change.before.rate, change.after.rate], [expected.before.textbook_in, expected.after_drop.textbook_in]);
  assertAlmostEquals(change.rateChange, expected.effect.p95_change_pct, 1e-9);
  assertAlmostEquals(change.billChange!, change.rateChange, 1e-9);
});

Deno.test("billWithoutSource() moves the bill not at all below the commit", () => {
  const port = { inbound: [10, 10], outbound: [1, 1] };
  const change = billWithoutSource(port, { inbound: [5, 5], outbound: [0, 0] }, { tariff: { commit: 20, price: 3 } })!;
  assertEquals([change.rateChange, change.billChange], [-50, 0]);
});

Deno.test("billWithoutSource() gives back the part that is replaced", () => {
  const port = { inbound: [10, 10], outbound: [1, 1] };
  const source = { inbound: [5, 5], outbound: [0, 0] };
  assertEquals(billWithoutSource(port, source, { tariff: { price: 3 }, replaced: 0.5 })!.rateChange, -25);
  assertEquals(billWithoutSource(port, source, { tariff: { price: 3 }, replaced: 1 })!.rateChange, 0);
});

Deno.test("billWithoutSource() is undefined where there is no bill to change", () => {
  const idle = { inbound: [0, 0], outbound: [0, 0] };
  assertEquals(billWithoutSource(idle, idle, { tariff: { price: 3 } }), undefined);
  assertEquals(
    billWithoutSource({ inbound: [], outbound: [] }, { inbound: [], outbound: [] }, { tariff: { price: 3 } }),
    undefined,
  );
  const port = { inbound: [1], outbound: [0] };
  assertEquals(billWithoutSource(port, port, { tariff: { price: 0 } })!.billChange, undefined);
});

Deno.test("billWithoutSource() keeps gaps of the port and refuses those of the source", () => {
  const port = { inbound: [10, NaN, 10], outbound: [1, NaN, 1] };
  const source = { inbound: [5, NaN, 5], outbound: [0, 0, 0] };
  const change = billWithoutSource(port, source, { tariff: { price: 3 }, missing: "exclude" })!;
  assertEquals(change.rateChange, -50);
  assertThrows(
    () =>
      billWithoutSource({ inbound: [10], outbound: [1] }, { inbound: [NaN], outbound: [0] }, { tariff: { price: 3 } }),
    RangeError,
    "NaN",
  );
});

Deno.test("billWithoutSource() refuses a source larger than the port, lengths that differ and a part that is none", () => {
  const port = { inbound: [10], outbound: [1] };
  const tariff = { price: 3 };
  assertThrows(() => billWithoutSource(port, { inbound: [11], outbound: [0] }, { tariff }), RangeError, "is 11");
  assertThrows(() => billWithoutSource(port, { inbound: [], outbound: [] }, { tariff }), RangeError, "are 0 and 1");
  assertThrows(() => billWithoutSource(port, port, { tariff, replaced: 2 }), RangeError, "is 2");
});
