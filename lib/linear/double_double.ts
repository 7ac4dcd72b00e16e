/**
 * A number of about 32 significant digits: the unevaluated sum of a double and of the rounding error below it
 * (Dekker 1971).
 */
export type DoubleDouble = readonly [high: number, low: number];

const splitter = 2 ** 27 + 1;

function twoSum(a: number, b: number): DoubleDouble {
  const sum = a + b;
  const shadow = sum - a;
  return [sum, (a - (sum - shadow)) + (b - shadow)];
}

function twoProduct(a: number, b: number): DoubleDouble {
  const product = a * b;
  const a1 = splitter * a - (splitter * a - a);
  const b1 = splitter * b - (splitter * b - b);
  const a2 = a - a1;
  const b2 = b - b1;
  return [product, a2 * b2 - (((product - a1 * b1) - a2 * b1) - a1 * b2)];
}

/** The sum of two double-doubles. */
export function add([a, aLow]: DoubleDouble, [b, bLow]: DoubleDouble): DoubleDouble {
  const [high, error] = twoSum(a, b);
  const [low, lowError] = twoSum(aLow, bLow);
  const [sum, rest] = twoSum(high, error + low);
  return twoSum(sum, rest + lowError);
}

/** The product of two double-doubles. */
export function multiply([a, aLow]: DoubleDouble, [b, bLow]: DoubleDouble): DoubleDouble {
  const [high, low] = twoProduct(a, b);
  return twoSum(high, low + (a * bLow + aLow * b));
}

/** The negative of a double-double. */
export function negate([high, low]: DoubleDouble): DoubleDouble {
  return [-high, -low];
}

/** The quotient of two double-doubles, by long division in three steps. */
export function divide(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  let quotient: DoubleDouble = [0, 0];
  let remainder = a;
  for (let step = 0; step < 3; step++) {
    const digit: DoubleDouble = [remainder[0] / b[0], 0];
    quotient = add(quotient, digit);
    remainder = add(remainder, negate(multiply(digit, b)));
  }
  return quotient;
}

/** The square root of a positive double-double, by one step of Newton from the double root. */
export function squareRoot(a: DoubleDouble): DoubleDouble {
  const root = Math.sqrt(a[0]);
  const [remainder] = add(a, negate(twoProduct(root, root)));
  return twoSum(root, remainder / (2 * root));
}

/**
 * The scalar product of two vectors as if computed in twice the working precision (Ogita, Rump and Oishi 2005).
 *
 * Vectors may carry the low parts of double-double entries; entries must stay below 1e145 so that no product overflows.
 *
 * @param a The first vector.
 * @param b The second vector, of the same length.
 * @param aLow The low parts of `a`; zero when left out.
 * @param bLow The low parts of `b`; zero when left out.
 *
 * @example A sum that doubles lose entirely
 * ```ts
 * import { dot } from "@/linear/double_double.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(dot(Float64Array.of(1e20, 1, -1e20), Float64Array.of(1, 1, 1)), [1, 0]);
 * ```
 */
export function dot(a: Float64Array, b: Float64Array, aLow?: Float64Array, bLow?: Float64Array): DoubleDouble {
  let sum = 0;
  let rest = 0;
  for (let i = 0; i < a.length; i++) {
    const x = a[i]!;
    const y = b[i]!;
    const product = x * y;
    const x1 = splitter * x - (splitter * x - x);
    const y1 = splitter * y - (splitter * y - y);
    const x2 = x - x1;
    const y2 = y - y1;
    const next = sum + product;
    const shadow = next - sum;
    rest += (x2 * y2 - (((product - x1 * y1) - x2 * y1) - x1 * y2)) + ((sum - (next - shadow)) + (product - shadow));
    if (aLow) rest += aLow[i]! * y;
    if (bLow) rest += x * bLow[i]!;
    sum = next;
  }
  return twoSum(sum, rest);
}
