import { cholesky, invertCholesky, logDeterminant, solveCholesky } from "@/state_space/cholesky.ts";
import { type LocalLevelPass, localLevelPasses } from "@/state_space/local_level_pass.ts";
import { minimiseScalar } from "@/state_space/minimise.ts";
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
 * is over one number: the share of the level in the sum of the two variances, both ends included. The search alternates
 * between the coefficients (one pass over all columns) and the share given the coefficients (cheap passes over the
 * residual), which settles in a few rounds because the two are nearly independent; the slope of the remaining term, the log
 * determinant of the regression, is carried along.
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

/** Logits of the level's share tried first: from no movement of the level to nothing but movement. */
const grid = [-Infinity, ...Array.from({ length: 31 }, (_, index) => index - 20), 12, 14, 17, 20, 24, 28, Infinity];

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
  const starts = [-8, -2, 4].map(visit);
  const energy = passes.sumOfSquares(total, 0.5, 0.5).sumOfSquares;
  if (!(energy < Infinity)) {
    throw new RangeError(`Cannot fit a local level: the series' squares must be finite, current sum is ${energy}`);
  }
  if (starts.some(({ solved }) => solved.residualSum <= 1e-24 * energy)) return undefined;

  let slope = 0;
  let current = lowestOf(starts, ({ deviance }) => deviance);
  let lowest = current;
  for (let round = 0; round < 30; round++) {
    const { position, solved } = current;
    const residual = residualOf(rows, solved.coefficients);
    const objective = (candidate: number) => {
      const { sumOfSquares, logDeterminant } = passes.sumOfSquares(residual, ...shares(candidate));
      return freedom * Math.log(sumOfSquares) + logDeterminant + (slope === 0 ? 0 : slope * (candidate - position));
    };
    const start = round === 0 || !Number.isFinite(position) ? lowestOf(grid, objective) : position;
    const next = visit(Number.isFinite(start) ? localMinimum(objective, start, round === 0 ? 1 : 0.1) : start);
    const step = Math.abs(next.position - position);
    if (next.deviance < lowest.deviance) lowest = next;
    if (next.position === position || step < 1e-7) break;
    if (step > 1e-5) {
      const change = next.solved.regressionLogDeterminant - solved.regressionLogDeterminant;
      slope = Number.isFinite(step) ? change / (next.position - position) : 0;
    }
    current = next;
  }
  if (Math.abs(lowest.position) < 8) return lowest;
  const end = visit(Math.sign(lowest.position) * Infinity);
  return end.deviance <= lowest.deviance + 1e-9 ? end : lowest;
}

function lowestOf<Item>(items: readonly Item[], value: (item: Item) => number): Item {
  const values = items.map(value);
  return items[values.indexOf(Math.min(...values))]!;
}

/** The minimum of a function near a start: a bracket that widens until both its ends are higher, then Brent's search. */
function localMinimum(objective: (argument: number) => number, start: number, reach: number): number {
  const value = objective(start);
  let [low, high] = [start - reach, start + reach];
  for (let width = reach; low > -40 && objective(low) < value; width *= 2) low -= width;
  for (let width = reach; high < 40 && objective(high) < value; width *= 2) high += width;
  return minimiseScalar(objective, low, high).argument;
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
