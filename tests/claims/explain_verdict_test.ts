import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Claim } from "@/claims/claim.ts";
import { explainVerdict, verdictMeanings } from "@/claims/explain_verdict.ts";
import { type Evidence, judge } from "@/claims/verdict.ts";
import { estimate } from "@/interval/estimate.ts";
import { assertion, bound, claim, direct, found, opinion } from "./examples.ts";

const fall = claim(assertion());
const explain = (of: Claim, ...evidence: readonly Evidence[]) => explainVerdict(of, judge(of, evidence));
const origin = (...swaps: Extract<Evidence, { role: "origin" }>["swaps"]): Evidence => ({
  assertion: "size",
  role: "origin",
  finding: found(-20),
  swaps,
});

Deno.test("explainVerdict() says each outcome with the computed and the claimed figure", () => {
  const sentence = (evidence: Evidence) => explain(fall, evidence).reasons;
  const claimed = "the claimed −20.0 % [−20.5, −19.5]";
  assertEquals(sentence(direct(-20)), [`Change of the traffic: −20 %. It overlaps ${claimed}.`]);
  assertEquals(sentence(direct(-5)), [`Change of the traffic: −5 %. It is smaller than ${claimed}.`]);
  assertEquals(sentence(direct(-30)), [`Change of the traffic: −30 %. It is larger than ${claimed}.`]);
  assertEquals(sentence(direct(5)), [`Change of the traffic: 5 %. It excludes ${claimed}.`]);
  assertEquals(sentence(bound(-11)), [
    `Change of the traffic: −11 %. More than that is not possible, so ${claimed} is not.`,
  ]);
  assertEquals(sentence(bound(-50)), [`Change of the traffic: −50 %. It leaves room for ${claimed}.`]);
});

Deno.test("explainVerdict() says an open claim in its own words", () => {
  const sentence = (figure: string, value: number) => explain(claim(assertion({ figure })), direct(value)).reasons[0];
  assertEquals(sentence("more than 0", 5), "Change of the traffic: 5 %. It overlaps the claim of more than 0 %.");
  assertEquals(sentence("more than 0", -5), "Change of the traffic: −5 %. It excludes the claim of more than 0 %.");
  assertEquals(
    sentence("less than -6", -2),
    "Change of the traffic: −2 %. It is smaller than the claimed −6 % or below.",
  );
  assertEquals(sentence("at least 1", 2), "Change of the traffic: 2 %. It overlaps the claimed 1 % or more.");
});

Deno.test("explainVerdict() says that a bound would leave room alone where a measurement excludes the claim", () => {
  const roomOf = (...evidence: readonly Evidence[]) => explain(fall, ...evidence).reasons[0]!.split(". ")[1]!;
  assertStringIncludes(roomOf(bound(-50), direct(-5)), "It alone would leave room for");
  assertStringIncludes(roomOf(bound(-50), direct(-20)), "It leaves room for");
});

Deno.test("explainVerdict() sums up every kind in its own sentence, with what was swapped", () => {
  assertEquals(explain(fall, direct(-5)).summary, verdictMeanings.overstated);
  const { summary } = explain(fall, origin("denominator", "time"));
  assertStringIncludes(summary, verdictMeanings.misattributed);
  assertStringIncludes(summary, "denominator swapped: the same quantity of something else was measured");
  assertStringIncludes(summary, "time swapped: another time was measured");
});

Deno.test("explainVerdict() says what the origin measured instead, and what would take its place", () => {
  const { reasons, flips } = explain(fall, origin("denominator", "time"));
  assertEquals(reasons, [
    "The claim goes back to this figure, with its denominator and time swapped. Change of the traffic: −20 %.",
  ]);
  assertEquals(flips, [
    "A measurement of traffic volume of all networks in Europe (the day after) would take the place of this figure.",
  ]);
});

Deno.test("explainVerdict() says where no figure was found, by assertion", () => {
  const two = claim(assertion({ id: "size" }), assertion({ id: "instant" }));
  const { reasons } = explain(two, direct(-5, "instant"));
  assertEquals(reasons[0], "size: no figure found");
  assertStringIncludes(reasons[1]!, "instant (overstated): ");
});

Deno.test("explainVerdict() says what number would turn it, and how many times what was found that is", () => {
  assertEquals(explain(fall, direct(-5)).flips, [
    "“Change of the traffic” would have to be −19.5 % or nearer the claim, 3.9 times what was found.", // 19.5 / 5
  ]);
  assertEquals(explain(fall, direct(-39)).flips, [
    "“Change of the traffic” would have to be −20.5 % or nearer the claim.",
  ]);
  assertEquals(explain(fall, direct(-20)).flips, [
    "“Change of the traffic” would have to be outside −20.5 to −19.5 %.",
  ]);
  const turned = (figure: string, value: number) => explain(claim(assertion({ figure })), direct(value)).flips;
  assertEquals(turned("more than 4", 10), ["“Change of the traffic” would have to be below 4 %."]);
  assertEquals(turned("up to 4", 2), ["“Change of the traffic” would have to be above 4 %."]);
});

Deno.test("explainVerdict() names no infinite number", () => {
  const words = [
    explain(claim(assertion({ figure: "more than 4" })), direct(10)),
    explain(claim(assertion({ figure: "4" })), direct(0)),
    explain(claim(assertion({ figure: "up to 4" })), direct(-2)),
  ].flatMap(({ flips }) => flips);
  for (const sentence of words) assert(!sentence.includes("∞"), sentence);
});

Deno.test("explainVerdict() does not ask a bound that allows the claim to go beyond it", () => {
  const [sentence] = explain(fall, bound(-50)).flips; // only a bound of less than 19.5 % would exclude the claim
  assert(!sentence!.includes("outside"), sentence);
});

Deno.test("explainVerdict() says the same thing once", () => {
  const { flips } = explain(fall, origin("denominator"), origin("place"));
  assertEquals(flips.length, new Set(flips).size);
});

Deno.test("explainVerdict() gives the reason of an opinion, and none where none is written", () => {
  assertEquals(explain(opinion), {
    summary: "No number can decide it.",
    reasons: ["A wish cannot be measured."],
    flips: [],
  });
  const { reason: _, ...silent } = opinion;
  assertEquals(explain(silent).reasons, []);
});

Deno.test("explainVerdict() writes open ends in words", () => {
  const { reasons } = explain(fall, direct(estimate(-30, -30, Infinity)));
  assertStringIncludes(reasons[0]!, "−30 % or above");
});
