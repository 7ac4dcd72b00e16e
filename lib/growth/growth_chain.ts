import { divide, multiply, percentChange } from "@/interval/arithmetic.ts";
import { type Estimate, estimate } from "@/interval/estimate.ts";

/** A printed growth between two periods, in percent. */
export interface Growth {
  readonly from: string;
  readonly to: string;
  /** Growth in percent with its rounding bounds: `printed("10")` is 9.5 to 10.5 %. */
  readonly percent: Estimate;
}

/** A product of growths that links two periods. */
export interface ChainedRatio {
  /** The level of the later period divided by that of the earlier. */
  readonly ratio: Estimate;
  /** The growths used, in order, each with the direction it was used in. */
  readonly links: readonly {
    readonly growth: Growth;
    readonly inverted: boolean;
  }[];
}

const factorOf = (growth: Growth): Estimate => {
  const { value, low, high } = growth.percent;
  return estimate(Math.max(0, 1 + value / 100), Math.max(0, 1 + low / 100), 1 + high / 100);
};

/**
 * Links two periods by the shortest chain of printed growths and multiplies it out, with the rounding of every link.
 *
 * A link may be used backwards (its factor is divided by). Among chains of equal length the growths listed first win.
 * The bounds are those of interval arithmetic; every link stands once, so they are the exact range.
 *
 * @param growths Printed growths, in percent.
 * @param from The earlier period.
 * @param to The later period.
 * @returns The ratio and the links, or undefined where no chain joins the two periods.
 *
 * @example A first quarter that nobody printed, from the quarters around it
 * ```ts
 * import { chainedRatio } from "@/growth/growth_chain.ts";
 * import { printed } from "@/interval/printed.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const growths = [
 *   { from: "2011-Q2", to: "2011-Q3", percent: printed("10") },
 *   { from: "2011-Q3", to: "2011-Q4", percent: printed("20") },
 *   { from: "2012-Q1", to: "2012-Q2", percent: printed("10") },
 *   { from: "2011-Q2", to: "2012-Q2", percent: printed("20") },
 * ];
 * const chain = chainedRatio(growths, "2011-Q4", "2012-Q1");
 * assertAlmostEquals(chain!.ratio.value, 1.20 / (1.10 * 1.20 * 1.10), 1e-12);
 * ```
 */
export function chainedRatio(growths: readonly Growth[], from: string, to: string): ChainedRatio | undefined {
  const reached = new Map<string, ChainedRatio>([[from, { ratio: estimate(1), links: [] }]]);
  for (const [period, { ratio, links }] of reached) {
    if (period === to) break;
    for (const growth of growths) {
      const inverted = growth.to === period;
      const next = inverted ? growth.from : growth.from === period ? growth.to : undefined;
      if (next === undefined || reached.has(next)) continue;
      const step = inverted ? divide(ratio, factorOf(growth)) : multiply(ratio, factorOf(growth));
      reached.set(next, { ratio: step, links: [...links, { growth, inverted }] });
    }
  }
  return reached.get(to);
}

/**
 * The tightest bounds of the ratio of two periods that agree with every printed growth at once.
 *
 * In logarithms each growth with its rounding bounds is a pair of difference constraints, so the bounds are shortest
 * paths in the graph of constraints (Bellman 1958, Ford 1956) and no wider than those of any single chain.
 *
 * @returns The lowest and highest ratio, or undefined where no chain joins the two periods.
 * @throws {RangeError} If the printed growths contradict each other: no levels could have printed them all.
 *
 * @example Two chains of different width: the narrower holds
 * ```ts
 * import { ratioBounds } from "@/growth/growth_chain.ts";
 * import { printed } from "@/interval/printed.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const bounds = ratioBounds([
 *   { from: "a", to: "b", percent: printed("10") },
 *   { from: "a", to: "b", percent: printed("10.2") },
 * ], "a", "b");
 * assertAlmostEquals(bounds!.low, 1.1015, 1e-12);
 * assertAlmostEquals(bounds!.high, 1.1025, 1e-12);
 * ```
 */
export function ratioBounds(
  growths: readonly Growth[],
  from: string,
  to: string,
): { low: number; high: number } | undefined {
  if (chainedRatio(growths, from, to) === undefined) return undefined;
  return { low: Math.exp(-shortestDistance(growths, to, from)), high: Math.exp(shortestDistance(growths, from, to)) };
}

/** Infinite where one-sided growths leave the way open. */
function shortestDistance(growths: readonly Growth[], from: string, to: string): number {
  const edges = growths.flatMap((growth) => {
    const { low, high } = factorOf(growth);
    return [
      { from: growth.from, to: growth.to, length: Math.log(high) },
      { from: growth.to, to: growth.from, length: -Math.log(low) },
    ];
  });
  const periods = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
  const distances = new Map([[from, 0]]);
  const tolerance = 1e-12;
  for (let round = 0; round <= periods.size; round++) {
    let shortened = false;
    for (const edge of edges) {
      const start = distances.get(edge.from);
      if (start === undefined) continue;
      const distance = start + edge.length;
      if (distance < (distances.get(edge.to) ?? Infinity) - tolerance) {
        distances.set(edge.to, distance);
        shortened = true;
      }
    }
    if (!shortened) return distances.get(to) ?? Infinity;
  }
  throw new RangeError(
    "Cannot bound a growth: the printed growths contradict each other within their rounding",
  );
}

/** What the other growths say of one printed growth. */
export interface ChainCheck {
  readonly growth: Growth;
  /** The same growth, in percent, by the shortest chain of the others. */
  readonly chained: Estimate;
  /** Whether some value prints as the growth did and lies within the bounds of the chain. */
  readonly agrees: boolean;
}

/**
 * Checks a printed growth that a chain does not use against that chain.
 *
 * @param chain The growths to chain.
 * @param check The printed growth to compare with, not part of the chain.
 * @returns The comparison, or undefined where the chain does not join the two periods.
 *
 * @example
 * ```ts
 * import { checkGrowth } from "@/growth/growth_chain.ts";
 * import { printed } from "@/interval/printed.ts";
 * import { assert } from "@std/assert";
 *
 * const check = checkGrowth(
 *   [{ from: "a", to: "b", percent: printed("10") }, { from: "b", to: "c", percent: printed("20") }],
 *   { from: "a", to: "c", percent: printed("32") },
 * );
 * assert(check!.agrees); // 1.10 x 1.20 = 1.32
 * ```
 */
export function checkGrowth(
  chain: readonly Growth[],
  check: Growth,
): ChainCheck | undefined {
  const ratio = chainedRatio(chain, check.from, check.to)?.ratio;
  if (ratio === undefined) return undefined;
  const chained = percentChange(ratio);
  return {
    growth: check,
    chained,
    agrees: chained.low <= check.percent.high &&
      check.percent.low <= chained.high,
  };
}
