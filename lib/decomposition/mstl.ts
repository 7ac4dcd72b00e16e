import { type Decomposition, stl, type StlOptions } from "@/decomposition/stl.ts";

/** How {@linkcode mstl} smooths: as {@linkcode StlOptions}, with a seasonal window for each period. */
export interface MstlOptions extends Omit<StlOptions, "seasonalWindow"> {
  /** One span a period, or one for all; 11, 15, 19 … in the order of the periods when left out, as R's `mstl`. */
  readonly seasonalWindow?: number | "periodic" | readonly (number | "periodic")[] | undefined;
  /** Rounds over the periods; 2 when left out, 1 for a single period. */
  readonly iterations?: number | undefined;
}

/** A series taken apart: all seasons + trend + remainder is the series. */
export interface MultipleDecomposition extends Omit<Decomposition, "seasonal"> {
  /** One season a period, in the order of the periods. */
  readonly seasonals: readonly Float64Array[];
}

/**
 * Takes a series apart into several seasons, trend and remainder: MSTL (Bandara, Hyndman and Bergmeir 2021), with the
 * defaults of `mstl` in R's forecast.
 *
 * {@linkcode stl} finds one season after the other, each in the series less the other seasons, in rounds; the trend is that
 * of the last. Missing values are left out of every fit, where R interpolates them first.
 *
 * @param series The values, evenly spaced; missing ones are NaN.
 * @param periods The number of points in each cycle, the shortest first: 288 and 2,016 for days and weeks of 5 minutes.
 * @param options The spans, degrees, jumps and iterations; all have defaults.
 * @returns The seasons, the trend, the remainder and the robustness weights of the last fit.
 * @throws {RangeError} If the periods do not rise, there is none, a window is missing, or as {@linkcode stl}.
 *
 * @example A day within a week
 * ```ts
 * import { mstl } from "@/decomposition/mstl.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const series = Float64Array.from({ length: 28 * 8 }, (_, i) => 50 + (i % 4) + 10 * Number(i % 28 >= 20));
 * const { seasonals: [day, week], trend, remainder } = mstl(series, [4, 28]);
 * assertAlmostEquals(day![100]! + week![100]! + trend[100]! + remainder[100]!, series[100]!, 1e-12);
 * ```
 */
export function mstl(
  series: ArrayLike<number>,
  periods: readonly number[],
  options: MstlOptions = {},
): MultipleDecomposition {
  const {
    seasonalWindow = periods.map((_, i) => 11 + 4 * i),
    iterations = periods.length > 1 ? 2 : 1,
    ...smoothing
  } = options;
  const windows = typeof seasonalWindow === "object" ? seasonalWindow : periods.map(() => seasonalWindow);
  if (periods.length === 0 || periods.some((period, i) => i > 0 && !(period > periods[i - 1]!))) {
    throw new RangeError(`Cannot decompose a series: rising periods needed, current periods are [${periods}]`);
  }
  if (windows.length !== periods.length) {
    throw new RangeError(
      `Cannot decompose a series: one seasonal window a period needed, current counts are ${windows.length} and ${periods.length}`,
    );
  }
  if (!Number.isInteger(iterations) || iterations < 1) {
    throw new RangeError(`Cannot decompose a series: one iteration or more needed, current value is ${iterations}`);
  }

  const seasonals: Float64Array[] = periods.map(() => new Float64Array(series.length));
  const deseasonalised = new Float64Array(series);
  let last!: Decomposition;
  for (let iteration = 0; iteration < iterations; iteration++) {
    for (const [k, period] of periods.entries()) {
      const before = seasonals[k]!;
      for (let i = 0; i < before.length; i++) deseasonalised[i]! += before[i]!;
      last = stl(deseasonalised, period, { ...smoothing, seasonalWindow: windows[k]! });
      seasonals[k] = last.seasonal;
      for (let i = 0; i < before.length; i++) deseasonalised[i]! -= last.seasonal[i]!;
    }
  }
  return {
    seasonals,
    trend: last.trend,
    remainder: deseasonalised.map((value, i) => value - last.trend[i]!),
    weights: last.weights,
  };
}
