import type { Assertion, Claim } from "@/claims/claim.ts";
import { type Finding, finding } from "@/claims/finding.ts";
import type { Measurement } from "@/claims/measurement.ts";
import type { Evidence } from "@/claims/verdict.ts";
import { type Estimate, estimate } from "@/interval/estimate.ts";

/** What the example claim asserts, unless a test says otherwise. */
export function assertion(more: Partial<Assertion> = {}): Assertion {
  return {
    id: "size",
    quantity: "traffic volume",
    denominator: "",
    place: "Europe",
    of: "all networks",
    window: "the day after",
    figure: "-20",
    unit: "%",
    ...more,
  };
}

export function claim(...asserts: readonly Assertion[]): Claim {
  return {
    id: "europe",
    number: 1,
    kind: "claim",
    quotation: { text: "une baisse de 20 %", language: "fr" },
    statement: "Traffic fell by 20 %.",
    asserts: [...asserts],
    notebook: null,
  };
}

export const opinion: Claim = { ...claim(), kind: "opinion", number: null, reason: "A wish cannot be measured." };

/** A finding of that value with these bounds. */
export function found(value: number | Estimate, more: Partial<Finding> = {}): Finding {
  return {
    ...finding({
      claim: "europe",
      name: "change",
      statement: "Change of the traffic",
      estimate: typeof value === "number" ? estimate(value) : value,
      unit: "%",
      basis: "rounding",
      measurements: ["a"],
    }),
    ...more,
  };
}

export const direct = (value: number | Estimate, id = "size"): Evidence => ({
  assertion: id,
  role: "direct",
  finding: found(value),
});
export const bound = (value: number | Estimate, id = "size"): Evidence => ({
  assertion: id,
  role: "bound",
  finding: found(value),
});

/** A measurement of what the example claim asserts, unless a test says otherwise. */
export function measurement(more: Partial<Measurement> = {}): Measurement {
  return {
    id: "a",
    quantity: "traffic volume",
    denominator: "",
    place: "Europe",
    of: "all networks",
    unit: "Gbit/s",
    changeUnit: "%",
    printed: {},
    windowStart: "",
    windowEnd: "",
    window: "",
    source: "s",
    locator: "",
    grade: "read",
    formula: "",
    quotation: "",
    note: "",
    ...more,
  };
}
