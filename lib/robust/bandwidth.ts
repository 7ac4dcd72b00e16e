import { leastSquares } from "@/linear/least_squares.ts";
import type { Kernel } from "@/robust/kernel.ts";
import { observedCount, observedPairs, type Scores } from "@/robust/scores.ts";

/** How the columns of scores count in the choice of a bandwidth. */
export interface BandwidthOptions {
  /** One weight a column, usually 0 for the intercept and 1 for the others; 1 for all when left out. */
  readonly weights?: Float64Array | undefined;
  /** Whether the scores are residuals of a prewhitening; false when left out. */
  readonly prewhitened?: boolean;
}

/** Andrews (1991), equation 6.2. */
const constants: Readonly<Record<Kernel, number>> = {
  bartlett: 1.1447,
  parzen: 2.6614,
  "quadratic spectral": 1.3221,
  "tukey-hanning": 1.7462,
  truncated: 0.6611,
};

const order = (kernel: Kernel) => kernel === "bartlett" ? 1 : 2;

/**
 * The bandwidth of Newey and West (1994), as sandwich's `bwNeweyWest`, of scores that are prewhitened already or not at all.
 *
 * @param scores The scores.
 * @param kernel The kernel the bandwidth is for.
 * @throws {RangeError} If no bandwidth is known for the kernel or the weighted scores are all zero.
 */
export function neweyWestBandwidth(
  { columns, observed }: Scores,
  kernel: Kernel,
  { weights, prewhitened = false }: BandwidthOptions = {},
): number {
  const rows = columns[0]?.length ?? 0;
  const count = observedCount({ columns, observed });
  const total = count + (prewhitened ? 1 : 0);
  if (kernel === "truncated" || kernel === "tukey-hanning") {
    throw new RangeError(
      `Cannot choose a bandwidth: Newey and West give no rule for this kernel, current value is ${kernel}`,
    );
  }
  const rate = { bartlett: 2 / 9, parzen: 4 / 25, "quadratic spectral": 2 / 25 }[kernel];
  const lags = Math.min(Math.floor((prewhitened ? 3 : 4) * (total / 100) ** rate), rows - 1);
  const sum = new Float64Array(rows);
  columns.forEach((column, j) => {
    const weight = weights?.[j] ?? 1;
    for (let t = 0; t < rows; t++) sum[t]! += weight * column[t]!;
  });
  let level = 0;
  let slope = 0;
  for (let lag = 0; lag <= lags; lag++) {
    let product = 0;
    for (let t = lag; t < rows; t++) product += sum[t]! * sum[t - lag]!;
    level += (lag ? 2 : 1) * product;
    slope += 2 * lag ** order(kernel) * product;
  }
  const exponent = 1 / (2 * order(kernel) + 1);
  return finite(constants[kernel] * ((slope / level) ** 2) ** exponent * total ** exponent);
}

/**
 * The bandwidth of Andrews (1991) from a first-order autoregression of each column, as sandwich's `bwAndrews`, of scores
 * that are prewhitened already or not at all.
 *
 * @param scores The scores.
 * @param kernel The kernel the bandwidth is for.
 * @throws {RangeError} If every column that counts is zero or has a unit root.
 */
export function andrewsBandwidth(
  { columns, observed }: Scores,
  kernel: Kernel,
  { weights }: BandwidthOptions = {},
): number {
  const count = observedCount({ columns, observed });
  const pairs = observedPairs({ columns, observed });
  let numerator = 0;
  let denominator = 0;
  columns.forEach((column, j) => {
    const weight = weights?.[j] ?? 1;
    if (weight === 0) return;
    const { slope, variance } = autoregression(column, pairs);
    const spectrum = weight * (variance / (1 - slope) ** 2) ** 2;
    const shape = kernel === "bartlett"
      ? 4 * slope ** 2 / ((1 - slope) * (1 + slope)) ** 2
      : 4 * slope ** 2 / (1 - slope) ** 4;
    numerator += spectrum * shape;
    denominator += spectrum;
  });
  return finite(constants[kernel] * (count * numerator / denominator) ** (1 / (2 * order(kernel) + 1)));
}

/** The slope of a value on the one before it, with intercept, and the mean square of its residuals. */
function autoregression(column: Float64Array, pairs: readonly number[]): { slope: number; variance: number } {
  const before = Float64Array.from(pairs, (t) => column[t - 1]!);
  const after = Float64Array.from(pairs, (t) => column[t]!);
  const { coefficients, residualSumOfSquares } = leastSquares([before.map(() => 1), before], after);
  return { slope: coefficients[1]!, variance: residualSumOfSquares / pairs.length };
}

function finite(bandwidth: number): number {
  if (Number.isFinite(bandwidth)) return bandwidth;
  throw new RangeError(`Cannot choose a bandwidth: the scores leave it undefined, current value is ${bandwidth}`);
}
