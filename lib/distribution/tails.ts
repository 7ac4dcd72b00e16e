/** Which side of a value the probability is of: at most the value, or above it. */
export type Tail = "lower" | "upper";

/** Both tail probabilities at a point, each to its own relative precision. */
export interface Tails {
  readonly lower: number;
  readonly upper: number;
  /** The derivative of the lower tail by the logarithm of the point (of a proportion: by the logarithm of its odds). */
  readonly slope: number;
}

/**
 * Where a tail of a positive distribution has a given probability, as the logarithm of the point: Newton's method on the
 * logarithm of the smaller tail, kept inside a bracket.
 *
 * @param probability Strictly between 0 and 1.
 * @param tail Which tail has it.
 * @param tailsAt Both tails at a logarithm of the point.
 * @returns The logarithm, or minus or plus infinity where the point is below 1e-307 or above 1e307.
 */
export function logQuantile(probability: number, tail: Tail, tailsAt: (logarithm: number) => Tails): number {
  const [side, target]: [Tail, number] = probability <= 0.5
    ? [tail, probability]
    : [tail === "lower" ? "upper" : "lower", 1 - probability];
  const sign = side === "lower" ? 1 : -1;
  const excess = (tails: Tails) => sign * (Math.log(tails[side]) - Math.log(target));

  let low = -708;
  let high = 709;
  if (excess(tailsAt(low)) > 0) return -Infinity;
  if (excess(tailsAt(high)) < 0) return Infinity;
  for (let logarithm = 0;;) {
    const tails = tailsAt(logarithm);
    const distance = excess(tails);
    if (distance === 0) return logarithm;
    if (distance < 0) low = logarithm;
    else high = logarithm;
    const step = distance * tails[side] / tails.slope;
    const middle = (low + high) / 2;
    const next = logarithm - step;
    if (low < next && next < high) {
      if (Math.abs(step) <= 1e-15 * Math.max(1, Math.abs(next))) return next;
      logarithm = next;
    } else {
      if (middle === low || middle === high) return middle;
      logarithm = middle;
    }
  }
}

/** The quantile of a positive distribution; probabilities of 0 and 1 are its ends. */
export function positiveQuantile(probability: number, tail: Tail, tailsAt: (logarithm: number) => Tails): number {
  checkProbability(probability);
  if (probability === 0 || probability === 1) return (probability === 0) === (tail === "lower") ? 0 : Infinity;
  return Math.exp(logQuantile(probability, tail, tailsAt));
}

/** Refuses what is not a probability. */
export function checkProbability(probability: number): void {
  if (probability >= 0 && probability <= 1) return;
  throw new RangeError(
    `Cannot compute a quantile: a probability from 0 to 1 is needed, current value is ${probability}`,
  );
}

/** Refuses a point that is not a number. */
export function checkPoint(x: number): void {
  if (Number.isNaN(x)) throw new RangeError("Cannot compute a probability: a number is needed, current value is NaN");
}

/** Refuses degrees of freedom that are not positive and finite. */
export function checkDegreesOfFreedom(degreesOfFreedom: number): void {
  if (degreesOfFreedom > 0 && degreesOfFreedom < Infinity) return;
  throw new RangeError(
    `Cannot use a distribution: positive finite degrees of freedom are needed, current value is ${degreesOfFreedom}`,
  );
}
