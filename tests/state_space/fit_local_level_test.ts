import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { fitLocalLevel } from "@/state_space/fit_local_level.ts";
import { diffuseLikelihood } from "@/state_space/kalman_filter.ts";
import { structuralModel } from "@/state_space/structural_model.ts";
import { readColumns, readJson } from "../read_reference.ts";
import { weekRegressors } from "../week_regressors.ts";

const nile = readColumns("Nile.csv").y!;
const kfas = readJson("kfas.json");
const relative = (actual: number, expected: number) => Math.abs(actual / expected - 1);

Deno.test("fitLocalLevel() has the exact diffuse likelihood of KFAS at fixed variances", () => {
  const fit = fitLocalLevel(nile, [], { variances: { level: 1469.1, irregular: 15099 } })!;
  assert(relative(fit.logLikelihood, kfas.nile_fixed_loglik_diffuse) < 1e-6);
});

Deno.test("fitLocalLevel() reaches the maximum that KFAS reports for the Nile, and no lower", () => {
  const fit = fitLocalLevel(nile)!;
  assert(fit.logLikelihood >= kfas.nile_level.loglik);
  assert(relative(fit.logLikelihood, kfas.nile_level.loglik) < 1e-6);
  // KFAS stops its search at these variances to 5 digits: the likelihood is flat there.
  assert(relative(fit.levelVariance, kfas.nile_level.Q) < 1e-4);
  assert(relative(fit.irregularVariance, kfas.nile_level.H) < 1e-4);
});

Deno.test("fitLocalLevel() is the exact generalised least squares of the simulated week", () => {
  const { y, post } = readColumns("series_2016.csv");
  const { Q, H } = readJson("simulated_week.json").local_level_regression;
  const series = y!.map(Math.log);
  const fit = fitLocalLevel(series, weekRegressors(post!), { variances: { level: Q, irregular: H } })!;
  // numpy, dense: V = H I + Q min(s, t), L = cholesky(V), lstsq(solve(L, [1 X]), solve(L, y)).
  assertAlmostEquals(fit.coefficients[15]!, -0.25297427257640503, 1e-9);
  assertAlmostEquals(Math.sqrt(fit.coefficientCovariance.at(-1)!), 0.02202520056016076, 1e-9);
  // numpy's log likelihood counts one log(2 pi) fewer (18 for 17 diffuse states and the level).
  assertAlmostEquals(fit.logLikelihood, 4897.893371728216 - 0.5 * Math.log(2 * Math.PI), 1e-5);
  // KFAS warned of a degenerate diffuse phase here: its standard error agrees, its estimate is 0.0027 (an eighth of a
  // standard error) from the exact one.
  const { post: kfasPost, se_post } = readJson("simulated_week.json").local_level_regression;
  assertAlmostEquals(Math.sqrt(fit.coefficientCovariance.at(-1)!), se_post, 1e-3);
  assertAlmostEquals(fit.coefficients[15]!, kfasPost, se_post / 8);
});

Deno.test("fitLocalLevel() does no worse than any of a fine grid of variances", () => {
  const { y, post } = readColumns("series_2016.csv");
  const series = y!.map(Math.log);
  const regressors = weekRegressors(post!);
  const fit = fitLocalLevel(series, regressors)!;
  const sum = fit.levelVariance + fit.irregularVariance;
  for (const share of [0, 0.5, 0.9, 0.97, 0.98, 0.99, 0.999, 1]) {
    for (const scale of [0.99, 1, 1.01]) {
      const variances = { level: scale * sum * share, irregular: scale * sum * (1 - share) };
      assert(fitLocalLevel(series, regressors, { variances })!.logLikelihood <= fit.logLikelihood + 1e-9);
    }
  }
  // statsmodels 0.15 UnobservedComponents(y, "llevel", exog=X), profile (not restricted) likelihood: -0.25261.
  assertAlmostEquals(fit.coefficients[15]!, -0.25261294775031573, 2e-4);
});

const column = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 12, maxLength: 30 });

