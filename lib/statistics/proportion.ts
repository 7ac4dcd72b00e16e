import { type Estimate, estimate } from "@/interval/estimate.ts";

/**
 * A proportion with the exact binomial interval of Clopper and Pearson (1934), as R's `binom.test`.
 *
 * The interval assumes that the trials are independent: for days of one series it is too narrow if a fall one day makes
 * a fall the next more likely.
 *
 * @param successes How many trials had the property.
 * @param trials How many trials there were.
 * @param level The confidence level.
 * @returns The proportion, between 0 and 1, with its interval.
 * @throws {RangeError} If the counts are not whole numbers with 0 ≤ successes ≤ trials and trials > 0.
 *
 * @example
 * ```ts
 * import { proportion } from "@/statistics/proportion.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const share = proportion(7, 10); // R: binom.test(7, 10)$conf.int is 0.3475471 0.9332605
 * assertAlmostEquals(share.low, 0.3475471, 1e-7);
 * assertAlmostEquals(share.high, 0.9332605, 1e-7);
 * ```
 */
export function proportion(
  successes: number,
  trials: number,
  level = 0.95,
): Estimate {
  if (
    !Number.isInteger(successes) || !Number.isInteger(trials) ||
    !(0 <= successes && successes <= trials && trials)
  ) {
    throw new RangeError(
      `Cannot compute a proportion: whole counts with 0 <= successes <= trials > 0 needed, current counts are ${successes} of ${trials}`,
    );
  }
  if (!(level > 0 && level < 1)) {
    throw new RangeError(`Cannot compute a proportion: a level between 0 and 1 needed, current value is ${level}`);
  }
  const tail = (1 - level) / 2;
  const atLeast = (k: number, p: number) => 1 - binomialCumulative(k - 1, trials, p);
  return estimate(
    successes / trials,
    successes === 0 ? 0 : risingRoot((p) => atLeast(successes, p) - tail),
    successes === trials ? 1 : risingRoot((p) => tail - binomialCumulative(successes, trials, p)),
  );
}

/** The probability of at most `k` successes in `trials` trials of probability `p`. */
function binomialCumulative(k: number, trials: number, p: number): number {
  let logTerm = trials * Math.log1p(-p);
  let sum = k >= 0 ? Math.exp(logTerm) : 0;
  for (let i = 1; i <= k; i++) {
    logTerm += Math.log((trials - i + 1) / i) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(logTerm);
  }
  return Math.min(1, sum);
}

/** Where a function rising on (0, 1) crosses zero, by bisection to the last bit. */
function risingRoot(f: (x: number) => number): number {
  let [low, high] = [0, 1];
  for (;;) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) return middle;
    if (f(middle) < 0) low = middle;
    else high = middle;
  }
}
