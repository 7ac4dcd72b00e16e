import { simulateTraffic } from "@/simulator/simulate_traffic.ts";
import type { TrafficProfile } from "@/simulator/traffic_profile.ts";

/** The seed of the simulated evening, shown beside it. */
export const eveningSeed = 20120119;

/** The hours of Paris between which the evening is drawn. */
export const eveningHours = [14, 26] as const;

/** The size of the drawing. */
export const eveningFrame = { width: 480, height: 220, left: 30, right: 10, top: 22, bottom: 30 } as const;

/** Two lines of a drawing: traffic with the event and the same traffic without it. */
export interface EveningPaths {
  readonly without: string;
  readonly with: string;
}

/**
 * The evening of 19 January 2012 on a made network with the daily shape of a measured one, with and without a fall from
 * 20:00 in Paris; as paths of a drawing.
 *
 * @param change The fall: −0.2 is a fifth.
 */
export function eveningPaths(profile: TrafficProfile, change: number): EveningPaths {
  const series = simulateTraffic({
    seed: eveningSeed,
    from: "2012-01-19T13:00Z",
    to: "2012-01-20T01:00Z",
    bin: { minutes: 5 },
    profile,
    level: 1,
    noise: { kind: "autoregressive", deviation: 0.02, autocorrelation: 0.95 },
    events: [{ at: "2012-01-19T19:00Z", change, shape: "step" }],
  });
  return { without: pathOf(series.counterfactual), with: pathOf(series.values) };
}

/** Where an hour stands in the drawing. */
export function xOfHour(hour: number): number {
  const { width, left, right } = eveningFrame;
  return left + (hour - eveningHours[0]) / (eveningHours[1] - eveningHours[0]) * (width - left - right);
}

/** Where a level, the mean of the day being 1, stands in the drawing. */
export function yOfLevel(level: number): number {
  const { height, top, bottom } = eveningFrame;
  return height - bottom - level / 1.8 * (height - top - bottom);
}

function pathOf(values: Float64Array): string {
  return [...values].map((value, index) => {
    const hour = eveningHours[0] + (index + 0.5) / 12;
    return `${index === 0 ? "M" : "L"}${xOfHour(hour).toFixed(1)} ${yOfLevel(value).toFixed(1)}`;
  }).join("");
}
