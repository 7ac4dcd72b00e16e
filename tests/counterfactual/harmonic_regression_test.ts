import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { normal } from "./normal.ts";
import { harmonicDesign } from "@/counterfactual/harmonic_design.ts";
import { type ErrorModel, harmonicCounterfactual, harmonicRegression } from "@/counterfactual/harmonic_regression.ts";
import { readColumns, readJson } from "../read_reference.ts";

const hour = 3_600_000;
const day = 24 * hour;
const monday = 4 * day;
const models: readonly ErrorModel[] = [
  { kind: "independent" },
  { kind: "newey-west", lag: 5, prewhiten: false },
  { kind: "newey-west" },
  { kind: "kernel" },
  { kind: "autoregressive" },
];

const week = readColumns("series_2016.csv");
const times = week.t!.map((t) => monday + 300_000 * t);
const values = week.y!.map(Math.log);
const events = { post: week.post! };
const expected = readJson("simulated_week.json");

Deno.test("harmonicRegression() has the coefficients of R's lm on the simulated week (simulated_week.json)", () => {
  const { coefficients, standardErrors } = harmonicRegression({ times, values }, {
    events,
    errors: { kind: "independent" },
  });
  for (const [j, value] of Object.values<number>(expected.coef).entries()) {
    assertAlmostEquals(coefficients[j]! / value, 1, 1e-10);
  }
  assertAlmostEquals(standardErrors.at(-1)! / expected.ols_se_post, 1, 1e-12);
});

Deno.test("harmonicRegression() has the standard errors of R's sandwich on the simulated week (simulated_week.json)", () => {
  const error = (errors: ErrorModel) =>
    harmonicRegression({ times, values }, { events, errors }).standardErrors.at(-1)!;
  const agree = (errors: ErrorModel, value: number) => assertAlmostEquals(error(errors) / value, 1, 1e-10);
  agree({ kind: "newey-west", lag: 288, prewhiten: false }, expected.newey_west_lag288_no_prewhite_no_adjust);
  agree({ kind: "newey-west" }, expected.newey_west_auto_prewhite);
  agree({ kind: "kernel" }, expected.kernel_hac_default);
  assertAlmostEquals(error({ kind: "autoregressive" }) / expected.ar1.se_post, 1, 2e-4);
});

Deno.test("harmonicRegression() drops missing values exactly: as if the rows were never there", () => {
  const gone = (i: number) => i % 11 === 4 || (700 < i && i < 760);
  const holes = values.map((value, i) => gone(i) ? NaN : value);
  const rows = Int32Array.from(values.keys()).filter((i) => !gone(i));
  const pick = (series: Float64Array) => Float64Array.from(rows, (i) => series[i]!);
  for (const errors of models) {
    const whole = harmonicRegression({ times, values: holes }, { events, errors });
    const without = harmonicRegression({ times: pick(times), values: pick(values) }, {
      events: { post: pick(week.post!) },
      errors,
    });
    assertEquals(whole.rows, rows);
    assertEquals(whole.coefficients, without.coefficients);
    assertEquals(whole.covariance, without.covariance);
  }
});

Deno.test("harmonicRegression() takes no part where a control is missing, and names a collinear one", () => {
  const control = values.map((_, i) => i < 5 ? NaN : Math.sin(i * i));
  const { rows } = harmonicRegression({ times, values }, { controls: { control }, errors: { kind: "independent" } });
  assertEquals([rows.length, rows[0]], [2011, 5]);
  const flat = values.map(() => 3);
  assertThrows(
    () => harmonicRegression({ times, values }, { controls: { flat }, errors: { kind: "independent" } }),
    RangeError,
    "column flat is a linear combination",
  );
});

