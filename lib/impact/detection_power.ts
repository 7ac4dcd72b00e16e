import type { TimeSeries } from "@/counterfactual/harmonic_regression.ts";
import { eventImpact, type ImpactOptions } from "@/impact/event_impact.ts";
import { type Estimate, estimate } from "@/interval/estimate.ts";
import { proportion } from "@/statistics/proportion.ts";

/** What {@linkcode nullEffects} is told. */
export interface NullOptions extends ImpactOptions {
  /** Makes a series in which nothing happens, another for each seed. */
  readonly simulate: (seed: number) => TimeSeries;
  /** The seed of the first series; the others have the whole numbers after it. */
  readonly seed: number;
  /** How many series. */
  readonly series: number;
}

/**
 * What `eventImpact` finds where there is nothing to find: the effect with its bounds, for each of many simulated series
 * without an event, by window; on the logarithm of observed by expected where the scale is that.
 *
 * @returns The effects by the name of the window, one a series; `whole` is that up to `until`.
 * @throws {RangeError} If there is to be no series, or as `eventImpact`.
 *
 * @example
 * ```ts
 * import { detectableDrop, detectionPower, nullEffects } from "@/impact/detection_power.ts";
 * import { simulateTraffic } from "@/simulator/simulate_traffic.ts";
 * import { assert } from "@std/assert";
 *
 * const { whole } = nullEffects({
 *   simulate: (seed) =>
 *     simulateTraffic({
 *       seed,
 *       from: "2012-01-01T00:00Z",
 *       to: "2012-01-30T00:00Z",
 *       bin: { minutes: 60 },
 *       level: 100,
 *       noise: { kind: "autoregressive", deviation: 0.05, autocorrelation: 0.5 },
 *     }),
 *   event: "2012-01-29T00:00Z",
 *   seed: 1,
 *   series: 20,
 * });
 * assert(detectionPower(whole!, 0.2).value === 1); // a fifth for a day is seen in every series
 * assert(detectableDrop(whole!).value < 0.1);
 * ```
 */
export function nullEffects(
  { simulate, seed, series, ...options }: NullOptions,
): Readonly<Record<string, readonly Estimate[]>> {
  if (!Number.isInteger(series) || series < 1) {
    throw new RangeError(`Cannot simulate effects: a whole number of series needed, current value is ${series}`);
  }
  const impacts = Array.from({ length: series }, (_, i) => eventImpact(simulate(seed + i), options));
  const names = Object.keys(options.windows ?? {});
  return Object.fromEntries([
    ["whole", impacts.map(({ effect }) => effect)],
    ...names.map((name) => [name, impacts.map(({ windows }) => windows[name]!.effect)]),
  ]);
}

/**
 * The probability that a drop is shown: that the bounds of its effect lie below zero, were it a step over the window.
 *
 * A step adds its logarithm to the effect and to both bounds and changes nothing else, so that effects found without an
 * event tell the power for every drop. At a drop of 0 it is the rate of false alarms on that side.
 *
 * @param effects From {@linkcode nullEffects}, on logarithms.
 * @param drop The share of the traffic that goes, from 0 up to but not including 1.
 * @returns The probability with its Monte Carlo interval (Clopper and Pearson, 95 %).
 * @throws {RangeError} If the drop is out of range or there is no effect.
 */
export function detectionPower(effects: readonly Estimate[], drop: number): Estimate {
  if (!(drop >= 0 && drop < 1)) {
    throw new RangeError(`Cannot compute a power: a drop from 0 to below 1 needed, current value is ${drop}`);
  }
  const shown = effects.filter(({ high }) => high + Math.log1p(-drop) < 0).length;
  return proportion(shown, effects.length);
}

/**
 * The smallest drop that is shown with a given probability, the other way round from {@linkcode detectionPower}.
 *
 * @param effects From {@linkcode nullEffects}, on logarithms.
 * @param power The probability; 0.8 when left out.
 * @returns The drop as a share, and between which bounds it lies by the Monte Carlo interval of the power; the upper
 * bound is 1 where there are too few effects for one.
 * @throws {RangeError} If the power is not between 0 and 1 or there is no effect.
 */
export function detectableDrop(effects: readonly Estimate[], power = 0.8): Estimate {
  if (!(power > 0 && power < 1) || effects.length === 0) {
    throw new RangeError(
      `Cannot compute a detectable drop: a power between 0 and 1 and some effects needed, current values are ${power} and ${effects.length}`,
    );
  }
  const needed = effects.map(({ high }) => Math.max(0, -Math.expm1(-high))).sort((a, b) => a - b);
  const shares = needed.map((_, i) => proportion(i + 1, needed.length));
  const reached = (reach: (share: Estimate) => number) => needed[shares.findIndex((share) => reach(share) >= power)];
  return estimate(reached(({ value }) => value)!, reached(({ high }) => high)!, reached(({ low }) => low) ?? 1);
}
