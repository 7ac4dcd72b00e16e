import { cholesky, invertCholesky, logDeterminant, solveCholesky } from "@/linear/cholesky.ts";
import { minimiseScalar } from "@/numeric/minimise.ts";
import { type LocalLevelPass, localLevelPasses } from "@/state_space/local_level_pass.ts";
import { type ObservedRows, observedRows } from "@/state_space/observed_rows.ts";

/** A local level model with static regression, `y = level + x'b + irregular`, fitted to a series. */
export interface LocalLevelFit {
  /** Variance of a step of the level. */
  readonly levelVariance: number;
  /** Variance of the irregular. */
  readonly irregularVariance: number;
  /** One coefficient for each regressor. */
  readonly coefficients: Float64Array;
  /** Covariance of the coefficients given the variances, row after row. */
  readonly coefficientCovariance: Float64Array;
  /** The diffuse log likelihood, in the convention of Durbin and Koopman (2012, section 7.2.2). */
  readonly logLikelihood: number;
  /** How many values of the series are observed. */
  readonly observations: number;
}

/** How {@linkcode fitLocalLevel} fits. */
export interface FitLocalLevelOptions {
  /** Variances to keep instead of estimating them. */
  readonly variances?: { readonly level: number; readonly irregular: number };
}

/**
 * Fits a local level with static regression by maximum diffuse likelihood.
 *
 * The level starts exactly diffuse and the coefficients are diffuse too (the likelihood is the restricted one, Harville
 * 1974), missing values are left out exactly, and the scale and the coefficients are concentrated out, so that the search
 * is over one number: the share of the level in the sum of the two variances, both ends included. A grid of shares brackets
 * the maximum; from there the coefficients (one pass over all columns) and the share given the coefficients (cheap passes over
 * the residual) are found in turn, which settles in a few rounds because the two are nearly independent. What the share
 * changes in the log determinant of the regression is carried along as a parabola.
 *
 * @param series The series, NaN where missing.
 * @param regressors Columns as long as the series, finite everywhere; none may be constant, the level is the constant.
 * @returns The fit, or undefined where the regressors and a constant explain the series exactly, so that no variance is
 * defined.
 * @throws {RangeError} If lengths differ, a regressor is not finite, too few values are observed, the squares of the series
 * overflow, or the regressors are linearly dependent where the series is observed.
 *
 * @example
 * ```ts
 * import { fitLocalLevel } from "@/state_space/fit_local_level.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const post = Float64Array.of(0, 0, 0, 0, 1, 1, 1, 1);
 * const fit = fitLocalLevel(Float64Array.of(1, 3, 2, NaN, 12, 11, 13, 12), [post], {
 *   variances: { level: 0, irregular: 1 },
 * });
 * assertAlmostEquals(fit!.coefficients[0]!, 10, 1e-12); // without a moving level, the difference of means
 * ```
 */
export function fitLocalLevel(
  series: Float64Array,
  regressors: readonly Float64Array[] = [],
  { variances }: FitLocalLevelOptions = {},
): LocalLevelFit | undefined {
  const rows = observedRows(series, regressors);
  const freedom = rows.count - 1 - rows.regressorCount;
  if (freedom < 1) {
    throw new RangeError(
      `Cannot fit a local level: more than ${
        1 + rows.regressorCount
      } values must be observed, current count is ${rows.count}`,
    );
  }
  if (variances !== undefined) {
    const { level, irregular } = variances;
    if (!(level >= 0 && irregular >= 0 && level + irregular > 0 && level + irregular < Infinity)) {
      throw new RangeError(
        `Cannot fit a local level: variances must be finite, not negative and not both 0, current values are level ${level} and irregular ${irregular}`,
      );
    }
    const solved = solve(rows, localLevelPasses(rows).pass(level, irregular));
    return fitFrom(rows, solved, level, irregular, 1);
  }

  const found = search(rows);
  if (found === undefined) return undefined;
  const [level, irregular] = shares(found.position);
  return fitFrom(rows, found.solved, level, irregular, found.solved.residualSum / freedom);
}

/** The share of the level and that of the irregular at a logit of the level's share; exact at plus and minus Infinity. */
const shares = (position: number): [number, number] => [1 / (1 + Math.exp(-position)), 1 / (1 + Math.exp(position))];

interface Solved {
  readonly coefficients: Float64Array;
  readonly factor: Float64Array;
  readonly columnScales: Float64Array;
  readonly residualSum: number;
  readonly logDeterminant: number;
  readonly regressionLogDeterminant: number;
}

function solve(
  { regressorCount: size, width }: ObservedRows,
  { products, logDeterminant: determinant }: LocalLevelPass,
): Solved {
  const columnScales = Float64Array.from({ length: size }, (_, index) => Math.sqrt(products[index * width + index]!));
  const gram = new Float64Array(size * size);
  const right = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    right[row] = products[row * width + size]! / columnScales[row]!;
    for (let column = 0; column < size; column++) {
      gram[row * size + column] = products[row * width + column]! / (columnScales[row]! * columnScales[column]!);
    }
  }
  const factor = columnScales.every((scale) => scale > 0) ? cholesky(gram, size) : undefined;
  if (factor === undefined) {
    const constant = columnScales.findIndex((scale) => !(scale > 0));
    throw new RangeError(
      constant < 0
        ? `Cannot fit a local level: the regressors must be linearly independent of each other and of a constant where the series is observed, current count is ${size}`
        : `Cannot fit a local level: regressor ${constant} must vary where the series is observed, current value is constant`,
    );
  }
  const scaled = solveCholesky(factor, size, right);
  let residualSum = products[size * width + size]!;
  for (let index = 0; index < size; index++) residualSum -= scaled[index]! * right[index]!;
  return {
    coefficients: scaled.map((value, index) => value / columnScales[index]!),
    factor,
    columnScales,
    residualSum: Math.max(residualSum, 0),
    logDeterminant: determinant,
    regressionLogDeterminant: logDeterminant(factor, size) +
      2 * columnScales.reduce((sum, scale) => sum + Math.log(scale), 0),
  };
}

