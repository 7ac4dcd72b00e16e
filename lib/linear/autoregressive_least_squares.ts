import { leastSquares } from "@/linear/least_squares.ts";
import { triangularFactor } from "@/linear/triangular_factor.ts";
import { upperInverse } from "@/linear/upper_inverse.ts";

/** A regression whose errors are a stationary autoregression of order one, fitted by maximum likelihood. */
export interface AutoregressiveFit {
  /** One coefficient a column, by generalised least squares at the fitted autoregression. */
  readonly coefficients: Float64Array;
  /** The covariance of the coefficients, p rows of p, from the inverse Hessian of the likelihood in all parameters. */
  readonly covariance: readonly Float64Array[];
  /** The responses less their fitted values: the autoregressive errors, not the innovations. */
  readonly residuals: Float64Array;
  /** The correlation of an error with the one before it. */
  readonly autoregression: number;
  /** The standard error of the autoregression. */
  readonly autoregressionError: number;
  /** The variance of the innovations, with denominator n. */
  readonly innovationVariance: number;
  readonly logLikelihood: number;
}

/** What {@linkcode autoregressiveLeastSquares} may be told. */
export interface AutoregressiveOptions {
  /** Where in time each row stands: whole numbers, rising; 0, 1, 2 … when left out. */
  readonly positions?: Int32Array | undefined;
  /** The names of the columns, for error messages. */
  readonly names?: readonly string[] | undefined;
}

/**
 * Linear regression with AR(1) errors by exact maximum likelihood, also with missing rows, as R's
 * `arima(y, c(1, 0, 0), xreg = columns, include.mean = FALSE, method = "ML")`.
 *
 * The likelihood is that of the Gaussian process at the times observed. All of the data that depends on the autoregression
 * are sums of products of neighbouring rows in an orthogonal basis of the columns, made once; the profile likelihood is
 * then searched over the whole range of stationary autoregressions, and the root of its derivative solved to the last bit.
 *
 * @param columns The p columns of the design, n values each; give a column of ones for an intercept.
 * @param response The n responses.
 * @param options Where in time the rows stand, and the names of the columns for error messages.
 * @throws {RangeError} As {@linkcode leastSquares}; or if there are no more rows than columns + 1, or the fit leaves no
 * residuals, so that the likelihood has no maximum.
 *
 * @example
 * ```ts
 * import { autoregressiveLeastSquares } from "@/linear/autoregressive_least_squares.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const y = Float64Array.of(1, 2, 4, 3, 6, 5, 7);
 * const fit = autoregressiveLeastSquares([y.map(() => 1)], y);
 * assertAlmostEquals(fit.logLikelihood, -13.96696087, 1e-8); // R: logLik(arima(y, c(1, 0, 0), method = "ML"))
 * assertAlmostEquals(fit.autoregression, 0.611099, 1e-6);
 * ```
 */
export function autoregressiveLeastSquares(
  columns: readonly Float64Array[],
  response: Float64Array,
  { positions = Int32Array.from(response, (_, i) => i), names }: AutoregressiveOptions = {},
): AutoregressiveFit {
  const rows = response.length;
  const width = columns.length;
  const start = leastSquares(columns, response, { names });
  const scale = Math.sqrt(start.residualSumOfSquares / rows);
  const size = Math.max(...response.map(Math.abs));
  if (rows <= width + 1 || !(scale > 1e-14 * size)) {
    throw new RangeError(
      `Cannot fit autoregressive errors: residuals on more rows than columns + 1 are needed, current root mean square is ${scale} on ${rows} rows and ${width} columns`,
    );
  }
  const root = upperInverse(triangularFactor(columns));
  const moments = neighbourMoments([...orthogonal(columns, root), start.residuals], positions);
  const autoregression = mostLikely(moments, rows);
  const best = profile(moments, rows, autoregression);

  const apart = 1e-4 * (1 - autoregression ** 2);
  const [below, above] = [
    profile(moments, rows, autoregression - apart),
    profile(moments, rows, autoregression + apart),
  ];
  const autoregressionVariance = 2 * apart / (below.slope - above.slope);
  const shift = root.map((row) => weightedSum(row, best.solution));
  const drift = root.map((row) => (weightedSum(row, above.solution) - weightedSum(row, below.solution)) / (2 * apart));
  const innovationVariance = best.rest / rows;
  const inverse = root.map((row) => root.map((_, k) => weightedSum(row, best.inverse.map((inner) => inner[k]!))));
  const covariance = inverse.map((row, i) =>
    Float64Array.from(
      root,
      (other, j) => innovationVariance * weightedSum(other, row) + drift[i]! * drift[j]! * autoregressionVariance,
    )
  );
  const coefficients = start.coefficients.map((value, j) => value + shift[j]!);
  const residuals = response.slice();
  for (const [j, column] of columns.entries()) {
    for (let i = 0; i < rows; i++) residuals[i]! -= coefficients[j]! * column[i]!;
  }
  return {
    coefficients,
    covariance,
    residuals,
    autoregression,
    autoregressionError: Math.sqrt(autoregressionVariance),
    innovationVariance,
    logLikelihood: best.logLikelihood,
  };
}

