import type { Quantity } from "@/interval/arithmetic.ts";
import { type Estimate, estimate } from "@/interval/estimate.ts";

/** What is known of the shares that are not listed. */
export interface RestOptions {
  /**
   * The largest share, in percent, that one of the rest can have: the smallest listed one when left out, as tables list
   * the largest.
   */
  readonly largestOfRest?: number;
}

/** Listed shares of one market, with what they leave over. */
interface Market {
  readonly listed: readonly Estimate[];
  /** The most that they leave for the rest: 0 for a complete list. */
  readonly left: number;
  /** The largest share that one of the rest can have. */
  readonly largest: number;
}

/**
 * The Herfindahl-Hirschman index of market shares: the sum of the squares of shares in percent, 10,000 for a monopoly.
 *
 * What the listed shares leave of 100 % is an unknown rest. The low bound spreads it infinitely thin (and this is the
 * value), the high bound cuts it into pieces as large as they can be. Bounds of listed shares are carried through, within
 * what adds up to 100; the bounds enclose the exact range.
 *
 * @param shares In percent of one whole.
 * @throws {RangeError} If a share is not between 0 and 100, there is none, they add up to more than 100, or the largest of
 * the rest is not positive.
 *
 * @example Two known shares and 40 % of unknown ones
 * ```ts
 * import { herfindahl } from "@/shares/concentration.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(herfindahl([50, 30, 20]), { value: 3800, low: 3800, high: 3800 });
 * assertEquals(herfindahl([40, 20]), { value: 2000, low: 2000, high: 2800 });
 * ```
 */
export function herfindahl(shares: readonly Quantity[], options: RestOptions = {}): Estimate {
  const market = readMarket(shares, options);
  const squares = (bound: keyof Estimate) => market.listed.reduce((sum, share) => sum + share[bound] ** 2, 0);
  const value = squares("value");
  const most = Math.min(10_000, squares("high") + squaresOfRest(market), squares("low") + mostGained(market));
  return estimate(value, Math.min(value, squares("low")), Math.max(value, most));
}

/** The rest in pieces as large as they can be. */
function squaresOfRest({ left, largest }: Market): number {
  const pieces = Math.floor(left / largest + 1e-12);
  return left === 0 ? 0 : pieces * largest ** 2 + Math.max(0, left - pieces * largest) ** 2;
}

/**
 * The most that the squares can rise by when what the low bounds leave is handed out: to where a unit adds most, each
 * square taken as no more than its chord.
 */
function mostGained({ listed, left, largest }: Market): number {
  const takers = [...listed.map(({ low, high }) => ({ room: high - low, slope: low + high })), {
    room: Infinity,
    slope: largest,
  }].sort((a, b) => b.slope - a.slope);
  let gained = 0;
  for (const { room, slope } of takers) {
    const taken = Math.min(room, left);
    gained += taken * slope;
    left -= taken;
  }
  return gained;
}

/**
 * The concentration ratio: the share of the largest firms together, in percent.
 *
 * Where more firms are asked for than listed, the rest can add up to its largest pieces (high bound) or nothing to speak
 * of (low bound, and the value).
 *
 * @param shares In percent of one whole.
 * @param firms How many of the largest.
 * @throws {RangeError} As {@linkcode herfindahl}, or if the number of firms is not whole and positive.
 *
 * @example
 * ```ts
 * import { concentrationRatio } from "@/shares/concentration.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(concentrationRatio([34, 19, 5], 2).value, 53);
 * assertEquals(concentrationRatio([34, 19, 5], 4), { value: 58, low: 58, high: 63 });
 * ```
 */
