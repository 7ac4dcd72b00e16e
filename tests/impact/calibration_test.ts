import { assert } from "@std/assert";
import { eventImpact } from "@/impact/event_impact.ts";
import { seededStream } from "@/random/seeded_stream.ts";
import { event, traffic } from "./simulated.ts";

/** A small version of bench/calibration.ts: 95 % give or take three standard errors of a binomial of 200. */
const series = 200;
const reach = 3 * Math.sqrt(0.95 * 0.05 / series);

for (const [stream, phi] of [[10, 0], [11, 0.9]] as const) {
  Deno.test(`eventImpact() covers the truth 95 times in 100 at phi ${phi}`, () => {
    const generator = seededStream(20120119, stream);
    let covered = 0;
    let alarms = 0;
    for (let k = 0; k < series; k++) {
      const { effect, pValue } = eventImpact(traffic(generator, { phi }), { event });
      if (effect.low <= 0 && effect.high >= 0) covered++;
      if (pValue < 0.05) alarms++;
    }
    assert(Math.abs(covered / series - 0.95) <= reach, `coverage ${covered / series}`);
    assert(covered + alarms === series, "the interval and the p-value disagree");
  });
}
