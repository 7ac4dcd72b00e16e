import { type Bin, nominalLength } from "@/series/bin_edges.ts";

const units: Record<string, (count: number) => unknown> = {
  m: (minutes) => minutes === 60 ? { hours: 1 } : { minutes },
  min: (minutes) => minutes === 60 ? { hours: 1 } : { minutes },
  h: (hours) => hours === 24 ? { days: 1 } : { hours },
  d: (days) => days === 7 ? { weeks: 1 } : { days },
  w: (weeks) => ({ weeks }),
};

/**
 * Reads the length of a bin as people write it: `5m`, `15min`, `1h`, `6h`, `1d`, `1w`.
 *
 * @throws {RangeError} If it is written in another way, or does not divide an hour, a day or a week.
 *
 * @example
 * ```ts
 * import { readBin } from "@/read/bin_text.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(readBin("15min"), { minutes: 15 });
 * assertEquals(readBin("24h"), { days: 1 });
 * ```
 */
export function readBin(text: string): Bin {
  const [, count, unit] = /^(\d{1,3})\s*(m|min|h|d|w)$/.exec(text.trim()) ?? [];
  const bin = unit === undefined ? undefined : units[unit]!(Number(count)) as Bin;
  try {
    if (bin !== undefined && nominalLength(bin) > 0) return bin;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new RangeError(
    `Cannot read a bin: minutes that divide an hour, hours that divide a day, 1d or 1w are needed, such as 5m or 1h, current value is ${
      JSON.stringify(text)
    }`,
  );
}
