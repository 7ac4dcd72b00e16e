/**
 * The places of times on a regular grid: 0 for the first, then how many steps later, the step being the smallest
 * difference between neighbours.
 *
 * @param times Milliseconds since 1970 UTC, rising.
 * @throws {RangeError} If a time is not finite, not after the one before it, or off the grid.
 *
 * @example
 * ```ts
 * import { gridPositions } from "@/counterfactual/regular_grid.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(gridPositions(Float64Array.of(1000, 1300, 1900)), Int32Array.of(0, 1, 3));
 * ```
 */
export function gridPositions(times: Float64Array): Int32Array {
  let step = Infinity;
  for (let i = 0; i < times.length; i++) {
    const difference = i ? times[i]! - times[i - 1]! : Infinity;
    if (!Number.isFinite(times[i]) || !(difference > 0)) {
      throw new RangeError(`Cannot place times on a grid: rising times are needed, current time ${i} is ${times[i]}`);
    }
    step = Math.min(step, difference);
  }
  const positions = new Int32Array(times.length);
  for (let i = 1; i < times.length; i++) {
    const position = (times[i]! - times[0]!) / step;
    if (!Number.isInteger(position) || position >= 2 ** 31) {
      throw new RangeError(
        `Cannot place times on a grid: whole steps of ${step} ms are needed, current time ${i} is ${position} steps after the first`,
      );
    }
    positions[i] = position;
  }
  return positions;
}