type Matrix = readonly Float64Array[];

const weightedSum = (values: ArrayLike<number>, weights: ArrayLike<number>) => {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k]! * weights[k]!;
  return sum;
};

function orthogonal(columns: Matrix, root: Matrix): Float64Array[] {
  return columns.map((column, j) => {
    const scaled = column.map((value) => value * root[j]![j]!);
    for (let k = 0; k < j; k++) {
      const weight = root[k]![j]!;
      const other = columns[k]!;
      for (let i = 0; i < scaled.length; i++) scaled[i]! += weight * other[i]!;
    }
    return scaled;
  });
}

/** Sums of products over the pairs of neighbouring rows that are the same number of steps apart. */
interface Gap {
  readonly steps: number;
  count: number;
  readonly later: Matrix;
  readonly earlier: Matrix;
  /** Later by earlier plus its transpose. */
  readonly cross: Matrix;
}

interface Moments {
  readonly first: Matrix;
  readonly gaps: readonly Gap[];
}

/** All that the likelihood needs of the vectors: their products in the first row and between neighbouring rows. */
function neighbourMoments(vectors: Matrix, positions: Int32Array): Moments {
  const rows = positions.length;
  const square = () => vectors.map(() => new Float64Array(vectors.length));
  const addProducts = (sums: Matrix, a: number, b: number, sign = 1) => {
    for (const [i, sum] of sums.entries()) {
      const factor = sign * vectors[i]![a]!;
      for (const [j, vector] of vectors.entries()) sum[j]! += factor * vector[b]!;
    }
  };
  const first = square();
  addProducts(first, 0, 0);
  const gapOf = (steps: number): Gap => ({ steps, count: 0, later: square(), earlier: square(), cross: square() });
  const next = gapOf(1);
  const gaps = new Map([[1, next]]);
  for (const [i, vector] of vectors.entries()) {
    for (let j = 0; j <= i; j++) next.later[i]![j] = next.later[j]![i] = weightedSum(vector, vectors[j]!);
  }
  for (const [i] of vectors.entries()) next.earlier[i]!.set(next.later[i]!);
  addProducts(next.later, 0, 0, -1);
  addProducts(next.earlier, rows - 1, rows - 1, -1);
  let begin = 0;
  for (let t = 1; t <= rows; t++) {
    const steps = t < rows ? positions[t]! - positions[t - 1]! : 0;
    if (steps === 1) continue;
    next.count += t - 1 - begin;
    addNeighbours(next.cross, vectors, begin, t);
    begin = t;
    if (t === rows) break;
    if (!gaps.has(steps)) gaps.set(steps, gapOf(steps));
    const gap = gaps.get(steps)!;
    gap.count++;
    addProducts(gap.later, t, t);
    addProducts(gap.earlier, t - 1, t - 1);
    addProducts(gap.cross, t, t - 1);
    addProducts(gap.cross, t - 1, t);
    addProducts(next.later, t, t, -1);
    addProducts(next.earlier, t - 1, t - 1, -1);
  }
  return { first, gaps: [...gaps.values()].filter(({ count }) => count) };
}

