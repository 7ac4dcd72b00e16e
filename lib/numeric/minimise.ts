/**
 * The minimum of a function of one variable between two bounds, by golden sections and parabolas (Brent 1973).
 *
 * @param objective The function; it should have one minimum between the bounds.
 * @param tolerance The absolute precision asked of the argument; the best attainable is about 1e-8 of its size.
 * @returns The argument and the value of the lowest point met.
 *
 * @example
 * ```ts
 * import { minimiseScalar } from "@/numeric/minimise.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(minimiseScalar((x) => (x - 2) ** 2, -5, 5).argument, 2, 1e-7);
 * ```
 */
export function minimiseScalar(
  objective: (argument: number) => number,
  low: number,
  high: number,
  tolerance = 1e-8,
): { argument: number; value: number } {
  const golden = (3 - Math.sqrt(5)) / 2;
  let best = low + golden * (high - low);
  let bestValue = objective(best);
  let [second, secondValue, third, thirdValue] = [best, bestValue, best, bestValue];
  let [step, stepBefore] = [0, 0];
  for (let iteration = 0; iteration < 200; iteration++) {
    const middle = (low + high) / 2;
    const precision = 1e-10 * Math.abs(best) + tolerance / 3;
    if (Math.abs(best - middle) <= 2 * precision - (high - low) / 2) break;

    const slopeSecond = (best - second) * (bestValue - thirdValue);
    const slopeThird = (best - third) * (bestValue - secondValue);
    const denominator = 2 * (slopeThird - slopeSecond);
    const parabolic = ((best - third) * slopeThird - (best - second) * slopeSecond) / -denominator;
    const candidate = best + parabolic;
    const usable = Math.abs(stepBefore) > precision && Math.abs(parabolic) < Math.abs(stepBefore / 2) &&
      candidate > low && candidate < high;
    stepBefore = usable ? step : (best < middle ? high : low) - best;
    step = usable ? parabolic : golden * stepBefore;
    if (usable && (candidate - low < 2 * precision || high - candidate < 2 * precision)) {
      step = Math.sign(middle - best) * precision;
    }
    const argument = best + (Math.abs(step) >= precision ? step : Math.sign(step) * precision);
    const value = objective(argument);

    if (value <= bestValue) {
      if (argument < best) high = best;
      else low = best;
      [third, thirdValue, second, secondValue] = [second, secondValue, best, bestValue];
      [best, bestValue] = [argument, value];
    } else {
      if (argument < best) low = argument;
      else high = argument;
      if (value <= secondValue || second === best) {
        [third, thirdValue, second, secondValue] = [second, secondValue, argument, value];
      } else if (value <= thirdValue || third === best || third === second) {
        [third, thirdValue] = [argument, value];
      }
    }
  }
  return { argument: best, value: bestValue };
}

/**
 * A local minimum of a function of several variables, by the downhill simplex (Nelder and Mead 1965), started again from
 * where it stopped until that gains nothing.
 *
 * @param objective The function; it may return Infinity, not NaN.
 * @param start Where to begin.
 * @param size How far the first simplex reaches along each variable.
 *
 * @example
 * ```ts
 * import { minimiseSimplex } from "@/numeric/minimise.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const { argument } = minimiseSimplex(([x, y]) => (x! - 1) ** 2 + 10 * (y! - x! ** 2) ** 2, [-1, 2]);
 * assertAlmostEquals(argument[0]!, 1, 1e-5);
 * ```
 */
export function minimiseSimplex(
  objective: (argument: readonly number[]) => number,
  start: readonly number[],
  size = 1,
): { argument: readonly number[]; value: number } {
  let best = { argument: start, value: objective(start) };
  for (let round = 0; round < 10; round++) {
    const found = descend(objective, best, size);
    const gain = best.value - found.value;
    if (found.value < best.value) best = found;
    if (gain <= 1e-10 * (1 + Math.abs(best.value))) break;
  }
  return best;
}

interface Vertex {
  readonly argument: readonly number[];
  readonly value: number;
}

function descend(objective: (argument: readonly number[]) => number, start: Vertex, size: number): Vertex {
  const dimension = start.argument.length;
  const evaluate = (argument: readonly number[]): Vertex => ({ argument, value: objective(argument) });
  const vertices = [
    start,
    ...start.argument.map((_, index) => evaluate(start.argument.map((x, other) => other === index ? x + size : x))),
  ];
  for (let iteration = 0; iteration < 300 * dimension; iteration++) {
    vertices.sort((a, b) => a.value - b.value);
    const [lowest, worst] = [vertices[0]!, vertices[dimension]!];
    const spread = Math.max(...worst.argument.map((x, index) => Math.abs(x - lowest.argument[index]!)));
    if (worst.value - lowest.value <= 1e-12 * (1 + Math.abs(lowest.value)) && spread < 1e-4) break;
    const centre = start.argument.map((_, index) =>
      vertices.slice(0, dimension).reduce((sum, { argument }) => sum + argument[index]!, 0) / dimension
    );
    const along = (factor: number) =>
      evaluate(centre.map((middle, index) => middle + factor * (worst.argument[index]! - middle)));
    const reflected = along(-1);
    if (reflected.value < lowest.value) {
      const expanded = along(-2);
      vertices[dimension] = expanded.value < reflected.value ? expanded : reflected;
    } else if (reflected.value < vertices[dimension - 1]!.value) {
      vertices[dimension] = reflected;
    } else {
      const contracted = along(reflected.value < worst.value ? -0.5 : 0.5);
      if (contracted.value < Math.min(reflected.value, worst.value)) {
        vertices[dimension] = contracted;
      } else {
        for (let index = 1; index <= dimension; index++) {
          vertices[index] = evaluate(
            vertices[index]!.argument.map((x, other) => (x + lowest.argument[other]!) / 2),
          );
        }
      }
    }
  }
  return vertices.reduce((a, b) => b.value < a.value ? b : a);
}
