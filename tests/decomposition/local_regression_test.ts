import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { gappedLocalRegression } from "@/decomposition/gapped_local_regression.ts";
import { localRegression } from "@/decomposition/local_regression.ts";

const runs = { seed: 20120119, numRuns: 200 };

/** The fit at one point straight from its definition: weighted least squares of a constant or a line on the window. */
function definition(values: Float64Array, weights: Float64Array, span: number, degree: 0 | 1, at: number): number {
  const width = Math.min(span, values.length);
  const start = Math.max(0, Math.min(at - (span - 1) / 2, values.length - width));
  const reach = Math.max(at - start, start + width - 1 - at) + Math.floor(Math.max(0, span - values.length) / 2);
  const points = Array.from({ length: width }, (_, k) => {
    const distance = Math.abs(start + k - at) / reach;
    const tricube = distance <= 0.001 ? 1 : distance <= 0.999 ? (1 - distance ** 3) ** 3 : 0;
    return { x: start + k, y: values[start + k]!, w: tricube * weights[start + k]! };
  });
  const sum = (of: (point: { x: number; y: number; w: number }) => number) =>
    points.reduce((total, point) => total + of(point), 0);
  const total = sum(({ w }) => w);
  const x = sum((p) => p.w * p.x) / total;
  const y = sum((p) => p.w * p.y) / total;
  const spread = sum((p) => p.w * (p.x - x) ** 2);
  if (degree === 0 || Math.sqrt(spread / total) <= 0.001 * (values.length - 1)) return y;
  return y + (at - x) * sum((p) => p.w * (p.x - x) * (p.y - y)) / spread;
}

Deno.test("localRegression() is weighted least squares on every window, and one point beyond", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.double({ min: -10, max: 10, noNaN: true }), fc.double({ min: 0.1, max: 1, noNaN: true })), {
        minLength: 3,
        maxLength: 30,
      }),
      fc.integer({ min: 1, max: 20 }),
      fc.constantFrom(0 as const, 1 as const),
      (points, half, degree) => {
        const values = Float64Array.from(points, ([value]) => value);
        const weights = Float64Array.from(points, ([, weight]) => weight);
        const even = values.map(() => 1);
        const span = 2 * half + 1;
        const smoother = localRegression({ length: values.length, span, degree });
        const plain = smoother.smooth(values);
        const weighted = smoother.smooth(values, weights);
        for (let at = -1; at <= values.length; at++) {
          const [byPlain, byWeights] = at >= 0 && at < values.length
            ? [plain[at]!, weighted[at]!]
            : [smoother.at(at, values), smoother.at(at, values, weights)];
          if (byPlain === undefined || byWeights === undefined) throw new Error("undefined where there are weights");
          assertAlmostEquals(byPlain, definition(values, even, span, degree, at), 1e-9);
          assertAlmostEquals(byWeights, definition(values, weights, span, degree, at), 1e-9);
        }
      },
    ),
    runs,
  );
});

Deno.test("localRegression() with a jump fits every so many points and the last, straight lines between", () => {
  const values = Float64Array.from({ length: 12 }, (_, i) => (i * 7) % 5);
  const every = localRegression({ length: 12, span: 5, degree: 1 }).smooth(values);
  const fits = localRegression({ length: 12, span: 5, degree: 1, jump: 5 }).smooth(values);
  for (const i of [0, 5, 10]) assertEquals(fits[i], every[i]);
  assertAlmostEquals(fits[7]!, fits[5]! + 0.4 * (fits[10]! - fits[5]!), 1e-12);
});

Deno.test("gappedLocalRegression() without gaps is localRegression()", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 1, max: 3 }),
      fc.constantFrom(0 as const, 1 as const),
      (list, half, jump, degree) => {
        const values = Float64Array.from(list);
        const options = { length: values.length, span: 2 * half + 1, degree, jump };
        const even = localRegression(options);
        const gapped = gappedLocalRegression(Int32Array.from(values.keys()), options);
        const weights = values.map((_, i) => (i * 7 % 11) / 11);
        for (const given of [undefined, weights]) {
          const fits = even.smooth(values, given);
          gapped.smooth(values, given).forEach((fit, i) => assertAlmostEquals(fit, fits[i]!, 1e-8));
        }
      },
    ),
    runs,
  );
});

Deno.test("gappedLocalRegression() takes the nearest points that are there", () => {
  // by hand: the three points nearest to 4 are 2, 5 and 6, the reach is 2, so only 5 weighs: (1 - 1/8)^3
  const values = Float64Array.of(9, 9, 3, NaN, NaN, 7, 5, 1);
  const smoother = gappedLocalRegression(Int32Array.of(0, 1, 2, 5, 6, 7), { length: 8, span: 3, degree: 0 });
  assertEquals(smoother.at(4, values), 7);
});

Deno.test("gappedLocalRegression() does without weights where the neighbours of a missing value weigh 0", () => {
  const smoother = gappedLocalRegression(Int32Array.of(0, 2), { length: 3, span: 3, degree: 0 });
  const fits = smoother.smooth(Float64Array.of(1, NaN, 5), Float64Array.of(0, 0, 0));
  assertEquals(fits, Float64Array.of(1, 3, 5));
});

Deno.test("gappedLocalRegression() refuses to fit nothing", () => {
  assertThrows(
    () => gappedLocalRegression(new Int32Array(), { length: 3, span: 3, degree: 0 }),
    RangeError,
    "value is 0",
  );
});

Deno.test("localRegression() keeps a value none of whose neighbours weighs anything", () => {
  const smoother = localRegression({ length: 3, span: 3, degree: 0 });
  assertEquals(smoother.smooth(Float64Array.of(1, 2, 3), Float64Array.of(0, 0, 0)), Float64Array.of(1, 2, 3));
  assertEquals(smoother.at(3, Float64Array.of(1, 2, 3), Float64Array.of(0, 0, 0)), undefined);
});

Deno.test("localRegression() of one point is that point, and knows nothing beyond", () => {
  const smoother = localRegression({ length: 1, span: 1, degree: 1 });
  assertEquals(smoother.smooth(Float64Array.of(4)), Float64Array.of(4));
  assertEquals(smoother.at(1, Float64Array.of(4)), undefined);
});

Deno.test("localRegression() refuses lengths, spans and jumps that are no counts", () => {
  assertThrows(() => localRegression({ length: 0, span: 3, degree: 0 }), RangeError, "length");
  assertThrows(() => localRegression({ length: 3, span: 2.5, degree: 0 }), RangeError, "current value is 2.5");
  assertThrows(() => localRegression({ length: 3, span: 3, degree: 0, jump: NaN }), RangeError, "jump");
});
