import { chiSquaredQuantile } from "@/distribution/chi_squared.ts";
import { incompleteGamma, logUpperIncompleteGamma } from "@/distribution/incomplete_gamma.ts";
import { checkPoint, checkProbability, type Tail } from "@/distribution/tails.ts";

/**
 * The probability that a standard normal variable is at most x (or, of the upper tail, above it).
 *
 * @param x The point.
 * @param tail Ask for the upper tail rather than subtracting from one: a small tail keeps its digits.
 * @throws {RangeError} If x is NaN.
 *
 * @example
 * ```ts
 * import { normalCumulative } from "@/distribution/normal.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(normalCumulative(1.959963984540054), 0.975, 1e-15); // R: pnorm(qnorm(0.975))
 * assertAlmostEquals(normalCumulative(10, "upper") / 7.61985302416053e-24, 1, 1e-13); // R: pnorm(10, lower = FALSE)
 * ```
 */
export function normalCumulative(x: number, tail: Tail = "lower"): number {
  checkPoint(x);
  const { lower, upper } = incompleteGamma(0.5, x * x / 2);
  return (x > 0) === (tail === "upper") ? upper / 2 : 0.5 + lower / 2;
}

/**
 * The logarithm of the probability that a standard normal variable is at most x: exact far into the tail.
 *
 * @param x The point.
 * @throws {RangeError} If x is NaN.
 *
 * @example
 * ```ts
 * import { logNormalCumulative } from "@/distribution/normal.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(logNormalCumulative(-40), -804.6084420137538, 1e-10); // R: pnorm(-40, log.p = TRUE)
 * ```
 */
export function logNormalCumulative(x: number): number {
  checkPoint(x);
  const logTail = logUpperIncompleteGamma(0.5, x * x / 2) - Math.LN2;
  return x <= 0 ? logTail : Math.log1p(-Math.exp(logTail));
}

/**
 * The point that a standard normal variable is at most (or, of the upper tail, above) with a given probability.
 *
 * @param probability From 0 to 1, whose quantiles are minus and plus infinity.
 * @param tail Which tail has the probability.
 * @throws {RangeError} If the probability is not from 0 to 1.
 *
 * @example
 * ```ts
 * import { normalQuantile } from "@/distribution/normal.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(normalQuantile(0.975), 1.959963984540054, 1e-15); // R: qnorm(0.975)
 * ```
 */
export function normalQuantile(probability: number, tail: Tail = "lower"): number {
  checkProbability(probability);
  const sign = (probability < 0.5) === (tail === "lower") ? -1 : 1;
  const central = Math.abs(probability - 0.5);
  const square = central < 0.25
    ? chiSquaredQuantile(2 * central, 1, "lower")
    : chiSquaredQuantile(2 * Math.min(probability, 1 - probability), 1, "upper");
  return sign * Math.sqrt(square);
}
