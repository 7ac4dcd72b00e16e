import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Estimate } from "@/interval/estimate.ts";
import { recovery, type RecoveryOptions } from "@/recovery/recovery.ts";
import type { RecoveryShape } from "@/recovery/recovery_shape.ts";
import { noise } from "@/simulator/noise.ts";
import { simulateTraffic } from "@/simulator/simulate_traffic.ts";
import { readColumns, readJson } from "../read_reference.ts";

const reference = readJson("recovery.json");
type Case = "step" | "exp6h" | "ramp48h" | "partial";
const cases = Object.fromEntries(
  (["step", "exp6h", "ramp48h", "partial"] as const).map((name) => [name, readColumns(`recovery_${name}.csv`).y!]),
) as Record<Case, Float64Array>;
const event = 336;
const holds = (estimate: Estimate | undefined, value: number) => estimate!.low <= value && value <= estimate!.high;

Deno.test("recovery() fits every shape as R's lm and nls with independent errors", () => {
  for (const name of ["step", "exp6h", "ramp48h", "partial"] as const) {
    const expected = reference[name]; // reference/outputs/recovery.json; its time constants stop at 2000 h
    const { fits } = recovery(cases[name], { event, errors: "independent", longest: 2000 });
    const of = (shape: RecoveryShape) => fits.find((fit) => fit.shape === shape)!;
    for (
      const [shape, theirs] of [
        ["none", "none"],
        ["permanent", "step"],
        ["full exponential", "exp"],
        ["partial exponential", "exp_perm"],
      ] as const
    ) {
      assertAlmostEquals(of(shape).aic, expected[theirs].aic, 1e-7);
      assertAlmostEquals(of(shape).bic, expected[theirs].bic, 1e-7);
    }
    const [level, effect] = expected.step.coef;
    assertAlmostEquals(of("permanent").baseline, level, 1e-12);
    assertAlmostEquals(of("permanent").lasting, effect, 1e-12);
    const { a, p, b, tau } = expected.exp_perm.coef;
    const partial = of("partial exponential");
    assertAlmostEquals(partial.baseline, a, 1e-6);
    assertAlmostEquals(partial.lasting, p, 1e-6);
    assertAlmostEquals(partial.initial - partial.lasting, b, 2e-6);
    assertAlmostEquals(partial.duration! / tau, 1, 1e-4); // where nls stopped
    const full = of("full exponential");
    assertAlmostEquals(full.initial, expected.exp.coef.b, 1e-6);
    assertAlmostEquals(full.duration! / expected.exp.coef.tau, 1, 1e-5);
  }
});

Deno.test("recovery() fits a gradual onset as R's lm over whole hours", () => {
  // reference/outputs/recovery.json; the ramp of exp6h stopped at the longest looked at there
  for (const name of ["ramp48h", "step", "partial"] as const) {
    const { L, coef, aic } = reference[name].ramp;
    const { fits } = recovery(cases[name], { event, errors: "independent", shapes: ["gradual"] });
    assertEquals(fits[0]!.duration, L);
    assertAlmostEquals(fits[0]!.baseline, coef[0], 1e-12);
    assertAlmostEquals(fits[0]!.lasting, coef[1], 1e-12);
    assertAlmostEquals(fits[0]!.aic, aic, 1e-7);
  }
});

Deno.test("recovery() finds the true shape of the reference series and holds their truths", () => {
  const step = recovery(cases.step, { event });
  assertEquals(step.shape, "permanent");
  assert(holds(step.initial, reference.step.truth.effect));

  const exponential = recovery(cases.exp6h, { event });
  assertEquals(exponential.shape, "full exponential");
  assert(holds(exponential.initial, reference.exp6h.truth.effect0));
  assert(holds(exponential.halfLife, reference.exp6h.truth.half_life));
  assert(holds(exponential.duration, reference.exp6h.truth.tau));
  assert(holds(exponential.recovered, 1));

  const ramp = recovery(cases.ramp48h, { event });
  assertEquals(ramp.shape, "gradual");
  assert(holds(ramp.initial, reference.ramp48h.truth.effect));
  assert(holds(ramp.duration, reference.ramp48h.truth.hours));

  const partial = recovery(cases.partial, { event });
  const { effect0, perm, tau } = reference.partial.truth;
  assertEquals(partial.shape, "partial exponential");
  assert(holds(partial.initial, effect0));
  assert(holds(partial.duration, tau));
  assert(holds(partial.recovered, 1 - perm / effect0));
});

