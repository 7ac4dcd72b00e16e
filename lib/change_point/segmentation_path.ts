import type { Change } from "@/change_point/penalty.ts";
import { type Segmentation, segmentation } from "@/change_point/segmentation.ts";

/** Which penalties {@linkcode segmentationPath} covers. */
export interface SegmentationPathOptions {
  /** The smallest penalty, above 0. */
  readonly from: number;
  /** The largest penalty. */
  readonly to: number;
  /** What changes from one segment to the next; the mean when left out. */
  readonly change?: Change;
  /** The fewest observations a segment may have: 1 for the mean, else 2, when left out. */
  readonly minimumSegmentLength?: number;
}

/** The segmentation that is cheapest for all penalties of a stretch. */
export interface PathSegmentation extends Pick<Segmentation, "changePoints" | "cost"> {
  /** The stretch of penalties. */
  readonly from: number;
  readonly to: number;
}

/**
 * Every segmentation that is the cheapest for some penalty of a range (CROPS: Haynes, Eckley & Fearnhead 2017), as R's
 * changepoint with `penalty = "CROPS"`: a change that lasts over a long stretch of penalties does not hang on the choice.
 *
 * @param series As for {@linkcode segmentation}.
 * @returns From the smallest penalties, with most changes, to the largest.
 * @throws {RangeError} If the penalties are not 0 < from <= to, or as {@linkcode segmentation}.
 *
 * @example
 * ```ts
 * import { segmentationPath } from "@/change_point/segmentation_path.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const path = segmentationPath([0, 0, 0, 4, 4, 4, 5, 5, 5], { from: 1, to: 100 });
 * assertEquals(path.map(({ changePoints }) => changePoints), [[3, 6], [3], []]);
 * assertEquals(path[1]!.from.toFixed(2), "1.50");
 * ```
 */
export function segmentationPath(
  series: ArrayLike<number>,
  { from, to, ...options }: SegmentationPathOptions,
): PathSegmentation[] {
  if (!(0 < from && from <= to && to < Infinity)) {
    throw new RangeError(`Cannot follow penalties: 0 < from <= to needed, current values are ${from} and ${to}`);
  }
  const at = (penalty: number) => segmentation(series, { ...options, penalty });
  const changes = (found: Segmentation) => found.changePoints.length;

  /** The segmentations from `many` to before `few`, each with the penalty at which it gives way. */
  function between(many: Segmentation, few: Segmentation): { found: Segmentation; to: number }[] {
    if (changes(many) === changes(few)) return [];
    const crossing = (few.cost - many.cost) / (changes(many) - changes(few));
    if (changes(many) === changes(few) + 1) return [{ found: many, to: crossing }];
    const middle = at(crossing);
    return changes(middle) >= changes(many) || changes(middle) <= changes(few)
      ? [{ found: many, to: crossing }]
      : [...between(many, middle), ...between(middle, few)];
  }

  const last = at(to);
  const path = [...between(at(from), last), { found: last, to }];
  return path.map(({ found: { changePoints, cost }, to }, i) => ({
    from: path[i - 1]?.to ?? from,
    to,
    changePoints,
    cost,
  }));
}
