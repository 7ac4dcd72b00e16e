import { tQuantile } from "@/distribution/student_t.ts";
import { type Estimate, estimate } from "@/interval/estimate.ts";
import { leastSquares } from "@/linear/least_squares.ts";
import { column, type ObservedSeries } from "@/recovery/autoregressive_moments.ts";
import { timeUntilEquivalent } from "@/recovery/equivalence.ts";
import { durationBounds, recoveryFits, type ShapeAt, type ShapeFit } from "@/recovery/fit_recovery.ts";
import { courses, partsOf, type RecoveryShape, recoveryShapes } from "@/recovery/recovery_shape.ts";

/** How {@linkcode recovery} fits and decides. */
export interface RecoveryOptions {
  /** The index of the first bin after the event. */
  readonly event: number;
  /** The length of a bin, in the unit that durations are wanted in; 1 when left out. */
  readonly bin?: number;
  /** What the errors are taken to be; "autoregressive", of order one, when left out. */
  readonly errors?: "autoregressive" | "independent";
  /** What chooses the shape: Schwarz's criterion ("bic") when left out, or Akaike's. */
  readonly criterion?: "bic" | "aic";
  /** The shapes to choose from; all when left out. */
  readonly shapes?: readonly RecoveryShape[];
  /** The longest duration of a ramp or an exponential, in the unit of `bin`; four times what was observed of it when left out. */
  readonly longest?: number;
  /** The largest effect that does not matter, in the unit of the values: asks for the time until equivalence. */
  readonly band?: number;
  /** The confidence of the intervals; 0.95 when left out. */
  readonly level?: number;
}

/** One shape fitted to a series. */
export interface FittedShape {
  readonly shape: RecoveryShape;
  /** The level without the effect. */
  readonly baseline: number;
  /** The effect at the event; of `gradual`, the effect once it is all there. */
  readonly initial: number;
  /** The part of the effect that lasts. */
  readonly lasting: number;
  /** Of the course, in the unit of `bin`; undefined for the shapes that have none. */
  readonly duration: number | undefined;
  /** The correlation of an error with that of the bin before; 0 for independent errors. */
  readonly autocorrelation: number;
  /** The standard deviation of the errors. */
  readonly noise: number;
  readonly logLikelihood: number;
  /** How many numbers were fitted, with the variance. */
  readonly parameters: number;
  readonly aic: number;
  readonly bic: number;
  /** The share of belief among the shapes compared, by the chosen criterion (Akaike weights; for "bic" Schwarz weights). */
  readonly weight: number;
}

/** How much of an effect came back and when. Durations are in the unit of `bin`, effects in that of the values. */
export interface Recovery {
  readonly shape: RecoveryShape;
  /** The effect at the event; undefined where there is none. */
  readonly initial: Estimate | undefined;
  /** The part of it that lasts: 0 after a full recovery. */
  readonly lasting: Estimate | undefined;
  /**
   * The part that came back, 0 to 1; below 0 where the effect deepened, above 1 where it overshot. After a full
   * recovery the bounds are those of the same shape with a lasting part. Infinite where the effect itself is uncertain.
   */
  readonly recovered: Estimate | undefined;
  /** The time until half of what comes back has come back; infinite bounds where the series does not tell. */
  readonly halfLife: Estimate | undefined;
  /** The duration of the course itself: until a step or a ramp ends, or the time constant of an exponential. */
  readonly duration: Estimate | undefined;
  /**
   * The time from which on the effect lies within the band, and is shown to ({@linkcode timeUntilEquivalent}); Infinity
   * where that was not seen. A lasting part is allowed for, so that a full recovery is shown, not assumed.
   */
  readonly equivalence: Estimate | undefined;
  /** The fitted effect in each bin from the event on. */
  readonly effects: Float64Array;
  /** Every shape compared, the chosen one first. */
  readonly fits: readonly FittedShape[];
}

