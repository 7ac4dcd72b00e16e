import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { fourierTransform } from "@/numeric/fourier_transform.ts";

Deno.test("fourierTransform() is the sum that defines it", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 6 }),
      fc.infiniteStream(fc.double({ min: -1, max: 1, noNaN: true })),
      (power, stream) => {
        const n = 2 ** power;
        const [a, b] = [0, 1].map(() => Float64Array.from({ length: n }, () => stream.next().value!)) as [
          Float64Array,
          Float64Array,
        ];
        const [real, imaginary] = [a.slice(), b.slice()];
        fourierTransform(real, imaginary);
        for (let k = 0; k < n; k++) {
          const angle = (j: number) => -2 * Math.PI * j * k / n;
          const expected = a.reduce(
            (sum, value, j) => sum + value * Math.cos(angle(j)) - b[j]! * Math.sin(angle(j)),
            0,
          );
          assertAlmostEquals(real[k]!, expected, 1e-12);
        }
      },
    ),
    { seed: 20120119, numRuns: 30 },
  );
});

Deno.test("fourierTransform() keeps one value and refuses lengths that are no power of two", () => {
  const one = Float64Array.of(7);
  fourierTransform(one, new Float64Array(1));
  assertEquals(one, Float64Array.of(7));
  for (const n of [0, 3, 12]) {
    assertThrows(() => fourierTransform(new Float64Array(n), new Float64Array(n)), RangeError, `is ${n}`);
  }
});