Deno.test("recovery() takes slow noise for noise, where independent errors see a second step", () => {
  assertEquals(recovery(cases.step, { event, errors: "independent" }).shape, "partial step");
  assertEquals(recovery(cases.step, { event, errors: "autoregressive" }).shape, "permanent");
});

Deno.test("recovery() fits AR(1) errors as R's arima, also with bins missing", () => {
  const fit = (values: Float64Array) => recovery(values, { event, shapes: ["permanent"] });
  // R: arima(y, c(1, 0, 0), xreg = post, method = "ML", optim.control = list(reltol = 1e-15))
  const whole = fit(cases.step);
  assertAlmostEquals(whole.fits[0]!.logLikelihood, 1807.423504867984, 1e-9);
  assertAlmostEquals(whole.fits[0]!.aic, -3606.847009736, 1e-8);
  assertAlmostEquals(whole.fits[0]!.autocorrelation, 0.631566915147, 1e-5);
  assertAlmostEquals(whole.initial!.value, -0.123858841692, 1e-7);
  const error = (whole.initial!.high - whole.initial!.low) / 2 / 1.96355; // R: qt(0.975, 668)
  assertAlmostEquals(error / 0.0033878771276414 * Math.sqrt(670 / 672), 1, 2e-3);

  // the same with y[c(1, 51:60, 336:340, 501, 503, 505, 672)] <- NA
  const missing = [1, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 336, 337, 338, 339, 340, 501, 503, 505, 672];
  const gappy = fit(cases.step.map((value, i) => missing.includes(i + 1) ? NaN : value));
  assertAlmostEquals(gappy.fits[0]!.logLikelihood, 1758.353519861301, 1e-9);
  assertAlmostEquals(gappy.fits[0]!.autocorrelation, 0.635703678839865, 1e-5);
  assertAlmostEquals(gappy.initial!.value, -0.125352139821087, 1e-7);
});

Deno.test("recovery() gives the half-life the bounds of the likelihood ratio", () => {
  // R: arima with post and exp(-(h - 336) / tau) as xreg, optimize and uniroot over tau
  const { halfLife, fits } = recovery(cases.partial, { event, shapes: ["partial exponential"] });
  assertAlmostEquals(fits[0]!.logLikelihood, 1825.05604463843861, 1e-8);
  assertAlmostEquals(fits[0]!.duration!, 24.25974784578487, 1e-4);
  assertAlmostEquals(halfLife!.low, 14.998140887981, 1e-4);
  assertAlmostEquals(halfLife!.high, 18.866135903512, 1e-4);
});

/** Exact courses with next to no noise. */
const courses: Record<Exclude<RecoveryShape, "none">, (time: number) => number> = {
  "permanent": () => -0.3,
  "gradual": (time) => -0.3 * Math.min(1, time / 30),
  "full step": (time) => time < 30 ? -0.3 : 0,
  "full ramp": (time) => -0.3 * Math.max(0, 1 - time / 30),
  "full exponential": (time) => -0.3 * Math.exp(-time / 30),
  "partial step": (time) => time < 30 ? -0.3 : -0.1,
  "partial ramp": (time) => -0.1 - 0.2 * Math.max(0, 1 - time / 30),
  "partial exponential": (time) => -0.1 - 0.2 * Math.exp(-time / 30),
};
const white = noise(600, { kind: "autoregressive", deviation: 0.002, autocorrelation: 0 }, xoroshiro128plus(20120119));

