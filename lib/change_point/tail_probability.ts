/** The logarithm of the gamma function for positive arguments, by the approximation of Lanczos (1964). */
function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const coefficients = [
    676.5203681218851,
    -1259.1392167224028,
    771.32342877765313,
    -176.61502916214059,
    12.507343278686905,
    -0.13857109526572012,
    9.9843695780195716e-6,
    1.5056327351493116e-7,
  ];
  const base = x + 6.5;
  const series = coefficients.reduce(
    (sum, coefficient, i) => sum + coefficient / (x + i),
    0.99999999999980993,
  );
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(series);
}

/** A continued fraction b0 + a1/(b1 + a2/(b2 + ...)) by the modified method of Lentz (Thompson & Barnett 1986). */
function continuedFraction(first: number, term: (i: number) => { a: number; b: number }): number {
  const tiny = 1e-300;
  let value = first || tiny;
  let c = value;
  let d = 0;
  for (let i = 1; i < 10_000; i++) {
    const { a, b } = term(i);
    d = 1 / (b + a * d || tiny);
    c = b + a / c || tiny;
    value *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return value;
}

/** The logarithm of the upper regularised incomplete gamma function Q(a, x). */
function logUpperGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  const logScale = a * Math.log(x) - x - logGamma(a);
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let i = 1; term > sum * 1e-17; i++) {
      term *= x / (a + i);
      sum += term;
    }
    return Math.log1p(-Math.exp(logScale) * sum);
  }
  return logScale - Math.log(continuedFraction(x + 1 - a, (i) => ({ a: -i * (i - a), b: x + 2 * i + 1 - a })));
}

/** The regularised incomplete beta function, for the smaller of the two tails. */
function incompleteBeta(a: number, b: number, x: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(b, a, 1 - x);
  const logScale = logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x);
  const fraction = continuedFraction(1, (i) => {
    const m = i >> 1;
    const numerator = i % 2 === 0
      ? m * (b - m) * x / ((a + i - 1) * (a + i))
      : -(a + m) * (a + b + m) * x / ((a + i - 1) * (a + i));
    return { a: numerator, b: 1 };
  });
  return Math.exp(logScale) / (a * fraction);
}

/**
 * The probability that a chi-squared variable exceeds a value.
 *
 * @param degrees Degrees of freedom, positive, not necessarily whole.
 *
 * @example
 * ```ts
 * import { chiSquaredTail } from "@/change_point/tail_probability.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(chiSquaredTail(3.841458820694124, 1), 0.05, 1e-14); // R: qchisq(0.95, 1)
 * ```
 */
export function chiSquaredTail(value: number, degrees: number): number {
  return Math.exp(logUpperGamma(degrees / 2, value / 2));
}

/**
 * The probability that an F variable exceeds a value.
 *
 * @example
 * ```ts
 * import { fTail } from "@/change_point/tail_probability.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(fTail(3, 2, 20), 0.07253815028640573, 1e-14); // R: pf(3, 2, 20, lower.tail = FALSE)
 * ```
 */
export function fTail(value: number, degrees: number, residualDegrees: number): number {
  if (value <= 0) return 1;
  return incompleteBeta(residualDegrees / 2, degrees / 2, residualDegrees / (residualDegrees + degrees * value));
}

/**
 * The logarithm of the probability that a standard normal variable is at most a value; exact far into the tail.
 *
 * @example
 * ```ts
 * import { logNormalProbability } from "@/change_point/tail_probability.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(logNormalProbability(-40), -804.6084420137538, 1e-10); // R: pnorm(-40, log.p = TRUE)
 * ```
 */
export function logNormalProbability(value: number): number {
  const logTail = logUpperGamma(0.5, value * value / 2) - Math.LN2;
  return value <= 0 ? logTail : Math.log1p(-Math.exp(logTail));
}
