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
export function printed(text: string, { resolution }: PrintedOptions = {}): Estimate {
  const match = grammar.exec(text);
  const qualifier = match?.[1] as Qualifier | undefined;
  if (match === null || (qualifier !== undefined && match[3] !== undefined)) {
    throw new SyntaxError(
      `Cannot read a printed figure: expected a number, "A to B", or one of ${
        qualifiers.join(", ")
      } and a number; current value is ${JSON.stringify(text)}`,
    );
  }
  const digits = match[2]!;
  const first = Number(digits);
  const second = match[3] === undefined ? first : Number(match[3]);
  if (!Number.isFinite(first) || !Number.isFinite(second)) {
    throw new SyntaxError(`Cannot read a printed figure: too large for a number, current value is ${text}`);
  }
  if (match[3] !== undefined) {
    return estimate(first / 2 + second / 2, Math.min(first, second), Math.max(first, second));
  }
  const step = resolution ?? stepOf(digits);
  const decimals = Math.max(decimalsOf(digits), decimalsOf(String(step / 2)));
  const offset = (by: number) => {
    const sum = first + by;
    return decimals > 20 ? sum : Number(sum.toFixed(decimals)); // drops the binary dust of a sum of decimals
  };
  switch (qualifier) {
    case undefined:
      return estimate(first, offset(-step / 2), offset(step / 2));
    case "about":
      return estimate(first, offset(-step), offset(step));
    case "almost":
      return first < 0 ? estimate(first, first, offset(step)) : estimate(first, offset(-step), first);
    case "more than":
    case "at least":
      return estimate(first, first, Infinity);
    case "less than":
    case "at most":
    case "up to":
      return estimate(first, -Infinity, first);
  }
}

/** The step of the last digit shown: 1 for "81", 0.01 for "0.98", 1e10 for "1.5e11". */
function stepOf(digits: string): number {
  const [mantissa, exponent = "0"] = digits.split("e");
  return Number(`1e${Number(exponent) - (mantissa!.split(".")[1]?.length ?? 0)}`);
}

/** The decimals a number is written with: 2 for "0.98" and "9.8e-1", none for "81" and "1.5e11". */
const decimalsOf = (digits: string) => Math.max(0, Math.round(-Math.log10(stepOf(digits))));
