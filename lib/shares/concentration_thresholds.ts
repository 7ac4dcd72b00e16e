import type { Quantity } from "@/interval/arithmetic.ts";
import { estimate } from "@/interval/estimate.ts";

/** How concentrated a market is in the words of an authority. */
export interface ConcentrationThresholds {
  readonly authority: string;
  /** Where the thresholds stand. */
  readonly document: string;
  /** The words from the least concentrated on. */
  readonly words: readonly [string, string, string];
  /** The indices of Herfindahl and Hirschman between them; a market at a threshold belongs to the middle. */
  readonly indices: readonly [number, number];
}

/**
 * The thresholds of competition authorities for the index of Herfindahl and Hirschman, by year.
 *
 * The documents are about mergers and weigh the increase of the index too (100 and 50 in 1992; 250 and 150 in the
 * European Union; 100 and 200 in 2010): where nothing merges, only the level is left.
 */
export const concentrationThresholds = {
  "United States 1992": {
    authority: "US Department of Justice and Federal Trade Commission",
    document: "Horizontal Merger Guidelines (1992), section 1.5",
    words: ["unconcentrated", "moderately concentrated", "highly concentrated"],
    indices: [1000, 1800],
  },
  "European Union 2004": {
    authority: "European Commission",
    document: "Guidelines on the assessment of horizontal mergers (2004/C 31/03), paragraphs 19 and 20",
    words: ["concerns unlikely", "depends on the increase", "concerns unless the increase is small"],
    indices: [1000, 2000],
  },
  "United States 2010": {
    authority: "US Department of Justice and Federal Trade Commission",
    document: "Horizontal Merger Guidelines (2010), section 5.3",
    words: ["unconcentrated", "moderately concentrated", "highly concentrated"],
    indices: [1500, 2500],
  },
} as const satisfies Record<string, ConcentrationThresholds>;

/**
 * What an authority would call a market: every word that some index within the bounds has.
 *
 * @param index The index of Herfindahl and Hirschman, 0 to 10,000.
 * @param thresholds Which thresholds; of the time of the market.
 * @throws {RangeError} If the index is not between 0 and 10,000.
 *
 * @example
 * ```ts
 * import { concentrationWords } from "@/shares/concentration_thresholds.ts";
 * import { herfindahl } from "@/shares/concentration.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(concentrationWords(herfindahl([40, 20]), "United States 2010"), [
 *   "moderately concentrated",
 *   "highly concentrated",
 * ]);
 * ```
 */
export function concentrationWords(index: Quantity, thresholds: keyof typeof concentrationThresholds): string[] {
  const { low, high } = typeof index === "number" ? estimate(index) : index;
  if (!(low >= 0 && high <= 10_000)) {
    throw new RangeError(
      `Cannot name a concentration: an index from 0 to 10,000 is needed, current bounds are ${low} to ${high}`,
    );
  }
  const { words, indices } = concentrationThresholds[thresholds];
  const place = (bound: number) => bound < indices[0] ? 0 : bound <= indices[1] ? 1 : 2;
  return words.slice(place(low), place(high) + 1);
}

/**
 * Market shares that courts and authorities have read as dominance or monopoly, in percent.
 *
 * None of them decides by itself, least of all in France, where the authority weighs several signs (article L. 420-2 of the
 * Code de commerce): more than 50 % is a sign of dominance, less than 40 % as a rule too little.
 */
export const dominanceThresholds = {
  /**
   * Very large shares are evidence of dominance save in exceptional circumstances (Court of Justice, Hoffmann-La Roche,
   * 85/76, 41), and 50 % is one (AKZO v Commission, C-62/86, 1991, 60).
   */
  "European Union presumption": 50,
  /** Below it dominance is not likely: Commission guidance on article 82 (2009/C 45/02), 14. */
  "European Union unlikely": 40,
  /**
   * Over ninety is enough for a monopoly, sixty or sixty-four doubtful, thirty-three certainly not: United States v. Alcoa,
   * 148 F.2d 416 (2d Cir. 1945).
   */
  "United States monopoly": 90,
  /** A merger to at least this share is presumed to lessen competition: Philadelphia National Bank, 374 U.S. 321 (1963). */
  "United States merger": 30,
} as const;