export function concentrationRatio(shares: readonly Quantity[], firms: number, options: RestOptions = {}): Estimate {
  const { listed, left, largest } = readMarket(shares, options);
  if (!(Number.isInteger(firms) && firms > 0)) {
    throw new RangeError(
      `Cannot compute a concentration ratio: a number of firms is needed, current value is ${firms}`,
    );
  }
  const top = (bound: keyof Estimate, others: readonly number[]) =>
    [...listed.map((share) => share[bound]), ...others].sort((a, b) => b - a).slice(0, firms)
      .reduce((sum, share) => sum + share, 0);
  const pieces = Array.from({ length: firms }, (_, i) => Math.min(largest, Math.max(0, left - i * largest)));
  const value = top("value", []);
  return estimate(value, Math.min(value, top("low", [])), Math.max(value, Math.min(100, top("high", pieces))));
}

/**
 * How many firms of equal size would be as concentrated: 10,000 by the index of Herfindahl and Hirschman.
 *
 * @param index The index, above 0 and at most 10,000.
 * @throws {RangeError} If the index is not.
 *
 * @example
 * ```ts
 * import { effectiveNumber } from "@/shares/concentration.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(effectiveNumber(2500).value, 4);
 * ```
 */
export function effectiveNumber(index: Quantity): Estimate {
  const { value, low, high } = checkIndex(index);
  return estimate(10_000 / value, 10_000 / high, 10_000 / low);
}

/**
 * The index of Herfindahl and Hirschman of a known number of firms on a scale from 0 (all equal) to 1 (one has all).
 *
 * @param index The index, above 0 and at most 10,000.
 * @param firms How many firms there are.
 * @returns Undefined for a single firm. Bounds below 0 are cut off: so even cannot be.
 * @throws {RangeError} If the index or the number of firms is out of range.
 *
 * @example
 * ```ts
 * import { normalisedHerfindahl } from "@/shares/concentration.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(normalisedHerfindahl(3800, 3)!.value, 0.07, 1e-15);
 * ```
 */
export function normalisedHerfindahl(index: Quantity, firms: number): Estimate | undefined {
  const { value, low, high } = checkIndex(index);
  if (!(Number.isInteger(firms) && firms > 0)) {
    throw new RangeError(`Cannot normalise an index: a number of firms is needed, current value is ${firms}`);
  }
  if (firms === 1) return undefined;
  const normalise = (bound: number) => Math.max(0, (bound / 10_000 - 1 / firms) / (1 - 1 / firms));
  return estimate(normalise(value), normalise(low), normalise(high));
}

function checkIndex(index: Quantity): Estimate {
  const bounds = typeof index === "number" ? estimate(index) : index;
  if (bounds.low > 0 && bounds.high <= 10_000) return bounds;
  throw new RangeError(
    `Cannot use an index of concentration: above 0 and at most 10,000 is needed, current bounds are ${bounds.low} to ${bounds.high}`,
  );
}

function readMarket(shares: readonly Quantity[], { largestOfRest }: RestOptions): Market {
  const figures = shares.map((share) => typeof share === "number" ? estimate(share) : share);
  const sum = (bound: keyof Estimate) => figures.reduce((total, share) => total + share[bound], 0);
  const impossible = figures.find(({ low, high }) => !(low >= 0 && high <= 100));
  if (figures.length === 0 || impossible || sum("low") > 100 * (1 + 1e-12)) {
    throw new RangeError(
      `Cannot measure concentration: shares from 0 to 100 % that add up to at most 100 are needed, current sum is ${
        sum("low")
      } of ${figures.map(({ low, high }) => `${low} to ${high}`).join(", ")}`,
    );
  }
  const least = sum("low");
  const left = 100 - least < 1e-9 ? 0 : 100 - least;
  // no share can be larger than the least of the others leaves over
  const listed = figures.map(({ value, low, high }) =>
    estimate(value, low, Math.max(value, Math.min(high, low + left)))
  );
  const largest = largestOfRest ?? Math.min(...listed.map(({ high }) => high));
  if (left > 0 && !(largest > 0)) {
    throw new RangeError(
      `Cannot measure concentration: the largest share of the rest must be positive, current value is ${largest}`,
    );
  }
  return { listed, left, largest };
}