Deno.test("harmonicRegression() refuses times off the grid and wrong lengths", () => {
  const errors: ErrorModel = { kind: "independent" };
  const moved = times.slice();
  moved[7]! += 1;
  assertThrows(() => harmonicRegression({ times: moved, values }, { errors }), RangeError, "whole steps of");
  moved[7] = moved[6]!;
  assertThrows(() => harmonicRegression({ times: moved, values }, { errors }), RangeError, "current time 7");
  assertThrows(() => harmonicRegression({ times, values: values.subarray(1) }, { errors }), RangeError, "2015");
  assertThrows(
    () => harmonicRegression({ times, values }, { events: { post: values.subarray(1) }, errors }),
    RangeError,
    "post",
  );
  assertThrows(() => harmonicRegression({ times, values }, { daily: 1.5, errors }), RangeError, "current value is 1.5");
  const nothing = values.map(() => NaN);
  assertThrows(() => harmonicRegression({ times, values: nothing }, { errors }), RangeError, "0 rows and 16 columns");
  const infinite = values.with(3, Infinity);
  assertThrows(
    () => harmonicRegression({ times, values: infinite }, { errors }),
    RangeError,
    "current value 3 is Infinity",
  );
  assertThrows(() => harmonicRegression({ times, values }, { zone: "Europe/Nowhere", errors }), RangeError);
});

Deno.test("harmonicDesign() keeps the rhythm of the wall clock over a change of the clock", () => {
  // Europe/Paris went from UTC+1 to UTC+2 on 25 March 2012 at 01:00 UTC
  const before = Date.parse("2012-03-24T11:00Z");
  const after = Date.parse("2012-03-25T10:00Z"); // both 12:00 in Paris
  const { names, columns } = harmonicDesign(Float64Array.of(before, after), { zone: "Europe/Paris", weekly: 0 });
  for (const [j, name] of names.entries()) {
    if (name.startsWith("daily")) assertAlmostEquals(columns[j]![0]!, columns[j]![1]!, 1e-12);
  }
  assertAlmostEquals(columns[names.indexOf("trend")]![1]!, 23 / 24, 1e-12);
});

Deno.test("harmonicDesign() leaves out harmonics of the week that are harmonics of the day", () => {
  const { names } = harmonicDesign(Float64Array.of(0), { daily: 1, weekly: 14, trend: false });
  assert(!names.includes("weekly cosine 7") && names.includes("weekly cosine 14"));
  assertEquals(names.length, 1 + 2 + 2 * 13);
});

/** A month of hours with AR(1) noise and a drop in the last days, and some hours missing. */
function month(size: number, gaps: (i: number) => boolean = () => false) {
  const draw = normal(20120119);
  let noise = 0;
  const times = Float64Array.from({ length: 30 * 24 }, (_, i) => monday + i * hour);
  const values = times.map((_, i) => {
    noise = 0.7 * noise + 0.05 * draw();
    return gaps(i) ? NaN : 2 + 0.4 * Math.cos(2 * Math.PI * i / 24) + noise - (i < 648 ? 0 : size);
  });
  return { times, values };
}

