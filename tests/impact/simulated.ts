import type { Generator } from "@/random/seeded_stream.ts";
import { standardNormal } from "@/random/standard_normal.ts";

/** Simulated traffic: hourly bins from Sunday 2012-01-01 on, a daily and weekly shape, AR(1) noise of 0.05 on the logarithm. */
export function traffic(
  generator: Generator,
  { days = 31, phi = 0.5, event = 28, change = 0, binsPerDay = 24 } = {},
): { times: Float64Array; values: Float64Array } {
  const start = Date.parse("2012-01-01T00:00Z");
  const times = Float64Array.from({ length: days * binsPerDay }, (_, i) => start + i * 86_400_000 / binsPerDay);
  let noise = standardNormal(generator);
  const values = times.map((_, i) => {
    if (i) noise = phi * noise + Math.sqrt(1 - phi * phi) * standardNormal(generator);
    const turn = 2 * Math.PI * i / binsPerDay;
    return 100 * Math.exp(0.4 * Math.cos(turn - 5) + 0.06 * Math.cos(turn / 7) + 0.05 * noise) *
      (i < event * binsPerDay ? 1 : 1 + change);
  });
  return { times, values };
}

/** The event of {@linkcode traffic}, four weeks in. */
export const event = "2012-01-29T00:00Z";
