/** The largest absolute difference over the values that are there; NaN if one is missing in the actual alone. */
export function largestDifference(actual: Float64Array, expected: Float64Array): number {
  return actual.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0);
}