/** The average effect and its variance by dense generalised least squares and prediction at a known autoregression. */
function denseEffect(
  series: { times: Float64Array; values: Float64Array },
  inside: (i: number) => boolean,
  phi: number,
  innovation: number,
) {
  const { columns } = harmonicDesign(series.times, { daily: 1, weekly: 1 });
  const all = Array.from(series.values.keys()).filter((i) => !Number.isNaN(series.values[i]));
  const known = all.filter((i) => !inside(i));
  const window = all.filter(inside);
  const covariance = (a: number, b: number) => innovation / (1 - phi * phi) * phi ** Math.abs(a - b);
  const solve = (matrix: number[][], right: number[][]) => {
    const rows = matrix.map((row, i) => [...row, ...right[i]!]);
    const n = rows.length;
    for (let k = 0; k < n; k++) {
      for (let i = 0; i < n; i++) {
        if (i === k) continue;
        const factor = rows[i]![k]! / rows[k]![k]!;
        if (factor) { for (let j = k; j < rows[i]!.length; j++) rows[i]![j]! -= factor * rows[k]![j]!; }
      }
    }
    return rows.map((row, k) => row.slice(n).map((value) => value / row[k]!));
  };
  const average = (of: (i: number) => number) => window.reduce((sum, i) => sum + of(i), 0) / window.length;
  const regressors = known.map((i) => columns.map((column) => column[i]!));
  const cross = known.map((i) => average((w) => covariance(i, w)));
  const solved = solve(
    known.map((i) => known.map((k) => covariance(i, k))),
    known.map((i, a) => [...regressors[a]!, series.values[i]!, cross[a]!]),
  );
  const p = columns.length;
  const times = (j: number, k: number) => known.reduce((sum, _, a) => sum + regressors[a]![j]! * solved[a]![k]!, 0);
  const indices = columns.map((_, j) => j);
  const inverse = solve(
    indices.map((j) => indices.map((k) => times(j, k))),
    indices.map((j) => indices.map((k) => Number(j === k))),
  );
  const beta = inverse.map((row) => row.reduce((sum, value, k) => sum + value * times(k, p), 0));
  const error = known.map((i, a) =>
    series.values[i]! - regressors[a]!.reduce((sum, value, j) => sum + value * beta[j]!, 0)
  );
  const foretold = error.reduce((sum, value, a) => sum + value * solved[a]![p + 1]!, 0);
  const effect =
    average((i) => series.values[i]! - columns.reduce((sum, column, j) => sum + beta[j]! * column[i]!, 0)) - foretold;
  const gradient = indices.map((j) => average((i) => columns[j]![i]!) - times(j, p + 1));
  const noise = average((i) => average((k) => covariance(i, k))) -
    cross.reduce((sum, value, a) => sum + value * solved[a]![p + 1]!, 0);
  const ofCoefficients = indices.reduce(
    (sum, j) => sum + gradient[j]! * indices.reduce((inner, k) => inner + inverse[j]![k]! * gradient[k]!, 0),
    0,
  );
  return { effect, variance: noise + ofCoefficients };
}

for (
  const [where, from, to, gaps] of [
    ["at the end", 648, 720, () => false],
    ["in the middle, with gaps", 300, 380, (i: number) => i % 13 === 5 || (295 < i && i < 303)],
    ["at the start", 0, 40, () => false],
  ] as const
) {
  Deno.test(`harmonicCounterfactual() predicts as dense generalised least squares, the window ${where}`, () => {
    const full = month(0.2, gaps);
    const series = { times: full.times.subarray(0, 720), values: full.values.subarray(0, 720) };
    const window = { start: series.times[from]!, end: series.times[to - 1]! + 1 };
    const { averageEffect, standardError, regression } = harmonicCounterfactual(series, window, {
      daily: 1,
      weekly: 1,
      errors: { kind: "autoregressive" },
    });
    if (regression.errors.kind !== "autoregressive") throw new Error(regression.errors.kind);
    const { autoregression, innovationVariance } = regression.errors.fit;
    const dense = denseEffect(series, (i) => from <= i && i < to, autoregression, innovationVariance);
    assertAlmostEquals(averageEffect, dense.effect, 1e-9);
    // beyond the dense variance ours has what not knowing the autoregression adds to that of the coefficients
    assertAlmostEquals(standardError / Math.sqrt(dense.variance), 1, 1e-3);
    assert(standardError >= Math.sqrt(dense.variance) * (1 - 1e-9));
  });
}

Deno.test("harmonicCounterfactual() forecasts as R's predict of arima (regression.json)", () => {
  const { x, z, y } = readColumns("regression.csv");
  const { from, phi, expected } = readJson("regression.json").ar1_forecast;
  const times = y!.map((_, i) => i * hour);
  const { expected: ours, regression } = harmonicCounterfactual({ times, values: y! }, {
    start: from * hour,
    end: Infinity,
  }, {
    daily: 0,
    weekly: 0,
    trend: false,
    controls: { x: x!, z: z! },
    errors: { kind: "autoregressive" },
  });
  if (regression.errors.kind !== "autoregressive") throw new Error(regression.errors.kind);
  assertAlmostEquals(regression.errors.fit.autoregression, phi, 1e-5);
  for (const [k, value] of expected.entries()) assertAlmostEquals(ours[k]!, value, 2e-5);
});