/**
 * How much of an effect came back, how, and when: none, in full or in part, by a step, a ramp or an exponential.
 *
 * Each shape is fitted by maximum likelihood with a level before the event and errors that are independent or AR(1)
 * (exactly, also across missing bins), and the one of least BIC or AIC is chosen; "no effect" and "no recovery" are
 * among them. Bounds of durations are those of the likelihood ratio (of the date of a step, by Hansen 2000), the others
 * are by generalised least squares, and of the part that came back by Fieller (1954). All are given the chosen shape:
 * `fits` shows how clear the choice was.
 *
 * @param values The effect on top of a level: the logarithm of observed by counterfactual, or a series without its
 * seasons; at regular times, NaN where a bin is missing.
 * @throws {RangeError} If fewer than 2 values before or 5 after the event were observed, a value is infinite, the values
 * do not vary, or an option is out of range.
 *
 * @example An outage that half comes back
 * ```ts
 * import { recovery } from "@/recovery/recovery.ts";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * const noise = (i: number) => 0.01 * Math.sin(i * i);
 * const values = Float64Array.from({ length: 400 }, (_, i) =>
 *   noise(i) - (i < 100 ? 0 : 0.2 + 0.2 * Math.exp(-(i - 100) / 24)));
 * const found = recovery(values, { event: 100, band: 0.05 });
 * assertEquals(found.shape, "partial exponential");
 * assertAlmostEquals(found.recovered!.value, 0.5, 0.02);
 * assertAlmostEquals(found.halfLife!.value, 24 * Math.LN2, 1);
 * assertEquals(found.equivalence!.value, Infinity); // a fifth stays away
 * ```
 */
export function recovery(values: ArrayLike<number>, options: RecoveryOptions): Recovery {
  const {
    event,
    bin = 1,
    errors = "autoregressive",
    criterion = "bic",
    shapes = recoveryShapes,
    band,
    level = 0.95,
  } = options;
  if (!(bin > 0 && bin < Infinity) || !(level > 0.5 && level < 1) || shapes.length === 0) {
    throw new RangeError(
      `Cannot fit a recovery: a positive bin, a level between 0.5 and 1 and a shape are needed, current values are ${bin}, ${level} and ${
        shapes.join(", ")
      }`,
    );
  }
  const { series, centre, scale } = observe(values, event);
  const last = series.bins.at(-1)! - event;
  const longest = options.longest === undefined ? 4 * last : options.longest / bin;
  if (!(longest >= 1 && longest < Infinity)) {
    throw new RangeError(
      `Cannot fit a recovery: the longest duration must be at least one bin of ${bin}, current value is ${options.longest}`,
    );
  }
  const n = series.values.length;
  const fit = recoveryFits(series, longest, errors === "autoregressive", 1e-24);
  const parameterCount = ({ columns, searched }: ShapeFit) =>
    columns.length + (searched.length ? 1 : 0) + 1 + (errors === "autoregressive" ? 1 : 0);
  const criterionOf = (fit: ShapeFit) =>
    fit.best.deviance + parameterCount(fit) * (criterion === "bic" ? Math.log(n) : 2);

  const fits = shapes.map(fit).filter((fit) => fit !== undefined)
    .sort((a, b) => criterionOf(a) - criterionOf(b));
  const chosen = fits[0];
  if (chosen === undefined) {
    throw new RangeError(`Cannot fit a recovery: none of the shapes ${shapes.join(", ")} can be told from a level`);
  }
  const withLasting = allowLasting(chosen, fits, fit);
  const least = criterionOf(chosen);
  const total = fits.reduce((sum, each) => sum + Math.exp((least - criterionOf(each)) / 2), 0);

  const own = effectCurve(series, chosen);
  const scaled = (bounds: Estimate, unit: number) =>
    estimate(bounds.value * unit, bounds.low * unit, bounds.high * unit);
  const quantile = tQuantile((1 + level) / 2, n - parameterCount(chosen));
  const none = chosen.shape === "none";
  const duration = durationOf(chosen, quantile, level);
  const half = partsOf(chosen.shape).course?.half;
  const recovering = half !== undefined && chosen.shape !== "gradual";
  const equivalence = band === undefined
    ? undefined
    : equivalenceOf(series, withLasting, band / scale, level, n - parameterCount(withLasting));

  return {
    shape: chosen.shape,
    initial: none ? undefined : scaled(own.contrast(own.initial, quantile), scale),
    lasting: none ? undefined : scaled(own.contrast(own.lasting, quantile), scale),
    recovered: none ? undefined : recovering ? recoveredPart(series, chosen, withLasting, quantile) : estimate(0),
    halfLife: recovering ? scaled(duration!, half * bin) : undefined,
    duration: duration && scaled(duration, bin),
    equivalence: equivalence && scaled(equivalence, bin),
    effects: Float64Array.from({ length: values.length - event }, (_, time) => scale * own.effect(time).value),
    fits: fits.map((each) => {
      const { best, shape } = each;
      const { initial, lasting } = coefficientsOf(each);
      const parameters = parameterCount(each);
      const deviance = best.deviance + 2 * n * Math.log(scale);
      return {
        shape,
        baseline: centre + scale * best.coefficients[0]!,
        initial: scale * initial,
        lasting: scale * lasting,
        duration: each.searched.length ? best.duration * bin : undefined,
        autocorrelation: best.autocorrelation,
        noise: scale * Math.sqrt(best.variance),
        logLikelihood: -deviance / 2,
        parameters,
        aic: deviance + 2 * parameters,
        bic: deviance + Math.log(n) * parameters,
        weight: Math.exp((least - criterionOf(each)) / 2) / total,
      };
    }),
  };
}

