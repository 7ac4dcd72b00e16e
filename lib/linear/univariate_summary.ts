import { divide, dot } from "@/linear/double_double.ts";

/** Location, spread and lag-1 dependence of a series; undefined where a figure is not defined. */
export interface UnivariateSummary {
  readonly count: number;
  /** Undefined of an empty series. */
  readonly mean: number | undefined;
  /** With denominator n - 1; undefined below two values. */
  readonly standardDeviation: number | undefined;
  /** The sum of the products of neighbouring deviations by the sum of squared deviations; undefined of a constant series. */
  readonly autocorrelation: number | undefined;
}

/**
 * Mean, standard deviation and lag-1 autocorrelation in the conventions of the NIST Statistical Reference Datasets, with
 * the sums carried in twice the working precision (Ogita, Rump and Oishi 2005).
 *
 * @param values The series in order, finite and below 1e145 in size.
 * @throws {RangeError} If a value is not finite or too large.
 *
 * @example
 * ```ts
 * import { univariateSummary } from "@/linear/univariate_summary.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(univariateSummary(Float64Array.of(10000001, 10000003, 10000002)), {
 *   count: 3,
 *   mean: 10000002,
 *   standardDeviation: 1,
 *   autocorrelation: -0.5,
 * });
 * ```
 */
export function univariateSummary(values: Float64Array): UnivariateSummary {
  const count = values.length;
  const unfit = values.findIndex((value) => !(Math.abs(value) < 1e145));
  if (unfit >= 0) {
    throw new RangeError(
      `Cannot summarize a series: finite values below 1e145 are needed, current value ${unfit} is ${values[unfit]}`,
    );
  }
  if (count === 0) return { count, mean: undefined, standardDeviation: undefined, autocorrelation: undefined };

  const ones = new Float64Array(count).fill(1);
  const [mean] = divide(dot(values, ones), [count, 0]);
  const deviations = values.map((value) => value - mean);
  const squares = dot(deviations, deviations)[0];
  const neighbours = dot(deviations.subarray(1), deviations.subarray(0, -1))[0];
  return {
    count,
    mean,
    standardDeviation: count > 1 ? Math.sqrt(squares / (count - 1)) : undefined,
    autocorrelation: squares > 0 ? neighbours / squares : undefined,
  };
}
