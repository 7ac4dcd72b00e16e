import { type Estimate, estimate } from "@/interval/estimate.ts";

/**
 * Carries bounds through a formula that rises or falls throughout in each of its inputs: its extremes then lie at the
 * corners, so the bounds are exact even where an input stands in it more than once.
 *
 * @param inputs Estimates by name, at most a dozen.
 * @param formula The formula, of one number for each name.
 * @throws {RangeError} If the formula gives NaN at a corner.
 *
 * @example The part of a fall from 86 to 57 that had happened at 81
 * ```ts
 * import { extremes } from "@/interval/extremes.ts";
 * import { printed } from "@/interval/printed.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const part = extremes(
 *   { before: printed("86"), between: printed("81"), after: printed("57") },
 *   ({ before, between, after }) => (before - between) / (before - after),
 * );
 * assertAlmostEquals(part.value, 5 / 29, 1e-12);
 * assertAlmostEquals(part.low, (85.5 - 81.5) / (85.5 - 56.5), 1e-12);
 * ```
 */
export function extremes<Name extends string>(
  inputs: Readonly<Record<Name, Estimate>>,
  formula: (values: Readonly<Record<Name, number>>) => number,
): Estimate {
  const entries = Object.entries(inputs) as [Name, Estimate][];
  const at = (pick: (input: Estimate, index: number) => number) =>
    formula(
      Object.fromEntries(entries.map(([name, input], index) => [name, pick(input, index)])) as Record<Name, number>,
    );
  const corners = Array.from(
    { length: 2 ** entries.length },
    (_, corner) => at(({ low, high }, index) => corner >> index & 1 ? high : low),
  );
  if (corners.some(Number.isNaN)) throw new RangeError("Cannot bound a formula: it is NaN at a corner of its inputs");
  return estimate(at(({ value }) => value), Math.min(...corners), Math.max(...corners));
}
