import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { forecast } from "@/state_space/forecast.ts";
import { kalmanFilter } from "@/state_space/kalman_filter.ts";
import { kalmanSmoother } from "@/state_space/kalman_smoother.ts";
import {
  structuralModel,
  type StructuralSpecification,
  type StructuralVariances,
} from "@/state_space/structural_model.ts";
import { readColumns, readJson } from "../read_reference.ts";
import { weekRegressors } from "../week_regressors.ts";

const nile = readColumns("Nile.csv").y!;
const reference = readColumns("kfas_nile_fixed.csv");
const nileModel = structuralModel({ trend: "level" }, { level: 1469.1, irregular: 15099 });

function assertRelative(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  for (let index = 0; index < expected.length; index++) {
    assertAlmostEquals(actual[index]!, expected[index]!, tolerance * (Math.abs(expected[index]!) || 1), `at ${index}`);
  }
}

Deno.test("kalmanFilter() has the predictions, errors and likelihood of KFAS", () => {
  const filtered = kalmanFilter(nileModel, nile);
  assertRelative(filtered.predicted, reference.a!, 1e-6);
  assertRelative(filtered.covariance, reference.P!, 1e-6);
  assertRelative(filtered.errors, reference.v!, 1e-6);
  assertRelative(filtered.errorVariances, reference.F!, 1e-6);
  assertRelative([filtered.logLikelihood], [readJson("kfas.json").nile_fixed_loglik_diffuse], 1e-6);
  assertEquals(filtered.diffuseFactors.length, 1);
});

Deno.test("kalmanSmoother() has the states, disturbances and auxiliary residuals of KFAS", () => {
  const smoothed = kalmanSmoother(nileModel, nile);
  assertRelative(smoothed.states, reference.alphahat!, 1e-6);
  assertRelative(smoothed.covariance, reference.V!, 1e-6);
  assertRelative(smoothed.irregular, reference.epshat!, 1e-6);
  assertRelative(smoothed.disturbances, reference.etahat!, 1e-6);
  const auxiliary = readJson("kfas.json").nile_aux_resid_state as number[];
  assertRelative(smoothed.disturbanceResiduals, auxiliary.slice(0, -1), 1e-6);
  assert(Number.isNaN(smoothed.disturbanceResiduals.at(-1)!));
});

// statsmodels 0.15, UnobservedComponents(y, ..., use_exact_diffuse=True).smooth(parameters)
const series = Float64Array.from(
  { length: 40 },
  (_, time) => 10 + 0.1 * time + 2 * Math.sin(2 * Math.PI * time / 4) + Math.cos(time * time),
);
for (const time of [0, 1, 7, 19, 20, 21, 33]) series[time] = NaN;
const wave = series.map((_, time) => Math.sin(0.7 * time));
const observed = 33;

interface Case {
  readonly specification: StructuralSpecification;
  readonly variances: StructuralVariances;
  readonly logLikelihood: number;
  /** At times 0, 7, 20 and 39: the first three (or fewer) smoothed states and their variances. */
  readonly states: readonly (readonly number[])[];
  readonly stateVariances: readonly (readonly number[])[];
}