Deno.test("recovery() tells all shapes apart where they are clear", () => {
  for (const [shape, course] of Object.entries(courses)) {
    const values = white.map((value, i) => 5 + value + (i < 200 ? 0 : course(i - 200)));
    const found = recovery(values, { event: 200, band: 0.05, bin: 2 });
    assertEquals(found.shape, shape);
    assertAlmostEquals(found.initial!.value, -0.3, 0.005);
    const lasts = shape.startsWith("partial") ? -0.1 : shape.startsWith("full") ? 0 : -0.3;
    assertAlmostEquals(found.lasting!.value, lasts, 0.005);
    assertAlmostEquals(found.recovered!.value, 1 - lasts / -0.3, 0.02);
    assertAlmostEquals(found.fits[0]!.baseline, 5, 0.001);
    if (shape === "permanent") assertEquals(found.duration, undefined);
    else assertAlmostEquals(found.duration!.value, 60, 1.5);
    for (const [time, effect] of found.effects.entries()) assertAlmostEquals(effect, course(time), 0.01);
    const half = { step: 60, ramp: 30, exponential: 60 * Math.LN2 }[shape.split(" ")[1]!];
    if (half === undefined) assertEquals(found.halfLife, undefined);
    else assertAlmostEquals(found.halfLife!.value, half, 1);
    if (!shape.startsWith("full")) assertEquals(found.equivalence!.value, Infinity);
  }
});

Deno.test("recovery() finds no effect where there is none", () => {
  const found = recovery(white, { event: 200, band: 0.05 });
  assertEquals(found.shape, "none");
  assertEquals(
    [found.initial, found.lasting, found.recovered, found.halfLife, found.duration],
    Array(5).fill(undefined),
  );
  assertEquals(found.effects, new Float64Array(400));
  assertEquals(found.equivalence, { value: 0, low: 0, high: 0 });
  assertEquals(recovery(white.map((x) => 100 * x), { event: 200, band: 0.005 }).equivalence!.high, Infinity);
});

Deno.test("recovery() gives the time until the effect lies within the band", () => {
  const values = white.map((value, i) => value + (i < 200 ? 0 : courses["full exponential"](i - 200)));
  const { equivalence } = recovery(values, { event: 200, band: 0.05 });
  const truth = Math.ceil(30 * Math.log(6)); // the first whole bin with 0.3 exp(-t / 30) <= 0.05
  assertAlmostEquals(equivalence!.value, truth, 1);
  assert(holds(equivalence, truth));
  assertEquals(recovery(values, { event: 200 }).equivalence, undefined);
  assertEquals(recovery(values, { event: 200, band: 1 }).equivalence!.value, 0);
});

Deno.test("recovery() bounds the time until equivalence by the date of a step, which standard errors do not know of", () => {
  const values = white.map((value, i) => 25 * value + (i >= 200 && i < 230 ? -0.1 : 0));
  const { equivalence, shape } = recovery(values, { event: 200, band: 0.05 });
  assertEquals(shape, "full step");
  assert(equivalence!.low < equivalence!.value && equivalence!.value < equivalence!.high);
  assert(holds(equivalence, 30));
});

Deno.test("recovery() chooses among the shapes it is given, and weighs them", () => {
  const { fits, shape } = recovery(cases.exp6h, { event, shapes: ["none", "permanent"], criterion: "aic" });
  assertEquals(fits.map(({ shape }) => shape), [shape, shape === "none" ? "permanent" : "none"]);
  assertAlmostEquals(fits[0]!.weight + fits[1]!.weight, 1, 1e-12);
  assertAlmostEquals(fits[1]!.weight / fits[0]!.weight, Math.exp((fits[0]!.aic - fits[1]!.aic) / 2), 1e-9);
});

Deno.test("recovery() leaves the part that came back undefined where there may have been no effect to come back from", () => {
  const late = recovery(white.map((value, i) => value - (i < 400 ? 0 : 0.3)), { event: 200, shapes: ["partial step"] });
  assertAlmostEquals(late.initial!.value, 0, 0.002);
  assertAlmostEquals(late.lasting!.value, -0.3, 0.002);
  assertEquals(late.recovered, undefined);
});

Deno.test("recovery() fits values without noise", () => {
  const exact = Float64Array.from({ length: 100 }, (_, i) => i < 50 || i >= 60 ? 1e-300 : 0.5e-300);
  const found = recovery(exact, { event: 50 });
  assertEquals([found.shape, found.halfLife], ["full step", { value: 10, low: 10, high: 10 }]);
  assertAlmostEquals(found.initial!.value / -0.5e-300, 1, 1e-9);
});

