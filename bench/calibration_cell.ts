import { normalQuantile } from "@/distribution/normal.ts";
import { tQuantile } from "@/distribution/student_t.ts";
import { type ErrorModel, harmonicCounterfactual } from "@/counterfactual/harmonic_regression.ts";
import { eventImpact } from "@/impact/event_impact.ts";
import { fourierTransform } from "@/numeric/fourier_transform.ts";
import { type Generator, seededStream } from "@/random/seeded_stream.ts";
import { standardNormal } from "@/random/standard_normal.ts";

export const effects = [-0.05, -0.12, -0.2, -0.4];
const day = 86_400_000;
const deviation = 0.05;

export type CellNoise =
  | { readonly kind: "AR(1)"; readonly phi: number }
  | { readonly kind: "ARFIMA(0, d, 0)"; readonly d: number };

/** One setting of the calibration. */
export interface Cell {
  readonly table: string;
  readonly stream: number;
  readonly binsPerDay: number;
  readonly noise: CellNoise;
  readonly gaps: boolean;
  readonly daysBefore: number;
  readonly windowHours: number;
  readonly shape: "harmonics" | "hour-of-week profile";
  readonly scale: "logarithm" | "level";
  readonly change: number;
  readonly series: number;
  /** How many of the series the other methods see. */
  readonly compared: number;
}

export interface MethodResult {
  readonly method: string;
  readonly series: number;
  readonly coverage: number;
  readonly falseAlarms: number;
  readonly width: number;
  readonly rootMeanSquareError: number;
  readonly milliseconds: number;
  /** How often the effects above are shown, in their order. */
  readonly power?: readonly number[];
  readonly pointwiseCoverage?: number;
}

export interface CellResult {
  readonly cell: Cell;
  readonly methods: readonly MethodResult[];
}

export function noiseName(noise: CellNoise): string {
  return noise.kind === "AR(1)" ? `AR(1) ${noise.phi}` : `ARFIMA(0, ${noise.d}, 0)`;
}

/** Noise of variance 1: an autoregression from its stationary start; fractional noise by circulant embedding. */
function draw(noise: CellNoise, length: number, generator: Generator): Float64Array {
  if (noise.kind === "AR(1)") {
    const { phi } = noise;
    let value = standardNormal(generator);
    return Float64Array.from({ length }, (_, i) => {
      if (i) value = phi * value + Math.sqrt(1 - phi * phi) * standardNormal(generator);
      return value;
    });
  }
  const { d } = noise;
  const half = 2 ** Math.ceil(Math.log2(length));
  const correlations = new Float64Array(half + 1).fill(1);
  for (let lag = 1; lag <= half; lag++) correlations[lag] = correlations[lag - 1]! * (lag - 1 + d) / (lag - d);
  const spectrum = Float64Array.from({ length: 2 * half }, (_, i) => correlations[Math.min(i, 2 * half - i)]!);
  fourierTransform(spectrum, new Float64Array(2 * half));
  const real = spectrum.map((power) => Math.sqrt(Math.max(0, power) / (2 * half)) * standardNormal(generator));
  const imaginary = spectrum.map((power) => Math.sqrt(Math.max(0, power) / (2 * half)) * standardNormal(generator));
  fourierTransform(real, imaginary);
  return real.slice(0, length);
}

/** 5 % of bins missing at random and one hole of 12 hours before the event. */
function makeGaps(values: Float64Array, before: number, binsPerDay: number, generator: Generator): void {
  const uniform = () => (generator.next() >>> 0) / 2 ** 32;
  for (let i = 0; i < values.length; i++) if (uniform() < 0.05) values[i] = NaN;
  const hole = Math.floor(uniform() * (before - binsPerDay / 2));
  values.fill(NaN, hole, hole + binsPerDay / 2);
}

