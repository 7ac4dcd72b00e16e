import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import type { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Simulated AR(1) noise of variance 1, by Box and Muller (1958). */
export function noise(
  n: number,
  autocorrelation: number,
  generator: ReturnType<typeof xoroshiro128plus>,
): Float64Array {
  const normal = () =>
    Math.sqrt(-2 * Math.log(1 - uniformFloat64(generator))) * Math.cos(2 * Math.PI * uniformFloat64(generator));
  const innovation = Math.sqrt(1 - autocorrelation ** 2);
  const values = new Float64Array(n);
  let value = normal();
  for (let i = 0; i < n; i++) {
    values[i] = value;
    value = autocorrelation * value + innovation * normal();
  }
  return values;
}
