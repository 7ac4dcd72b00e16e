import type { Estimate } from "@/interval/estimate.ts";
import { billableRate, type BillableRateOptions, type PortTraffic } from "@/transit/billable_rate.ts";
import { transitBill, type TransitTariff } from "@/transit/transit_bill.ts";

/** How {@linkcode billWithoutSource} reckons. */
export interface BillWithoutSourceOptions extends BillableRateOptions {
  readonly tariff: TransitTariff;
  /** The part of the source's traffic, 0 to 1, that comes back over the same port from elsewhere; 0 when left out. */
  readonly replaced?: number;
}

/** A month with and without a source of traffic. */
export interface BillChange {
  readonly before: { readonly rate: number; readonly total: Estimate };
  readonly after: { readonly rate: number; readonly total: Estimate };
  /** The change of the billed rate, in percent. */
  readonly rateChange: number;
  /** The change of the bill, in percent; undefined for a bill of nothing. */
  readonly billChange: number | undefined;
  /** The change of the mean of both directions together, in percent: what the traffic itself changed by. */
  readonly meanChange: number;
}

/**
 * What a month's bill would have been without a source of traffic.
 *
 * The bill moves by less than the traffic where the source was not there at the peak, or where the commit is paid in any
 * case, and by more where it made the peak.
 *
 * @param port The samples of the port.
 * @param source The part of each sample that the source made.
 * @returns Undefined where there is no billed rate or it is 0.
 * @throws {RangeError} If lengths differ, the source is larger than the port, the part replaced is not one, or as
 * `billableRate` and `transitBill`.
 *
 * @example A source that is busy while the port is not
 * ```ts
 * import { billWithoutSource } from "@/transit/bill_without_source.ts";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * const port = { inbound: [50, 50, 100, 100], outbound: [5, 5, 5, 5] };
 * const source = { inbound: [30, 30, 0, 0], outbound: [0, 0, 0, 0] };
 * const change = billWithoutSource(port, source, { tariff: { price: 4 } })!;
 * assertEquals(change.billChange, 0);
 * assertAlmostEquals(change.meanChange, -18.75, 1e-12);
 * ```
 */
export function billWithoutSource(
  port: PortTraffic,
  source: PortTraffic,
  { tariff, replaced = 0, ...options }: BillWithoutSourceOptions,
): BillChange | undefined {
  if (!(replaced >= 0 && replaced <= 1)) {
    throw new RangeError(
      `Cannot leave out a source: a part replaced from 0 to 1 is needed, current value is ${replaced}`,
    );
  }
  const without = {
    inbound: leaveOut(port.inbound, source.inbound, 1 - replaced),
    outbound: leaveOut(port.outbound, source.outbound, 1 - replaced),
  };
  const [rateBefore, rateAfter] = [billableRate(port, options), billableRate(without, options)];
  const [totalBefore, totalAfter] = [totalOf(port), totalOf(without)];
  if (rateBefore === undefined || rateAfter === undefined || rateBefore === 0 || totalBefore === 0) return undefined;
  const before = { rate: rateBefore, total: transitBill(rateBefore, tariff).total };
  const after = { rate: rateAfter, total: transitBill(rateAfter, tariff).total };
  const change = (from: number, to: number) => 100 * (to / from - 1);
  return {
    before,
    after,
    rateChange: change(rateBefore, rateAfter),
    billChange: before.total.value === 0 ? undefined : change(before.total.value, after.total.value),
    meanChange: change(totalBefore, totalAfter),
  };
}

function leaveOut(samples: ArrayLike<number>, source: ArrayLike<number>, part: number): Float64Array {
  if (samples.length !== source.length) {
    throw new RangeError(
      `Cannot leave out a source: as many samples of it as of the port are needed, current lengths are ${source.length} and ${samples.length}`,
    );
  }
  return Float64Array.from(samples, (sample, i) => {
    const gone = source[i]!;
    if (gone < 0 || gone > sample || (Number.isNaN(gone) && !Number.isNaN(sample))) {
      throw new RangeError(
        `Cannot leave out a source: it must lie between 0 and the port's ${sample}, current value ${i} is ${gone}`,
      );
    }
    return sample - part * gone;
  });
}

/** Of the samples that were not missed: the mean of equally many is as their sum. */
function totalOf({ inbound, outbound }: PortTraffic): number {
  let total = 0;
  for (const samples of [inbound, outbound]) {
    for (let i = 0; i < samples.length; i++) if (!Number.isNaN(samples[i])) total += samples[i]!;
  }
  return total;
}
