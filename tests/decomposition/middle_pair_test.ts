import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { bisquareWeights } from "@/decomposition/bisquare_weights.ts";
import { middlePair } from "@/decomposition/middle_pair.ts";

const runs = { seed: 20120119, numRuns: 500 };
const lists = (odd: boolean) =>
  fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 120 })
    .filter((list) => (list.length % 2 === 1) === odd)
    .map((list) => Float64Array.from(list));

Deno.test("middlePair() of an odd number of values is the median twice", () => {
  fc.assert(
    fc.property(lists(true), (values) => {
      const median = values.toSorted()[values.length >> 1]!;
      assertEquals(middlePair(values.slice()), [median, median]);
    }),
    runs,
  );
});

Deno.test("middlePair() of sorted values is their middle pair", () => {
  fc.assert(
    fc.property(lists(false), (values) => {
      const half = values.length / 2;
      assertEquals(middlePair(values.toSorted()), [values.sort()[half - 1]!, values[half]!]);
    }),
    runs,
  );
});

Deno.test("middlePair() of an even number has one of the middle pair at least, the other no nearer than its rank", () => {
  let inexact = 0;
  fc.assert(
    fc.property(lists(false), (values) => {
      const sorted = values.toSorted();
      const half = values.length / 2;
      const [lower, upper] = middlePair(values);
      assert(lower <= sorted[half - 1]! && upper >= sorted[half]!);
      assert(lower === sorted[half - 1] || upper === sorted[half]);
      inexact += Number(lower !== sorted[half - 1] || upper !== sorted[half]);
    }),
    runs,
  );
  assert(inexact > 0); // the sort of R does miss
});

Deno.test("middlePair() of none is 0, of equal values that value", () => {
  assertEquals(middlePair(new Float64Array()), [0, 0]);
  assertEquals(middlePair(new Float64Array(40).fill(3)), [3, 3]);
});

Deno.test("bisquareWeights() takes the exact median when asked", () => {
  const missed = Float64Array.from({ length: 40 }, (_, i) => (i * 17) % 41);
  const [lower, upper] = [missed.toSorted()[19]!, missed.toSorted()[20]!];
  const weights = bisquareWeights(missed, { exactMedian: true });
  missed.forEach((size, i) => {
    const share = size / (3 * (lower + upper));
    assertEquals(weights[i], share <= 0.001 ? 1 : (1 - share ** 2) ** 2);
  });
});

Deno.test("bisquareWeights() weighs missing residuals nothing and all-zero ones fully", () => {
  assertEquals(bisquareWeights(Float64Array.of(NaN, 0, 0)), Float64Array.of(0, 1, 1));
  assertEquals(bisquareWeights(Float64Array.of(0, 0, 0, 5)), Float64Array.of(1, 1, 1, 0));
  assertEquals(bisquareWeights(new Float64Array()), new Float64Array());
});
