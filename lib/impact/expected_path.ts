import { blockScaled } from "@/impact/blocked_series.ts";
import type { ImpactGrid } from "@/impact/impact_grid.ts";
import { noiseShapes } from "@/impact/noise_shapes.ts";
import type { BeforeFit, WindowFinding } from "@/impact/window_effect.ts";

/** What was expected of each bin, on the scale of the analysis. */
export interface ExpectedPath {
  readonly expected: Float64Array;
  /** The variance of a single observation around it. */
  readonly variance: Float64Array;
}

/**
 * What each bin was expected to be: before the event the fitted rhythm, from then on with what the noise before the event
 * foretells, so that the mean over the observed bins of the window is that of the finding.
 *
 * The variance is that of one bin's noise and of the coefficients; what the last bins before the event foretell of the next
 * few is not taken off it.
 *
 * @param end How many bins there are in all.
 */
export function expectedPath(
  { columns }: ImpactGrid,
  { event, rhythm, variance: single }: BeforeFit,
  { blocked, slow, posterior }: WindowFinding,
  end: number,
): ExpectedPath {
  const expected = rhythm.slice(0, end);
  const { blocks, block } = blocked;
  const { components } = noiseShapes(block);
  const pulls = components.map(() => new Float64Array(blocks.length));
  const corrections = new Float64Array(slow.length);
  const spread = Array.from(slow, () => new Float64Array(slow.length));
  for (const { shape, regression, weight } of posterior.components) {
    const solution = regression.solve();
    const size = weight * regression.residualSumOfSquares / posterior.degreesOfFreedom;
    for (let j = 0; j < slow.length; j++) {
      corrections[j]! += weight * solution.coefficients[j]!;
      for (let k = 0; k < slow.length; k++) spread[j]![k]! += size * solution.inverseCrossProduct[j]![k]!;
    }
    for (let i = 0; i < blocks.length; i++) {
      const pull = weight * solution.pulls[i]! / (blocks[i]!.end - blocks[i]!.start);
      pulls[shape.first]![i]! += (1 - shape.share) * pull;
      pulls[shape.second]![i]! += shape.share * pull;
    }
  }
  for (const [c, variance] of components.entries()) {
    if (pulls[c]!.every((pull) => pull === 0)) continue;
    const scaled = blockScaled(variance, block, end - blocks[0]!.start);
    let before = reach(event, blocked, pulls[c]!, scaled);
    for (let i = event; i < end; i++) {
      const after = reach(i + 1, blocked, pulls[c]!, scaled);
      expected[i]! += after - before;
      before = after;
    }
  }

  const variance = new Float64Array(end).fill(single);
  for (let i = event; i < end; i++) {
    for (let j = 0; j < slow.length; j++) {
      const x = columns[slow[j]!]![i]!;
      expected[i]! += corrections[j]! * x;
      for (let k = 0; k < slow.length; k++) variance[i]! += x * spread[j]![k]! * columns[slow[k]!]![i]!;
    }
  }
  return { expected, variance };
}

/** What the blocks foretell of the sum of the noise up to a bin, up to a constant. */
function reach(
  bin: number,
  { blocks }: WindowFinding["blocked"],
  pulls: Float64Array,
  scaled: (length: number) => number,
): number {
  let sum = 0;
  for (let i = 0; i < blocks.length; i++) {
    sum += pulls[i]! * (scaled(bin - blocks[i]!.start) - scaled(bin - blocks[i]!.end));
  }
  return sum / 2;
}
