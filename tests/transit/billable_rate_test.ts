import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { billableRate } from "@/transit/billable_rate.ts";
import { billingMonth } from "./billing_month.ts";

Deno.test("billableRate() agrees with the reference for every direction rule", async () => {
  const { inbound, outbound, inboundAfter, expected } = await billingMonth();
  for (
    const [port, rates] of [
      [{ inbound, outbound }, expected.before],
      [{ inbound: inboundAfter, outbound }, expected.after_drop],
    ] as const
  ) {
    // reference/outputs/billing95.json
    assertEquals(billableRate(port), rates.max_in_out);
    assertEquals(billableRate(port, { direction: "in" }), rates.textbook_in);
    assertEquals(billableRate(port, { direction: "out" }), rates.textbook_out);
    assertEquals(billableRate(port, { direction: "percentile of sum" }), rates.textbook_of_sum);
    assertEquals(billableRate(port, { direction: "sum of percentiles" }), rates.sum_of_textbooks);
  }
});

Deno.test("billableRate() takes the higher direction of each sample where told", () => {
  const port = { inbound: [9, 1, 1], outbound: [1, 8, 1] };
  assertEquals(billableRate(port, { direction: "percentile of higher", convention: "rounded rank" }), 8);
  assertEquals(billableRate(port, { direction: "higher percentile", convention: "rounded rank" }), 1);
});

Deno.test("billableRate() refuses directions of different length and is undefined without samples", () => {
  assertThrows(() => billableRate({ inbound: [1], outbound: [] }), RangeError, "current lengths are 1 and 0");
  assertEquals(billableRate({ inbound: [], outbound: [] }), undefined);
});

Deno.test("billableRate() orders the rules: higher percentile, percentile of higher, percentile of sum", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 0, max: 1e6 })), { minLength: 3 }),
      (samples) => {
        const port = { inbound: samples.map(([into]) => into), outbound: samples.map(([, out]) => out) };
        const rates = (["higher percentile", "percentile of higher", "percentile of sum"] as const)
          .map((direction) => billableRate(port, { direction })!);
        assertEquals(rates, rates.toSorted((a, b) => a - b));
      },
    ),
    { seed: 20120119 },
  );
});
