/**
 * The inverse of an upper triangular matrix, by back substitution.
 *
 * @param upper The rows of the matrix; entries outside the first `size` rows and columns, and below the diagonal, are
 * not read.
 * @param size The number of rows and columns; all when left out.
 * @returns The rows of the inverse, upper triangular too.
 *
 * @example
 * ```ts
 * import { upperInverse } from "@/linear/upper_inverse.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const inverse = upperInverse([Float64Array.of(2, 4), Float64Array.of(0, 8)]);
 * assertEquals(inverse, [Float64Array.of(0.5, -0.25), Float64Array.of(0, 0.125)]);
 * ```
 */
export function upperInverse(upper: readonly Float64Array[], size: number = upper.length): readonly Float64Array[] {
  const inverse = Array.from({ length: size }, () => new Float64Array(size));
  for (let j = 0; j < size; j++) {
    inverse[j]![j] = 1 / upper[j]![j]!;
    for (let i = j - 1; i >= 0; i--) {
      let sum = 0;
      for (let k = i + 1; k <= j; k++) sum += upper[i]![k]! * inverse[k]![j]!;
      inverse[i]![j] = -sum / upper[i]![i]!;
    }
  }
  return inverse;
}
