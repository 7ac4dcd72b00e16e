import type { Quantity } from "@/interval/arithmetic.ts";
import { type Estimate, estimate } from "@/interval/estimate.ts";

/** What a month of transit costs. Rates are in one unit, prices for one of it (say EUR a Mbit/s). */
export interface TransitTariff {
  /** The rate paid for in any case; 0 when left out. */
  readonly commit?: number;
  /** For each unit of the commit. */
  readonly price: Quantity;
  /** For each unit above it; the price of the commit when left out. */
  readonly burstPrice?: Quantity;
}

/** A month's bill. */
export interface TransitBill {
  readonly committed: Estimate;
  readonly burst: Estimate;
  readonly total: Estimate;
}

/**
 * The bill for a billed rate: the commit in any case, and what goes above it.
 *
 * Every part rises with the rate and the prices, so the bounds are the exact range.
 *
 * @param rate The billed rate, such as that of `billableRate`.
 * @throws {RangeError} If a rate or a price is negative.
 *
 * @example
 * ```ts
 * import { transitBill } from "@/transit/transit_bill.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const bill = transitBill(1_500, { commit: 1_000, price: 4, burstPrice: 5 });
 * assertEquals([bill.committed.value, bill.burst.value, bill.total.value], [4_000, 2_500, 6_500]);
 * assertEquals(transitBill(600, { commit: 1_000, price: 4 }).total.value, 4_000);
 * ```
 */
export function transitBill(rate: Quantity, { commit = 0, price, burstPrice = price }: TransitTariff): TransitBill {
  const [rates, prices, burstPrices] = [rate, price, burstPrice].map((quantity) =>
    typeof quantity === "number" ? estimate(quantity) : quantity
  ) as [Estimate, Estimate, Estimate];
  if (!(Math.min(rates.low, prices.low, burstPrices.low, commit) >= 0)) {
    throw new RangeError(
      `Cannot make a bill: rates and prices of at least 0 are needed, current least are ${rates.low}, commit ${commit}, ${prices.low} and ${burstPrices.low}`,
    );
  }
  const overBounds = (part: (bound: keyof Estimate) => number) => estimate(part("value"), part("low"), part("high"));
  const committed = (bound: keyof Estimate) => commit * prices[bound];
  const burst = (bound: keyof Estimate) => {
    const above = Math.max(0, rates[bound] - commit);
    return above && above * burstPrices[bound];
  };
  return {
    committed: overBounds(committed),
    burst: overBounds(burst),
    total: overBounds((bound) => committed(bound) + burst(bound)),
  };
}
