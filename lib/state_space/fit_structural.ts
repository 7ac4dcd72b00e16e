import { minimiseScalar, minimiseSimplex } from "@/numeric/minimise.ts";
import { diffuseLikelihood } from "@/state_space/kalman_filter.ts";
import {
  type StructuralModel,
  structuralModel,
  type StructuralSpecification,
  type StructuralVariances,
} from "@/state_space/structural_model.ts";

/** A structural model fitted to a series. */
export interface StructuralFit {
  readonly variances: Required<StructuralVariances>;
  /** The model with these variances, ready for the filter and the smoother. */
  readonly model: StructuralModel;
  /** The diffuse log likelihood, see {@linkcode KalmanFiltered.logLikelihood}. */
  readonly logLikelihood: number;
}

/** Logarithms of a variance over the irregular's where the search begins, combined over up to three components. */
const startingRatios = [-9, -5, -2, 1];
/** Where a search over more components begins. */
const sharedRatios = [-8, -4, -1];

/**
 * Fits the variances of a structural model by maximum diffuse likelihood, the coefficients of regressors diffuse too.
 *
 * The scale is concentrated out, the ratios to the irregular's variance are searched over a grid of logarithms, then by the
 * downhill simplex from the two best points and once along each ratio; a variance that the likelihood does not miss is 0.
 *
 * @param specification The components.
 * @param series The series, NaN where missing.
 * @returns The fit, or undefined where the diffuse states explain the series exactly, so that no variance is defined.
 * @throws {RangeError} If the specification or a regressor is out of range, or no more values are observed than there are
 * diffuse states.
 *
 * @example A level that never moves has no variance
 * ```ts
 * import { fitStructural } from "@/state_space/fit_structural.ts";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * const fit = fitStructural({ trend: "level" }, Float64Array.of(1, -1, 1, -1, 1, -1));
 * assertEquals(fit!.variances.level, 0);
 * assertAlmostEquals(fit!.variances.irregular, 6 / 5, 1e-9);
 * ```
 */
export function fitStructural(specification: StructuralSpecification, series: Float64Array): StructuralFit | undefined {
  const linear = specification.trend === "linear";
  const seasonalCount = specification.seasonals?.length ?? 0;
  const variancesFrom = ([irregular, level, ...rest]: readonly number[], scale = 1) => ({
    irregular: scale * irregular!,
    level: scale * level!,
    slope: linear ? scale * rest[0]! : 0,
    seasonals: rest.slice(linear ? 1 : 0).map((share) => scale * share),
  });
  const measure = (shares: readonly number[]) => {
    const likelihood = diffuseLikelihood(structuralModel(specification, variancesFrom(shares)), series);
    const { freedom, sumOfSquares, logDeterminant } = likelihood;
    return { ...likelihood, deviance: freedom * Math.log(sumOfSquares) + logDeterminant };
  };
  const deviance = (ratios: readonly number[]) => measure(sharesOf(ratios)).deviance;

  const dimension = 1 + (linear ? 1 : 0) + seasonalCount;
  const balanced = measure(sharesOf(new Array<number>(dimension).fill(0)));
  if (balanced.freedom < 1) {
    throw new RangeError(
      `Cannot fit a structural model: more values must be observed than there are diffuse states, current excess is ${balanced.freedom}`,
    );
  }
  const energy = series.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : value * value), 0);
  if (balanced.sumOfSquares <= 1e-24 * energy) return undefined;

  const starts = startsOf(dimension)
    .map((ratios) => ({ ratios, value: deviance(ratios) }))
    .sort((a, b) => a.value - b.value);
  const [best] = starts.slice(0, 2)
    .map(({ ratios }) => minimiseSimplex(deviance, ratios))
    .sort((a, b) => a.value - b.value);
  const polished = [...best!.argument];
  polished.forEach((ratio, index) => {
    const along = (value: number) => deviance(polished.with(index, value));
    const found = minimiseScalar(along, ratio - 0.01, ratio + 0.01);
    if (found.value <= along(ratio)) polished[index] = found.argument;
  });

  const shares = withoutUnneeded(sharesOf(polished), (candidate) => measure(candidate).deviance);
  const { sumOfSquares, freedom } = measure(shares);
  const variances = variancesFrom(shares, sumOfSquares / freedom);
  const model = structuralModel(specification, variances);
  return { variances, model, logLikelihood: diffuseLikelihood(model, series).logLikelihood };
}

/** Shares of the components, the irregular's first, from logarithms of their ratios to the irregular's variance. */
function sharesOf(ratios: readonly number[]): readonly number[] {
  const largest = Math.max(0, ...ratios);
  const weights = [0, ...ratios].map((ratio) => Math.exp(ratio - largest));
  const sum = weights.reduce((total, weight) => total + weight);
  return weights.map((weight) => weight / sum);
}

function startsOf(dimension: number): readonly (readonly number[])[] {
  if (dimension > 3) return sharedRatios.map((ratio) => new Array<number>(dimension).fill(ratio));
  let starts: readonly (readonly number[])[] = [[]];
  for (let index = 0; index < dimension; index++) {
    starts = starts.flatMap((start) => startingRatios.map((ratio) => [...start, ratio]));
  }
  return starts;
}

/** Sets to 0, one after another, the shares that the deviance does not miss. */
function withoutUnneeded(
  shares: readonly number[],
  deviance: (shares: readonly number[]) => number,
): readonly number[] {
  let current = shares;
  let value = deviance(shares);
  shares.forEach((_, index) => {
    if (current.filter((share) => share > 0).length === 1) return;
    const without = current.with(index, 0);
    const sum = without.reduce((total, share) => total + share, 0);
    const candidate = without.map((share) => share / sum);
    const candidateValue = deviance(candidate);
    if (candidateValue <= value + 1e-7) [current, value] = [candidate, Math.min(value, candidateValue)];
  });
  return current;
}