function observe(values: ArrayLike<number>, event: number): { series: ObservedSeries; centre: number; scale: number } {
  const bins = Int32Array.from(Array.from(values, (_, i) => i).filter((i) => !Number.isNaN(values[i])));
  const before = bins.filter((bin) => bin < event).length;
  if (!Number.isInteger(event) || before < 2 || bins.length - before < 5) {
    throw new RangeError(
      `Cannot fit a recovery: at least 2 values before and 5 from the event on are needed, current event ${event} has ${before} and ${
        bins.length - before
      }`,
    );
  }
  const observed = Float64Array.from(bins, (bin) => values[bin]!);
  const largest = observed.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  if (!(largest < Infinity)) {
    throw new RangeError(`Cannot fit a recovery: finite values are needed, current largest is ${largest}`);
  }
  const centre = observed.reduce((sum, value) => sum + value / observed.length, 0);
  const spread = observed.reduce((max, value) => Math.max(max, Math.abs(value - centre)), 0);
  if (!(spread > 1e-14 * largest)) {
    throw new RangeError(`Cannot fit a recovery: the values must vary, they are all ${observed[0]}`);
  }
  return {
    series: { bins, values: observed.map((value) => (value - centre) / spread), event },
    centre,
    scale: spread,
  };
}

/** The fit of the same course with a lasting part. */
function allowLasting(
  chosen: ShapeFit,
  fits: readonly ShapeFit[],
  fit: (shape: RecoveryShape) => ShapeFit | undefined,
): ShapeFit {
  const shape = chosen.shape === "none" ? "permanent" : chosen.shape.replace("full", "partial") as RecoveryShape;
  return fits.find((each) => each.shape === shape) ?? fit(shape) ?? chosen;
}

function coefficientsOf({ shape, best, columns }: ShapeFit): { initial: number; lasting: number } {
  const of = (wanted: number) => best.coefficients[columns.indexOf(wanted)] ?? 0;
  const [lasting, passing] = [of(column.lasting), of(column.passing)];
  return { initial: lasting + passing, lasting: shape === "gradual" ? passing : lasting };
}

interface EffectCurve {
  readonly initial: readonly number[];
  readonly lasting: readonly number[];
  /** A linear combination of the coefficients, with bounds. */
  readonly contrast: (weights: readonly number[], quantile: number) => Estimate;
  readonly covariance: (a: readonly number[], b: readonly number[]) => number;
  /** The effect a number of bins after the event, with its standard error. */
  readonly effect: (time: number) => { value: number; standardError: number };
}