/** Adds the products of rows one apart, and their transpose, over a run of rows without a gap. */
function addNeighbours(cross: Matrix, vectors: Matrix, begin: number, end: number): void {
  for (const [i, a] of vectors.entries()) {
    for (let j = 0; j <= i; j++) {
      const b = vectors[j]!;
      let sum = 0;
      for (let t = begin + 1; t < end; t++) sum += a[t]! * b[t - 1]! + a[t - 1]! * b[t]!;
      cross[i]![j]! += sum;
      if (j < i) cross[j]![i]! += sum;
    }
  }
}

interface Profile {
  /** The coefficients of the residuals on the orthogonal columns. */
  readonly solution: Float64Array;
  /** The inverse of the weighted cross product of the orthogonal columns. */
  readonly inverse: Matrix;
  /** The weighted sum of squares that is left. */
  readonly rest: number;
  readonly logLikelihood: number;
  /** Its derivative by the autoregression. */
  readonly slope: number;
}

/** The likelihood at an autoregression, the coefficients and the variance being the best there. */
function profile({ first, gaps }: Moments, rows: number, autoregression: number): Profile {
  const width = first.length - 1;
  const stationary = 1 - autoregression ** 2;
  const weighted = first.map((row) => row.map((value) => value * stationary));
  let logVariances = -Math.log(stationary);
  let logSlope = 2 * autoregression / stationary;
  const terms = gaps.map(({ steps, count, later, earlier, cross }) => {
    const power = autoregression ** steps;
    const powerSlope = steps * autoregression ** (steps - 1);
    const rest = 1 - power * power;
    const precision = stationary / rest;
    const precisionSlope = steps === 1 ? 0 : 2 * (precision * power * powerSlope - autoregression) / rest;
    for (const [i, row] of weighted.entries()) {
      for (let j = 0; j <= width; j++) {
        row[j]! += precision * (later[i]![j]! - power * cross[i]![j]! + power * power * earlier[i]![j]!);
      }
    }
    logVariances -= count * Math.log(precision);
    logSlope -= count * precisionSlope / precision;
    return { later, earlier, cross, power, powerSlope, precision, precisionSlope };
  });

  const inverse = inverseOfPositive(weighted, width);
  const response = weighted.map((row) => row[width]!);
  const solution = Float64Array.from(inverse, (row) => weightedSum(row, response));
  const error = Float64Array.from([...solution.map((value) => -value), 1]);
  const quadratic = (matrix: Matrix) => weightedSum(error, matrix.map((row) => weightedSum(error, row)));
  const rest = quadratic(weighted);
  let restSlope = -2 * autoregression * quadratic(first);
  for (const { later, earlier, cross, power, powerSlope, precision, precisionSlope } of terms) {
    const [after, before, both] = [quadratic(later), quadratic(earlier), quadratic(cross)];
    restSlope += precisionSlope * (after - power * both + power * power * before) +
      precision * powerSlope * (2 * power * before - both);
  }
  return {
    solution,
    inverse,
    rest,
    logLikelihood: -(rows * (Math.log(2 * Math.PI * rest / rows) + 1) + logVariances) / 2,
    slope: -(rows * restSlope / rest + logSlope) / 2,
  };
}

/** The inverse of the leading part of a symmetric positive definite matrix, by its Cholesky factor. */
function inverseOfPositive(matrix: Matrix, size: number): Matrix {
  const upper = Array.from({ length: size }, () => new Float64Array(size));
  for (let j = 0; j < size; j++) {
    for (let i = 0; i <= j; i++) {
      let sum = matrix[i]![j]!;
      for (let k = 0; k < i; k++) sum -= upper[k]![i]! * upper[k]![j]!;
      upper[i]![j] = i === j ? Math.sqrt(sum) : sum / upper[i]![i]!;
    }
  }
  const root = upperInverse(upper);
  return root.map((row) => Float64Array.from(root, (other) => weightedSum(row, other)));
}

/** The autoregression of the highest likelihood: the best of a grid, then the root of the slope beside it. */
function mostLikely(moments: Moments, rows: number): number {
  const at = (place: number) => Math.tanh(place / 4);
  let best = 0;
  let highest = -Infinity;
  for (let place = -36; place <= 36; place++) {
    const { logLikelihood } = profile(moments, rows, at(place));
    if (logLikelihood > highest) [best, highest] = [place, logLikelihood];
  }
  let [low, high] = [at(best - 1), at(best + 1)];
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (profile(moments, rows, middle).slope > 0) low = middle;
    else high = middle;
  }
}
