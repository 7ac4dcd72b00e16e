import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { detectableDrop, detectionPower, nullEffects } from "@/impact/detection_power.ts";
import { eventImpact } from "@/impact/event_impact.ts";
import { seededStream } from "@/random/seeded_stream.ts";
import { event, traffic } from "./simulated.ts";

const simulate = (seed: number, change = 0) => traffic(seededStream(seed, 0), { change });
const day = { day: { days: 1 } };
const effects = nullEffects({ simulate, seed: 1, series: 12, event, windows: day });

Deno.test("nullEffects() holds what eventImpact() finds on each series", () => {
  const { effect, windows } = eventImpact(simulate(3), { event, windows: day });
  assertEquals(effects["whole"]![2], effect);
  assertEquals(effects["day"]![2], windows["day"]!.effect);
  assertEquals(effects["day"]!.length, 12);
});

Deno.test("detectionPower() counts the series in which a drop put in is shown", () => {
  for (const drop of [0.03, 0.05, 0.08]) {
    const shown = Array.from({ length: 12 }, (_, i) => {
      const { average, pValue } = eventImpact(simulate(1 + i, -drop), { event, windows: day }).windows["day"]!;
      return average.value < 0 && pValue < 0.05;
    });
    assertAlmostEquals(detectionPower(effects["day"]!, drop).value, shown.filter(Boolean).length / 12, 1e-12);
  }
});

const at = (high: number) => ({ value: high - 0.1, low: high - 0.2, high });

Deno.test("detectionPower() has Clopper and Pearson's interval", () => {
  const seven = [...Array(7).fill(at(0.05)), ...Array(3).fill(at(0.3))];
  const { value, low, high } = detectionPower(seven, 0.1); // R: binom.test(7, 10)$conf.int
  assertAlmostEquals(value, 0.7, 1e-12);
  assertAlmostEquals(low, 0.3475471, 1e-7);
  assertAlmostEquals(high, 0.9332605, 1e-7);
});

Deno.test("detectableDrop() is where detectionPower() reaches the power", () => {
  const many = Array.from({ length: 40 }, (_, i) => at((i + 1) / 100));
  const { value, low, high } = detectableDrop(many);
  assertAlmostEquals(value, -Math.expm1(-0.32), 1e-12);
  // R: binom.test(k, 40)$conf.int[2] reaches 0.8 at k = 27, [1] at k = 38
  assertAlmostEquals(low, -Math.expm1(-0.27), 1e-12);
  assertAlmostEquals(high, -Math.expm1(-0.38), 1e-12);
  assert(detectionPower(many, value + 1e-9).value === 0.8 && detectionPower(many, value - 1e-9).value < 0.8);
  assertEquals(detectableDrop([at(0.1), at(0.2)]).high, 1);
});

Deno.test("detection refuses what it cannot answer", () => {
  for (const drop of [-0.1, 1, NaN]) assertThrows(() => detectionPower(effects["day"]!, drop), RangeError);
  for (const power of [0, 1, NaN]) assertThrows(() => detectableDrop(effects["day"]!, power), RangeError);
  assertThrows(() => detectionPower([], 0.1), RangeError);
  assertThrows(() => detectableDrop([]), RangeError);
  assertThrows(() => nullEffects({ simulate, seed: 1, series: 0, event }), RangeError);
});
