import type { Assertion } from "@/claims/claim.ts";
import { assertedFigure } from "@/claims/verdict.ts";
import { estimate } from "@/interval/estimate.ts";
import { formatEstimate } from "@/interval/format.ts";

/**
 * Writes the figure that an assertion gives: `more than 20 %` where that is how it is open, with its bounds otherwise.
 *
 * `more than 0` and `at least 0` are the same interval, but nobody claims the second who says the first. Of a negative
 * figure "less than" may be taken for a smaller fall, so its open end is written as {@linkcode formatEstimate} does.
 *
 * @returns Undefined where the assertion gives no figure.
 *
 * @example
 * ```ts
 * import { formatAsserted } from "@/claims/format_asserted.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(formatAsserted({ figure: "more than 0", unit: "%" }), "more than 0 %");
 * assertEquals(formatAsserted({ figure: "less than -6", unit: "%" }), "−6 % or below");
 * assertEquals(formatAsserted({ figure: "at least 1", unit: "h" }), "1 h or more");
 * assertEquals(formatAsserted({ figure: "-12", unit: "%" }), "−12.0 % [−12.5, −11.5]");
 * assertEquals(formatAsserted({ figure: null, unit: "%" }), undefined);
 * ```
 */
export function formatAsserted(
  { unit, ...assertion }: Pick<Assertion, "figure" | "resolution" | "unit">,
): string | undefined {
  const asserted = assertedFigure(assertion);
  if (asserted === undefined) return undefined;
  const strict = /^(more|less) than /.exec(assertion.figure!);
  return strict === null || asserted.value < 0
    ? formatEstimate(asserted, unit)
    : `${strict[1]} than ${formatEstimate(estimate(asserted.value), unit)}`;
}