interface Visited {
  readonly position: number;
  readonly solved: Solved;
  readonly deviance: number;
}

/** Logits of the level's share tried first; the minimum is searched for between the neighbours of the best. */
const grid = [-30, -11, -7, -3.5, 0, 3.5, 7, 30];

function search(rows: ObservedRows): Visited | undefined {
  const { count, regressorCount } = rows;
  const freedom = count - 1 - regressorCount;
  const passes = localLevelPasses(rows);
  const total = rows.values.subarray(regressorCount * count, (regressorCount + 1) * count);

  const visit = (position: number): Visited => {
    const solved = solve(rows, passes.pass(...shares(position)));
    const deviance = freedom * Math.log(solved.residualSum) + solved.logDeterminant + solved.regressionLogDeterminant;
    return { position, solved, deviance };
  };
  const energy = passes.sumOfSquares(total, 0.5, 0.5).sumOfSquares;
  if (!(energy < Infinity)) {
    throw new RangeError(`Cannot fit a local level: the series' squares must be finite, current sum is ${energy}`);
  }
  const visited = grid.map(visit);
  if (visited.some(({ solved }) => solved.residualSum <= 1e-24 * energy)) return undefined;

  let current = lowestOf(visited);
  for (let round = 0; round < 30; round++) {
    const { position, solved } = current;
    const residual = residualOf(rows, solved.coefficients);
    const regression = parabola(neighbours(visited, current, 1e-4), ({ solved }) => solved.regressionLogDeterminant);
    const objective = (candidate: number) => {
      const { sumOfSquares, logDeterminant } = passes.sumOfSquares(residual, ...shares(candidate));
      return freedom * Math.log(sumOfSquares) + logDeterminant + regression(candidate);
    };
    const [low, , high] = neighbours(visited, current, 0);
    const next = visit(minimiseScalar(objective, low.position, high.position).argument);
    visited.push(next);
    const gain = current.deviance - next.deviance;
    if (gain > 0) current = next;
    const step = Math.abs(next.position - position);
    if (step < (gain > 0 ? 1e-6 : 1e-4)) break;
  }
  if (Math.abs(current.position) < 8) return current;
  const end = visit(Math.sign(current.position) * Infinity);
  return end.deviance <= current.deviance + 1e-9 ? end : current;
}

const lowestOf = (visited: readonly Visited[]): Visited => visited.reduce((a, b) => b.deviance < a.deviance ? b : a);

/** The nearest visited on either side, at least `apart` away; at an edge of the grid the visited itself stands in. */
function neighbours(visited: readonly Visited[], middle: Visited, apart: number): [Visited, Visited, Visited] {
  let [low, high] = [middle, middle];
  for (const other of visited) {
    const distance = other.position - middle.position;
    if (distance < -apart && (low === middle || other.position > low.position)) low = other;
    if (distance > apart && (high === middle || other.position < high.position)) high = other;
  }
  return [low, middle, high];
}

/** The parabola through three visited, or the line through two. */
function parabola(
  [low, middle, high]: readonly [Visited, Visited, Visited],
  value: (visited: Visited) => number,
): (position: number) => number {
  const slope = (a: Visited, b: Visited) => a === b ? undefined : (value(b) - value(a)) / (b.position - a.position);
  const [left, right] = [slope(low, middle), slope(middle, high)];
  const bend = left !== undefined && right !== undefined ? (right - left) / (high.position - low.position) : 0;
  return (position) =>
    (left ?? right ?? 0) * (position - middle.position) +
    bend * (position - low.position) * (position - middle.position);
}

function residualOf({ count, regressorCount, values }: ObservedRows, coefficients: Float64Array): Float64Array {
  const residual = values.slice(regressorCount * count, (regressorCount + 1) * count);
  coefficients.forEach((coefficient, index) => {
    const start = index * count;
    for (let row = 0; row < count; row++) residual[row]! -= coefficient * values[start + row]!;
  });
  return residual;
}

function fitFrom(
  { count, regressorCount: size }: ObservedRows,
  { coefficients, factor, columnScales, residualSum, logDeterminant, regressionLogDeterminant }: Solved,
  level: number,
  irregular: number,
  scale: number,
): LocalLevelFit {
  const freedom = count - 1 - size;
  const inverse = invertCholesky(factor, size);
  return {
    levelVariance: scale * level,
    irregularVariance: scale * irregular,
    coefficients,
    coefficientCovariance: inverse.map((value, index) =>
      scale * value / (columnScales[Math.floor(index / size)]! * columnScales[index % size]!)
    ),
    logLikelihood: -0.5 * (freedom * Math.log(2 * Math.PI) + freedom * Math.log(scale) + logDeterminant +
      regressionLogDeterminant + residualSum / scale),
    observations: count,
  };
}
