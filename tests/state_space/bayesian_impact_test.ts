import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { quantileSorted } from "d3-array";
import { seededStream } from "@/random/seeded_stream.ts";
import { standardNormal } from "@/random/standard_normal.ts";
import { bayesianImpact } from "@/state_space/bayesian_impact.ts";
import { gibbsLocalLevel } from "@/state_space/gibbs_local_level.ts";
import type { LocalLevelPosterior } from "@/state_space/local_level_posterior.ts";
import { predictivePaths, predictiveTotals } from "@/state_space/predictive.ts";
import { sampleLocalLevel } from "@/state_space/sample_local_level.ts";
import { readColumns, readJson } from "../read_reference.ts";

const { y, x1 } = readColumns("causalimpact_vignette.csv");
const published = readJson("causalimpact.json").vignette_niter20000;
const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

for (const sampler of [sampleLocalLevel, gibbsLocalLevel]) {
  Deno.test(`bayesianImpact() agrees with CausalImpact's vignette, drawn by ${sampler.name}()`, () => {
    const { average, cumulative, relative, tailProbability } = bayesianImpact(y!, [x1!], {
      from: 70,
      seed: 20120119,
      draws: 20_000,
      sampler,
    });
    const { Average, Cumulative } = published;
    assertAlmostEquals(average.actual, Average.Actual, 1e-9);
    assertAlmostEquals(average.effect.mean, Average.AbsEffect, 0.1);
    assertAlmostEquals(average.effect.low, Average["AbsEffect.lower"], 0.15);
    assertAlmostEquals(average.effect.high, Average["AbsEffect.upper"], 0.15);
    assertAlmostEquals(average.effect.standardDeviation, Average["AbsEffect.sd"], 0.02);
    assertAlmostEquals(average.predicted.low, Average["Pred.lower"], 0.15);
    assertAlmostEquals(average.predicted.high, Average["Pred.upper"], 0.15);
    assertAlmostEquals(cumulative.effect.mean, Cumulative.AbsEffect, 30 * 0.1);
    assertAlmostEquals(cumulative.effect.low, Cumulative["AbsEffect.lower"], 30 * 0.15);
    assertAlmostEquals(cumulative.effect.high, Cumulative["AbsEffect.upper"], 30 * 0.15);
    assertAlmostEquals(relative!.mean, Average.RelEffect, 0.001);
    assertAlmostEquals(relative!.low, Average["RelEffect.lower"], 0.0015);
    assertAlmostEquals(relative!.high, Average["RelEffect.upper"], 0.0015);
    assertAlmostEquals(tailProbability, Average.p, 1e-6); // no draw as far out: one over the draws and one
  });
}

Deno.test("bayesianImpact() with the default 1,000 draws stays within the vignette's tolerance", () => {
  const { average } = bayesianImpact(y!, [x1!], { from: 70, seed: 20120119 });
  assertAlmostEquals(average.effect.mean, published.Average.AbsEffect, 0.1);
  assertAlmostEquals(average.effect.low, published.Average["AbsEffect.lower"], 0.15);
  assertAlmostEquals(average.effect.high, published.Average["AbsEffect.upper"], 0.15);
});

const generator = seededStream(20120119, 0);
const noise = (length: number) => Float64Array.from({ length }, () => standardNormal(generator));
const length = 60;
const columns = Array.from({ length: 5 }, () => noise(length));
const walk = noise(length).map(((sum: number) => (value: number) => sum += 0.2 * value)(0));
const series = noise(length).map((value, time) =>
  5 + walk[time]! + 1.5 * columns[0]![time]! + 0.3 * columns[1]![time]! + 0.5 * value
);
series.fill(NaN, 10, 14);

const inclusion = ({ coefficients, draws }: LocalLevelPosterior) =>
  columns.map((_, index) =>
    Array.from({ length: draws }, (_, draw) => coefficients[draw * columns.length + index]!)
      .filter((value) => value !== 0).length / draws
  );
