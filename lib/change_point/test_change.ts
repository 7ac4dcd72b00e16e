import type { FStatistics } from "@/change_point/f_statistics.ts";
import { hansenCoefficients } from "@/change_point/hansen_coefficients.ts";
import { chiSquaredCumulative } from "@/distribution/chi_squared.ts";
import { fCumulative } from "@/distribution/fisher_f.ts";

/**
 * How the F statistics of all dates become one: the largest, their mean, or the logarithm of the mean of exp(F / 2). The
 * largest suits one clear break; the others gather evidence spread over dates (Andrews & Ploberger 1994).
 */
export type ChangeTest = "supF" | "aveF" | "expF";

/** A test statistic with its p-value. */
export interface TestResult {
  readonly statistic: number;
  readonly pValue: number;
}

/**
 * Tests whether there is a break at an unknown date, with the p-values of Hansen (1997), as strucchange's `sctest`.
 *
 * The p-value is that of independent errors of one variance. Where only one date was tried (`from` equal to `to`) and the
 * type is not expF this is Chow's test, with the exact F law. The tail is computed directly, where R takes it from 1 and
 * stops at 2.2e-16; far beyond 1e-4 Hansen's polynomials only say that a p-value is tiny.
 *
 * @param statistics From {@linkcode fStatistics}.
 * @throws {RangeError} If more than 40 coefficients may change: Hansen gives none.
 *
 * @example
 * ```ts
 * import { testChange } from "@/change_point/test_change.ts";
 * import { fStatistics } from "@/change_point/f_statistics.ts";
 * import { assert } from "@std/assert";
 *
 * const series = [0.2, -0.1, 0.1, -0.2, 0, 9.8, 10.1, 10.0, 9.9, 10.2];
 * assert(testChange(fStatistics(series, { from: 0.3 }), "supF").pValue < 1e-10);
 * ```
 */
export function testChange(statistics: FStatistics, type: ChangeTest = "supF"): TestResult {
  const { values, from, to, observations, regressors } = statistics;
  const statistic = combine(values, type);
  if (from === to && type !== "expF") {
    return { statistic, pValue: fCumulative(statistic, regressors, observations - 2 * regressors, "upper") };
  }
  const ratio = (observations - from) * to / (from * (observations - to));
  return { statistic, pValue: hansenPValue(statistic, type, regressors, 1 / (1 + Math.sqrt(ratio))) };
}

function combine(values: Float64Array, type: ChangeTest): number {
  const largest = values.reduce((a, b) => Math.max(a, b));
  if (type === "supF" || largest === Infinity) return largest;
  if (type === "aveF") return values.reduce((a, b) => a + b) / values.length;
  const scaled = values.reduce((sum, value) => sum + Math.exp((value - largest) / 2), 0);
  return largest / 2 + Math.log(scaled / values.length);
}

/** The p-value of a statistic whose dates leave out a share of the observations at either end. */
function hansenPValue(statistic: number, type: ChangeTest, regressors: number, share: number): number {
  const line = hansenCoefficients[type].trim().split("\n")[regressors - 1];
  if (line === undefined) {
    throw new RangeError(
      `Cannot find a p-value: Hansen's approximation covers 1 to 40 coefficients, current number is ${regressors}`,
    );
  }
  if (statistic === Infinity) return 0;
  const numbers = line.split(" ").map(Number);
  const width = numbers.length / 25;
  const rowPValue = (row: number) => {
    const coefficients = numbers.slice(row * width, (row + 1) * width);
    const degrees = coefficients.pop()!;
    const value = coefficients.reduceRight((sum, coefficient) => sum * statistic + coefficient, 0);
    return chiSquaredCumulative(Math.max(0, value), degrees, "upper");
  };
  // rows stand at the shares 0.49, 0.47 ... 0.01; a share of one half leaves one date and its chi-squared law
  if (share <= 0.01) return rowPValue(24);
  if (share >= 0.49) {
    return ((0.5 - share) * rowPValue(0) + (share - 0.49) * chiSquaredCumulative(statistic, regressors, "upper")) * 100;
  }
  const position = (0.49 - share) / 0.02;
  const row = Math.floor(position);
  return (row + 1 - position) * rowPValue(row) + (position - row) * rowPValue(row + 1);
}
