import { minimiseScalar } from "@/numeric/minimise.ts";
import {
  type AutoregressiveMoments,
  type AutoregressiveSolution,
  column,
  type ObservedSeries,
  seriesMoments,
  solveAutoregressive,
} from "@/recovery/autoregressive_moments.ts";
import { courses, partsOf, type RecoveryShape } from "@/recovery/recovery_shape.ts";

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

/** How many durations are looked at before the best of them is refined. */
const steps = 64;

/**
 * Prepares the maximum likelihood fits of recovery shapes to one series, with independent or AR(1) errors.
 *
 * Every duration of a step is looked at: where errors are strongly autocorrelated its likelihood is a spike. The others
 * are looked for on a grid of equal ratios, then ever finer around the best of it, in whole bins for ramps.
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
): (shape: RecoveryShape) => ShapeFit | undefined {
  const { passing, passingSteps } = seriesMoments(series);
  const last = series.bins.at(-1)! - series.event;

  function solve(moments: AutoregressiveMoments, columns: readonly number[], duration: number): ShapeAt | undefined {
    const at = (autocorrelation: number) => solveAutoregressive(moments, columns, autocorrelation, least);
    const autocorrelation = autoregressive
      ? minimiseScalar((phi) => at(phi)?.deviance ?? Infinity, -0.9, 0.9999, 1e-7).argument
      : 0;
    const solution = at(autocorrelation);
    return solution && { ...solution, autocorrelation, duration };
  }

  function fitStep(columns: readonly number[], at: ShapeFit["at"]): Searched | undefined {
    let best = at(1);
    for (let round = 1; best; round++) {
      const { autocorrelation, duration } = best;
      const searched: ShapeAt[] = [];
      for (const { duration, moments } of passingSteps()) {
        const solution = solveAutoregressive(moments, columns, autocorrelation, least);
        if (solution) searched.push({ ...solution, autocorrelation, duration });
      }
      const found = searched.reduce((least, fit) => fit.deviance < least.deviance ? fit : least);
      if (found.duration === duration || round === 10) return { best: found, searched };
      best = at(found.duration);
    }
    return undefined;
  }

  return (shape) => {
    const { course, lasting } = partsOf(shape);
    const columns = [column.level, ...lasting ? [column.lasting] : [], ...course ? [column.passing] : []];
    if (!course) {
      const best = solve(passing(), columns, 0);
      return best && { shape, columns, best, searched: [], at: () => best };
    }
    const at = (duration: number) => solve(passing((time) => course.at(time, duration)), columns, duration);
    // a ramp beside another part can be told from it only while it lasts
    const limit = shape === "full ramp" || !course.whole ? longest : last;
    const found = course === courses.step ? fitStep(columns, at) : search(at, course.whole, limit);
    return found && { shape, columns, at, ...found };
  };
}

type Searched = Pick<ShapeFit, "best" | "searched">;

function search(at: ShapeFit["at"], whole: boolean, limit: number): Searched | undefined {
  const looked = new Map<number, ShapeAt | undefined>();
  const look = (duration: number) => {
    if (!looked.has(duration)) looked.set(duration, at(duration));
    return looked.get(duration)?.deviance ?? Infinity;
  };
  const spread = (from: number, to: number) =>
    Array.from({ length: steps + 1 }, (_, step) => from * (to / from) ** (step / steps))
      .forEach((duration) => look(whole ? Math.round(duration) : duration));

  spread(whole ? 1 : 0.25, limit);
  for (;;) {
    const searched = [...looked.values()].filter((fit) => fit !== undefined).sort((a, b) => a.duration - b.duration);
    if (searched.length === 0) return undefined;
    const place = searched.reduce((best, { deviance }, i) => deviance < searched[best]!.deviance ? i : best, 0);
    const before = looked.size;
    const low = searched[Math.max(0, place - 1)]!.duration;
    const high = searched[Math.min(searched.length - 1, place + 1)]!.duration;
    if (whole) spread(low, high);
    else if (high > low * (1 + 1e-5)) {
      minimiseScalar((log) => look(Math.exp(log)), Math.log(low), Math.log(high), 1e-7);
    }
    if (looked.size === before) return { best: searched[place]!, searched };
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
