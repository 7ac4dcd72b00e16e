import type { Quantity } from "@/interval/arithmetic.ts";
import { type Estimate, estimate } from "@/interval/estimate.ts";

/** What one class adds to the change of a total. */
export interface Contribution {
  readonly name: string;
  /** In the unit of the figures. */
  readonly change: Estimate;
  /** In percent of the total before: what the total would have changed by if only this class had. */
  readonly points: Estimate;
  /** The part of the change of the total, which may be negative or above 1; undefined where the total may not have changed. */
  readonly part: Estimate | undefined;
}

/** The change of a total by class. */
export interface ChangeDecomposition {
  readonly contributions: readonly Contribution[];
  /** The sum of the changes. */
  readonly change: Estimate;
  /** The sum of the points: the change of the total in percent. */
  readonly points: Estimate;
}

/**
 * Splits the change of a total by class, so that the parts add up to the whole exactly.
 *
 * Each class contributes its own change; nothing is left over and nothing depends on an order. The bounds are the exact
 * range of each number over all values within the bounds of the figures, each figure free of the others; those of the
 * total are narrower than the sum of the bounds of the parts.
 *
 * @param before The classes before, in one unit, none negative; a class that stands on one side only is 0 on the other.
 * @param after The classes after.
 * @throws {RangeError} If a figure is negative or the total before may be 0.
 *
 * @example A fall of a fifth of which one class makes more than all
 * ```ts
 * import { decomposeChange } from "@/shares/decompose_change.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const { contributions, points } = decomposeChange({ hosting: 60, streaming: 40 }, { hosting: 36, streaming: 44 });
 * assertAlmostEquals(points.value, -20, 1e-12);
 * assertAlmostEquals(contributions[0]!.points.value, -24, 1e-12);
 * assertAlmostEquals(contributions[1]!.points.value, 4, 1e-12);
 * ```
 */
export function decomposeChange(
  before: Readonly<Record<string, Quantity>>,
  after: Readonly<Record<string, Quantity>>,
): ChangeDecomposition {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const classes = names.map((name) => ({
    name,
    from: toEstimate(before[name] ?? 0, name),
    to: toEstimate(after[name] ?? 0, name),
  }));
  const sum = (side: "from" | "to", bound: keyof Estimate) =>
    classes.reduce((total, each) => total + each[side][bound], 0);
  if (!(sum("from", "low") > 0)) {
    throw new RangeError(
      `Cannot decompose a change: the total before must be positive, current least is ${sum("from", "low")}`,
    );
  }
  const total = sum("from", "value");
  const changes = classes.map(({ from, to }) => to.value - from.value);
  const change = changes.reduce((a, b) => a + b, 0);
  const points = changes.map((each) => 100 * each / total);

  const contributions = classes.map(({ name, from, to }, i) => {
    const others = (side: "from" | "to", bound: "low" | "high") => sum(side, bound) - classes[i]![side][bound];
    const pointsAt = (start: number, end: number, rest: number) => 100 * (end - start) / (start + rest);
    const atCorners = (start: number, end: number) =>
      (["low", "high"] as const).map((bound) => pointsAt(start, end, others("from", bound)));
    // the part is 1 / (1 + change of the others by its own), so its extremes are at the ends of both
    const own = { low: to.low - from.high, high: to.high - from.low };
    const rest = {
      low: others("to", "low") - others("from", "high"),
      high: others("to", "high") - others("from", "low"),
    };
    const wholes = { low: own.low + rest.low, high: own.high + rest.high };
    const decided = wholes.low > 0 || wholes.high < 0;
    const parts = [own.low, own.high].flatMap((mine) => [rest.low, rest.high].map((theirs) => mine / (mine + theirs)));
    return {
      name,
      change: bounded(changes[i]!, [own.low, own.high]),
      points: bounded(points[i]!, [...atCorners(from.high, to.low), ...atCorners(from.low, to.high)]),
      part: decided ? bounded(changes[i]! / change, parts) : undefined,
    };
  });
  const ratio = (end: number, start: number) => 100 * (end / start - 1);
  return {
    contributions,
    change: bounded(change, [sum("to", "low") - sum("from", "high"), sum("to", "high") - sum("from", "low")]),
    points: bounded(points.reduce((a, b) => a + b, 0), [
      ratio(sum("to", "low"), sum("from", "high")),
      ratio(sum("to", "high"), sum("from", "low")),
    ]),
  };
}

/** An estimate whose bounds are the least and largest of some numbers, widened by rounding to hold its value. */
const bounded = (value: number, ends: readonly number[]) =>
  estimate(value, Math.min(value, ...ends), Math.max(value, ...ends));

function toEstimate(quantity: Quantity, name: string): Estimate {
  const figure = typeof quantity === "number" ? estimate(quantity) : quantity;
  if (figure.low >= 0 && figure.high < Infinity) return figure;
  throw new RangeError(
    `Cannot decompose a change: figures of at least 0 with finite bounds are needed, current bounds of ${name} are ${figure.low} to ${figure.high}`,
  );
}
