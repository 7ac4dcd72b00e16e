import { type HarmonicDesign, harmonicDesign, type HarmonicTerms } from "@/counterfactual/harmonic_design.ts";
import { predict } from "@/counterfactual/prediction.ts";
import { gridPositions } from "@/counterfactual/regular_grid.ts";
import { type AutoregressiveFit, autoregressiveLeastSquares } from "@/linear/autoregressive_least_squares.ts";
import { leastSquares, type LeastSquaresFit } from "@/linear/least_squares.ts";
import {
  kernelCovariance,
  type KernelCovarianceOptions,
  neweyWestCovariance,
  type NeweyWestOptions,
} from "@/robust/hac_covariance.ts";

/** A series on a regular grid of times. */
export interface TimeSeries {
  /** Milliseconds since 1970 UTC, rising, whole multiples of the smallest step apart. */
  readonly times: Float64Array;
  /** One value a time; NaN where missing. */
  readonly values: Float64Array;
}

/** How the errors of a regression hang together. */
export type ErrorModel =
  | { readonly kind: "independent" }
  | { readonly kind: "autoregressive" }
  | ({ readonly kind: "newey-west" } & NeweyWestOptions)
  | ({ readonly kind: "kernel" } & KernelCovarianceOptions);

/** What {@linkcode harmonicRegression} is told. */
export interface HarmonicRegressionOptions extends HarmonicTerms {
  readonly errors: ErrorModel;
}

/** A harmonic regression that was fitted. */
export interface HarmonicRegression {
  /** The names of the p coefficients. */
  readonly names: readonly string[];
  readonly coefficients: Float64Array;
  /** The covariance of the coefficients under the error model, p rows of p. */
  readonly covariance: readonly Float64Array[];
  /** The square roots of its diagonal. */
  readonly standardErrors: Float64Array;
  /** The indices of the times that took part: those with a value and all controls and events. */
  readonly rows: Int32Array;
  /** The places of these rows on the grid of times. */
  readonly positions: Int32Array;
  /** The columns of the design at these rows. */
  readonly columns: readonly Float64Array[];
  /** The values of these rows less their fitted values. */
  readonly residuals: Float64Array;
  /** The number of rows less that of coefficients. */
  readonly degreesOfFreedom: number;
  readonly errors: FittedErrors;
}

/** What was found of the errors. */
export type FittedErrors =
  | { readonly kind: "independent"; readonly fit: LeastSquaresFit }
  | { readonly kind: "autoregressive"; readonly fit: AutoregressiveFit }
  | {
    readonly kind: "newey-west";
    readonly fit: LeastSquaresFit;
    readonly options: NeweyWestOptions;
    readonly bandwidth: number;
  }
  | {
    readonly kind: "kernel";
    readonly fit: LeastSquaresFit;
    readonly options: KernelCovarianceOptions;
    readonly bandwidth: number;
  };

/**
 * Regression of a series on its daily and weekly rhythm, trend, controls and events.
 *
 * Times with a missing value, control or event take no part, and the others keep their distance in time: lags of the
 * robust covariances and steps of the autoregression are counted on the grid.
 *
 * @param series The series; take logarithms first where effects are relative.
 * @param options The terms of the design and the model of the errors.
 * @throws {RangeError} If times are off a regular grid, a value is infinite, columns are collinear (named), or there
 * are too few rows.
 *
 * @example A drop of one fifth, as the coefficient of an event
 * ```ts
 * import { harmonicRegression } from "@/counterfactual/harmonic_regression.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const times = Float64Array.from({ length: 28 * 24 }, (_, hour) => hour * 3_600_000);
 * const dropped = times.map((_, hour) => hour < 21 * 24 ? 0 : 1);
 * const values = times.map((_, hour) => Math.cos(2 * Math.PI * hour / 24) + Math.log(0.8) * dropped[hour]!);
 * const { names, coefficients } = harmonicRegression({ times, values }, {
 *   events: { dropped },
 *   errors: { kind: "newey-west", lag: 24, prewhiten: false },
 * });
 * assertAlmostEquals(coefficients[names.indexOf("dropped")]!, Math.log(0.8), 1e-12);
 * ```
 */
export function harmonicRegression(series: TimeSeries, options: HarmonicRegressionOptions): HarmonicRegression {
  const design = checkedDesign(series, options);
  return fitted(design, series.values, options.errors);
}

/** A stretch of time: its first instant and the first after it, in milliseconds since 1970 UTC. */
export interface Window {
  readonly start: number;
  readonly end: number;
}

/** What {@linkcode harmonicCounterfactual} is told. */
export interface HarmonicCounterfactualOptions extends HarmonicRegressionOptions {
  /** The part of the event window that the average is over; all of it when left out. */
  readonly over?: Window;
}

/** What would have been without the event, and what the event changed. */
export interface HarmonicCounterfactual {
  /** The regression on the times outside the event window. */
  readonly regression: HarmonicRegression;
  /** The indices of the times averaged over: those with a value and all controls. */
  readonly rows: Int32Array;
  /** What was expected at these times; under autoregressive errors with what the errors around the window foretell. */
  readonly expected: Float64Array;
  /** The mean of the values less what was expected. */
  readonly averageEffect: number;
  /** Its standard error: of the noise in the window and of the coefficients, with what ties them. */
  readonly standardError: number;
}

