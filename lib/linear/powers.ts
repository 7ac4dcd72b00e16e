import { type DoubleDouble, multiply } from "@/linear/double_double.ts";

/** The columns of a polynomial design, and what rounding took from them. */
export interface Powers {
  /** The powers 0 to `degree`, as the nearest doubles. */
  readonly columns: readonly Float64Array[];
  /** The part of each power that its double leaves out, to 32 digits. */
  readonly columnRests: readonly Float64Array[];
}

/**
 * The design of a polynomial regression with what rounding takes from its powers, which is what decides the last digits
 * of a polynomial of high degree: on NIST's Filip the design rounded to doubles has no more than 8 digits in it.
 *
 * @param x The values to raise.
 * @param degree The highest power.
 * @throws {RangeError} If the degree is not a whole number from 0.
 *
 * @example
 * ```ts
 * import { leastSquares } from "@/linear/least_squares.ts";
 * import { powers } from "@/linear/powers.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const x = Float64Array.of(0, 1, 2, 3);
 * const { columns, columnRests } = powers(x, 2);
 * const { coefficients } = leastSquares(columns, x.map((x) => 5 - 2 * x + 0.25 * x * x), { columnRests });
 * assertAlmostEquals(coefficients[2]!, 0.25, 1e-14);
 * ```
 */
export function powers(x: Float64Array, degree: number): Powers {
  if (!Number.isInteger(degree) || degree < 0) {
    throw new RangeError(`Cannot raise to powers: a whole degree from 0 is needed, current value is ${degree}`);
  }
  const columns = Array.from({ length: degree + 1 }, () => new Float64Array(x.length));
  const columnRests = columns.map((column) => column.slice());
  for (let i = 0; i < x.length; i++) {
    let power: DoubleDouble = [1, 0];
    for (let k = 0; k <= degree; k++) {
      [columns[k]![i], columnRests[k]![i]] = power;
      power = multiply(power, [x[i]!, 0]);
    }
  }
  return { columns, columnRests };
}
