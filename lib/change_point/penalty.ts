/** What may change from one segment to the next; the data are otherwise taken as independent and normal. */
export type Change = "mean" | "variance" | "mean and variance";

/**
 * A price for each change: a criterion by name, or a number of your own.
 *
 * With n observations, and p parameters that change (1, or 2 for mean and variance together):
 *
 * | name | price of one more change | source |
 * |---|---|---|
 * | `"SIC"`, also called `"BIC"` | (p + 1) log n | Schwarz (1978) |
 * | `"MBIC"` | (p + 2) log n, and the logarithm of each segment's length | Zhang & Siegmund (2007) |
 * | `"Hannan-Quinn"` | 2 (p + 1) log log n | Hannan & Quinn (1979) |
 * | `"AIC"` | 2 (p + 1) | Akaike (1974) |
 *
 * The date of the change counts as a parameter, as in R's changepoint.
 */
export type Penalty = "SIC" | "BIC" | "MBIC" | "Hannan-Quinn" | "AIC" | number;

/**
 * The price of one change, in units of twice the log likelihood.
 *
 * @param penalty A criterion, or a number which is returned as it is.
 * @param n How many observations the series has.
 * @param change What may change.
 * @throws {RangeError} If a number is given that is not finite and at least 0.
 *
 * @example
 * ```ts
 * import { penaltyValue } from "@/change_point/penalty.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(penaltyValue("MBIC", 200, "mean"), 15.8949520996441, 1e-12); // R: pen.value(cpt.mean(...))
 * ```
 */
export function penaltyValue(penalty: Penalty, n: number, change: Change): number {
  const parameters = change === "mean and variance" ? 2 : 1;
  switch (penalty) {
    case "SIC":
    case "BIC":
      return (parameters + 1) * Math.log(n);
    case "MBIC":
      return (parameters + 2) * Math.log(n);
    case "Hannan-Quinn":
      return 2 * (parameters + 1) * Math.max(0, Math.log(Math.log(n)));
    case "AIC":
      return 2 * (parameters + 1);
    default:
      if (!(penalty >= 0 && penalty < Infinity)) {
        throw new RangeError(`Cannot use a penalty: it must be finite and at least 0, current value is ${penalty}`);
      }
      return penalty;
  }
}
