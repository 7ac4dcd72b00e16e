import { blockLayout } from "@/impact/block_layout.ts";
import type { BlockedSeries, Stretch } from "@/impact/blocked_series.ts";
import type { ImpactGrid } from "@/impact/impact_grid.ts";
import { noiseShapes } from "@/impact/noise_shapes.ts";
import { type WindowPosterior, windowPosterior } from "@/impact/window_posterior.ts";
import { patternRemains, type WeekPattern, weekPattern } from "@/impact/week_pattern.ts";
import { type GrowingFit, growingLeastSquares } from "@/linear/growing_least_squares.ts";

const day = 86_400_000;
const week = 7 * day;
/** A residual below 1e-11 of the values counts as none. */
const rounding = 1e-22;

/** The rhythm fitted to the bins before an event. */
export interface BeforeFit {
  /** How many bins there are before the event. */
  readonly event: number;
  /** The fitted rhythm, with trend and controls, on all bins. */
  readonly rhythm: Float64Array;
  /** The values less the fitted rhythm, on all bins: NaN where missing. */
  readonly residuals: Float64Array;
  /** The variance of the residuals before the event. */
  readonly variance: number;
  /** The part of the rhythm that belongs to the time of the week, where there is one. */
  readonly pattern: WeekPattern | undefined;
}

/**
 * Fits the rhythm of the bins before an event by least squares; where residuals a week apart are alike, a pattern of the
 * week is fitted to them too (unless `hourOfWeek` says otherwise).
 *
 * @param last The bin of the last event that will be asked for.
 * @returns What is fitted before the bin of an event, with rhythm and residuals up to `end` (of all bins when left out).
 * Asked for one event after the other, each bin is taken into the fit once.
 * @throws {RangeError} If there are too few values before the event, they do not vary (around their rhythm), or columns are
 * collinear.
 */
export function fitsBefore(grid: ImpactGrid, last: number): (event: number, end?: number) => BeforeFit {
  const rows: number[] = [];
  for (let i = 0; i < last; i++) if (!Number.isNaN(grid.values[i])) rows.push(i);
  const whole = rows.length === last;
  const pick = (column: Float64Array) => whole ? column.subarray(0, last) : Float64Array.from(rows, (i) => column[i]!);
  const observed = pick(grid.values);
  let fit: ReturnType<typeof growingLeastSquares> | undefined;
  return (event, end = grid.values.length) => {
    const count = whole ? event : rows.findLastIndex((row) => row < event) + 1;
    checkVaries(observed.subarray(0, count), grid.columns.length);
    fit ??= growingLeastSquares(grid.columns.map(pick), observed, grid.names);
    return beforeFit(grid, event, end, fit(count), observed.subarray(0, count));
  };
}

/** What is fitted before the bin of one event, as {@linkcode fitsBefore}. */
export const fitBefore = (grid: ImpactGrid, event: number): BeforeFit => fitsBefore(grid, event)(event);

function checkVaries(observed: Float64Array, width: number): void {
  if (observed.length < width + 2) {
    throw new RangeError(
      `Cannot fit the period before the event: at least ${
        width + 2
      } values are needed, current count is ${observed.length}`,
    );
  }
  if (observed.every((value) => value === observed[0])) {
    throw new RangeError(
      `Cannot fit the period before the event: values must vary, current value is ${observed[0]} throughout`,
    );
  }
}

function beforeFit(
  { values, columns, clock, step, terms }: ImpactGrid,
  event: number,
  end: number,
  fit: GrowingFit,
  observed: Float64Array,
): BeforeFit {
  const size = observed.reduce((sum, value) => sum + value ** 2, 0);
  if (!(fit.residualSumOfSquares > rounding * size)) {
    throw new RangeError(
      `Cannot fit the period before the event: values must vary around their rhythm, current sum of squares is ${fit.residualSumOfSquares}`,
    );
  }
  const rhythm = combined(columns, fit.coefficients, end);
  const residuals = new Float64Array(end);
  for (let i = 0; i < end; i++) residuals[i] = values[i]! - rhythm[i]!;
  const before = residuals.subarray(0, event);
  const possible = event * step >= 2 * week && step < day / 2;
  const pattern = terms.hourOfWeek ?? (possible && patternRemains(before, step))
    ? weekPattern(clock.subarray(0, end), before, step, terms)
    : undefined;
  if (pattern) {
    for (let i = 0; i < residuals.length; i++) {
      rhythm[i]! += pattern.values[i]!;
      residuals[i]! -= pattern.values[i]!;
    }
  }
  const degreesOfFreedom = observed.length - columns.length - (pattern?.width ?? 0);
  if (degreesOfFreedom < 2) {
    throw new RangeError(
      `Cannot fit the period before the event: more values than coefficients are needed, current count is ${observed.length}`,
    );
  }
  let squares = 0;
  for (const residual of before) if (!Number.isNaN(residual)) squares += residual ** 2;
  return { event, rhythm, residuals, variance: squares / degreesOfFreedom, pattern };
}

/** The sum of the columns times their coefficients, on the first rows, four columns at a time. */
function combined(columns: readonly Float64Array[], coefficients: Float64Array, rows: number): Float64Array {
  const sum = new Float64Array(rows);
  let j = 0;
  for (; j + 3 < columns.length; j += 4) {
    const [a, b, c, d] = columns.slice(j, j + 4) as [Float64Array, Float64Array, Float64Array, Float64Array];
    const [onA, onB, onC, onD] = coefficients.subarray(j, j + 4) as unknown as [number, number, number, number];
    for (let i = 0; i < rows; i++) sum[i] = sum[i]! + onA * a[i]! + onB * b[i]! + onC * c[i]! + onD * d[i]!;
  }
  for (; j < columns.length; j++) {
    const a = columns[j]!;
    const onA = coefficients[j]!;
    for (let i = 0; i < rows; i++) sum[i]! += onA * a[i]!;
  }
  return sum;
}