function profileLogarithms(): Float64Array {
  const text = Deno.readTextFileSync(new URL("../data/profiles/united-kingdom-academic-2004.csv", import.meta.url));
  return Float64Array.from(text.trim().split("\n").slice(1), (line) => Math.log(Number(line.split(",").at(-1))));
}

/** Logarithm of the level at each time: a day of three harmonics, a weekend, growth of a tenth a year; or a measured week. */
function shapeOf(cell: Cell, times: Float64Array): Float64Array {
  const growth = (time: number) => 0.1 * time / (365 * day);
  if (cell.shape === "hour-of-week profile") {
    const profile = profileLogarithms();
    const monday = 4 * day;
    return times.map((time) => {
      const hour = ((time - monday) % (7 * day)) / 3_600_000;
      const from = Math.floor(hour);
      const left = profile[from]!;
      return 5 + growth(time) + left + (hour - from) * (profile[(from + 1) % 168]! - left);
    });
  }
  return times.map((time) => {
    const turn = 2 * Math.PI * time / day;
    return 5 + growth(time) + 0.45 * Math.cos(turn - 5.5) + 0.15 * Math.cos(2 * turn + 1) + 0.05 * Math.sin(3 * turn) +
      0.06 * Math.cos(turn / 7 - 1) + 0.03 * Math.sin(2 * turn / 7);
  });
}

interface Outcome {
  readonly error: number;
  readonly covered: boolean;
  readonly alarm: boolean;
  readonly width: number;
  readonly milliseconds: number;
}

/** The difference of the means after and before, with Welch's interval: what a table in a press release does. */
function naive(values: Float64Array, before: number): { effect: number; standardError: number; df: number } {
  const moments = (part: Float64Array) => {
    const seen = part.filter((value) => !Number.isNaN(value));
    const mean = seen.reduce((sum, value) => sum + value, 0) / seen.length;
    return {
      mean,
      error: seen.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (seen.length - 1) / seen.length,
      count: seen.length,
    };
  };
  const a = moments(values.subarray(before));
  const b = moments(values.subarray(0, before));
  const df = (a.error + b.error) ** 2 / (a.error ** 2 / (a.count - 1) + b.error ** 2 / (b.count - 1));
  return { effect: a.mean - b.mean, standardError: Math.sqrt(a.error + b.error), df };
}

const others = (binsPerDay: number): readonly (readonly [string, ErrorModel])[] => [
  ["regression, independent errors", { kind: "independent" }],
  ["regression, Newey-West, 24 h", { kind: "newey-west", lag: binsPerDay, prewhiten: false }],
  ["regression, Newey-West, automatic", { kind: "newey-west" }],
  ["regression, AR(1) by maximum likelihood", { kind: "autoregressive" }],
];

