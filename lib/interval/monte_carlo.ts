import { quantileSorted } from "d3-array";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { type Estimate, estimate } from "@/interval/estimate.ts";

/** How {@linkcode propagate} draws. */
export interface PropagateOptions {
  /** The seed of the xoroshiro128+ generator; print it beside the result. */
  readonly seed: number;
  /** How many draws; 20,000 when left out. */
  readonly draws?: number;
  /** The probability the bounds hold; 0.95 when left out. */
  readonly level?: number;
}

/**
 * Carries bounds through any formula by seeded Monte Carlo, each input drawn evenly between its bounds, unrelated to the
 * others: what rounding does to a figure when nothing more is known of it.
 *
 * @param inputs Estimates with finite bounds, by name.
 * @param formula The formula, of one number for each name.
 * @returns The formula of the central values, with the central interval of the draws (R-7 quantiles).
 * @throws {RangeError} If an option is out of range, an input is not bounded, a draw gives NaN, or the central value lies outside the interval.
 *
 * @example
 * ```ts
 * import { propagate } from "@/interval/monte_carlo.ts";
 * import { printed } from "@/interval/printed.ts";
 * import { assert } from "@std/assert";
 *
 * const change = propagate({ before: printed("86"), after: printed("81") }, ({ before, after }) => after / before - 1, {
 *   seed: 20120119,
 * });
 * assert(change.low > 80.5 / 86.5 - 1 && change.high < 81.5 / 85.5 - 1); // inside the bounds of interval arithmetic
 * ```
 */
export function propagate<Name extends string>(
  inputs: Readonly<Record<Name, Estimate>>,
  formula: (values: Readonly<Record<Name, number>>) => number,
  { seed, draws = 20_000, level = 0.95 }: PropagateOptions,
): Estimate {
  if (!Number.isInteger(draws) || draws < 1) {
    throw new RangeError(`Cannot propagate: a whole number of draws needed, current value is ${draws}`);
  }
  if (!(level > 0 && level <= 1)) {
    throw new RangeError(`Cannot propagate: a level above 0 and up to 1 needed, current value is ${level}`);
  }
  const entries = Object.entries(inputs) as [Name, Estimate][];
  for (const [name, { low, high }] of entries) {
    if (!Number.isFinite(low) || !Number.isFinite(high)) {
      throw new RangeError(
        `Cannot draw ${name}: its bounds must be finite, current bounds are ${low} to ${high}`,
      );
    }
  }
  const valuesBy = (pick: (input: Estimate) => number) =>
    Object.fromEntries(
      entries.map(([name, input]) => [name, pick(input)]),
    ) as Record<Name, number>;

  const generator = xoroshiro128plus(seed);
  const results = Float64Array.from(
    { length: draws },
    () =>
      formula(
        valuesBy(({ low, high }) => low + (high - low) * uniformFloat64(generator)),
      ),
  ).sort();
  if (Number.isNaN(results.at(-1))) {
    throw new RangeError("Cannot propagate: the formula is NaN for some draws");
  }
  const tail = (1 - level) / 2;
  return estimate(
    formula(valuesBy(({ value }) => value)),
    quantileSorted(results, tail)!,
    quantileSorted(results, 1 - tail)!,
  );
}
