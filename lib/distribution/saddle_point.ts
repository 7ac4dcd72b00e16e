/**
 * What Stirling's formula leaves out of a log factorial: log Γ(n + 1) - log(√(2πn) nⁿ e⁻ⁿ), for real n > 0.
 *
 * Small n is raised by the recurrence of the factorial to where the asymptotic series has sixteen digits.
 */
export function stirlingError(n: number): number {
  let error = 0;
  let m = n;
  for (; m < 15; m++) error += (m + 0.5) * Math.log1p(1 / m) - 1;
  const square = m * m;
  const series = 1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square;
  return error + series / m;
}

/**
 * x log(x / mean) + mean - x, without the cancellation where the two are close (Loader 2000).
 *
 * @param difference x - mean, where it is known better than by subtraction.
 */
export function deviance(x: number, mean: number, difference: number = x - mean): number {
  const ratio = difference / (x + mean);
  if (Math.abs(ratio) > 0.1) return x * Math.log(x / mean) - difference;
  let sum = difference * ratio;
  let term = 2 * x * ratio;
  for (let j = 3;; j += 2) {
    term *= ratio * ratio;
    const next = sum + term / j;
    if (next === sum) return sum;
    sum = next;
  }
}