/**
 * What a series would have been in a window without the event, from a harmonic regression on all times outside the
 * window, and the average effect with its standard error under the model of the errors.
 *
 * Independent errors: s² (1 / m + x'(X'X)⁻¹x). Autoregressive errors: the exact variance of the best linear prediction
 * from the errors around the window, with that of the coefficients (the autoregression itself counts as known in the
 * prediction). Robust errors: the errors are taken as stationary with the kernel-weighted autocovariances of the
 * residuals (prewhitened by a first-order autoregression where asked), and the variance is that of the linear form that the
 * average effect is of all errors, inside and outside the window.
 *
 * @param series The series; take logarithms first where effects are relative.
 * @param window When the event may have changed the series.
 * @throws {RangeError} As {@linkcode harmonicRegression}; or if there is nothing to average over.
 *
 * @example
 * ```ts
 * import { harmonicCounterfactual } from "@/counterfactual/harmonic_regression.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const hour = 3_600_000;
 * const times = Float64Array.from({ length: 28 * 24 }, (_, i) => i * hour);
 * const values = times.map((_, i) => Math.cos(2 * Math.PI * i / 24) + (i % 2 ? 0.01 : -0.01) - (i < 600 ? 0 : 0.2));
 * const { averageEffect } = harmonicCounterfactual({ times, values }, { start: 600 * hour, end: Infinity }, {
 *   trend: false,
 *   errors: { kind: "independent" },
 * });
 * assertAlmostEquals(averageEffect, -0.2, 1e-12);
 * ```
 */
export function harmonicCounterfactual(
  series: TimeSeries,
  window: Window,
  { over = window, ...options }: HarmonicCounterfactualOptions,
): HarmonicCounterfactual {
  const { times, values } = series;
  const inside = (time: number, { start, end }: Window) => start <= time && time < end;
  const design = checkedDesign(series, options);
  const outside = values.map((value, i) => inside(times[i]!, window) ? NaN : value);
  const regression = fitted(design, outside, options.errors);
  const rows = completeRows(design, values).filter((i) => inside(times[i]!, window) && inside(times[i]!, over));
  if (rows.length === 0) {
    throw new RangeError(
      `Cannot average an effect: no value from ${over.start} to ${over.end} inside the event window, current window is ${window.start} to ${window.end}`,
    );
  }
  const columns = design.columns.map((column) => pick(column, rows));
  const { expected, variance } = predict(regression, columns, pick(design.positions, rows));
  const averageEffect = rows.reduce((sum, row, k) => sum + values[row]! - expected[k]!, 0) / rows.length;
  return { regression, rows, expected, averageEffect, standardError: Math.sqrt(variance) };
}

interface PlacedDesign extends HarmonicDesign {
  readonly positions: Int32Array;
}

function checkedDesign({ times, values }: TimeSeries, terms: HarmonicTerms): PlacedDesign {
  if (values.length !== times.length) {
    throw new RangeError(
      `Cannot fit a harmonic regression: ${times.length} values are needed, current length is ${values.length}`,
    );
  }
  return { ...harmonicDesign(times, terms), positions: gridPositions(times) };
}

function completeRows({ columns }: HarmonicDesign, values: Float64Array): Int32Array {
  const rows = new Int32Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) continue;
    if (columns.every((column) => !Number.isNaN(column[i]))) rows[count++] = i;
  }
  return rows.subarray(0, count);
}

function pick<Values extends Float64Array | Int32Array>(values: Values, rows: Int32Array): Values {
  if (rows.length === values.length) return values;
  const picked = values.slice(0, rows.length) as Values;
  for (let k = 0; k < rows.length; k++) picked[k] = values[rows[k]!]!;
  return picked;
}

function fitted(design: PlacedDesign, values: Float64Array, errors: ErrorModel): HarmonicRegression {
  const { names } = design;
  const rows = completeRows(design, values);
  const columns = design.columns.map((column) => pick(column, rows));
  const positions = pick(design.positions, rows);
  const { covariance, ...rest } = estimate(columns, pick(values, rows), positions, names, errors);
  return {
    names,
    coefficients: rest.fit.coefficients,
    covariance,
    standardErrors: Float64Array.from(covariance, (row, j) => Math.sqrt(row[j]!)),
    rows,
    positions,
    columns,
    residuals: rest.fit.residuals,
    degreesOfFreedom: rows.length - names.length,
    errors: rest,
  };
}

function estimate(
  columns: readonly Float64Array[],
  response: Float64Array,
  positions: Int32Array,
  names: readonly string[],
  errors: ErrorModel,
): FittedErrors & { readonly covariance: readonly Float64Array[] } {
  if (errors.kind === "autoregressive") {
    const fit = autoregressiveLeastSquares(columns, response, { positions, names });
    return { kind: errors.kind, fit, covariance: fit.covariance };
  }
  const fit = leastSquares(columns, response, { names });
  if (errors.kind === "independent") {
    const { variance } = fit;
    if (variance === undefined) {
      throw new RangeError(
        `Cannot fit a harmonic regression: more rows than coefficients are needed, current sizes are ${response.length} and ${columns.length}`,
      );
    }
    return {
      kind: errors.kind,
      fit,
      covariance: fit.inverseCrossProduct.map((row) => row.map((one) => one * variance)),
    };
  }
  const placed = { ...fit, positions };
  if (errors.kind === "newey-west") {
    return { kind: errors.kind, fit, options: errors, ...neweyWestCovariance(placed, errors) };
  }
  return { kind: errors.kind, fit, options: errors, ...kernelCovariance(placed, errors) };
}
