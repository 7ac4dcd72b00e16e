import type { DataFrame } from "polars";
import { loadTable } from "@/data/load_table.ts";

/** The shape of traffic over a day or a week. */
export interface TrafficProfile {
  readonly name: string;
  /** The mean of each hour of the day (24) or of the week from Monday (168), relative to their mean. */
  readonly hours: Float64Array;
  /** The zone whose clock the hours are of. */
  readonly zone: string;
}

const profiles = {
  "orange-fixed-2013": { column: "downstream_relative_to_peak", zone: "Europe/Paris" },
  "united-kingdom-academic-2004": { column: "median_relative_to_mean", zone: "UTC" },
} as const;

/** The measured shapes in the workspace's data. */
export type ProfileName = keyof typeof profiles;

/**
 * Loads a measured daily or weekly shape: the mean day of Orange's fixed network in France (2013, downstream), or the
 * median week of the United Kingdom's academic backbone (2004-2005).
 *
 * @throws {DataError} If the file is not what the data package says.
 *
 * @example
 * ```ts
 * import { loadProfile } from "@/simulator/traffic_profile.ts";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const { hours } = await loadProfile("orange-fixed-2013");
 * assertEquals(hours.length, 24);
 * assert(hours[2]! / hours[20]! < 0.65); // an ordinary night takes 40 % off the evening
 * ```
 */
export async function loadProfile(name: ProfileName): Promise<TrafficProfile> {
  const { column, zone } = profiles[name];
  const table: DataFrame = await loadTable(`profiles-${name}`);
  return trafficProfile(name, table.getColumn(column).toArray() as number[], zone);
}

/**
 * A shape from the values of 24 hours of the day or 168 hours of the week.
 *
 * @throws {RangeError} If there are not as many, or one is not positive.
 */
export function trafficProfile(name: string, values: ArrayLike<number>, zone: string): TrafficProfile {
  const hours = Float64Array.from(values);
  if (![24, 168].includes(hours.length) || !hours.every((value) => value > 0 && value < Infinity)) {
    throw new RangeError(
      `Cannot make a profile: 24 or 168 positive values are needed, current length is ${hours.length} and smallest ${
        hours.reduce((a, b) => Math.min(a, b), Infinity)
      }`,
    );
  }
  const mean = hours.reduce((sum, value) => sum + value / hours.length, 0);
  return { name, hours: hours.map((value) => value / mean), zone };
}

/** The value of a profile at an hour since Monday's midnight, in a straight line between the middles of the hours. */
export function profileAt({ hours }: TrafficProfile, hourOfWeek: number): number {
  const n = hours.length;
  const place = hourOfWeek - 0.5 + n;
  const before = Math.floor(place);
  const part = place - before;
  return (1 - part) * hours[before % n]! + part * hours[(before + 1) % n]!;
}