Deno.test("harmonicCounterfactual() with independent errors is the textbook prediction interval", () => {
  // R: s <- lm(y ~ x + z, d[1:60, ]); predict(s, d[61, ], se.fit = TRUE): sqrt(se.fit^2 + sigma^2)
  const { x, z, y } = readColumns("regression.csv");
  const times = y!.map((_, i) => i * hour);
  const options = {
    daily: 0,
    weekly: 0,
    trend: false,
    controls: { x: x!, z: z! },
    errors: { kind: "independent" },
  } as const;
  const { expected, averageEffect, standardError } = harmonicCounterfactual(
    { times, values: y! },
    { start: 60 * hour, end: Infinity },
    { ...options, over: { start: 60 * hour, end: 61 * hour } },
  );
  assertEquals(expected.length, 1);
  assertAlmostEquals(averageEffect, y![60]! - expected[0]!, 1e-14);
  assertAlmostEquals(standardError, 1.17510167093654, 1e-12);
  assertAlmostEquals(expected[0]!, -3.47061394038710, 1e-12);
});

Deno.test("harmonicCounterfactual() with robust errors of no lag and no dependence is near that of independent errors", () => {
  const draw = normal(1);
  const times = Float64Array.from({ length: 60 * 24 }, (_, i) => i * hour);
  const values = times.map(() => draw());
  const window = { start: 50 * day, end: Infinity };
  const error = (errors: ErrorModel) => harmonicCounterfactual({ times, values }, window, { errors }).standardError;
  const independent = error({ kind: "independent" });
  assertAlmostEquals(error({ kind: "newey-west", lag: 0, prewhiten: false, adjust: true }) / independent, 1, 1e-9);
  assertAlmostEquals(error({ kind: "kernel" }) / independent, 1, 0.1);
});

Deno.test("harmonicCounterfactual() with robust errors knows the variance of a long average of AR(1) noise", () => {
  const draw = normal(2);
  let noise = 0;
  const times = Float64Array.from({ length: 400 * 24 }, (_, i) => i * hour);
  const values = times.map(() => noise = 0.8 * noise + draw());
  const window = { start: 390 * day, end: Infinity };
  const truth = Math.sqrt(1 / 0.2 ** 2 / 240 * (1 + 240 / (390 * 24))); // the long-run variance by the length, and of the mean
  for (
    const errors of [{ kind: "newey-west", lag: 60, prewhiten: false }, { kind: "newey-west" }, {
      kind: "kernel",
    }] as const
  ) {
    const { standardError } = harmonicCounterfactual({ times, values }, window, {
      daily: 1,
      weekly: 1,
      trend: false,
      errors,
    });
    assertAlmostEquals(standardError / truth, 1, 0.15);
  }
});

Deno.test("harmonicCounterfactual() refuses a window without a value", () => {
  assertThrows(
    () => harmonicCounterfactual(month(0.2), { start: 0, end: 10 }, { errors: { kind: "independent" } }),
    RangeError,
    "Cannot average an effect",
  );
});

Deno.test("harmonicCounterfactual() is equivariant to units, shifts and effects under every error model", () => {
  const series = month(0.2, (i) => i % 50 === 7);
  const window = { start: monday + 648 * hour, end: Infinity };
  const property = fc.property(
    fc.constantFrom(...models),
    fc.double({ min: 0.001, max: 1000, noNaN: true }),
    fc.double({ min: -10, max: 10, noNaN: true }),
    fc.double({ min: -1, max: 1, noNaN: true }),
    (errors, unit, shift, effect) => {
      const plain = harmonicCounterfactual(series, window, { errors });
      const values = series.values.map((value, i) => unit * (value + shift + (i < 648 ? 0 : effect)));
      const moved = harmonicCounterfactual({ times: series.times, values }, window, { errors });
      assertAlmostEquals(moved.averageEffect / unit, plain.averageEffect + effect, 1e-8);
      assertAlmostEquals(moved.standardError / unit, plain.standardError, 1e-8);
    },
  );
  fc.assert(property, { seed: 20120119, numRuns: 25 });
});
