import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { eventImpact } from "@/impact/event_impact.ts";
import { patternRemains, weekPattern } from "@/impact/week_pattern.ts";
import { seededStream } from "@/random/seeded_stream.ts";
import { standardNormal } from "@/random/standard_normal.ts";

const hour = 3_600_000;
const start = Date.parse("2012-01-02T00:00Z"); // a Monday
const clock = Float64Array.from({ length: 28 * 24 }, (_, i) => start + i * hour);
/** A fifth harmonic of the week, not one of the day. */
const rhythm = (time: number) => 0.3 * Math.cos(2 * Math.PI * 5 * (time - start) / (168 * hour) - 1);

Deno.test("weekPattern() finds a harmonic of the week that was not taken off, and what its mean costs", () => {
  const residuals = clock.map((time, i) => i % 50 === 7 ? NaN : rhythm(time));
  const pattern = weekPattern(clock, residuals, hour, { daily: 4, weekly: 3 })!;
  for (const [i, value] of pattern.values.entries()) assertAlmostEquals(value, rhythm(clock[i]!), 1e-9);
  // 45 harmonics, without the first 3 and those of the day: 7, 14, 21 and 28
  assertEquals(pattern.width, 2 * (45 - 3 - 4));
  assertEquals(pattern.slowerThan(12 * hour), 2 * (14 - 3 - 2));
  // of one bin among 28 days of full weeks: width / 672, but for what is missing; of whole weeks: 0
  assertAlmostEquals(pattern.meanVariance([100]), pattern.width / 672, 0.1 * pattern.width / 672);
  assertAlmostEquals(pattern.meanVariance(Array(168).keys()), 0, 1e-12);
});

Deno.test("weekPattern() is undefined where a tenth of the week was not observed", () => {
  const residuals = clock.map((time, i) => i % 168 < 17 ? NaN : rhythm(time));
  assertEquals(weekPattern(clock, residuals, hour, { daily: 4, weekly: 3 }), undefined);
});

Deno.test("patternRemains() tells a rhythm from noise, through gaps, and needs whole bins a week", () => {
  const generator = seededStream(20120119, 4);
  const noise = clock.map((_, i) => i % 40 === 3 ? NaN : 0.1 * standardNormal(generator));
  assertEquals(patternRemains(noise, hour), false);
  assertEquals(patternRemains(noise.map((value, i) => value + rhythm(clock[i]!)), hour), true);
  assertEquals(patternRemains(noise.map((value, i) => value + rhythm(clock[i]!)), 11 * 60_000), false);
  assertEquals(patternRemains(new Float64Array(400), hour), false);
});

Deno.test("eventImpact() learns that the weekend has another day, and is the narrower for it", () => {
  const generator = seededStream(20120119, 5);
  const times = Float64Array.from({ length: 31 * 24 }, (_, i) => start + i * hour);
  const values = times.map((_, i) => {
    const weekend = Math.floor(i / 24) % 7 > 4;
    const day = (weekend ? 0.1 : 0.6) * Math.cos(2 * Math.PI * (i % 24 - (weekend ? 21 : 15)) / 24);
    return 100 * Math.exp(day + 0.03 * standardNormal(generator)) * (i < 28 * 24 ? 1 : 0.9);
  });
  const event = times[28 * 24]!;
  const found = eventImpact({ times, values }, { event });
  const plain = eventImpact({ times, values }, { event, hourOfWeek: false });
  assertEquals([found.model.hourOfWeek, plain.model.hourOfWeek], [true, false]);
  const width = ({ effect }: typeof found) => effect.high - effect.low;
  assert(width(found) < width(plain) / 3);
  assert(found.relative!.low < -0.1 && -0.1 < found.relative!.high);
  const { counterfactual, effect } = found;
  let sum = 0;
  for (let i = 28 * 24; i < times.length; i++) sum += Math.log(values[i]! / counterfactual.expected[i]!);
  assertAlmostEquals(sum / 72, effect.value, 1e-12);
});
