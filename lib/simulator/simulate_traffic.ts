import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { type Bin, binEdges, nominalLength } from "@/series/bin_edges.ts";
import { readTimes } from "@/series/read_times.ts";
import type { Series } from "@/series/series.ts";
import { wallClock } from "@/series/wall_clock.ts";
import { eventEffect, type SimulatedEvent } from "@/simulator/event_effect.ts";
import { type Noise, noise } from "@/simulator/noise.ts";
import { profileAt, type TrafficProfile } from "@/simulator/traffic_profile.ts";

/** What {@linkcode simulateTraffic} makes. */
export interface TrafficParameters {
  /** The seed of the xoroshiro128+ generator. */
  readonly seed: number;
  /** The first and the last instant: ISO 8601 with an offset from UTC. */
  readonly from: string;
  readonly to: string;
  readonly bin: Bin;
  /** The daily or weekly shape; flat when left out. */
  readonly profile?: TrafficProfile;
  /** The mean level at the start, in any unit. */
  readonly level: number;
  /** The relative growth in a year, above −1; 0 when left out. */
  readonly growth?: number;
  /** The noise on the logarithm; none when left out. */
  readonly noise?: Noise;
  readonly events?: readonly SimulatedEvent[];
  /** Gaps: the share of bins missing and the mean length of a gap, in bins; none when left out. */
  readonly gaps?: { readonly share: number; readonly length: number };
}

/** A series that was made, with all that made it. */
export interface SimulatedSeries extends Series {
  readonly simulated: true;
  readonly parameters: TrafficParameters;
  /** What would have been without the events, noise included and without gaps. */
  readonly counterfactual: Float64Array;
  /** The logarithm of the factor that the events put on each bin. */
  readonly effect: Float64Array;
}

/**
 * Simulates traffic: level × growth × daily or weekly shape × exp(noise) × events, then gaps; the same seed gives the
 * same series.
 *
 * The shape follows the wall clock of the profile's zone, through changes of the clock. Each part is taken at the middle
 * of its bin, events at its start: a bin that has begun before an event has none of it. Noise and gaps are drawn from
 * generators of their own, so that a series with an event differs from the one without only by the event. The result
 * carries `simulated: true` and its parameters.
 *
 * @throws {RangeError} If a parameter is out of range.
 *
 * @example
 * ```ts
 * import { simulateTraffic } from "@/simulator/simulate_traffic.ts";
 * import { loadProfile } from "@/simulator/traffic_profile.ts";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * const series = simulateTraffic({
 *   seed: 20120119,
 *   from: "2012-01-01T00:00Z",
 *   to: "2012-02-01T00:00Z",
 *   bin: { minutes: 5 },
 *   profile: await loadProfile("united-kingdom-academic-2004"),
 *   level: 150,
 *   noise: { kind: "autoregressive", deviation: 0.05, autocorrelation: 0.9 },
 *   events: [{ at: "2012-01-19T19:00Z", change: -0.2, shape: "step" }],
 * });
 * assertEquals(series.simulated, true);
 * assertEquals(series.values.length, 31 * 288);
 * assertAlmostEquals(series.values.at(-1)! / series.counterfactual.at(-1)!, 0.8, 1e-12);
 * ```
 */
export function simulateTraffic(parameters: TrafficParameters): SimulatedSeries {
  const { seed, from, to, bin, profile, level, growth = 0, events = [], gaps } = parameters;
  if (!(level > 0 && level < Infinity) || !(growth > -1 && growth < Infinity) || !Number.isInteger(seed)) {
    throw new RangeError(
      `Cannot simulate traffic: a positive level, a growth above -1 and a whole seed are needed, current values are ${level}, ${growth} and ${seed}`,
    );
  }
  const [start, end] = readTimes([from, to], { mixedZones: "convert" });
  const zone = profile?.zone ?? "UTC";
  const edges = binEdges(start!, end! - 1, bin, zone);
  const times = edges.slice(0, -1);
  const n = times.length;
  const generator = xoroshiro128plus(seed);
  const errors = parameters.noise ? noise(n, parameters.noise, generator) : new Float64Array(n);

  const middles = times.map((time, i) => (time + edges[i + 1]!) / 2);
  const clock = wallClock(middles, zone);
  const hours = nominalLength(bin) / 3_600_000;
  const year = 365.2425 * 86_400_000;
  const counterfactual = middles.map((middle, i) =>
    level * (1 + growth) ** ((middle - times[0]!) / year) * (profile ? shapeOf(profile, clock[i]!, hours) : 1) *
    Math.exp(errors[i]!)
  );
  const effect = new Float64Array(n);
  for (const event of events) {
    const at = readTimes([event.at])[0]!;
    const course = eventEffect(event);
    for (let i = 0; i < n; i++) effect[i]! += course((times[i]! - at) / 3_600_000);
  }
  const missing = gaps ? gapsOf(n, gaps, seed) : new Uint8Array(n);
  const values = counterfactual.map((value, i) => missing[i] ? NaN : value * Math.exp(effect[i]!));
  const count = missing.reduce((sum, gap) => sum + gap, 0);
  return {
    times,
    end: edges[n]!,
    values,
    coverage: Float64Array.from(missing, (gap) => 1 - gap),
    bin,
    zone,
    simulated: true,
    parameters,
    counterfactual,
    effect,
    record: {
      rows: n,
      missing: count,
      nonNumeric: 0,
      negative: 0,
      duplicates: 0,
      disordered: 0,
      outside: 0,
      step: nominalLength(bin),
      stepInferred: false,
      gaps: count,
      partial: 0,
      choices: [`simulated, seed ${seed}: not a measurement`],
    },
  };
}

/** The mean of a profile over a bin, by the hours within it. */
function shapeOf(profile: TrafficProfile, clock: number, hours: number): number {
  const monday = 4 * 86_400_000; // the first Monday of 1970 was the fifth of January
  const middle = (clock - monday) / 3_600_000;
  const points = Math.ceil(hours);
  let sum = 0;
  for (let point = 0; point < points; point++) {
    const hour = middle + ((point + 0.5) / points - 0.5) * hours;
    sum += profileAt(profile, hour - 168 * Math.floor(hour / 168));
  }
  return sum / points;
}

/** Gaps of geometric length: 1 for a bin that is missing. */
function gapsOf(length: number, { share, length: mean }: { share: number; length: number }, seed: number): Uint8Array {
  if (!(share >= 0 && share < 1) || !(mean >= 1 && mean < Infinity)) {
    throw new RangeError(
      `Cannot simulate gaps: a share from 0 up to 1 and a mean length of at least a bin are needed, current values are ${share} and ${mean}`,
    );
  }
  const generator = xoroshiro128plus(~seed);
  const begins = share / (1 - share) / mean;
  if (begins > 1) {
    throw new RangeError(
      `Cannot simulate gaps: a share of ${share} needs gaps longer than ${mean} bins in the mean`,
    );
  }
  let missing = uniformFloat64(generator) < share;
  return Uint8Array.from({ length }, (_, i) => {
    if (i > 0) missing = uniformFloat64(generator) < (missing ? 1 - 1 / mean : begins);
    return missing ? 1 : 0;
  });
}
