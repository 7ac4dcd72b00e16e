import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { seededStream } from "@/random/seeded_stream.ts";
import { standardNormal } from "@/random/standard_normal.ts";
import { fitLocalLevel } from "@/state_space/fit_local_level.ts";
import { fitStructural } from "@/state_space/fit_structural.ts";
import { diffuseLikelihood } from "@/state_space/kalman_filter.ts";
import { structuralModel } from "@/state_space/structural_model.ts";
import { readColumns, readJson } from "../read_reference.ts";

const nile = readColumns("Nile.csv").y!;
const gaps = nile.slice().fill(NaN, 20, 40).fill(NaN, 60, 80);
const relative = (actual: number, expected: number) => Math.abs(actual / expected - 1);

Deno.test("fitStructural() reaches the maximum of KFAS for the Nile", () => {
  const { variances, logLikelihood } = fitStructural({ trend: "level" }, nile)!;
  const { Q, H, loglik } = readJson("kfas.json").nile_level;
  assert(logLikelihood >= loglik && relative(logLikelihood, loglik) < 1e-6);
  assert(relative(variances.level, Q) < 1e-4 && relative(variances.irregular, H) < 1e-4);
});

Deno.test("fitStructural() reaches the maxima of statsmodels with 40 values missing", () => {
  // statsmodels 0.15 UnobservedComponents(y, level=..., use_exact_diffuse=True).fit("powell" then "nm"); its likelihood counts
  // log(2 pi) once more for each diffuse state.
  const level = fitStructural({ trend: "level" }, gaps)!;
  assertAlmostEquals(level.logLikelihood - 0.5 * Math.log(2 * Math.PI), -380.9266676543253, 1e-6);
  assert(relative(level.variances.level, 685.82095868) < 1e-3);
  assert(relative(level.variances.irregular, 17899.84270123) < 1e-3);
  const linear = fitStructural({ trend: "linear" }, gaps)!;
  assert(linear.logLikelihood - Math.log(2 * Math.PI) >= -379.275130580286 - 1e-6);
  assertEquals(fitStructural({ trend: "linear" }, nile)!.variances.slope, 0);
});

Deno.test("fitStructural() agrees with fitLocalLevel() where both apply", () => {
  const regressors = [nile.map((_, time) => time >= 28 ? 1 : 0)];
  const general = fitStructural({ trend: "level", regressors }, gaps)!;
  const special = fitLocalLevel(gaps, regressors)!;
  assertAlmostEquals(general.logLikelihood, special.logLikelihood, 1e-7);
  assert(relative(general.variances.irregular, special.irregularVariance) < 1e-4);
});

Deno.test("fitStructural() does at least as well as the truth on a simulated seasonal series", () => {
  const generator = seededStream(20120119, 0);
  let [level, slope] = [10, 0.1];
  const series = Float64Array.from({ length: 200 }, (_, time) => {
    slope += 0.01 * standardNormal(generator);
    level += slope + 0.3 * standardNormal(generator);
    return level + 2 * Math.sin(Math.PI * time / 6) + standardNormal(generator);
  });
  const specification = {
    trend: "linear",
    seasonals: [{ form: "trigonometric", period: 12, harmonics: 2 }],
  } as const;
  const truth = structuralModel(specification, { irregular: 1, level: 0.09, slope: 0.0001, seasonals: [0] });
  const fit = fitStructural(specification, series)!;
  assert(fit.logLikelihood >= diffuseLikelihood(truth, series).logLikelihood);
  assert(fit.variances.irregular > 0.5 && fit.variances.irregular < 2);
  assert(fit.variances.seasonals[0]! < 1e-3);
});

Deno.test("fitStructural() is undefined without noise and refuses too few values", () => {
  const line = Float64Array.from({ length: 12 }, (_, time) => 3 + 2 * time);
  assertEquals(fitStructural({ trend: "linear" }, line), undefined);
  assertEquals(fitStructural({ trend: "level" }, new Float64Array(5)), undefined);
  assertThrows(() => fitStructural({ trend: "linear" }, Float64Array.of(1, 2)), RangeError, "current excess is 0");
});
