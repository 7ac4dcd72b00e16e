import fc from "fast-check";
import { type Estimate, estimate } from "@/interval/estimate.ts";

/** Seeded runs, so that a failure is the same everywhere. */
export const runs = { seed: 20120119, numRuns: 200 };

/** An estimate with a number that lies within its bounds. */
export interface Draw {
  readonly estimate: Estimate;
  readonly point: number;
}

/** Estimates between two numbers, now and then open at an end, each with a number it holds. */
export function arbitraryDraw(min: number, max: number, { open = false } = {}): fc.Arbitrary<Draw> {
  const number = fc.double({ min, max, noNaN: true });
  return fc.tuple(number, number, number, number, fc.nat(5)).map(([a, b, c, u, end]) => {
    const [low, value, high] = [a, b, c].sort((x, y) => x - y) as [number, number, number];
    const point = Math.min(high, Math.max(low, u));
    const openLow = open && end === 0;
    const openHigh = open && end === 1;
    return { estimate: estimate(value, openLow ? -Infinity : low, openHigh ? Infinity : high), point };
  });
}

export const holds = ({ low, high }: Estimate, point: number): boolean => low <= point && point <= high;
