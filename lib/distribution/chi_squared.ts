import { incompleteGamma } from "@/distribution/incomplete_gamma.ts";
import { checkDegreesOfFreedom, checkPoint, positiveQuantile, type Tail } from "@/distribution/tails.ts";

/**
 * The probability that a chi-squared variable is at most x (or, of the upper tail, above it).
 *
 * @param x The point.
 * @param degreesOfFreedom Positive, not necessarily whole.
 * @param tail Ask for the upper tail rather than subtracting from one: a small tail keeps its digits.
 * @throws {RangeError} If x is NaN or the degrees of freedom are not positive and finite.
 *
 * @example
 * ```ts
 * import { chiSquaredCumulative } from "@/distribution/chi_squared.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(chiSquaredCumulative(3.8414588206941245, 1), 0.95, 1e-14); // R: pchisq(qchisq(0.95, 1), 1)
 * ```
 */
export function chiSquaredCumulative(x: number, degreesOfFreedom: number, tail: Tail = "lower"): number {
  checkPoint(x);
  checkDegreesOfFreedom(degreesOfFreedom);
  return incompleteGamma(degreesOfFreedom / 2, Math.max(0, x) / 2)[tail];
}

/**
 * The point that a chi-squared variable is at most (or, of the upper tail, above) with a given probability.
 *
 * @param probability From 0 to 1.
 * @param degreesOfFreedom Positive, not necessarily whole.
 * @param tail Which tail has the probability.
 * @returns The point; 0 where it is below 1e-307.
 * @throws {RangeError} If an argument is out of its range.
 *
 * @example
 * ```ts
 * import { chiSquaredQuantile } from "@/distribution/chi_squared.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(chiSquaredQuantile(0.95, 1), 3.8414588206941245, 1e-13); // R: qchisq(0.95, 1)
 * ```
 */
export function chiSquaredQuantile(probability: number, degreesOfFreedom: number, tail: Tail = "lower"): number {
  checkDegreesOfFreedom(degreesOfFreedom);
  const shape = degreesOfFreedom / 2;
  return 2 * positiveQuantile(probability, tail, (logarithm) => incompleteGamma(shape, Math.exp(logarithm)));
}
