import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { percentile95, type PercentileConvention } from "@/transit/percentile_95.ts";
import { billingMonth } from "./billing_month.ts";

const conventions: PercentileConvention[] = ["discarded", "interpolated", "rounded rank"];

Deno.test("percentile95() reads 1 to 20 as each convention's users do", () => {
  const samples = Array.from({ length: 20 }, (_, i) => i + 1);
  // reference/outputs/billing95.json, n20_1to20: textbook, Akvorado, LibreNMS
  assertEquals(percentile95(samples, { convention: "discarded" }), 19);
  assertAlmostEquals(percentile95(samples, { convention: "interpolated" })!, 19.05, 1e-12);
  assertEquals(percentile95(samples, { convention: "rounded rank" }), 18);
});

Deno.test("percentile95() agrees with the reference on a month of 5-minute samples, before and after a drop", async () => {
  const { inbound, inboundAfter, outbound, expected } = await billingMonth();
  for (
    const [samples, { akvorado_in, libre_in, textbook_in, textbook_out }] of [
      [inbound, expected.before],
      [inboundAfter, expected.after_drop],
    ] as const
  ) {
    assertAlmostEquals(percentile95(samples, { convention: "interpolated" })! / akvorado_in, 1, 1e-14);
    assertEquals(percentile95(samples, { convention: "rounded rank" }), libre_in);
    assertEquals(percentile95(samples), textbook_in);
    assertEquals(percentile95(outbound), textbook_out);
  }
});

Deno.test("percentile95() is undefined where the convention names no sample", () => {
  for (const convention of conventions) assertEquals(percentile95([], { convention }), undefined);
  assertEquals(percentile95([7], { convention: "discarded" }), 7);
  assertEquals(percentile95([7], { convention: "interpolated" }), 7);
  assertEquals(percentile95([7], { convention: "rounded rank" }), undefined);
});

Deno.test("percentile95() refuses gaps unless told what they are", () => {
  const samples = [1, NaN, 3];
  assertThrows(() => percentile95(samples), RangeError, "current value 1 is NaN");
  assertThrows(() => percentile95([1, Infinity], { missing: "exclude" }), RangeError, "Infinity");
  const interpolate = (missing: "exclude" | "zero") => percentile95(samples, { convention: "interpolated", missing });
  assertAlmostEquals(interpolate("exclude")!, 2.9, 1e-12); // numpy.percentile([1, 3], 95)
  assertAlmostEquals(interpolate("zero")!, 2.8, 1e-12); // numpy.percentile([1, 0, 3], 95)
});

Deno.test("percentile95() does not change its samples", () => {
  const samples = Float64Array.of(3, 1, 2);
  percentile95(samples);
  assertEquals(samples, Float64Array.of(3, 1, 2));
});

Deno.test("percentile95() of gaps as zero is at most that without them", () => {
  fc.assert(
    fc.property(
      fc.array(fc.option(fc.integer({ min: 0, max: 1e9 }), { nil: NaN }), { minLength: 5, maxLength: 60 }),
      fc.constantFrom(...conventions),
      (samples, convention) => {
        const without = percentile95(samples, { convention, missing: "exclude" });
        const withZeros = percentile95(samples, { convention, missing: "zero" });
        return without === undefined || withZeros === undefined || convention === "rounded rank" ||
          withZeros <= without * (1 + 1e-12);
      },
    ),
    { seed: 20120119 },
  );
});

Deno.test("percentile95() scales with its unit and does not mind the order", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 2, maxLength: 60 }),
      fc.constantFrom(...conventions),
      (samples, convention) => {
        const whole = percentile95(samples, { convention })!;
        const scaled = percentile95(samples.toReversed().map((sample) => sample * 1024), { convention })!;
        assertEquals(scaled, whole * 1024);
      },
    ),
    { seed: 20120119 },
  );
});