/** What is found of a window: the mean deviation from the fitted rhythm and what it would have been without the event. */
export interface WindowFinding {
  /** The mean of the residuals over the observed bins of the window. */
  readonly deviation: number;
  /** How many bins were observed. */
  readonly count: number;
  readonly blocked: BlockedSeries;
  /** Which columns take part in the blocks. */
  readonly slow: Int32Array;
  readonly posterior: WindowPosterior;
}

/**
 * The mean over a window after an event, with what is believed of it had there been none.
 *
 * A pattern of the week takes from the degrees of freedom of the blocks what it has of coefficients that blocks can see, and
 * adds the variance of its own mean over the window.
 *
 * @param window The bins of the window, none before the event.
 * @throws {RangeError} If nothing was observed in the window, or as {@linkcode windowPosterior}.
 */
export function findWindow(
  grid: ImpactGrid,
  { event, residuals, pattern }: BeforeFit,
  window: Stretch,
): WindowFinding {
  const { block, edges } = blockLayout(event, window.end - window.start);
  const longest = edges.reduce((most, edge, k) => k ? Math.max(most, edge - edges[k - 1]!) : most, 0);
  const shortest = Math.max(day / grid.step, longest);
  const slow = Int32Array.from(grid.periods.keys()).filter((j) => grid.periods[j]! >= 1.5 * shortest);
  const columns = Array.from(slow, (j) => grid.columns[j]!);

  const blocks: Stretch[] = [];
  const means: number[] = [];
  const counts: number[] = [];
  const columnMeans: number[][] = columns.map(() => []);
  let within = 0;
  let degreesOfFreedom = 0;
  for (let k = 0; k + 1 < edges.length; k++) {
    const stretch = observedStretch(residuals, edges[k]!, edges[k + 1]!);
    if (!stretch) continue;
    const { count, mean } = meanOver(residuals, residuals, stretch);
    for (let i = stretch.start; i < stretch.end; i++) {
      if (!Number.isNaN(residuals[i])) within += (residuals[i]! - mean) ** 2;
    }
    degreesOfFreedom += count - 1;
    blocks.push(stretch);
    means.push(mean);
    counts.push(count);
    for (const [j, column] of columns.entries()) columnMeans[j]!.push(meanOver(column, residuals, stretch).mean);
  }

  const stretches = observedStretches(residuals, window);
  const { count, mean: deviation } = meanOver(residuals, residuals, window);
  if (count === 0) {
    throw new RangeError(
      `Cannot average an effect: at least one value in the window is needed, current window is bins ${window.start} to ${window.end}`,
    );
  }
  // the variance of single bins inside blocks, by that of block means, if all of it is white
  const spread = means.reduce((sum, mean) => sum + mean * mean, 0) / Math.max(1, means.length);
  const white = degreesOfFreedom > 0 && spread > 0 ? Math.min(1, within / degreesOfFreedom / block / spread) : 0;
  const blocked: BlockedSeries = {
    blocks,
    means: Float64Array.from(means),
    columns: columnMeans.map((column) => Float64Array.from(column)),
    losses: Float64Array.from(blocks, ({ start, end }, k) => white * block * (1 / counts[k]! - 1 / (end - start))),
    block,
    window: stretches,
    windowColumns: Float64Array.from(columns, (column) => meanOver(column, residuals, window).mean),
  };
  const posterior = windowPosterior(blocked, noiseShapes(block));
  if (!pattern) return { deviation, count, blocked, slow, posterior };
  // no more than one week in so many that it was fitted to
  const most = posterior.degreesOfFreedom * week / (event * grid.step);
  const spent = Math.round(Math.min(pattern.slowerThan(2 * block * grid.step), most));
  const left = posterior.degreesOfFreedom - spent;
  if (left < 2) {
    throw new RangeError(
      `Cannot learn the noise before the event: more blocks than coefficients are needed (hourOfWeek: false spares some), current count is ${blocks.length}`,
    );
  }
  const factor = Math.sqrt(
    posterior.degreesOfFreedom / left * (1 + count * pattern.meanVariance(observedBins(stretches))),
  );
  return {
    deviation,
    count,
    blocked,
    slow,
    posterior: {
      degreesOfFreedom: left,
      components: posterior.components.map((one) => ({ ...one, scale: factor * one.scale })),
    },
  };
}

/** A stretch without the missing bins at its ends; undefined where all are missing. */
function observedStretch(values: Float64Array, start: number, end: number): Stretch | undefined {
  while (start < end && Number.isNaN(values[start])) start++;
  while (end > start && Number.isNaN(values[end - 1])) end--;
  return start < end ? { start, end } : undefined;
}

function observedStretches(values: Float64Array, { start, end }: Stretch): Stretch[] {
  const stretches: Stretch[] = [];
  for (let i = start; i < end; i++) {
    if (Number.isNaN(values[i])) continue;
    const first = i;
    while (i < end && !Number.isNaN(values[i])) i++;
    stretches.push({ start: first, end: i });
  }
  return stretches;
}

function* observedBins(stretches: readonly Stretch[]): Iterable<number> {
  for (const { start, end } of stretches) for (let i = start; i < end; i++) yield i;
}

/** The mean of a column over the bins of a stretch that have a value. */
function meanOver(
  column: Float64Array,
  values: Float64Array,
  { start, end }: Stretch,
): { count: number; mean: number } {
  let count = 0;
  let sum = 0;
  for (let i = start; i < end; i++) {
    if (Number.isNaN(values[i])) continue;
    count++;
    sum += column[i]!;
  }
  return { count, mean: sum / count };
}
