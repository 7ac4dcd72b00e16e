import { type Estimate, estimate } from "@/interval/estimate.ts";

const number = String.raw`-?\d+(?:\.\d+)?(?:e[+-]?\d+)?`;
const qualifiers = [
  "about",
  "more than",
  "at least",
  "less than",
  "at most",
  "up to",
  "almost",
] as const;

/** The words that may stand before a printed number. */
export type Qualifier = typeof qualifiers[number];

const grammar = new RegExp(
  `^(?:(${qualifiers.join("|")}) )?(${number})(?: to (${number}))?$`,
);

/** How a printed figure is read. */
export interface PrintedOptions {
  /** The step the source really resolves, when the digits shown do not say it: 10 for a graph read to the nearest ten. */
  readonly resolution?: number;
}

/**
 * Reads a printed figure as the interval of numbers that print so.
 *
 * | printed | bounds |
 * |---|---|
 * | `81` | half a step of the last digit to each side: 80.5 to 81.5 |
 * | `0.98`, `1.5e11` | the same, by the digits shown: 0.975 to 0.985, 1.45e11 to 1.55e11 |
 * | `2 to 3` | the ends as printed; the value is their middle |
 * | `about 20` | a whole step to each side: 19 to 21 |
 * | `almost 40` | a whole step short of it: 39 to 40; for a negative figure, −40 to −39 |
 * | `more than 10`, `at least 10` | 10 and above |
 * | `less than 10`, `at most 10`, `up to 10` | 10 and below |
 *
 * @param text The figure as printed, with its digits kept, no thousands separator and no unit.
 * @throws {SyntaxError} If the text is not a printed figure by this grammar.
 *
 * @example
 * ```ts
 * import { printed } from "@/interval/printed.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(printed("81"), { value: 81, low: 80.5, high: 81.5 });
 * assertEquals(printed("2 to 3"), { value: 2.5, low: 2, high: 3 });
 * assertEquals(printed("more than 10").high, Infinity);
 * assertEquals(printed("almost -40", { resolution: 5 }), { value: -40, low: -40, high: -35 });
 * ```
 */
export function printed(
  text: string,
  { resolution }: PrintedOptions = {},
): Estimate {
  const match = grammar.exec(text);
  const qualifier = match?.[1] as Qualifier | undefined;
  if (match === null || (qualifier !== undefined && match[3] !== undefined)) {
    throw new SyntaxError(
      `Cannot read a printed figure: expected a number, "A to B", or one of ${
        qualifiers.join(", ")
      } and a number; current value is ${JSON.stringify(text)}`,
    );
  }
  const first = Number(match[2]);
  if (match[3] !== undefined) {
    const second = Number(match[3]);
    return estimate(
      (first + second) / 2,
      Math.min(first, second),
      Math.max(first, second),
    );
  }
  const step = resolution ?? stepOf(match[2]!);
  switch (qualifier) {
    case undefined:
      return within(first, step / 2);
    case "about":
      return within(first, step);
    case "almost":
      return first < 0
        ? estimate(first, first, rounded(first + step, step))
        : estimate(first, rounded(first - step, step), first);
    case "more than":
    case "at least":
      return estimate(first, first, Infinity);
    case "less than":
    case "at most":
    case "up to":
      return estimate(first, -Infinity, first);
  }
}

function within(value: number, half: number): Estimate {
  return estimate(
    value,
    rounded(value - half, half),
    rounded(value + half, half),
  );
}

/** The step of the last digit shown: 1 for "81", 0.01 for "0.98", 1e10 for "1.5e11". */
function stepOf(digits: string): number {
  const [mantissa, exponent = "0"] = digits.split("e");
  const decimals = mantissa!.split(".")[1]?.length ?? 0;
  return Number(`1e${Number(exponent) - decimals}`);
}

/** Drops the binary dust of a sum of decimals: 0.98 + 0.005 is 0.985. */
function rounded(sum: number, step: number): number {
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(step)));
  return decimals > 20 ? sum : Number(sum.toFixed(decimals));
}