/** Runs one cell. */
export function runCell(cell: Cell, seed: number): CellResult {
  const { binsPerDay, daysBefore, windowHours, change, scale } = cell;
  const generator = seededStream(seed, cell.stream);
  const before = daysBefore * binsPerDay;
  const window = Math.round(windowHours * binsPerDay / 24);
  const start = Date.parse("2012-01-01T00:00Z");
  const times = Float64Array.from({ length: before + window }, (_, i) => start + i * day / binsPerDay);
  const shape = shapeOf(cell, times);
  const event = times[before]!;
  const outcomes = new Map<string, Outcome[]>();
  const note = (method: string, outcome: Outcome) => {
    if (!outcomes.has(method)) outcomes.set(method, []);
    outcomes.get(method)!.push(outcome);
  };
  const power = effects.map(() => 0);
  let inside = 0;
  let points = 0;
  for (let k = 0; k < cell.series; k++) {
    const noise = draw(cell.noise, times.length, generator);
    const logarithms = shape.map((level, i) => level + deviation * noise[i]!);
    if (cell.gaps) makeGaps(logarithms, before, binsPerDay, generator);
    const without = logarithms.map(Math.exp);
    const values = without.map((value, i) => i < before ? value : value * (1 + change));

    const from = performance.now();
    const impact = eventImpact({ times, values }, { event, scale });
    const milliseconds = performance.now() - from;
    // what happened in truth: known, as the series without the event is
    let truth = Math.log1p(change);
    if (scale === "level") {
      truth = 0;
      for (let i = before; i < values.length; i++) if (!Number.isNaN(values[i])) truth += values[i]! - without[i]!;
      truth /= impact.bins;
    }
    const { value, low, high } = impact.effect;
    note("eventImpact", {
      error: value - truth,
      covered: low <= truth && truth <= high,
      alarm: impact.pValue < 0.05,
      width: high - low,
      milliseconds,
    });
    for (const [e, effect] of effects.entries()) {
      const shift = Math.log1p(effect) - Math.log1p(change);
      if (low + shift > 0 || high + shift < 0) power[e]!++;
      if (k < 3 && scale === "logarithm") {
        checkEquivariance(times, without, before, effect, event, impact.effect, change);
      }
    }
    for (let i = before; i < values.length; i++) {
      if (Number.isNaN(without[i])) continue;
      points++;
      if (without[i]! >= impact.counterfactual.low[i]! && without[i]! <= impact.counterfactual.high[i]!) inside++;
    }

    if (k >= cell.compared) continue;
    const compared = scale === "logarithm" ? values.map(Math.log) : values;
    const judge = (method: string, effect: number, standardError: number, critical: number, spent: number) =>
      note(method, {
        error: effect - truth,
        covered: Math.abs(effect - truth) <= critical * standardError,
        alarm: Math.abs(effect) > critical * standardError,
        width: 2 * critical * standardError,
        milliseconds: spent,
      });
    const { effect, standardError, df } = naive(compared, before);
    judge("means before and after", effect, standardError, tQuantile(0.975, df), 0);
    for (const [method, errors] of others(binsPerDay)) {
      const began = performance.now();
      const { averageEffect, standardError, regression } = harmonicCounterfactual({ times, values: compared }, {
        start: event,
        end: Infinity,
      }, { errors });
      const critical = errors.kind === "autoregressive"
        ? normalQuantile(0.975)
        : tQuantile(0.975, regression.degreesOfFreedom);
      judge(method, averageEffect, standardError, critical, performance.now() - began);
    }
  }
  const methods = [...outcomes].map(([method, found]): MethodResult => {
    const share = (test: (outcome: Outcome) => boolean) => found.filter(test).length / found.length;
    const mean = (pick: (outcome: Outcome) => number) => found.reduce((sum, one) => sum + pick(one), 0) / found.length;
    return {
      method,
      series: found.length,
      coverage: share(({ covered }) => covered),
      falseAlarms: change === 0 ? share(({ alarm }) => alarm) : share(({ covered }) => !covered),
      width: mean(({ width }) => width),
      rootMeanSquareError: Math.sqrt(mean(({ error }) => error ** 2)),
      milliseconds: mean(({ milliseconds }) => milliseconds),
      ...(method === "eventImpact"
        ? {
          pointwiseCoverage: inside / points,
          ...(scale === "logarithm" ? { power: power.map((count) => count / found.length) } : {}),
        }
        : {}),
    };
  });
  return { cell, methods };
}

/** An exact step of any size moves effect and bounds by its logarithm and changes nothing else. */
function checkEquivariance(
  times: Float64Array,
  without: Float64Array,
  before: number,
  effect: number,
  event: number,
  at: { readonly low: number; readonly high: number },
  change: number,
): void {
  const values = without.map((value, i) => i < before ? value : value * (1 + effect));
  const moved = eventImpact({ times, values }, { event }).effect;
  const shift = Math.log1p(effect) - Math.log1p(change);
  const off = Math.max(Math.abs(moved.low - at.low - shift), Math.abs(moved.high - at.high - shift));
  if (!(off < 1e-9)) throw new Error(`Bounds do not move with the effect: they are off by ${off}`);
}
