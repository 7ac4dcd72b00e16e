import { incompleteBeta } from "@/distribution/incomplete_beta.ts";
import {
  checkDegreesOfFreedom,
  checkPoint,
  logQuantile,
  positiveQuantile,
  type Tail,
  type Tails,
} from "@/distribution/tails.ts";

/**
 * The probability that an F variable is at most x (or, of the upper tail, above it).
 *
 * @param x The point.
 * @param numerator The degrees of freedom of the numerator, positive.
 * @param denominator The degrees of freedom of the denominator, positive.
 * @param tail Ask for the upper tail rather than subtracting from one: a small tail keeps its digits.
 * @throws {RangeError} If x is NaN or the degrees of freedom are not positive and finite.
 *
 * @example
 * ```ts
 * import { fCumulative } from "@/distribution/fisher_f.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(fCumulative(3, 2, 10, "upper"), 0.09536743164062502, 1e-15); // 1.6 ** -5
 * ```
 */
export function fCumulative(x: number, numerator: number, denominator: number, tail: Tail = "lower"): number {
  checkPoint(x);
  checkDegreesOfFreedom(numerator);
  checkDegreesOfFreedom(denominator);
  return x <= 0 ? (tail === "lower" ? 0 : 1) : tailsAtLogarithm(Math.log(x), numerator, denominator)[tail];
}

/**
 * The point that an F variable is at most (or, of the upper tail, above) with a given probability.
 *
 * @param probability From 0 to 1.
 * @param numerator The degrees of freedom of the numerator, positive.
 * @param denominator The degrees of freedom of the denominator, positive.
 * @param tail Which tail has the probability.
 * @returns The point; 0 where it is below 1e-307, infinity where it is above 1e307.
 * @throws {RangeError} If an argument is out of its range.
 *
 * @example
 * ```ts
 * import { fQuantile } from "@/distribution/fisher_f.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(fQuantile(0.95, 2, 10), 5 * (0.05 ** -0.2 - 1), 1e-14);
 * ```
 */
export function fQuantile(probability: number, numerator: number, denominator: number, tail: Tail = "lower"): number {
  checkDegreesOfFreedom(numerator);
  checkDegreesOfFreedom(denominator);
  return positiveQuantile(probability, tail, (logarithm) => tailsAtLogarithm(logarithm, numerator, denominator));
}

/** The logarithm of an F quantile whose probability is strictly between 0 and 1. */
export function logFQuantile(probability: number, numerator: number, denominator: number, tail: Tail): number {
  return logQuantile(probability, tail, (logarithm) => tailsAtLogarithm(logarithm, numerator, denominator));
}

function tailsAtLogarithm(logarithm: number, numerator: number, denominator: number): Tails {
  const odds = Math.exp(logarithm) * numerator / denominator;
  return incompleteBeta(numerator / 2, denominator / 2, odds === Infinity ? 1 : odds / (1 + odds), 1 / (1 + odds));
}
