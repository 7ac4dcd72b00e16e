/**
 * The ways in which the 95th percentile of a month is read off, all in use; `n` samples in rising order, counted from 1:
 *
 * | name | which | used by |
 * |---|---|---|
 * | `discarded` | the highest after the top n/20 (rounded down) are thrown away | textbooks, most contracts |
 * | `interpolated` | between the samples at 1 + 0.95 (n − 1), in a straight line (type 7 of Hyndman and Fan 1996) | Akvorado, NumPy, spreadsheets |
 * | `rounded rank` | the sample at 0.95 n, rounded, less one | LibreNMS |
 *
 * Of 1, 2 ... 20 they are 19, 19.05 and 18.
 */
export type PercentileConvention = "discarded" | "interpolated" | "rounded rank";

/** How {@linkcode percentile95} reads samples. */
export interface Percentile95Options {
  /** "discarded" when left out. */
  readonly convention?: PercentileConvention;
  /** What a missing sample (NaN) is: refused when left out, left out of the count, or 0. */
  readonly missing?: "reject" | "exclude" | "zero";
}

/**
 * The 95th percentile of the samples of a month, by a named convention.
 *
 * @param samples Mean rates of equal stretches, commonly 5 minutes; NaN where missing.
 * @returns Undefined where the convention names no sample: there are none, or a single one by rounded rank.
 * @throws {RangeError} If a sample is missing and nothing says what that is, or is infinite.
 *
 * @example
 * ```ts
 * import { percentile95 } from "@/transit/percentile_95.ts";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * const samples = Array.from({ length: 20 }, (_, i) => i + 1);
 * assertEquals(percentile95(samples), 19);
 * assertEquals(percentile95(samples, { convention: "rounded rank" }), 18);
 * assertAlmostEquals(percentile95(samples, { convention: "interpolated" })!, 19.05, 1e-12);
 * ```
 */
export function percentile95(
  samples: ArrayLike<number>,
  { convention = "discarded", missing = "reject" }: Percentile95Options = {},
): number | undefined {
  const sorted = readSamples(samples, missing).sort();
  const n = sorted.length;
  if (convention === "discarded") return sorted[n - 1 - Math.floor(n / 20)];
  if (convention === "rounded rank") return sorted[Math.round(19 * n / 20) - 2];
  const place = 19 * (n - 1) / 20;
  const below = Math.floor(place);
  const low = sorted[below];
  return low === undefined ? undefined : low + (place - below) * ((sorted[below + 1] ?? low) - low);
}

function readSamples(samples: ArrayLike<number>, missing: "reject" | "exclude" | "zero"): Float64Array {
  const values = Float64Array.from(samples);
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) continue;
    if (Number.isNaN(values[i]) && missing !== "reject") {
      if (missing === "zero") values[i] = 0;
      continue;
    }
    throw new RangeError(
      `Cannot take a 95th percentile: finite samples are needed (choose missing: "exclude" or "zero" for gaps), current value ${i} is ${
        values[i]
      }`,
    );
  }
  return values.filter((value) => !Number.isNaN(value));
}