Deno.test("recovery() leaves bounds open where the series does not tell", () => {
  const slow = white.slice(0, 260).map((value, i) => 10 * value + (i < 200 ? 0 : -0.3 * Math.exp(-(i - 200) / 200)));
  const { halfLife } = recovery(slow, { event: 200, shapes: ["partial exponential"] });
  assertEquals(halfLife!.high, Infinity);
});

Deno.test("recovery() refuses what it cannot fit", () => {
  const values = Float64Array.from({ length: 40 }, (_, i) => Math.sin(i * i));
  const broken: [ArrayLike<number>, Partial<RecoveryOptions>, string][] = [
    [[], {}, "current event 20 has 0 and 0"],
    [values, { event: 1 }, "current event 1 has 1 and 39"],
    [values, { event: 36 }, "has 36 and 4"],
    [values, { event: 2.5 }, "2.5"],
    [values.map((value, i) => i < 19 ? NaN : value), {}, "has 1 and 20"],
    [values.map(() => 7), {}, "must vary"],
    [values.with(3, Infinity), {}, "finite values"],
    [values, { bin: 0 }, "current values are 0"],
    [values, { level: 1 }, "1"],
    [values, { shapes: [] }, "a shape"],
    [values, { longest: 0 }, "current value is 0"],
    [values, { band: -1 }, "positive band"],
  ];
  for (const [series, options, message] of broken) {
    assertThrows(() => recovery(series, { event: 20, ...options }), RangeError, message);
  }
});

Deno.test("recovery() shifts and scales with the values, and its times with the bin", () => {
  const finite = (estimate: Estimate) => Object.values(estimate).every(Number.isFinite);
  fc.assert(
    fc.property(
      fc.constantFrom<Case>("step", "exp6h", "ramp48h", "partial"),
      fc.constantFrom(-1e6, -3, 0, 40, 1e9),
      fc.constantFrom(-1e-9, 1e-3, -2, 1024, 1e12),
      (name, shift, scale) => {
        const size = Math.abs(scale);
        const plain = recovery(cases[name], { event, band: 0.05 });
        const moved = recovery(cases[name].map((value) => scale * (value - 3) + shift * size), {
          event,
          band: 0.05 * size,
          bin: 0.5,
        });
        assertEquals(moved.shape, plain.shape);
        assertAlmostEquals(moved.initial!.value / plain.initial!.value / scale, 1, 1e-5);
        assertEquals(moved.equivalence!.value, plain.equivalence!.value / 2);
        for (const name of ["halfLife", "duration"] as const) {
          if (plain[name] === undefined || !finite(plain[name])) assertEquals(moved[name], plain[name]);
          else assertAlmostEquals(moved[name]!.high / plain[name].high, 0.5, 1e-3);
        }
      },
    ),
    { seed: 20120119, numRuns: 12 },
  );
});

Deno.test("recovery() of a simulated recovery is told from the others and holds its half-life and part", () => {
  let held = 0;
  let found = 0;
  const series = 40;
  for (let seed = 0; seed < series; seed++) {
    const { values, counterfactual } = simulateTraffic({
      seed,
      from: "2012-01-01T00:00Z",
      to: "2012-01-29T00:00Z",
      bin: { hours: 1 },
      level: 100,
      noise: { kind: "autoregressive", deviation: 0.03, autocorrelation: 0.5 },
      events: [{ at: "2012-01-15T00:00Z", change: -0.4, shape: "exponential recovery", halfLife: 12, recovered: 0.7 }],
      gaps: { share: 0.05, length: 3 },
    });
    assertEquals(values.length, counterfactual.length);
    const { halfLife, recovered, shape } = recovery(values.map((value) => Math.log(value / 100)), { event: 14 * 24 });
    if (shape === "partial exponential") found++;
    if (recovered && halfLife && holds(halfLife, 12) && holds(recovered, 0.7)) held++;
  }
  assert(found >= 0.9 * series, `found in ${found}`);
  assert(held >= 0.85 * series, `held in ${held}`);
});
