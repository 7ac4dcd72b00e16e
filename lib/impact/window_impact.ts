import { type ImpactGrid } from "@/impact/impact_grid.ts";
import { mixtureCumulative, mixtureDeviation, mixtureMean, mixtureQuantile } from "@/impact/student_mixture.ts";
import type { BeforeFit, WindowFinding } from "@/impact/window_effect.ts";
import { findWindow } from "@/impact/window_effect.ts";
import type { Stretch } from "@/impact/blocked_series.ts";
import type { Estimate } from "@/interval/estimate.ts";

/** What an event did over a window. All bounds and the p-value come from one distribution, so they cannot disagree. */
export interface WindowImpact {
  /** The first instant of the window and the first after it, in milliseconds since 1970 UTC. */
  readonly start: number;
  readonly end: number;
  /** How many bins of it were observed (with all controls), and how many not. */
  readonly bins: number;
  readonly missing: number;
  /** The mean of the observed bins. */
  readonly observed: number;
  /** What it would have been without the event. */
  readonly expected: Estimate;
  /** Observed less expected. */
  readonly average: Estimate;
  /** The same, summed over the observed bins. */
  readonly cumulative: Estimate;
  /** Observed by expected, less 1; undefined where what was expected may be 0 or below. */
  readonly relative: Estimate | undefined;
  /** The effect on the scale of the analysis: the mean of the logarithms of observed by expected, or `average`. */
  readonly effect: Estimate;
  /** The standard error of `effect`; undefined where the period before is too short for one. */
  readonly standardError: number | undefined;
  /** The two-sided probability of an effect this far from 0 without an event. Below 1 - level just where bounds leave 0 out. */
  readonly pValue: number;
}

/** The effect over a window, with bounds at a level. */
export function windowImpact(
  grid: ImpactGrid,
  before: BeforeFit,
  window: Stretch,
  level: number,
): { readonly impact: WindowImpact; readonly finding: WindowFinding } {
  const finding = findWindow(grid, before, window);
  const { deviation, count, posterior } = finding;
  const tail = (1 - level) / 2;
  const effect = {
    value: deviation - mixtureMean(posterior),
    low: deviation - mixtureQuantile(posterior, 1 - tail),
    high: deviation - mixtureQuantile(posterior, tail),
  };
  const below = mixtureCumulative(posterior, deviation);
  const above = mixtureCumulative(posterior, deviation, "upper");
  let sum = 0;
  for (let i = window.start; i < window.end; i++) if (!Number.isNaN(grid.values[i])) sum += grid.observed[i]!;
  const observed = sum / count;

  const ratio = grid.scale === "logarithm";
  const lost = ratio ? (size: number) => observed * -Math.expm1(-size) : (size: number) => size;
  const average = mapped(effect, lost);
  const expected = {
    value: observed - average.value,
    low: observed - average.high,
    high: observed - average.low,
  };
  const relative = ratio
    ? mapped(effect, Math.expm1)
    : expected.low > 0
    ? ordered(mapped(effect, (size) => size / (observed - size)))
    : undefined;
  return {
    finding,
    impact: {
      start: grid.times[window.start]!,
      end: grid.times[window.end - 1]! + grid.step,
      bins: count,
      missing: window.end - window.start - count,
      observed,
      expected,
      average,
      cumulative: mapped(average, (size) => size * count),
      relative,
      effect,
      standardError: mixtureDeviation(posterior),
      pValue: Math.min(1, 2 * Math.min(below, above)),
    },
  };
}

/** Bounds the right way round: those of a ratio turn where what was observed is negative. */
function ordered({ value, low, high }: Estimate): Estimate {
  return { value, low: Math.min(low, high), high: Math.max(low, high) };
}

/** An estimate through a rising function. */
export function mapped({ value, low, high }: Estimate, rising: (number: number) => number): Estimate {
  return { value: rising(value), low: rising(low), high: rising(high) };
}