const cases: Readonly<Record<string, Case>> = {
  "linear trend, dummies": {
    specification: { trend: "linear", seasonals: [{ form: "dummy", period: 4 }] },
    variances: { irregular: 0.5, level: 0.1, slope: 0.01, seasonals: [0.02] },
    logLikelihood: -45.91573264184391,
    states: [
      [9.04370921271098, 0.2546565325629331, -0.23362804506486112],
      [10.97270788617704, 0.20324850117941126, -2.0812151057056907],
      [12.150025687087131, 0.08875171379071368, -0.1935675524625266],
      [14.502891802720287, 0.09512420453386318, -1.7477838003653319],
    ],
    stateVariances: [
      [0.9024765227094425, 0.06134671236736566, 0.15429795771326313],
      [0.16661000255173708, 0.01886028050653963, 0.11589669829860302],
      [0.23989175391363737, 0.017450343766624465, 0.08660826041923131],
      [0.2702446242924966, 0.05117021938810691, 0.1224511865636512],
    ],
  },
  "level, harmonics of a broken period": {
    specification: { trend: "level", seasonals: [{ form: "trigonometric", period: 6.5, harmonics: 2 }] },
    variances: { irregular: 0.5, level: 0.1, seasonals: [0.02] },
    logLikelihood: -90.32696884758613,
    states: [
      [9.95568109664037, 0.7032025622927569, -0.4393301227172693],
      [11.159098782597606, 0.2727760103762078, -0.4156442498283742],
      [12.145051084500661, -0.03721381570449096, -0.18835686313542807],
      [13.877647466787828, -0.24502399747939414, -0.4870408193234383],
    ],
    stateVariances: [
      [0.4392906125467226, 0.2420997271660073, 0.20430241048687844],
      [0.1527812063959084, 0.14495168918056672, 0.10200867803572762],
      [0.2073204944901683, 0.11439443661451966, 0.09747646395787066],
      [0.22272489268726353, 0.16131450425834143, 0.17901044284428919],
    ],
  },
  "linear trend, all harmonics": {
    specification: { trend: "linear", seasonals: [{ form: "trigonometric", period: 4 }] },
    variances: { irregular: 0.5, level: 0.1, slope: 0.01, seasonals: [0.02] },
    logLikelihood: -48.268543312736654,
    states: [
      [9.107573455699747, 0.24261720806927656, -0.10447175076439878],
      [10.933044352116886, 0.20045234575976467, -2.4097197272303603],
      [12.139828733100032, 0.08776344475584821, -0.011105599114640452],
      [14.463008814905, 0.08883036898475441, -1.8736689507071158],
    ],
    stateVariances: [
      [0.9504123976003199, 0.06250065961729778, 0.18156520332067808],
      [0.17210450729483742, 0.019017387980750974, 0.12303018226080034],
      [0.24716127338631252, 0.017491707003385596, 0.0909473542984591],
      [0.29376186065592913, 0.052180716038396587, 0.1545520204818206],
    ],
  },
  "level, regressor": {
    specification: { trend: "level", regressors: [wave] },
    variances: { irregular: 0.5, level: 0.1 },
    logLikelihood: -96.96756010163142,
    states: [
      [9.729096738884161, -0.074669750928189],
      [11.210798687430934, -0.07466975092844286],
      [12.13374506843367, -0.07466975092844153],
      [13.858469175894427, -0.0746697509284417],
    ],
    stateVariances: [
      [0.39319197314562115, 0.050063332451476726],
      [0.14121961543932904, 0.05006333244617944],
      [0.1930056902024341, 0.05006333244617928],
      [0.19549214102589635, 0.05006333244617928],
    ],
  },
};

for (const [name, { specification, variances, logLikelihood, states, stateVariances }] of Object.entries(cases)) {
  Deno.test(`kalmanSmoother() agrees with statsmodels: ${name}, missing values`, () => {
    const model = structuralModel(specification, variances);
    const filtered = kalmanFilter(model, series);
    const size = filtered.stateCount;
    const smoothed = kalmanSmoother(model, series);
    [0, 7, 20, 39].forEach((time, index) => {
      assertRelative(smoothed.states.slice(time * size), states[index]!, 1e-6);
      const diagonal = stateVariances[index]!.map((_, state) =>
        smoothed.covariance[(time * size + state) * size + state]!
      );
      assertRelative(diagonal, stateVariances[index]!, 1e-6);
    });
    assertEquals(filtered.freedom, observed - size);
    // statsmodels counts log(2 pi) for every observation, KFAS and this filter not for those that fix a diffuse state.
    assertAlmostEquals(filtered.logLikelihood - 0.5 * size * Math.log(2 * Math.PI), logLikelihood, 1e-6);
  });
}

Deno.test("forecast() agrees with statsmodels", () => {
  const { specification, variances } = cases["linear trend, dummies"]!;
  const { mean, variance } = forecast(structuralModel(specification, variances), series, 30);
  // statsmodels 0.15: UnobservedComponents(y[:30], ...).smooth(parameters).get_forecast(10)
  assertRelative(mean, [
    13.15928698468839,
    11.730042157183393,
    13.488726828183275,
    16.04718101347447,
    13.80628691659108,
    12.377042089086084,
    14.135726760085966,
    16.694180945377163,
    14.453286848493772,
    13.024042020988775,
  ], 1e-7);
  assertRelative(variance, [
    1.2994216726706709,
    1.6293942596809192,
    2.0768072386402796,
    2.5703070146064952,
    3.8117156702508788,
    4.747878128035483,
    5.893936214936551,
    7.109496833598742,
    9.422955947396868,
    11.28530827595583,
  ], 1e-7);
});

