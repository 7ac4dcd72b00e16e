import { assertEquals } from "@std/assert";
import { estimateOf, finding } from "@/claims/finding.ts";
import { type Estimate, estimate } from "@/interval/estimate.ts";

const input = (estimate: Estimate) => ({
  claim: "europe-20",
  name: "change",
  statement: "Change",
  estimate,
  unit: "%",
  basis: "rounding" as const,
  measurements: ["a", "b"],
});

Deno.test("finding() is named after its claim and measured unless said to be simulated", () => {
  const { id, simulated, measurements } = finding(input(estimate(4)));
  assertEquals([id, simulated, measurements], ["europe-20.change", false, ["a", "b"]]);
  assertEquals(finding({ ...input(estimate(4)), simulated: true }).simulated, true);
});

Deno.test("finding() survives JSON, open ends as null", () => {
  for (const bounds of [estimate(4), estimate(4, -Infinity, 5), estimate(4, 3, Infinity), estimate(-1e-9, -1, 1e300)]) {
    const found = finding(input(bounds));
    assertEquals(JSON.parse(JSON.stringify(found)), found);
    assertEquals(estimateOf(JSON.parse(JSON.stringify(found))), bounds);
  }
});

Deno.test("finding() does not follow later changes of what it was made from", () => {
  const measurements = ["a"];
  const found = finding({ ...input(estimate(4)), measurements });
  measurements.push("b");
  assertEquals(found.measurements, ["a"]);
});
