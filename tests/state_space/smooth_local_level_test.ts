import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { fitLocalLevel } from "@/state_space/fit_local_level.ts";
import { kalmanSmoother } from "@/state_space/kalman_smoother.ts";
import { forecast } from "@/state_space/forecast.ts";
import { smoothLocalLevel } from "@/state_space/smooth_local_level.ts";
import { structuralModel } from "@/state_space/structural_model.ts";
import { readColumns, readJson } from "../read_reference.ts";

const nile = readColumns("Nile.csv").y!;
const reference = readColumns("kfas_nile_fixed.csv");
const variances = { level: 1469.1, irregular: 15099 };

function assertClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  assertEquals(actual.length, expected.length);
  for (let index = 0; index < expected.length; index++) {
    if (Number.isNaN(expected[index]!)) assert(Number.isNaN(actual[index]!), `${index}: ${actual[index]} is not NaN`);
    else assertAlmostEquals(actual[index]!, expected[index]!, tolerance * Math.max(1, Math.abs(expected[index]!)));
  }
}

Deno.test("smoothLocalLevel() has the smoothed level and auxiliary residuals of KFAS", () => {
  const smoothed = smoothLocalLevel(nile, [], fitLocalLevel(nile, [], { variances })!);
  assertClose(smoothed.level, reference.alphahat!, 1e-6);
  assertClose(smoothed.levelVariance, reference.V!, 1e-6);
  const auxiliary = readJson("kfas.json").nile_aux_resid_state as number[];
  assertClose(smoothed.levelResidual, auxiliary.with(-1, NaN), 1e-6); // KFAS prints 0 where the residual is not defined
});

Deno.test("smoothLocalLevel() carries the level over missing values as statsmodels does", () => {
  const gaps = nile.slice().fill(NaN, 20, 40).fill(NaN, 60, 80);
  const { level, levelVariance } = smoothLocalLevel(gaps, [], fitLocalLevel(gaps, [], { variances })!);
  // statsmodels 0.15 UnobservedComponents(y, "llevel", use_exact_diffuse=True).smooth([15099, 1469.1])
  const times = [0, 30, 70, 99];
  assertClose(
    times.map((time) => level[time]!),
    [1111.3209465735854, 893.7919448454977, 837.4061179528111, 798.3151146180785],
    1e-9,
  );
  assertClose(
    times.map((time) => levelVariance[time]!),
    [4032.186797448254, 9715.005549011363, 9715.005902461402, 4032.1867974482548],
    1e-7,
  );
});

Deno.test("smoothLocalLevel() agrees with the smoother that keeps coefficients as states", () => {
  const series = Float64Array.from(
    { length: 60 },
    (_, time) => 3 * Math.sin(1.7 * time) + Math.cos(time * time) + (time > 40 ? 5 : 0),
  ).fill(NaN, 0, 3).fill(NaN, 20, 22).fill(NaN, 55);
  const regressors = [series.map((_, time) => time > 40 ? 1 : 0), series.map((_, time) => Math.sin(0.3 * time))];
  const fit = fitLocalLevel(series, regressors, { variances: { level: 0.3, irregular: 0.8 } })!;
  const fast = smoothLocalLevel(series, regressors, fit);
  const model = structuralModel({ trend: "level", regressors }, { level: 0.3, irregular: 0.8 });
  const slow = kalmanSmoother(model, series);
  assertClose(fast.signal, slow.signal, 1e-9);
  assertClose(fast.signalVariance, slow.signalVariance, 1e-8);
  assertClose(fast.level, series.map((_, time) => slow.states[3 * time]!), 1e-9);
  assertClose(fast.levelVariance, series.map((_, time) => slow.covariance[9 * time]!), 1e-8);
  assertClose(fast.irregularResidual, slow.irregularResidual, 1e-8);
  assertClose(fast.levelResidual, series.map((_, time) => slow.disturbanceResiduals[3 * time]!), 1e-8);
  const after = forecast(model, series, 55);
  const { mean, variance } = fast.total(series.map((_, time) => time >= 55 ? 1 : 0));
  assertAlmostEquals(mean, after.cumulativeMean.at(-1)!, 1e-9);
  assertAlmostEquals(variance, after.cumulativeVariance.at(-1)!, 1e-8);
});

Deno.test("smoothLocalLevel() totals of one time are that time's signal and variance", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 5, maxLength: 20 }),
      fc.nat(),
      fc.nat(),
      (values, gap, chosen) => {
        const series = Float64Array.from(values, (value, time) => value + time % 3).with(gap % values.length, NaN);
        const ramp = series.map((_, time) => time);
        const fit = fitLocalLevel(series, [ramp], { variances: { level: 0.5, irregular: 2 } })!;
        const smoothed = smoothLocalLevel(series, [ramp], fit);
        const time = chosen % values.length;
        const { mean, variance } = smoothed.total(new Float64Array(values.length).fill(1, time, time + 1));
        assertAlmostEquals(mean, smoothed.signal[time]!, 1e-9);
        assertAlmostEquals(variance, smoothed.signalVariance[time]! + 2, 1e-9);
      },
    ),
    { seed: 20120119 },
  );
});

Deno.test("smoothLocalLevel() refuses a series without values, other regressors and other weights", () => {
  const fit = fitLocalLevel(nile, [], { variances })!;
  assertThrows(() => smoothLocalLevel(new Float64Array(3).fill(NaN), [], fit), RangeError, "at least one value");
  assertThrows(() => smoothLocalLevel(nile, [nile], fit), RangeError, "current count is 1");
  assertThrows(() => smoothLocalLevel(nile, [], fit).total(Float64Array.of(1)), RangeError, "current length is 1");
});
