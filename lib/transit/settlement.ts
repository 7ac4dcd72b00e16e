import { add, multiply, type Quantity, subtract } from "@/interval/arithmetic.ts";
import { type Estimate, estimate } from "@/interval/estimate.ts";
import { transitBill, type TransitTariff } from "@/transit/transit_bill.ts";

/** What two networks have agreed on. */
export type Agreement =
  | {
    /** Free of charge, but for what the heavier sender sends beyond the ratio, if the agreement has one. */
    readonly kind: "peering";
    readonly networks: readonly [string, string];
    /** How many times the lighter direction the heavier may be; any when left out. */
    readonly ratio?: number;
    /** What the heavier sender pays for each unit beyond it. */
    readonly price?: Quantity;
  }
  | {
    /** The customer pays for what it exchanges with the provider, whichever way the traffic goes. */
    readonly kind: "transit";
    readonly customer: string;
    readonly provider: string;
    readonly tariff: TransitTariff;
    /** What is billed: the higher direction (when left out), or both together. */
    readonly billed?: "higher" | "sum";
  }
  | {
    /** Each pays the other for all that it sends: a duty on traffic, as telephone networks have on calls. */
    readonly kind: "sender pays";
    readonly networks: readonly [string, string];
    readonly price: Quantity;
  };

/** A payment of one network to another. */
export interface Payment {
  readonly payer: string;
  readonly payee: string;
  readonly amount: Estimate;
  readonly reason: string;
}

/** Who pays whom. */
export interface Settlement {
  /** One for each agreement and payer; of 0 too, so that what is free shows. */
  readonly payments: readonly Payment[];
  /** What each network receives less what it pays; the values add up to 0. */
  readonly balances: Readonly<Record<string, Estimate>>;
}

/** Billed rates by sender, then by receiver, in one unit. */
export type TrafficMatrix = Readonly<Record<string, Readonly<Record<string, Quantity>>>>;

/**
 * Who pays whom for a given traffic matrix, by what the networks have agreed on.
 *
 * The same matrix settled under "peering" with a ratio, "transit" and "sender pays" shows which way the money goes in
 * each. Traffic is that exchanged directly: what a network passes on for another stands under that neighbour.
 *
 * @throws {RangeError} If two networks exchange traffic without an agreement or with two, an agreement is of a network
 * with itself, a rate or price is negative, or a ratio is below 1 or has no price.
 *
 * @example Four times as much in one direction, three agreements
 * ```ts
 * import { settle } from "@/transit/settlement.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const matrix = { carrier: { access: 80 }, access: { carrier: 20 } };
 * const carrier = (agreement: Parameters<typeof settle>[1][number]) => settle(matrix, [agreement]).balances.carrier!.value;
 * assertEquals(carrier({ kind: "peering", networks: ["carrier", "access"], ratio: 2.5, price: 3 }), -90); // 80 - 2.5 x 20
 * assertEquals(carrier({ kind: "transit", customer: "access", provider: "carrier", tariff: { price: 3 } }), 240);
 * assertEquals(carrier({ kind: "sender pays", networks: ["carrier", "access"], price: 3 }), -180);
 * ```
 */
export function settle(matrix: TrafficMatrix, agreements: readonly Agreement[]): Settlement {
  const sent = (from: string, to: string) => toEstimate(matrix[from]?.[to] ?? 0);
  checkAgreements(matrix, agreements);
  const payments = agreements.flatMap((agreement): Payment[] => {
    const [first, second] = partiesOf(agreement);
    const [out, back] = [sent(first, second), sent(second, first)];
    if (agreement.kind === "transit") {
      const billed = agreement.billed === "sum" ? add(out, back) : combine(out, back, Math.max);
      return [{
        payer: first,
        payee: second,
        amount: transitBill(billed, agreement.tariff).total,
        reason: "transit",
      }];
    }
    const { price = 0 } = agreement;
    const ratio = agreement.kind === "peering" ? agreement.ratio ?? Infinity : 0;
    const reason = { [Infinity]: "peering, free", 0: "each sender pays" }[ratio] ?? `peering, beyond ${ratio} to 1`;
    const pay = (payer: string, payee: string, rate: Estimate, returned: Estimate): Payment => ({
      payer,
      payee,
      amount: transitBill(beyond(rate, returned, ratio), { price }).total,
      reason,
    });
    return [pay(first, second, out, back), pay(second, first, back, out)];
  });
  const networks = [...new Set(agreements.flatMap(partiesOf))];
  const balances = Object.fromEntries(networks.map((network) => [
    network,
    payments.reduce(
      (balance, { payer, payee, amount }) =>
        payee === network ? add(balance, amount) : payer === network ? subtract(balance, amount) : balance,
      estimate(0),
    ),
  ]));
  return { payments, balances };
}

const toEstimate = (quantity: Quantity) => typeof quantity === "number" ? estimate(quantity) : quantity;

const combine = (a: Estimate, b: Estimate, rising: (x: number, y: number) => number) =>
  estimate(rising(a.value, b.value), rising(a.low, b.low), rising(a.high, b.high));

/** What is sent beyond a ratio to what is returned. */
const beyond = (rate: Estimate, returned: Estimate, ratio: number) =>
  ratio === Infinity ? estimate(0) : combine(subtract(rate, multiply(ratio, returned)), estimate(0), Math.max);

const partiesOf = (agreement: Agreement): readonly [string, string] =>
  agreement.kind === "transit" ? [agreement.customer, agreement.provider] : agreement.networks;

function checkAgreements(matrix: TrafficMatrix, agreements: readonly Agreement[]): void {
  const pairOf = (a: string, b: string) => JSON.stringify([a, b].sort());
  const agreed = new Set<string>();
  for (const agreement of agreements) {
    const [first, second] = partiesOf(agreement);
    const pair = pairOf(first, second);
    if (first === second || agreed.has(pair)) {
      throw new RangeError(`Cannot settle: one agreement between two networks is needed, current pair is ${pair}`);
    }
    agreed.add(pair);
    if (agreement.kind !== "peering") continue;
    const { ratio, price } = agreement;
    if (ratio !== undefined && (!(ratio >= 1 && ratio < Infinity) || price === undefined)) {
      throw new RangeError(
        `Cannot settle: a ratio of at least 1 and a price beyond it are needed, current ratio is ${ratio} and price ${price}`,
      );
    }
  }
  for (const [from, row] of Object.entries(matrix)) {
    for (const [to, rate] of Object.entries(row)) {
      if (!(toEstimate(rate).low >= 0)) {
        throw new RangeError(
          `Cannot settle: traffic of at least 0 is needed, current from ${from} to ${to} is ${toEstimate(rate).low}`,
        );
      }
      if (toEstimate(rate).high > 0 && !agreed.has(pairOf(from, to))) {
        throw new RangeError(`Cannot settle: ${from} and ${to} exchange traffic without an agreement`);
      }
    }
  }
}
