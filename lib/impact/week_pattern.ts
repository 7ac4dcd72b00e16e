import { leastSquares } from "@/linear/least_squares.ts";

const day = 86_400_000;
const week = 7 * day;
/** The first Monday of 1970, 00:00. */
const monday = 4 * day;
const shortestPhase = 15 * 60_000;
/** The highest harmonic of the week: a period of 3.7 hours. */
const highest = 45;
/** How alike the residuals of neighbouring weeks are where the harmonics miss the rhythm. */
const alike = 0.3;

/** What a series does at each time of the week, beyond harmonics of the day and of the week that were taken off before. */
export interface WeekPattern {
  /** One value a bin. */
  readonly values: Float64Array;
  /** How many coefficients it has. */
  readonly width: number;
  /** How many of them have a period of at least so many milliseconds. */
  readonly slowerThan: (period: number) => number;
  /** The variance of its mean over bins, that of an independent observation being 1. */
  readonly meanVariance: (bins: Iterable<number>) => number;
}

/** Whether residuals a week apart are so alike that a rhythm must be left in them. */
export function patternRemains(residuals: Float64Array, step: number): boolean {
  const lag = week / step;
  if (!Number.isInteger(lag)) return false;
  let products = 0;
  let earlier = 0;
  let later = 0;
  for (let i = lag; i < residuals.length; i++) {
    const a = residuals[i - lag]!;
    const b = residuals[i]!;
    if (Number.isNaN(a) || Number.isNaN(b)) continue;
    products += a * b;
    earlier += a * a;
    later += b * b;
  }
  return products > alike * Math.sqrt(earlier * later) && products > 0;
}

/**
 * Fits all harmonics of the week down to 3.7 hours that were not taken off yet, on the means of the times of the week:
 * Saturday's evening is then not Monday's.
 *
 * @param clock The wall-clock time of each bin, in milliseconds.
 * @param residuals What is left of the bins before the event; NaN where missing.
 * @param taken The harmonics of day and week that were fitted before.
 * @returns Undefined where less than nine tenths of the week were observed.
 */
export function weekPattern(
  clock: Float64Array,
  residuals: Float64Array,
  step: number,
  taken: { readonly daily: number; readonly weekly: number },
): WeekPattern | undefined {
  const phases = Math.round(week / Math.max(step, shortestPhase));
  const length = week / phases;
  const phaseOf = (time: number) => Math.floor(((time - monday) % week + week) % week / length);
  const sums = new Float64Array(phases);
  const counts = new Float64Array(phases);
  for (let i = 0; i < residuals.length; i++) {
    if (Number.isNaN(residuals[i])) continue;
    const phase = phaseOf(clock[i]!);
    sums[phase]! += residuals[i]!;
    counts[phase]!++;
  }
  const seen = [...counts.keys()].filter((phase) => counts[phase]! > 0);
  const orders = Array.from({ length: Math.min(highest, Math.ceil(phases / 2) - 1) }, (_, k) => k + 1).filter((order) =>
    order > taken.weekly && !(order % 7 === 0 && order / 7 <= taken.daily)
  );
  const waves = orders.flatMap((order) =>
    [Math.cos, Math.sin].map((wave) =>
      Float64Array.from({ length: phases }, (_, phase) => wave(2 * Math.PI * order * phase / phases))
    )
  );
  if (seen.length < 0.9 * phases || seen.length <= waves.length) return undefined;
  const weighted = (column: (phase: number) => number) =>
    Float64Array.from(seen, (phase) => Math.sqrt(counts[phase]!) * column(phase));
  const { coefficients, inverseCrossProduct } = leastSquares(
    waves.map((wave) => weighted((phase) => wave[phase]!)),
    weighted((phase) => sums[phase]! / counts[phase]!),
  );
  const pattern = new Float64Array(phases);
  for (const [j, wave] of waves.entries()) {
    for (let phase = 0; phase < phases; phase++) pattern[phase]! += coefficients[j]! * wave[phase]!;
  }
  return {
    values: clock.map((time) => pattern[phaseOf(time)]!),
    width: waves.length,
    slowerThan: (period) => 2 * orders.filter((order) => week / order >= period).length,
    meanVariance: (bins) => {
      const shares = new Float64Array(phases);
      let count = 0;
      for (const bin of bins) {
        shares[phaseOf(clock[bin]!)]!++;
        count++;
      }
      const means = waves.map((wave) => wave.reduce((sum, value, phase) => sum + value * shares[phase]!, 0) / count);
      return inverseCrossProduct.reduce(
        (sum, row, i) => sum + means[i]! * row.reduce((inner, value, j) => inner + value * means[j]!, 0),
        0,
      );
    },
  };
}
