import { type Estimate, estimate } from "@/interval/estimate.ts";

/** Anything that stands for a number: a plain one is exact. */
export type Quantity = Estimate | number;

const toEstimate = (quantity: Quantity): Estimate => typeof quantity === "number" ? estimate(quantity) : quantity;

function combine(
  operation: (x: number, y: number) => number,
  x: Quantity,
  y: Quantity,
): Estimate {
  const a = toEstimate(x);
  const b = toEstimate(y);
  const corners = [
    operation(a.low, b.low),
    operation(a.low, b.high),
    operation(a.high, b.low),
    operation(a.high, b.high),
  ].map((corner) => Number.isNaN(corner) ? 0 : corner); // 0 times an infinite bound is 0
  return estimate(
    operation(a.value, b.value),
    Math.min(...corners),
    Math.max(...corners),
  );
}

/**
 * Adds two quantities by interval arithmetic: the bounds hold for every pair of values within the bounds of the terms.
 *
 * The rules are those of Moore (1966). Terms are taken as unrelated: do not let one quantity stand twice in a formula
 * (write `after / before - 1`, not `(after - before) / before`), or the bounds come out too wide.
 *
 * @example
 * ```ts
 * import { add } from "@/interval/arithmetic.ts";
 * import { estimate } from "@/interval/estimate.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(add(estimate(2, 1, 3), 10), estimate(12, 11, 13));
 * ```
 */
export function add(x: Quantity, y: Quantity): Estimate {
  return combine((a, b) => a + b, x, y);
}

/**
 * Subtracts the second quantity from the first; see {@linkcode add} for what the bounds mean.
 *
 * @example
 * ```ts
 * import { subtract } from "@/interval/arithmetic.ts";
 * import { estimate } from "@/interval/estimate.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(subtract(estimate(150, 145, 155), estimate(120, 115, 125)), estimate(30, 20, 40));
 * ```
 */
export function subtract(x: Quantity, y: Quantity): Estimate {
  return combine((a, b) => a - b, x, y);
}

/**
 * Multiplies two quantities; see {@linkcode add} for what the bounds mean.
 *
 * @example
 * ```ts
 * import { multiply } from "@/interval/arithmetic.ts";
 * import { estimate } from "@/interval/estimate.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(multiply(estimate(2, 1, 3), -1), estimate(-2, -3, -1));
 * ```
 */
export function multiply(x: Quantity, y: Quantity): Estimate {
  return combine((a, b) => a * b, x, y);
}

/**
 * Divides the first quantity by the second; see {@linkcode add} for what the bounds mean.
 *
 * @throws {RangeError} If the bounds of the divisor hold zero.
 *
 * @example
 * ```ts
 * import { divide } from "@/interval/arithmetic.ts";
 * import { estimate } from "@/interval/estimate.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(divide(estimate(6, 4, 8), estimate(2, 1, 4)), estimate(3, 1, 8));
 * ```
 */
export function divide(x: Quantity, y: Quantity): Estimate {
  const divisor = toEstimate(y);
  if (divisor.low <= 0 && divisor.high >= 0) {
    throw new RangeError(
      `Cannot divide by a quantity whose bounds hold zero: current bounds are ${divisor.low} to ${divisor.high}`,
    );
  }
  return combine((a, b) => a / b, x, y);
}

/**
 * The change from one quantity to another relative to the first, in percent: `100 × (after / before − 1)`.
 *
 * Each quantity stands once in that formula, so the bounds are the exact range, not merely an enclosure.
 *
 * @param before A positive quantity.
 * @param after A quantity in the same unit.
 * @throws {RangeError} If the bounds of `before` hold zero.
 *
 * @example
 * ```ts
 * import { relativeChange } from "@/interval/arithmetic.ts";
 * import { printed } from "@/interval/printed.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const change = relativeChange(printed("86"), printed("81"));
 * assertAlmostEquals(change.value, -5.814, 1e-3); // 81 / 86 - 1
 * assertAlmostEquals(change.low, -6.936, 1e-3); // 80.5 / 86.5 - 1
 * assertAlmostEquals(change.high, -4.678, 1e-3); // 81.5 / 85.5 - 1
 * ```
 */
export function relativeChange(before: Quantity, after: Quantity): Estimate {
  return percentChange(divide(after, before));
}

/**
 * A ratio as a change in percent: 0.826 is −17.4 %.
 *
 * @example
 * ```ts
 * import { percentChange } from "@/interval/arithmetic.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(percentChange(1.5).value, 50);
 * ```
 */
export function percentChange(ratio: Quantity): Estimate {
  return multiply(100, subtract(ratio, 1));
}
