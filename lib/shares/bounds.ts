import { divide, multiply, type Quantity, subtract } from "@/interval/arithmetic.ts";
import type { Estimate } from "@/interval/estimate.ts";

/**
 * The change of a total, in percent, when a source that carried `share` of it goes and `substitution` of what it
 * carried comes back from elsewhere: `−share × (1 − substitution)`.
 *
 * With no substitution it is the largest fall that the loss of the source can cause by itself.
 *
 * @param share What the source carried, in percent of the total.
 * @param substitution The part of it that comes back, 0 to 1.
 *
 * @example A source of a tenth of the traffic, half of it replaced
 * ```ts
 * import { changeWhenShareGoes } from "@/shares/bounds.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(changeWhenShareGoes(10).value, -10);
 * assertEquals(changeWhenShareGoes(10, 0.5).value, -5);
 * ```
 */
export function changeWhenShareGoes(
  share: Quantity,
  substitution: Quantity = 0,
): Estimate {
  return multiply(multiply(-1, share), subtract(1, substitution));
}

/**
 * The share a source must have had, in percent of the total, for its loss to change the total by `change` when
 * `substitution` of what it carried comes back: the inverse of {@linkcode changeWhenShareGoes}.
 *
 * @param change The change of the total in percent, negative for a fall.
 * @param substitution The part that comes back, 0 up to but not including 1.
 * @throws {RangeError} If everything may have come back: no share can then explain a fall.
 *
 * @example
 * ```ts
 * import { shareBehindChange } from "@/shares/bounds.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(shareBehindChange(-12).value, 12);
 * assertEquals(shareBehindChange(-12, 0.5).value, 24);
 * ```
 */
export function shareBehindChange(
  change: Quantity,
  substitution: Quantity = 0,
): Estimate {
  return divide(multiply(-1, change), subtract(1, substitution));
}

/**
 * The change of a total, in percent, that an absolute change of one part of it makes.
 *
 * @param partChange The change of the part, negative for a fall, in the unit of `total`.
 * @param total The total before.
 *
 * @example Thirty of 150 Gbit/s is a fifth of that part, and little of ten times as much
 * ```ts
 * import { changeOfTotal } from "@/shares/bounds.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(changeOfTotal(-30, 150).value, -20);
 * assertEquals(changeOfTotal(-30, 1500).value, -2);
 * ```
 */
export function changeOfTotal(partChange: Quantity, total: Quantity): Estimate {
  return multiply(100, divide(partChange, total));
}