Deno.test("fitLocalLevel() agrees with the filter that keeps coefficients as states", () => {
  fc.assert(
    fc.property(column, fc.double({ min: 0.01, max: 5, noNaN: true }), fc.nat({ max: 11 }), (noise, level, gap) => {
      const series = Float64Array.from(noise, (value, time) => value + time % 5);
      series[gap] = NaN;
      const regressors = [series.map((_, time) => Math.sin(time)), series.map((_, time) => time > 6 ? 1 : 0)];
      const fit = fitLocalLevel(series, regressors, { variances: { level, irregular: 1 } })!;
      const model = structuralModel({ trend: "level", regressors }, { level, irregular: 1 });
      assertAlmostEquals(fit.logLikelihood, diffuseLikelihood(model, series).logLikelihood, 1e-7);
    }),
    { seed: 20120119, numRuns: 50 },
  );
});

Deno.test("fitLocalLevel() follows shift, scale and regression of the series", () => {
  const slope = nile.map((_, time) => Math.cos(time));
  const fit = fitLocalLevel(nile, [slope])!;
  const moved = fitLocalLevel(nile.map((value, time) => 7 + 0.001 * value + 3 * slope[time]!), [slope])!;
  assertAlmostEquals(moved.coefficients[0]!, 0.001 * fit.coefficients[0]! + 3, 1e-7);
  assert(relative(moved.levelVariance, 1e-6 * fit.levelVariance) < 1e-4);
  assert(relative(moved.irregularVariance, 1e-6 * fit.irregularVariance) < 1e-4);
});

Deno.test("fitLocalLevel() reaches both ends: no movement and nothing but movement", () => {
  const still = fitLocalLevel(Float64Array.of(1, -1, 1, -1, 1, -1, 1, -1))!;
  assertEquals(still.levelVariance, 0);
  assertAlmostEquals(still.irregularVariance, 8 / 7, 1e-9);
  const walk = Float64Array.from({ length: 40 }, (_, time) => Math.floor(time / 10) * 5);
  const moving = fitLocalLevel(walk)!;
  assertEquals(moving.irregularVariance, 0);
  assertAlmostEquals(moving.levelVariance, 75 / 39, 1e-9);
});

Deno.test("fitLocalLevel() is undefined where nothing is left to explain", () => {
  assertEquals(fitLocalLevel(new Float64Array(10).fill(3)), undefined);
  const line = Float64Array.from({ length: 10 }, (_, time) => time);
  assertEquals(fitLocalLevel(line.map((value) => 2 + 3 * value), [line]), undefined);
});

Deno.test("fitLocalLevel() holds for huge, tiny and few values", () => {
  for (const scale of [1e-150, 1e-9, 1e9, 1e140]) {
    const fit = fitLocalLevel(nile.map((value) => scale * value))!;
    assert(relative(fit.irregularVariance / scale ** 2, 15098.5) < 1e-4, `${scale}`);
  }
  const two = fitLocalLevel(Float64Array.of(NaN, 1, NaN, 3))!;
  assert(Number.isFinite(two.logLikelihood));
});

Deno.test("fitLocalLevel() refuses too few values, dependent regressors and infinities", () => {
  const message = (run: () => unknown) => assertThrows(run, RangeError).message;
  assert(message(() => fitLocalLevel(new Float64Array(0))).includes("current count is 0"));
  assert(message(() => fitLocalLevel(Float64Array.of(1, NaN))).includes("current count is 1"));
  const wave = nile.map((_, time) => Math.sin(time));
  assert(message(() => fitLocalLevel(nile, [wave, wave.map((value) => 1 + 2 * value)])).includes("independent"));
  assert(message(() => fitLocalLevel(nile, [nile.map(() => 5)])).includes("regressor 0 must vary"));
  assert(message(() => fitLocalLevel(nile, [wave.slice(1)])).includes("current length is 99"));
  assert(message(() => fitLocalLevel(nile, [wave.with(3, NaN)])).includes("current value at 3 is NaN"));
  assert(message(() => fitLocalLevel(nile.map((value) => 1e160 * value))).includes("current sum is Infinity"));
  assert(message(() => fitLocalLevel(nile.with(3, Infinity))).includes("current value at 3 is Infinity"));
  assert(message(() => fitLocalLevel(nile, [], { variances: { level: 0, irregular: 0 } })).includes("not both 0"));
});
