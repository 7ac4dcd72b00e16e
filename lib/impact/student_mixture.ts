import { tCumulative } from "@/distribution/student_t.ts";
import type { Tail } from "@/distribution/tails.ts";

/** One of the distributions of a mixture: Student's t, moved and stretched. */
export interface StudentComponent {
  readonly weight: number;
  readonly location: number;
  readonly scale: number;
}

/** A mixture of Student's t distributions of the same degrees of freedom; the weights add up to 1. */
export interface StudentMixture {
  readonly components: readonly StudentComponent[];
  readonly degreesOfFreedom: number;
}

/** The mean of a mixture: that of its locations. */
export function mixtureMean({ components }: StudentMixture): number {
  return components.reduce((sum, { weight, location }) => sum + weight * location, 0);
}

/** The standard deviation of a mixture; undefined at up to two degrees of freedom. */
export function mixtureDeviation(mixture: StudentMixture): number | undefined {
  const { components, degreesOfFreedom } = mixture;
  if (degreesOfFreedom <= 2) return undefined;
  const mean = mixtureMean(mixture);
  const spread = degreesOfFreedom / (degreesOfFreedom - 2);
  return Math.sqrt(
    components.reduce(
      (sum, { weight, location, scale }) => sum + weight * (spread * scale ** 2 + (location - mean) ** 2),
      0,
    ),
  );
}

/**
 * The probability of a mixture at or below a point (or above it).
 *
 * @example
 * ```ts
 * import { mixtureCumulative } from "@/impact/student_mixture.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const components = [{ weight: 0.5, location: -1, scale: 1 }, { weight: 0.5, location: 1, scale: 1 }];
 * assertAlmostEquals(mixtureCumulative({ components, degreesOfFreedom: 5 }, 0), 0.5, 1e-15);
 * ```
 */
export function mixtureCumulative(
  { components, degreesOfFreedom }: StudentMixture,
  point: number,
  tail: Tail = "lower",
): number {
  return components.reduce(
    (sum, { weight, location, scale }) =>
      sum + weight * tCumulative((point - location) / scale, degreesOfFreedom, tail),
    0,
  );
}

/**
 * The point that a mixture is at or below with a probability strictly between 0 and 1, to a relative 1e-10 of its scale.
 *
 * @example
 * ```ts
 * import { mixtureQuantile } from "@/impact/student_mixture.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const mixture = { components: [{ weight: 1, location: 3, scale: 2 }], degreesOfFreedom: 10 };
 * assertAlmostEquals(mixtureQuantile(mixture, 0.975), 3 + 2 * 2.228138851964939, 1e-9); // qt(0.975, 10) in R
 * ```
 */
export function mixtureQuantile(mixture: StudentMixture, probability: number): number {
  const tail: Tail = probability < 0.5 ? "lower" : "upper";
  const wanted = Math.min(probability, 1 - probability);
  const outside = (point: number) => mixtureCumulative(mixture, point, tail) < wanted;
  const away = tail === "lower" ? -1 : 1;
  const { components } = mixture;
  const middle = mixtureMean(mixture);
  const unit = Math.max(...components.map(({ location, scale }) => scale + Math.abs(location - middle)));
  let near = middle - away * unit;
  let far = middle + away * unit;
  while (outside(near)) near -= away * (far - near) * away;
  while (!outside(far)) far += 2 * (far - near);
  // regula falsi on the logarithm of the tail, halved where one side stays (Illinois)
  const height = (point: number) => Math.log(mixtureCumulative(mixture, point, tail) / wanted);
  let atNear = height(near);
  let atFar = height(far);
  let last = 0;
  for (let step = 0; step < 100 && Math.abs(far - near) > 1e-11 * unit; step++) {
    const point = atFar === -Infinity ? (near + far) / 2 : near + (far - near) * atNear / (atNear - atFar);
    const at = height(point);
    if (Math.abs(at) < 1e-13) return point;
    if (at > 0) {
      near = point;
      atNear = at;
      if (last > 0) atFar /= 2;
      last = 1;
    } else {
      far = point;
      atFar = at;
      if (last < 0) atNear /= 2;
      last = -1;
    }
  }
  return (near + far) / 2;
}
