import { changePoints } from "@/change_point/change_points.ts";
import { harmonicDesign } from "@/counterfactual/harmonic_design.ts";
import { harmonicRegression } from "@/counterfactual/harmonic_regression.ts";
import { wallClock } from "@/series/wall_clock.ts";

/** A change of level that was found without being told a date. */
export interface LevelChange {
  /** The first instant after it, in milliseconds since 1970 UTC. */
  readonly time: number;
  /** The bounds of its date, of 95 %. */
  readonly low: number;
  readonly high: number;
  /** The level after by the level before, less 1; on levels that may be 0 or below, the difference. */
  readonly step: number;
}

/** What {@linkcode levelChanges} found. */
export interface LevelChanges {
  readonly changes: readonly LevelChange[];
  /** Whether steps are ratios or differences. */
  readonly scale: "logarithm" | "level";
  /** The length of the bins looked at, in milliseconds. */
  readonly bin: number;
}

const hour = 3_600_000;
const day = 24 * hour;
const mostBins = 1000;
/** How often the rhythm is taken anew with the changes found. */
const passes = 4;

/**
 * Asks whether and when the level of a series changed, without being told of an event.
 *
 * The rhythm of day and week is taken off, what is left is averaged to at most a thousand bins, and `changePoints` looks for
 * steps, with autocorrelated noise as the rival explanation. The rhythm is then taken anew, as the mean of each hour of the
 * week about the levels found (of the day below three weeks), until the changes stay.
 *
 * @param series Regular times, NaN where missing.
 * @param zone Whose clock the hours follow.
 * @throws {RangeError} If fewer than 20 averaged values remain.
 *
 * @example
 * ```ts
 * import { levelChanges } from "@/impact/level_changes.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const times = Float64Array.from({ length: 28 * 24 }, (_, bin) => Date.parse("2012-01-02T00:00Z") + bin * 3_600_000);
 * const values = times.map((_, bin) =>
 *   Math.exp(Math.sin(2 * Math.PI * bin / 24) + 0.05 * Math.sin(bin * bin) - (bin < 450 ? 0 : 0.3))
 * );
 * const { changes } = levelChanges({ times, values });
 * assertEquals(changes.map(({ time }) => (time - times[0]!) / 3_600_000), [450]);
 * ```
 */
export function levelChanges(
  { times, values }: { readonly times: Float64Array; readonly values: Float64Array },
  zone = "UTC",
): LevelChanges {
  const scale = values.every((value) => !(value <= 0)) ? "logarithm" : "level";
  const worked = scale === "logarithm" ? values.map(Math.log) : values;
  const step = times.length < 2 ? day : times[1]! - times[0]!;
  const factor = Math.ceil(times.length / mostBins);
  const find = (rhythm: Float64Array) =>
    changePoints(averaged(worked.map((value, bin) => value - rhythm[bin]!), factor));

  let found = find(firstRhythm(times, worked, zone, step));
  for (let pass = 0; pass < passes && step < day; pass++) {
    const levels = worked.map((_, bin) =>
      found.levels[found.changes.filter(({ index }) => index * factor <= bin).length]!
    );
    const next = find(usualRhythm(times, worked.map((value, bin) => value - levels[bin]!), zone, step));
    const same = indices(next) === indices(found);
    found = next;
    if (same) break;
  }
  const timeOf = (bin: number) => times[Math.min(times.length - 1, bin * factor)]!;
  return {
    scale,
    bin: factor * step,
    changes: found.changes.map(({ index, low, high, step: size }) => ({
      time: timeOf(index),
      low: timeOf(low),
      high: timeOf(high),
      step: scale === "logarithm" ? Math.expm1(size) : size,
    })),
  };
}

const indices = ({ changes }: { readonly changes: readonly { readonly index: number }[] }) =>
  changes.map(({ index }) => index).join();

/** The rhythm before any change is known: harmonics, on which a step leans little. */
function firstRhythm(times: Float64Array, values: Float64Array, zone: string, step: number): Float64Array {
  const rhythm = new Float64Array(values.length);
  const most = (period: number) => Math.max(0, Math.ceil(period / step / 2) - 1);
  const daily = Math.min(4, most(day));
  const weekly = times.at(-1)! - times[0]! >= 14 * day ? Math.min(3, most(7 * day)) : 0;
  if (daily + weekly === 0) return rhythm;
  const terms = { daily, weekly, trend: false, zone };
  const { coefficients } = harmonicRegression({ times, values }, { ...terms, errors: { kind: "independent" } });
  const { columns } = harmonicDesign(times, terms);
  for (const [place, column] of columns.entries()) {
    for (let bin = 0; bin < rhythm.length && place > 0; bin++) rhythm[bin]! += coefficients[place]! * column[bin]!;
  }
  return rhythm;
}

/** The mean of each hour of the week, or of the day below three weeks. */
function usualRhythm(times: Float64Array, values: Float64Array, zone: string, step: number): Float64Array {
  const period = times.at(-1)! - times[0]! >= 21 * day ? 7 * day : day;
  const length = Math.max(hour, step);
  const slots = wallClock(times, zone).map((time) => Math.floor((((time % period) + period) % period) / length));
  const sums = new Float64Array(Math.ceil(period / length) + 1);
  const counts = new Float64Array(sums.length);
  for (const [bin, value] of values.entries()) {
    if (Number.isNaN(value)) continue;
    sums[slots[bin]!]! += value;
    counts[slots[bin]!]!++;
  }
  return slots.map((slot) => sums[slot]! / counts[slot]!);
}

function averaged(values: Float64Array, factor: number): Float64Array {
  return Float64Array.from({ length: Math.ceil(values.length / factor) }, (_, group) => {
    const seen = values.subarray(group * factor, (group + 1) * factor).filter((value) => !Number.isNaN(value));
    return seen.length >= factor / 2 ? seen.reduce((sum, value) => sum + value / seen.length, 0) : NaN;
  });
}