Deno.test("forecast() is what the smoother says of missing values at the end", () => {
  const model = structuralModel({ trend: "linear" }, { irregular: 1, level: 0.2, slope: 0.01 });
  const { mean, variance, cumulativeMean, cumulativeVariance } = forecast(model, nile, 90);
  const { signal, signalVariance } = kalmanSmoother(model, nile.slice().fill(NaN, 90));
  assertRelative(mean, signal.slice(90), 1e-9);
  assertRelative(variance, signalVariance.slice(90).map((value) => value + 1), 1e-9);
  assertEquals(cumulativeMean[0], mean[0]);
  assertEquals(cumulativeVariance[0], variance[0]);
  assertAlmostEquals(cumulativeMean.at(-1)!, mean.reduce((sum, value) => sum + value), 1e-8);
});

Deno.test("kalmanSmoother() does not lose the slow harmonics of 18 diffuse states", () => {
  const { y, post } = readColumns("series_2016.csv");
  const { Q, H } = readJson("simulated_week.json").local_level_regression;
  const model = structuralModel({ trend: "level", regressors: weekRegressors(post!) }, { level: Q, irregular: H });
  const { states, covariance, stateCount } = kalmanSmoother(model, y!.map(Math.log));
  // The exact generalised least squares, see fit_local_level_test.ts; R's KFAS gives -0.25023 and warns.
  assertAlmostEquals(states[stateCount - 1]!, -0.25297427257640503, 1e-6);
  assertAlmostEquals(Math.sqrt(covariance[stateCount ** 2 - 1]!), 0.02202520056016076, 1e-6);
});

Deno.test("kalmanFilter() follows shift and scale of the series", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 8, maxLength: 16 }),
      fc.double({ min: -1e3, max: 1e3, noNaN: true }),
      fc.double({ min: 0.1, max: 10, noNaN: true }),
      (values, shift, scale) => {
        const specification = { trend: "linear", seasonals: [{ form: "dummy", period: 3 }] } as const;
        const at = (square: number) =>
          structuralModel(specification, { irregular: square, level: square, slope: square, seasonals: [square] });
        const base = kalmanSmoother(at(1), Float64Array.from(values));
        const moved = kalmanSmoother(at(scale ** 2), Float64Array.from(values, (value) => shift + scale * value));
        base.signal.forEach((value, time) => assertAlmostEquals(moved.signal[time]!, shift + scale * value, 1e-7));
        base.signalVariance.forEach((value, time) =>
          assertAlmostEquals(moved.signalVariance[time]!, scale ** 2 * value, 1e-7)
        );
      },
    ),
    { seed: 20120119, numRuns: 50 },
  );
});

Deno.test("kalmanFilter() takes an empty and a wholly missing series, the smoother refuses the latter", () => {
  assertEquals(kalmanFilter(nileModel, new Float64Array(0)).freedom, 0);
  const missing = new Float64Array(4).fill(NaN);
  assertEquals(kalmanFilter(nileModel, missing).logLikelihood, 0);
  assertThrows(() => kalmanSmoother(nileModel, missing), RangeError, "current number left free is 1");
  assertThrows(() => forecast(nileModel, missing, 2), RangeError, "current number left free is 1");
  assertThrows(() => forecast(nileModel, nile, 100), RangeError, "current value is 100");
  assertThrows(() => kalmanFilter(nileModel, nile.with(2, -Infinity)), RangeError, "current value at 2 is -Infinity");
});

Deno.test("structuralModel() refuses broken periods, harmonics and variances", () => {
  const one = { irregular: 1, level: 1 };
  const build = (seasonal: Parameters<typeof structuralModel>[0]["seasonals"]) => () =>
    structuralModel({ trend: "level", seasonals: seasonal! }, one);
  assertThrows(build([{ form: "dummy", period: 6.5 }]), RangeError, "current value is 6.5");
  assertThrows(build([{ form: "trigonometric", period: 1 }]), RangeError, "current value is 1");
  assertThrows(build([{ form: "trigonometric", period: 7, harmonics: 4 }]), RangeError, "current value is 4");
  assertThrows(
    () => structuralModel({ trend: "level" }, { irregular: -1, level: 1 }),
    RangeError,
    "current value is -1",
  );
  assertThrows(
    () => structuralModel({ trend: "level" }, { ...one, seasonals: [1] }),
    RangeError,
    "current count is 1",
  );
});
