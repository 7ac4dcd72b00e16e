import { assertAlmostEquals, assertEquals } from "@std/assert";
import { certaintyOf } from "@/claims/certainty.ts";
import type { Finding } from "@/claims/finding.ts";
import type { RecordedVerdict } from "@/claims/ledger.ts";
import type { Grade } from "@/claims/measurement.ts";
import { type Evidence, judge } from "@/claims/verdict.ts";
import { estimate } from "@/interval/estimate.ts";
import { assertion, claim, found, measurement } from "./examples.ts";

/** The certainty of a claim judged on this evidence, as notebooks record it. */
function certainty(example: ReturnType<typeof claim>, evidence: readonly Evidence[], sources: Record<string, Grade>) {
  const verdict = judge(example, evidence);
  const recorded: RecordedVerdict = {
    ...verdict,
    assertions: verdict.assertions.map(({ assertion, kind, evidence }) => ({
      assertion,
      kind,
      evidence: evidence.map((piece) => ({ ...piece, finding: piece.finding.id })),
    })),
    headline: null,
    summary: "",
    reasons: [],
    flips: [],
  };
  const findings = new Map(evidence.map(({ finding }) => [finding.id, finding]));
  const measurements = new Map(
    Object.entries(sources).map(([id, grade]) => [id, measurement({ id, source: `source of ${id}`, grade })]),
  );
  return certaintyOf(example, recorded, findings, measurements);
}

const from = (measurements: readonly string[], value: number, low = value, high = value): Finding =>
  found(estimate(value, low, high), { id: `europe.${measurements.join("-")}`, measurements });
const direct = (finding: Finding, assertion = "size"): Evidence => ({ assertion, role: "direct", finding });
const read = { a: "read", b: "read" } as const;

Deno.test("two sources in their own words, far from the turn, are strong", () => {
  // −20.5 and −19.5 are the ends of the claimed −20; the nearer end lies (19.5 − 2) / 2 of the value away
  const { level, sources, grade, slack } = certainty(claim(assertion()), [direct(from(["a", "b"], -2))], read);
  assertEquals([level, sources.length, grade], ["strong", 2, "read"]);
  assertAlmostEquals(slack!, 17.5 / 2, 1e-12);
});

Deno.test("one source in its own words is fair, one known through the press weak", () => {
  const judged = (grade: Grade) => certainty(claim(assertion()), [direct(from(["a"], -2))], { a: grade }).level;
  assertEquals([judged("read"), judged("press")], ["fair", "weak"]);
});

Deno.test("a number within a tenth of the turn is weak, however many its sources", () => {
  const level = (value: number) => certainty(claim(assertion()), [direct(from(["a", "b"], value))], read).level;
  // the claimed −20 reaches to −19.5: −18 is (19.5 − 18) / 18 = 0.083 away, −17 0.147, −13 exactly 0.5
  assertEquals([-18, -17, -13].map(level), ["weak", "fair", "strong"]);
});

Deno.test("agreement with an open figure turns at its end, agreement with a closed one has no slack", () => {
  const open = claim(assertion({ figure: "more than 50" }));
  assertAlmostEquals(certainty(open, [direct(from(["a", "b"], 80))], read).slack!, 30 / 80, 1e-12);
  assertEquals(certainty(claim(assertion()), [direct(from(["a", "b"], -20))], read).slack, undefined);
});

Deno.test("a swap decides before a bound, and only a bound that excludes decides", () => {
  const origin: Evidence = {
    assertion: "size",
    role: "origin",
    finding: from(["a"], -20),
    swaps: ["measure"],
  };
  const bound = (value: number): Evidence => ({ assertion: "size", role: "bound", finding: from(["b"], value) });
  const swapped = certainty(claim(assertion()), [bound(-1), { ...origin, finding: from(["a"], -19) }], read);
  assertEquals([swapped.decidedBy, swapped.slack], [["europe.a"], undefined]);
  assertEquals(certainty(claim(assertion()), [bound(-1)], read).decidedBy, ["europe.b"]);
  assertEquals(certainty(claim(assertion()), [bound(-30)], read), { level: "none", decidedBy: [], sources: [] });
});

Deno.test("the weakest assertion that has evidence gives the level", () => {
  const three = claim(assertion(), assertion({ id: "other" }), assertion({ id: "unmeasured" }));
  const evidence = [direct(from(["a", "b"], -2)), direct(from(["c"], -2), "other")];
  const { level, decidedBy } = certainty(three, evidence, { ...read, c: "press" });
  assertEquals([level, decidedBy], ["weak", ["europe.a-b", "europe.c"]]);
});

Deno.test("a table counts as one source and has no grade", () => {
  const { sources, grade, level } = certainty(claim(assertion()), [direct(from(["series-x"], -2))], {});
  assertEquals([sources, grade, level], [["series-x"], undefined, "fair"]);
});
