import { cumulativeSums } from "@/change_point/cumulative_sums.ts";

/** A series whose level steps at given dates, with first-order autoregressive noise around it. */
export interface AutoregressiveLevels {
  /** How many values were observed. */
  readonly observations: number;
  /**
   * The sum of squared innovations under the best levels, each scaled to the variance of an innovation.
   *
   * @param changes Where the level steps, as rising indices into the observed values.
   * @param autocorrelation The coefficient of the noise, between -1 and 1.
   */
  innovations(changes: readonly number[], autocorrelation: number): number;
  /** The best levels themselves, by generalised least squares. */
  levels(changes: readonly number[], autocorrelation: number): number[];
  /** The autocorrelation of most likelihood, and minus twice that log likelihood up to a constant. */
  fit(changes: readonly number[]): { autocorrelation: number; deviance: number };
}

/**
 * The exact Gaussian likelihood of steps of the level in AR(1) noise that runs on through them.
 *
 * Where the value before is missing, a value is taken as drawn anew from the noise: nothing is filled in. Sums over the
 * series are made once; after that a likelihood costs as much as there are steps, since the levels solve a tridiagonal
 * system.
 *
 * @param values The observed values.
 * @param follows 1 where a value was observed one bin after the value before it in `values`, else 0.
 */
export function autoregressiveLevels(values: Float64Array, follows: Uint8Array): AutoregressiveLevels {
  const n = values.length;
  const { mean, sums, squares } = cumulativeSums(values);
  const y = values.map((value) => value - mean);
  // over the values that follow another: their number, their sum, and the sum of those they follow
  const followers = new Float64Array(n + 1);
  const followerSums = new Float64Array(n + 1);
  const leaderSums = new Float64Array(n + 1);
  let followerSquares = 0;
  let leaderSquares = 0;
  let products = 0;
  for (let i = 0; i < n; i++) {
    const follow = follows[i]!;
    const before = follow ? y[i - 1]! : 0;
    followers[i + 1] = followers[i]! + follow;
    followerSums[i + 1] = followerSums[i]! + (follow ? y[i]! : 0);
    leaderSums[i + 1] = leaderSums[i]! + before;
    followerSquares += follow ? y[i]! * y[i]! : 0;
    leaderSquares += before * before;
    products += before * y[i]!;
  }
  const fresh = n - followers[n]!;
  const freshSquares = squares[n]! - followerSquares;

  // the normal equations of the levels, eliminated from the first segment on
  function eliminate(
    changes: readonly number[],
    phi: number,
    keep?: (pivot: number, target: number, coupled: boolean) => void,
  ): number {
    const gain = 1 - phi;
    const freshWeight = 1 - phi * phi;
    let pivot = 0;
    let target = 0;
    let explained = 0;
    for (let j = 0; j <= changes.length; j++) {
      const start = j === 0 ? 0 : changes[j - 1]!;
      const end = j === changes.length ? n : changes[j]!;
      const inner = followers[end]! - followers[start + 1]!;
      const innerSum = followerSums[end]! - followerSums[start + 1]!;
      const coupled = follows[start] === 1;
      const freshHere = end - start - inner - (coupled ? 1 : 0);
      const freshSum = sums[end]! - sums[start]! - innerSum - (coupled ? y[start]! : 0);
      let diagonal = inner * gain * gain + freshHere * freshWeight;
      let right = gain * (innerSum - phi * (leaderSums[end]! - leaderSums[start + 1]!)) + freshWeight * freshSum;
      if (coupled) {
        diagonal += 1 - phi * phi / pivot;
        right += y[start]! - phi * y[start - 1]! + phi * target / pivot;
      }
      if (end < n && follows[end] === 1) {
        diagonal += phi * phi;
        right -= phi * (y[end]! - phi * y[end - 1]!);
      }
      pivot = diagonal;
      target = right;
      keep?.(pivot, target, coupled);
      explained += target * target / pivot;
    }
    return explained;
  }

  const innovations = (changes: readonly number[], phi: number) => {
    const total = followerSquares - 2 * phi * products + phi * phi * leaderSquares + (1 - phi * phi) * freshSquares;
    return Math.max(0, total - eliminate(changes, phi));
  };
  const leastInnovations = squares[n]! * 1e-24;
  const deviance = (changes: readonly number[], phi: number) =>
    n * Math.log(Math.max(leastInnovations, innovations(changes, phi)) / n) - fresh * Math.log1p(-phi * phi);

  return {
    observations: n,
    innovations,
    levels(changes, phi) {
      const pivots: number[] = [];
      const targets: number[] = [];
      const couplings: boolean[] = [];
      eliminate(changes, phi, (pivot, target, coupled) => {
        pivots.push(pivot);
        targets.push(target);
        couplings.push(coupled);
      });
      const levels = targets.map((target, j) => target / pivots[j]!);
      for (let j = levels.length - 2; j >= 0; j--) {
        if (couplings[j + 1]) levels[j]! += phi * levels[j + 1]! / pivots[j]!;
      }
      return levels.map((level) => level + mean);
    },
    fit(changes) {
      const autocorrelation = leastPoint((phi) => deviance(changes, phi), -0.99, 0.9999);
      return { autocorrelation, deviance: deviance(changes, autocorrelation) };
    },
  };
}

/** Where a function that falls and then rises is least, by golden-section search (Kiefer 1953). */
function leastPoint(f: (x: number) => number, from: number, to: number): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [from, to];
  let left = high - golden * (high - low);
  let right = low + golden * (high - low);
  let [atLeft, atRight] = [f(left), f(right)];
  while (high - low > 1e-5) {
    if (atLeft <= atRight) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - golden * (high - low);
      atLeft = f(left);
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + golden * (high - low);
      atRight = f(right);
    }
  }
  return (low + high) / 2;
}