/** The fitted effect with the covariance of its coefficients and duration, by generalised least squares. */
function effectCurve({ bins, values, event }: ObservedSeries, { shape, best, columns }: ShapeFit): EffectCurve {
  const { course } = partsOf(shape);
  const { duration, autocorrelation, coefficients } = best;
  const passing = coefficients[columns.indexOf(column.passing)] ?? 0;
  const gradient = (time: number) => [
    ...columns.map((place) =>
      place === column.level ? 0 : time < 0 ? 0 : place === column.lasting ? 1 : course!.at(time, duration)
    ),
    course && time >= 0 ? passing * course.slope(time, duration) : 0,
  ];
  const rows = Array.from(bins, (bin) => gradient(bin - event).with(0, 1));
  const whiten = (at: (i: number) => number) =>
    Float64Array.from(bins, (bin, i) => {
      if (i === 0) return at(0);
      const power = autocorrelation ** (bin - bins[i - 1]!);
      return (at(i) - power * at(i - 1)) / Math.sqrt(1 - power * power);
    });
  const steep = rows.some((row) => row.at(-1));
  const used = [...columns.keys(), ...steep ? [columns.length] : []];
  const { inverseCrossProduct } = leastSquares(
    used.map((j) => whiten((i) => rows[i]![j]!)),
    whiten((i) => values[i]!),
  );
  const variance = best.variance * values.length / (values.length - used.length);
  const covariance = (a: readonly number[], b: readonly number[]) =>
    used.reduce(
      (sum, j) => sum + used.reduce((inner, k) => inner + a[j]! * b[k]! * inverseCrossProduct[j]![k]!, 0),
      0,
    ) * variance;
  const valueOf = (weights: readonly number[]) =>
    coefficients.reduce((sum, coefficient, j) => sum + coefficient * weights[j]!, 0);
  const weightsOf = (wanted: readonly number[]) => [
    ...columns.map((place) => wanted.includes(place) ? 1 : 0),
    0,
  ];
  return {
    initial: weightsOf([column.lasting, column.passing]),
    lasting: weightsOf(shape === "gradual" ? [column.passing] : [column.lasting]),
    contrast: (weights, quantile) => {
      const value = valueOf(weights);
      const half = quantile * Math.sqrt(covariance(weights, weights));
      return estimate(value, value - half, value + half);
    },
    covariance,
    effect: (time) => {
      const weights = gradient(time);
      return { value: valueOf(weights), standardError: Math.sqrt(covariance(weights, weights)) };
    },
  };
}

function durationOf(fit: ShapeFit, quantile: number, level: number): Estimate | undefined {
  const { course } = partsOf(fit.shape);
  if (!course) return undefined;
  // the likelihood ratio of a date is not chi-squared (Hansen 2000)
  const rise = course === courses.step ? -2 * Math.log(1 - Math.sqrt(level)) : quantile ** 2;
  const { low, high } = durationBounds(fit, rise);
  return estimate(fit.best.duration, low, high);
}

/** One less the ratio of the lasting part to the initial effect, by Fieller. */
function recoveredPart(series: ObservedSeries, chosen: ShapeFit, withLasting: ShapeFit, quantile: number): Estimate {
  const { contrast, covariance, initial, lasting } = effectCurve(series, withLasting);
  const [whole, rest] = [contrast(initial, 0).value, contrast(lasting, 0).value];
  const value = chosen === withLasting ? 1 - rest / whole : 1;
  const square = quantile ** 2;
  const a = whole ** 2 - square * covariance(initial, initial);
  const b = whole * rest - square * covariance(initial, lasting);
  const c = rest ** 2 - square * covariance(lasting, lasting);
  if (!(a > 0)) return estimate(value, -Infinity, Infinity);
  const root = Math.sqrt(Math.max(0, b ** 2 - a * c));
  return estimate(value, Math.min(value, 1 - (b + root) / a), Math.max(value, 1 - (b - root) / a));
}

/** The time until equivalence in bins, by the standard errors of the curve and by the bounds of its duration. */
function equivalenceOf(
  series: ObservedSeries,
  fit: ShapeFit,
  band: number,
  level: number,
  degreesOfFreedom: number,
): Estimate | undefined {
  const last = series.bins.at(-1)! - series.event;
  const timeOf = (best: ShapeAt) => {
    const curve = effectCurve(series, { ...fit, best });
    const effects = Array.from({ length: last + 1 }, (_, time) => curve.effect(time));
    return timeUntilEquivalent(
      effects.map(({ value }) => value),
      effects.map(({ standardError }) => standardError),
      { band, level, degreesOfFreedom },
    );
  };
  const time = timeOf(fit.best);
  const duration = durationOf(fit, tQuantile(level, degreesOfFreedom), 2 * level - 1);
  if (time === undefined || duration === undefined) return time;
  const atBound = (bound: number) => {
    const best = Number.isFinite(bound) ? fit.at(bound) : undefined;
    return (best && timeOf(best)?.value) ?? bound;
  };
  return estimate(
    time.value,
    Math.min(time.low, atBound(duration.low)),
    time.high === Infinity ? Infinity : Math.max(time.high, atBound(duration.high)),
  );
}
