/** Asserts that two numbers agree to a relative tolerance. */
export function assertClose(actual: number, expected: number, tolerance: number): void {
  const error = Math.abs(actual - expected) / Math.max(Math.abs(expected), Number.MIN_VALUE);
  if (!(error <= tolerance)) {
    throw new Error(`${actual} is not ${expected} within ${tolerance}: the relative error is ${error}`);
  }
}