const coefficientMeans = ({ coefficients, draws }: LocalLevelPosterior) =>
  columns.map((_, index) => {
    let sum = 0;
    for (let draw = 0; draw < draws; draw++) sum += coefficients[draw * columns.length + index]!;
    return sum / draws;
  });

Deno.test("sampleLocalLevel() and gibbsLocalLevel() have the same posterior: spike and slab, missing values", () => {
  const options = { seed: 20120119, draws: 20_000 };
  const collapsed = sampleLocalLevel(series, columns, options);
  const gibbs = gibbsLocalLevel(series, columns, options);
  inclusion(collapsed).forEach((share, index) => assertAlmostEquals(share, inclusion(gibbs)[index]!, 0.03));
  coefficientMeans(collapsed).forEach((value, index) =>
    assertAlmostEquals(value, coefficientMeans(gibbs)[index]!, 0.01)
  );
  for (const name of ["levelVariance", "irregularVariance", "lastLevel"] as const) {
    const [first, second] = [collapsed[name].slice().sort(), gibbs[name].slice().sort()];
    for (const probability of [0.1, 0.5, 0.9]) {
      const expected = quantileSorted(second, probability)!;
      assertAlmostEquals(
        quantileSorted(first, probability)!,
        expected,
        0.05 * Math.abs(expected),
        `${name} ${probability}`,
      );
    }
  }
});

Deno.test("sampleLocalLevel() keeps the regressor that matters and mostly leaves out those that do not", () => {
  const shares = inclusion(sampleLocalLevel(series, columns, { seed: 1 }));
  assertEquals(shares[0], 1);
  assert(shares.slice(2).every((share) => share < 0.3));
});

Deno.test("sampleLocalLevel() follows shift, scale and units of the regressors, draw by draw", () => {
  const base = sampleLocalLevel(series, columns, { seed: 5, draws: 50 });
  const moved = sampleLocalLevel(
    series.map((value) => 1000 + 8 * value),
    columns.map((column) => column.map((value) => 3 + 4 * value)),
    { seed: 5, draws: 50 },
  );
  base.levelVariance.forEach((value, draw) => assertAlmostEquals(moved.levelVariance[draw]! / 64, value, 1e-6 * value));
  base.coefficients.forEach((value, index) => assertAlmostEquals(moved.coefficients[index]! / 2, value, 1e-7));
});

Deno.test("sampleLocalLevel() and gibbsLocalLevel() repeat themselves by seed", () => {
  for (const sampler of [sampleLocalLevel, gibbsLocalLevel]) {
    const draw = (seed: number) => sampler(series, columns, { seed, draws: 20 }).lastLevel;
    assertEquals(draw(1), draw(1));
    assert(draw(1)[0] !== draw(2)[0]);
  }
});

Deno.test("sampleLocalLevel() weighs the regressors' determinant as the Gibbs sampler does without it", () => {
  const slow = [series.map((_, time) => time), series.map((_, time) => Math.sin(time / 9))];
  const options = {
    seed: 20120119,
    draws: 40_000,
    prior: { levelDeviation: 0.3, levelDegrees: 3, irregularDegrees: 3, inclusionProbability: 1 },
  };
  const moved = series.map((value, time) => value + 2 * walk[time]!);
  const [collapsed, gibbs] = [sampleLocalLevel, gibbsLocalLevel].map((sampler) => sampler(moved, slow, options));
  const [first, second] = [collapsed!.levelVariance.map(Math.log), gibbs!.levelVariance.map(Math.log)];
  assertAlmostEquals(mean(first), mean(second), 0.04);
});

