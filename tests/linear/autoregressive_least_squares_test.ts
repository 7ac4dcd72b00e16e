import { assert, assertAlmostEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { autoregressiveLeastSquares } from "@/linear/autoregressive_least_squares.ts";
import { readColumns, readJson } from "../read_reference.ts";
import { weekRegressors } from "../week_regressors.ts";

const { x, z, y } = readColumns("regression.csv");
const columns = [x!.map(() => 1), x!, z!];
const reference = readJson("regression.json");
const within = (actual: number, expected: number, tolerance: number) =>
  assert(Math.abs(actual / expected - 1) < tolerance, `${actual} for ${expected}`);

for (const name of ["ar1", "ar1_missing"]) {
  Deno.test(`autoregressiveLeastSquares() agrees with R's arima: ${name} of regression.json`, () => {
    const { missing = [], phi, coefficients, se, se_phi, sigma2, loglik } = reference[name];
    const positions = Int32Array.from(y!.keys()).filter((t) => !missing.includes(t));
    const observed = (column: Float64Array) => Float64Array.from(positions, (t) => column[t]!);
    const fit = autoregressiveLeastSquares(columns.map(observed), observed(y!), { positions });
    assert(fit.logLikelihood >= loglik - 1e-10, "R's optimiser finds no higher likelihood");
    assertAlmostEquals(fit.logLikelihood, loglik, 1e-8);
    within(fit.autoregression, phi, 1e-6);
    within(fit.autoregressionError, se_phi, 1e-3); // R's Hessian is by finite differences of finite differences
    within(fit.innovationVariance, sigma2, 1e-6);
    for (const [j, value] of coefficients.entries()) {
      within(fit.coefficients[j]!, value, 1e-6);
      within(Math.sqrt(fit.covariance[j]![j]!), se[j], 1e-3);
    }
  });
}

Deno.test("autoregressiveLeastSquares() agrees with R's arima on the simulated week (simulated_week.json)", () => {
  const { y, post } = readColumns("series_2016.csv");
  const design = [y!.map(() => 1), ...weekRegressors(post!)];
  const { ar1 } = readJson("simulated_week.json");
  const fit = autoregressiveLeastSquares(design, y!.map(Math.log));
  assert(fit.logLikelihood > ar1.loglik, "the reference stops short of the maximum by 0.0008");
  within(fit.autoregression, ar1.phi, 2e-5);
  within(fit.coefficients.at(-1)!, ar1.post, 2e-4);
  within(Math.sqrt(fit.covariance.at(-1)!.at(-1)!), ar1.se_post, 2e-4);
  within(fit.innovationVariance, ar1.sigma2, 5e-5);
});

Deno.test("autoregressiveLeastSquares() gives the autoregression the curvature of its profile likelihood", () => {
  // R: -(l(f + h) - 2 l(f) + l(f - h)) / h^2 of the dense profile likelihood at its maximum, h = 3e-4
  within(autoregressiveLeastSquares(columns, y!).autoregressionError, 0.0916254483739, 1e-6);
});

/** The log likelihood of values with mean zero at positions, from their dense covariance by elimination. */
function denseLikelihood(values: Float64Array, positions: Int32Array, phi: number, variance: number): number {
  const rows = Array.from(positions, (a, i) => [
    ...Array.from(positions, (b) => variance / (1 - phi * phi) * phi ** Math.abs(a - b)),
    values[i]!,
  ]);
  const n = rows.length;
  let logDeterminant = 0;
  let quadratic = 0;
  for (let k = 0; k < n; k++) {
    const pivot = rows[k]![k]!;
    logDeterminant += Math.log(pivot);
    quadratic += rows[k]![n]! ** 2 / pivot;
    for (let i = k + 1; i < n; i++) {
      const factor = rows[i]![k]! / pivot;
      for (let j = k; j <= n; j++) rows[i]![j]! -= factor * rows[k]![j]!;
    }
  }
  return -(n * Math.log(2 * Math.PI) + logDeterminant + quadratic) / 2;
}

Deno.test("autoregressiveLeastSquares() maximizes the likelihood of the dense covariance, with gaps", () => {
  const series = fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 14, maxLength: 14 });
  const steps = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 14, maxLength: 14 });
  const property = fc.property(series, steps, (whole, steps) => {
    fc.pre(new Set(whole).size > 4);
    const y = Float64Array.from(whole, (value) => value / 100);
    let place = 0;
    const positions = Int32Array.from(steps, (step) => place += step);
    const { logLikelihood, residuals, autoregression, innovationVariance } = autoregressiveLeastSquares(
      [y.map(() => 1)],
      y,
      { positions },
    );
    const likelihood = (phi: number, variance: number, shift: number) =>
      denseLikelihood(residuals.map((residual) => residual - shift), positions, phi, variance);
    assertAlmostEquals(likelihood(autoregression, innovationVariance, 0), logLikelihood, 1e-7);
    for (const sign of [-1, 1]) {
      const apart = sign * 1e-3;
      assert(
        likelihood(autoregression + apart * (1 - Math.abs(autoregression)), innovationVariance, 0) <=
          logLikelihood + 1e-9,
      );
      assert(likelihood(autoregression, innovationVariance * (1 + apart), 0) <= logLikelihood + 1e-9);
      assert(likelihood(autoregression, innovationVariance, apart) <= logLikelihood + 1e-9);
    }
    for (let phi = -0.95; phi < 1; phi += 0.05) {
      assert(likelihood(phi, innovationVariance, 0) <= logLikelihood + 1e-9, "no other autoregression is likelier");
    }
  });
  fc.assert(property, { seed: 20120119, numRuns: 40 });
});

Deno.test("autoregressiveLeastSquares() is equivariant to scale and shift", () => {
  const plain = autoregressiveLeastSquares(columns, y!);
  const moved = autoregressiveLeastSquares(columns, y!.map((value) => 1e6 * (value + 7)));
  assertAlmostEquals(moved.autoregression, plain.autoregression, 1e-12);
  within(moved.coefficients[0]!, 1e6 * (plain.coefficients[0]! + 7), 1e-12);
  within(moved.covariance[2]![2]!, 1e12 * plain.covariance[2]![2]!, 1e-9);
});

Deno.test("autoregressiveLeastSquares() refuses what has no maximum", () => {
  const ones = new Float64Array(5).fill(1);
  assertThrows(() => autoregressiveLeastSquares([ones], ones), RangeError, "current root mean square is");
  assertThrows(() => autoregressiveLeastSquares([ones.subarray(3)], Float64Array.of(1, 2)), RangeError, "on 2 rows");
  assertThrows(() => autoregressiveLeastSquares([ones], Float64Array.of(1, 2, NaN, 3, 4)), RangeError, "is NaN");
});
