import { minimiseScalar } from "@/state_space/minimise.ts";
import {
  type AutoregressiveMoments,
  autoregressiveMoments,
  type AutoregressiveSolution,
  column,
  type ObservedSeries,
  solveAutoregressive,
} from "@/recovery/autoregressive_moments.ts";
import { type Course, partsOf, type RecoveryShape } from "@/recovery/recovery_shape.ts";

/** One shape fitted at one duration. */
export interface ShapeAt extends AutoregressiveSolution {
  readonly duration: number;
  readonly autocorrelation: number;
}

/** One shape fitted. */
export interface ShapeFit {
  readonly shape: RecoveryShape;
  readonly best: ShapeAt;
  readonly columns: readonly number[];
  /** The fit at every duration looked at, rising. */
  readonly searched: readonly ShapeAt[];
  /** The fit at a duration; undefined where it cannot be told apart from the rest. */
  readonly at: (duration: number) => ShapeAt | undefined;
}

/** The fits of every shape to one series. */
export interface RecoveryFits {
  readonly fit: (shape: RecoveryShape) => ShapeFit | undefined;
  readonly momentsAt: (passing: (time: number) => number) => AutoregressiveMoments;
}

/** How many durations are looked at before the best of them is refined. */
const steps = 64;

/**
 * Prepares the maximum likelihood fits of recovery shapes to one series, with independent or AR(1) errors.
 *
 * Durations are looked for on a grid of equal ratios, then ever finer around the best of it; whole bins for steps and
 * ramps.
 *
 * @param series What was observed.
 * @param longest The longest duration to look at, in bins.
 * @param autoregressive Whether the errors are AR(1).
 * @param least The least variance to reckon with.
 */
export function recoveryFits(
  series: ObservedSeries,
  longest: number,
  autoregressive: boolean,
  least: number,
): RecoveryFits {
  const makeMoments = autoregressiveMoments(series);
  const last = series.bins.at(-1)! - series.event;

  function solve(moments: AutoregressiveMoments, columns: readonly number[], duration: number): ShapeAt | undefined {
    const at = (autocorrelation: number) => solveAutoregressive(moments, columns, autocorrelation, least);
    const autocorrelation = autoregressive
      ? minimiseScalar((phi) => at(phi)?.deviance ?? Infinity, -0.9, 0.9999, 1e-7).argument
      : 0;
    const solution = at(autocorrelation);
    return solution && { ...solution, autocorrelation, duration };
  }

  function fit(shape: RecoveryShape): ShapeFit | undefined {
    const { course, lasting } = partsOf(shape);
    const columns = [column.level, ...lasting ? [column.lasting] : [], ...course ? [column.passing] : []];
    if (!course) {
      const best = solve(makeMoments(), columns, 0);
      return best && { shape, best, columns, searched: [], at: () => best };
    }
    const at = (duration: number) => solve(makeMoments((time) => course.at(time, duration)), columns, duration);
    // a step or an onset that ends after the series is a permanent effect or a trend
    const limit = course.half === 1 || shape === "gradual" ? last : longest;
    return search(shape, columns, at, course, limit);
  }

  return { fit, momentsAt: makeMoments };
}

function search(
  shape: RecoveryShape,
  columns: readonly number[],
  at: (duration: number) => ShapeAt | undefined,
  course: Course,
  limit: number,
): ShapeFit | undefined {
  const searched = new Map<number, ShapeAt | undefined>();
  const look = (duration: number) => {
    if (!searched.has(duration)) searched.set(duration, at(duration));
    return searched.get(duration)?.deviance ?? Infinity;
  };
  const spread = (from: number, to: number) => {
    const grid = Array.from({ length: steps + 1 }, (_, step) => from * (to / from) ** (step / steps));
    return course.whole ? grid.map(Math.round) : grid;
  };
  const fitted = () =>
    [...searched.values()].filter((fit) => fit !== undefined).sort((a, b) => a.duration - b.duration);

  spread(course.whole ? 1 : 0.25, limit).forEach(look);
  for (;;) {
    const fits = fitted();
    if (fits.length === 0) return undefined;
    const place = fits.reduce((best, { deviance }, i) => deviance < fits[best]!.deviance ? i : best, 0);
    const low = fits[Math.max(0, place - 1)]!.duration;
    const high = fits[Math.min(fits.length - 1, place + 1)]!.duration;
    if (!course.whole) {
      look(Math.exp(minimiseScalar((log) => look(Math.exp(log)), Math.log(low), Math.log(high), 1e-7).argument));
    }
    const before = searched.size;
    if (course.whole) spread(low, high).forEach(look);
    if (searched.size === before || !course.whole) {
      const all = fitted();
      const best = all.reduce((best, fit) => fit.deviance < best.deviance ? fit : best);
      return { shape, best, columns, searched: all, at };
    }
  }
}

/** The durations whose fit is within `rise` of the least deviance: the ends of the set, 0 or Infinity where it is open. */
export function durationBounds(
  { best, searched, at, shape }: ShapeFit,
  rise: number,
): { low: number; high: number } {
  const whole = partsOf(shape).course?.whole ?? false;
  const within = (fit: ShapeAt | undefined) => fit !== undefined && fit.deviance - best.deviance <= rise;
  const inside = searched.findIndex(within);
  const outside = searched.findLastIndex(within);
  const between = (good: number, bad: number) => {
    for (;;) {
      const middle = whole ? Math.round((good + bad) / 2) : Math.sqrt(good * bad);
      if (whole ? middle === good || middle === bad : Math.abs(good - bad) <= 1e-6 * good) return good;
      if (within(at(middle))) good = middle;
      else bad = middle;
    }
  };
  return {
    low: inside === 0 ? 0 : between(searched[inside]!.duration, searched[inside - 1]!.duration),
    high: outside === searched.length - 1
      ? Infinity
      : between(searched[outside]!.duration, searched[outside + 1]!.duration),
  };
}