Deno.test("predictiveTotals() and the sums of predictivePaths() have the exact mean and variance", () => {
  const draws = 100_000;
  const posterior: LocalLevelPosterior = {
    draws,
    lastTime: 2,
    lastLevel: new Float64Array(draws).fill(7),
    levelVariance: new Float64Array(draws).fill(4),
    irregularVariance: new Float64Array(draws).fill(9),
    coefficients: new Float64Array(draws).fill(0.5),
  };
  const ramp = Float64Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  const window = { from: 5, to: 9 };
  const chosen = [0, 1, 3];
  // Three steps of the level to time 5 move three values, one to 6 moves two, two to 8 move one; three irregulars.
  const variance = 4 * (3 * 9 + 1 * 4 + 2 * 1) + 3 * 9;
  const expected = 3 * 7 + 0.5 * (5 + 6 + 8);
  const paths = predictivePaths(posterior, [ramp], window, 4);
  const sums = Float64Array.from(
    { length: draws },
    (_, draw) => chosen.reduce((sum, index) => sum + paths[draw * 4 + index]!, 0),
  );
  const { totals, mean: exact } = predictiveTotals(posterior, [ramp], window, 4, chosen);
  assertAlmostEquals(exact, expected, 1e-9);
  for (const sample of [sums, totals]) { // within four standard errors
    assertAlmostEquals(mean(sample), expected, 4 * Math.sqrt(variance / draws));
    const spread = mean(sample.map((value) => (value - expected) ** 2));
    assertAlmostEquals(spread, variance, 4 * variance * Math.sqrt(2 / draws));
  }
});

Deno.test("sampleLocalLevel() ends under a prior that pins the level", () => {
  const { levelVariance } = sampleLocalLevel(series, [], { seed: 1, draws: 20, prior: { levelDeviation: 1e-120 } });
  assert(levelVariance.every((value) => value < 1e-6));
});

Deno.test("bayesianImpact() leaves missing values of the window out of actual and predicted alike", () => {
  const gaps = y!.slice().fill(NaN, 75, 85);
  const { average, cumulative } = bayesianImpact(gaps, [x1!], { from: 70, seed: 1 });
  assertAlmostEquals(cumulative.actual, 20 * average.actual, 1e-9);
  assertAlmostEquals(average.effect.mean, published.Average.AbsEffect, 0.5);
});

Deno.test("bayesianImpact() has no relative effect where the predicted total may be 0", () => {
  const centred = Float64Array.from({ length: 40 }, (_, time) => Math.sin(time * time));
  assertEquals(bayesianImpact(centred, [], { from: 30, seed: 1 }).relative, undefined);
});

Deno.test("bayesianImpact() gives paths of the window, the irregular included", () => {
  const impact = bayesianImpact(y!, [x1!], { from: 70, to: 80, seed: 1 });
  const paths = impact.paths();
  assertEquals(paths.length, 10_000);
  assertAlmostEquals(mean(paths), impact.average.predicted.mean, 0.1);
});

Deno.test("bayesianImpact() refuses windows, series and priors out of range", () => {
  const message = (run: () => unknown) => assertThrows(run, RangeError).message;
  assert(message(() => bayesianImpact(y!, [], { from: 100, seed: 1 })).includes("100 and 100"));
  assert(message(() => bayesianImpact(y!, [], { from: 0, seed: 1 })).includes("current values are 0"));
  assert(message(() => bayesianImpact(y!.slice().fill(NaN, 70), [], { from: 70, seed: 1 })).includes("count is 0"));
  assert(
    message(() => bayesianImpact(y!.slice().fill(3, 0, 70), [], { from: 70, seed: 1 })).includes("current mean is 3"),
  );
  assert(message(() => bayesianImpact(y!, [y!.map(() => 1)], { from: 70, seed: 1 })).includes("regressor 0 must vary"));
  assert(
    message(() => bayesianImpact(y!, [x1!.with(90, NaN)], { from: 70, seed: 1 })).includes("must be finite up to"),
  );
  assert(message(() => bayesianImpact(y!, [x1!], { from: 2, seed: 1 })).includes("current count is 2"));
  const prior = { levelDegrees: 0 };
  assert(
    message(() => bayesianImpact(y!, [x1!], { from: 70, seed: 1, prior })).includes("levelDegrees must be positive"),
  );
});
