/**
 * How well `recovery` tells shapes apart and what its intervals hold, on simulated series with known truth; and what it
 * costs. Prints Markdown, writes bench/results/recovery.json. No peer gives a recovery time with an interval.
 */
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Estimate } from "@/interval/estimate.ts";
import { recovery } from "@/recovery/recovery.ts";
import type { RecoveryShape } from "@/recovery/recovery_shape.ts";
import { noise } from "@/simulator/noise.ts";

interface Truth {
  readonly effect: (hours: number) => number;
  readonly halfLife?: number;
  readonly recovered?: number;
}

const seed = 20120119;
const series = Number(Deno.args[0] ?? 500);
const [before, after, deviation, band] = [336, 168, 0.03, 0.05];
const truths: Partial<Record<RecoveryShape, Truth>> = {
  "none": { effect: () => 0 },
  "permanent": { effect: () => -0.2 },
  "gradual": { effect: (hours) => -0.2 * Math.min(1, hours / 24) },
  "full step": { effect: (hours) => hours < 18 ? -0.2 : 0, halfLife: 18, recovered: 1 },
  "full ramp": { effect: (hours) => -0.3 * Math.max(0, 1 - hours / 36), halfLife: 18, recovered: 1 },
  "full exponential": { effect: (hours) => -0.3 * Math.exp(-hours / 12), halfLife: 12 * Math.LN2, recovered: 1 },
  "partial step": { effect: (hours) => hours < 30 ? -0.25 : -0.1, halfLife: 30, recovered: 0.6 },
  "partial exponential": {
    effect: (hours) => -0.1 - 0.2 * Math.exp(-hours / 24),
    halfLife: 24 * Math.LN2,
    recovered: 2 / 3,
  },
};

const holds = (estimate: Estimate | undefined, value: number) =>
  estimate !== undefined && estimate.low <= value + 1e-9 && value <= estimate.high + 1e-9;

const cells = [0, 0.5, 0.9].flatMap((autocorrelation) =>
  Object.entries(truths).map(([name, { effect, halfLife, recovered }]) => {
    const shape = name as RecoveryShape;
    const effects = Array.from({ length: after }, (_, hours) => effect(hours));
    const inside = effects.findLastIndex((value) => Math.abs(value) > band) + 1;
    const returned = inside === after ? Infinity : inside;
    const counts = { shape: 0, halfLife: 0, recovered: 0, equivalence: 0 };
    for (let draw = 0; draw < series; draw++) {
      const errors = noise(
        before + after,
        { kind: "autoregressive", deviation, autocorrelation },
        xoroshiro128plus(seed + draw),
      );
      const values = errors.map((value, i) => value + (effects[i - before] ?? 0));
      const chosen = recovery(values, { event: before, band });
      const given = halfLife === undefined ? chosen : recovery(values, { event: before, shapes: [shape] });
      if (chosen.shape === shape) counts.shape++;
      if (halfLife !== undefined && holds(given.halfLife, halfLife)) counts.halfLife++;
      if (recovered !== undefined && holds(given.recovered, recovered)) counts.recovered++;
      if (holds(chosen.equivalence, returned)) counts.equivalence++;
    }
    const share = (count: number) => count / series;
    return {
      autocorrelation,
      truth: shape,
      chosen: share(counts.shape),
      ...halfLife !== undefined && { halfLife: share(counts.halfLife), recovered: share(counts.recovered) },
      equivalence: share(counts.equivalence),
    };
  })
);

const costs = [2_016, 8_640, 105_120].map((length) => {
  const event = Math.floor(length * 5 / 7);
  const values = noise(length, { kind: "autoregressive", deviation, autocorrelation: 0.9 }, xoroshiro128plus(seed))
    .map((value, i) => value - (i < event ? 0 : 0.1 + 0.2 * Math.exp((event - i) / 288)));
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    recovery(values, { event, band });
    return (performance.now() - start) / 1000;
  });
  return { length, seconds: times.toSorted((a, b) => a - b)[2]! };
});

const percent = (share?: number) => share === undefined ? "" : `${(100 * share).toFixed(1)} %`;
console.log(`
${series} series a cell, hourly, ${before} before and ${after} after the event, AR(1) noise of deviation ${deviation}, seed
${seed}. Chosen: the true shape by BIC. Half-life and part that came back: 95 % intervals, given the true shape. Equivalence:
the time until within ${band}, by the chosen shape, each bound one-sided at 95 %, so 90 % for both.

| autocorrelation | truth | chosen | half-life held | part held | equivalence held |
|---|---|---|---|---|---|
${
  cells.map(({ autocorrelation, truth, chosen, halfLife, recovered, equivalence }) =>
    `| ${autocorrelation} | ${truth} | ${[chosen, halfLife, recovered, equivalence].map(percent).join(" | ")} |`
  ).join("\n")
}

| values | seconds, nine shapes with intervals |
|---|---|
${costs.map(({ length, seconds }) => `| ${length} | ${seconds.toFixed(3)} |`).join("\n")}
`);
await Deno.writeTextFile(
  new URL("results/recovery.json", import.meta.url),
  `${JSON.stringify({ seed, series, before, after, deviation, band, cells, costs }, null, 2)}\n`,
);
