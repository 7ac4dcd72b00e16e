import { add, divide, type Quantity, subtract } from "@/interval/arithmetic.ts";
import { type Estimate, estimate } from "@/interval/estimate.ts";

/** Where the traffic of a class went. */
export interface Diversion {
  /** What each other class gained by what the class lost; below 0 where it lost too. */
  readonly ratios: Readonly<Record<string, Estimate>>;
  /** What the others gained together by what the class lost. */
  readonly diverted: Estimate;
  /** The rest: what went nowhere that was measured. */
  readonly lost: Estimate;
}

/**
 * Diversion ratios: the part of a class's loss that each other class gained (Shapiro 1996).
 *
 * They say where the traffic went only as far as `without` is what there would have been anyway: give counterfactuals with
 * their intervals rather than the figures before, where there are any. Every figure stands once in each ratio, so the
 * bounds are the exact range.
 *
 * @param from The class that lost.
 * @param without What there would have been without the event, by class, in one unit: the figures before, or
 * counterfactuals.
 * @param observed What there was.
 * @returns Undefined where the class may have lost nothing.
 * @throws {RangeError} If a class stands on one side only.
 *
 * @example
 * ```ts
 * import { diversion } from "@/shares/diversion.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const { ratios, lost } = diversion("closed", { closed: 30, hosters: 50, torrents: 20 }, {
 *   closed: 0,
 *   hosters: 62,
 *   torrents: 23,
 * })!;
 * assertAlmostEquals(ratios.hosters!.value, 0.4, 1e-15);
 * assertAlmostEquals(ratios.torrents!.value, 0.1, 1e-15);
 * assertAlmostEquals(lost.value, 0.5, 1e-15);
 * ```
 */
export function diversion(
  from: string,
  without: Readonly<Record<string, Quantity>>,
  observed: Readonly<Record<string, Quantity>>,
): Diversion | undefined {
  const names = Object.keys(without);
  const onlyOne = [...names, ...Object.keys(observed), from].find((name) => !(name in without && name in observed));
  if (onlyOne !== undefined) {
    throw new RangeError(
      `Cannot compute diversion: every class is needed on both sides, current class ${onlyOne} is not`,
    );
  }
  const loss = subtract(without[from]!, observed[from]!);
  if (!(loss.low > 0)) return undefined;
  const gains = names.filter((name) => name !== from)
    .map((name) => [name, subtract(observed[name]!, without[name]!)] as const);
  const diverted = divide(gains.reduce((sum, [, gain]) => add(sum, gain), estimate(0)), loss);
  return {
    ratios: Object.fromEntries(gains.map(([name, gain]) => [name, divide(gain, loss)])),
    diverted,
    lost: subtract(1, diverted),
  };
}

/**
 * The diversion to expect if users went to the other classes in proportion to their shares: s / (1 − share of the class
 * that closed). What is measured is held against it.
 *
 * @param from The class that closed.
 * @param shares Shares of one whole by class, in percent.
 * @returns By class, 0 to 1.
 * @throws {RangeError} If the class has no share, or may have all of it.
 *
 * @example
 * ```ts
 * import { proportionalDiversion } from "@/shares/diversion.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(proportionalDiversion("a", { a: 20, b: 60, c: 20 }).b!.value, 0.75);
 * ```
 */
export function proportionalDiversion(
  from: string,
  shares: Readonly<Record<string, Quantity>>,
): Record<string, Estimate> {
  const own = shares[from];
  if (own === undefined) {
    throw new RangeError(
      `Cannot compute diversion: a share of ${from} is needed, current shares are of ${Object.keys(shares).join(", ")}`,
    );
  }
  const rest = subtract(100, own);
  return Object.fromEntries(
    Object.entries(shares).filter(([name]) => name !== from).map(([name, share]) => [name, divide(share, rest)]),
  );
}
