import { logFQuantile } from "@/distribution/fisher_f.ts";
import { incompleteBeta } from "@/distribution/incomplete_beta.ts";
import { normalCumulative, normalQuantile } from "@/distribution/normal.ts";
import { checkDegreesOfFreedom, checkPoint, checkProbability, type Tail } from "@/distribution/tails.ts";

/**
 * The probability that a Student t variable is at most x (or, of the upper tail, above it).
 *
 * @param x The point.
 * @param degreesOfFreedom Positive, not necessarily whole; infinity is the normal distribution.
 * @param tail Ask for the upper tail rather than subtracting from one: a small tail keeps its digits.
 * @throws {RangeError} If x is NaN or the degrees of freedom are not positive.
 *
 * @example
 * ```ts
 * import { tCumulative } from "@/distribution/student_t.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(tCumulative(1, 1), 0.75, 1e-15);
 * ```
 */
export function tCumulative(x: number, degreesOfFreedom: number, tail: Tail = "lower"): number {
  if (degreesOfFreedom === Infinity) return normalCumulative(x, tail);
  checkPoint(x);
  checkDegreesOfFreedom(degreesOfFreedom);
  const ratio = x / Math.sqrt(degreesOfFreedom);
  const square = ratio * ratio;
  const { lower, upper } = incompleteBeta(
    0.5,
    degreesOfFreedom / 2,
    square === Infinity ? 1 : square / (1 + square),
    1 / (1 + square),
  );
  return (x > 0) === (tail === "upper") ? upper / 2 : 0.5 + lower / 2;
}

/**
 * The point that a Student t variable is at most (or, of the upper tail, above) with a given probability.
 *
 * @param probability From 0 to 1, whose quantiles are minus and plus infinity.
 * @param degreesOfFreedom Positive, not necessarily whole; infinity is the normal distribution.
 * @param tail Which tail has the probability.
 * @returns The point; infinite where it is above 1e153 in size.
 * @throws {RangeError} If an argument is out of its range.
 *
 * @example
 * ```ts
 * import { tQuantile } from "@/distribution/student_t.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(tQuantile(0.975, 10), 2.228138851986274, 1e-14); // R: qt(0.975, 10)
 * ```
 */
export function tQuantile(probability: number, degreesOfFreedom: number, tail: Tail = "lower"): number {
  if (degreesOfFreedom === Infinity) return normalQuantile(probability, tail);
  checkProbability(probability);
  checkDegreesOfFreedom(degreesOfFreedom);
  const sign = (probability < 0.5) === (tail === "lower") ? -1 : 1;
  if (probability === 0 || probability === 1) return sign * Infinity;
  const central = Math.abs(probability - 0.5);
  if (central === 0) return 0;
  const [share, side]: [number, Tail] = central < 0.25
    ? [central, "lower"]
    : [Math.min(probability, 1 - probability), "upper"];
  return sign * Math.exp(logFQuantile(2 * share, 1, degreesOfFreedom, side) / 2);
}
