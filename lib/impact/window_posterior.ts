import { type BlockRegression, blockRegression } from "@/impact/block_regression.ts";
import { blockCovariances, type BlockedSeries, mixCovariances } from "@/impact/blocked_series.ts";
import type { NoiseShape, NoiseShapes } from "@/impact/noise_shapes.ts";
import type { StudentComponent, StudentMixture } from "@/impact/student_mixture.ts";

/** What is believed of the mean over a window had there been no event. */
export interface WindowPosterior extends Omit<StudentMixture, "components"> {
  /** One for each shape of noise that the data leave likely. */
  readonly components: readonly WindowComponent[];
}

/** What is believed given one shape of noise. */
export interface WindowComponent extends StudentComponent {
  readonly shape: NoiseShape;
  readonly regression: BlockRegression;
}

/** Shapes of less than this part of the likeliest one's probability are left out. */
const negligible = 1e-4;

/**
 * What the blocks before an event tell of the mean over a window after it: regression with noise of each shape in turn
 * (generalised least squares with the best linear prediction), coefficients and size of the noise integrated out under the
 * usual flat prior, and the shapes averaged by their restricted likelihood (Patterson and Thompson 1971; Harville 1974).
 * Given a shape, that is Student's t; averaged, a mixture.
 *
 * @throws {RangeError} If there are not two blocks more than columns, or the block means do not vary around the columns.
 */
export function windowPosterior(series: BlockedSeries, { components, shapes }: NoiseShapes): WindowPosterior {
  const { blocks, means, columns } = series;
  const degreesOfFreedom = blocks.length - columns.length;
  if (degreesOfFreedom < 2) {
    throw new RangeError(
      `Cannot learn the noise before the event: at least ${
        columns.length + 2
      } blocks with values are needed, current count is ${blocks.length}`,
    );
  }
  const covariances = components.map((variance) => blockCovariances(series, variance));
  const mixture = new Float64Array(blocks.length ** 2);
  const found = shapes.map((shape) => {
    const mixed = mixCovariances(covariances[shape.first]!, covariances[shape.second]!, shape.share, mixture);
    const regression = blockRegression(series, mixed);
    const { residualSumOfSquares, logDeterminant, location, variance } = regression;
    const logWeight = Math.log(shape.prior) - (logDeterminant + degreesOfFreedom * Math.log(residualSumOfSquares)) / 2;
    const scale = Math.sqrt(residualSumOfSquares / degreesOfFreedom * variance);
    return { shape, regression, location, scale, logWeight };
  });
  const top = Math.max(...found.map(({ logWeight }) => logWeight));
  const weighed = found.map((one) => ({ ...one, weight: Math.exp(one.logWeight - top) })).filter(({ weight }) =>
    weight > negligible
  );
  const total = weighed.reduce((sum, { weight }) => sum + weight, 0);
  if (!(total > 0)) {
    throw new RangeError(
      `Cannot learn the noise before the event: block means must vary around their rhythm, current values are all ${
        means[0]
      } or foretold exactly`,
    );
  }
  return {
    degreesOfFreedom,
    components: weighed.map(({ shape, regression, location, scale, weight }) => ({
      shape,
      regression,
      location,
      scale,
      weight: weight / total,
    })),
  };
}
