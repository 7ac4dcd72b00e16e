import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { assertedFigure, type Evidence, judge } from "@/claims/verdict.ts";
import { estimate } from "@/interval/estimate.ts";
import { arbitraryDraw, runs } from "../interval/arbitrary_estimate.ts";
import { assertion, bound, claim, direct, found, opinion } from "./examples.ts";

const fall = claim(assertion()); // −20 %, read as −20.5 to −19.5
const kindOf = (...evidence: readonly Evidence[]) => judge(fall, evidence).kind;
const origin = (...swaps: Extract<Evidence, { role: "origin" }>["swaps"]): Evidence => ({
  assertion: "size",
  role: "origin",
  finding: found(-20),
  swaps,
});

Deno.test("judge() supports where every direct finding overlaps the figure, ends included", () => {
  assertEquals(kindOf(direct(-20)), "supported");
  assertEquals(kindOf(direct(estimate(-18, -19.5, -16))), "supported");
  assertEquals(kindOf(direct(-20), direct(estimate(-25, -30, -20.5))), "supported");
});

Deno.test("judge() is mixed where only some direct findings overlap the figure", () => {
  assertEquals(kindOf(direct(-20), direct(-5)), "mixed");
  assertEquals(kindOf(direct(-20), direct(5)), "mixed");
});

Deno.test("judge() finds a claim overstated where all findings go its way and are smaller", () => {
  assertEquals(kindOf(direct(-5)), "overstated");
  assertEquals(kindOf(direct(-19.4), direct(-1)), "overstated");
  assertEquals(judge(claim(assertion({ figure: "more than 10" })), [direct(4)]).kind, "overstated");
});

Deno.test("judge() finds a claim understated where all findings go its way and are larger", () => {
  assertEquals(kindOf(direct(-21)), "understated");
  assertEquals(judge(claim(assertion({ figure: "4" })), [direct(7), direct(9)]).kind, "understated");
});

Deno.test("judge() takes the sign of a one-sided figure from its closed end", () => {
  assertEquals(judge(claim(assertion({ figure: "up to 10" })), [direct(12)]).kind, "understated");
  assertEquals(judge(claim(assertion({ figure: "more than 10" })), [direct(4)]).kind, "overstated");
});

Deno.test("judge() finds a claim contradicted where findings go another way, or both ways", () => {
  assertEquals(kindOf(direct(5)), "contradicted");
  assertEquals(kindOf(direct(0)), "contradicted");
  assertEquals(kindOf(direct(estimate(-5, -10, 1))), "contradicted");
  assertEquals(kindOf(direct(-5), direct(-30)), "contradicted");
  assertEquals(kindOf(direct(-5), direct(5)), "contradicted");
  assertEquals(judge(claim(assertion({ figure: "-5 to 5" })), [direct(-17)]).kind, "contradicted");
});

Deno.test("judge() finds a claim misattributed where only its origin is known, and names each swap once", () => {
  const verdict = judge(fall, [origin("denominator", "place"), origin("place", "time")]);
  assertEquals([verdict.kind, verdict.swaps], ["misattributed", ["denominator", "place", "time"]]);
});

Deno.test("judge() lets direct findings decide before origins and bounds, and keeps the swaps", () => {
  const verdict = judge(fall, [origin("measure"), bound(5), direct(-20)]);
  assertEquals([verdict.kind, verdict.swaps], ["supported", ["measure"]]);
});

Deno.test("judge() lets an origin decide before a bound", () => {
  assertEquals(kindOf(bound(5), origin("measure")), "misattributed");
});

Deno.test("judge() finds a claim contradicted by a bound that it exceeds in size", () => {
  assertEquals(kindOf(bound(-11)), "contradicted");
  assertEquals(kindOf(bound(11)), "contradicted");
  assertEquals(kindOf(bound(estimate(-11, -12, -10)), bound(-50)), "contradicted");
});

Deno.test("judge() has not measured a claim that a bound allows, the bound included", () => {
  assertEquals(kindOf(bound(-19.5)), "not measured");
  assertEquals(kindOf(bound(-50)), "not measured");
  assertEquals(kindOf(bound(estimate(-11, -Infinity, -10))), "not measured");
  assertEquals(judge(claim(assertion({ figure: "-5 to 5" })), [bound(0)]).kind, "not measured");
});

Deno.test("judge() has not measured a claim without evidence, or with an origin that swaps nothing", () => {
  assertEquals(kindOf(), "not measured");
  assertEquals(kindOf(origin()), "not measured");
});

Deno.test("judge() has not measured a claim that asserts nothing yet", () => {
  assertEquals(judge(claim(), []).kind, "not measured");
});

Deno.test("judge() cannot test an opinion", () => {
  assertEquals(judge(opinion, []), { claim: "europe", kind: "not testable", swaps: [], assertions: [] });
});

Deno.test("judge() gives a claim the verdict its assertions share, and mixed otherwise", () => {
  const two = claim(assertion({ id: "size" }), assertion({ id: "instant" }));
  assertEquals(judge(two, [direct(-20), direct(-20, "instant")]).kind, "supported");
  assertEquals(judge(two, [direct(-20)]).kind, "mixed");
  const verdict = judge(two, [direct(-20), direct(-5, "instant")]);
  assertEquals([verdict.kind, ...verdict.assertions.map(({ kind }) => kind)], ["mixed", "supported", "overstated"]);
  assertEquals(verdict.assertions.map(({ evidence }) => evidence.length), [1, 1]);
});

Deno.test("judge() refuses evidence for what the claim does not assert, and names both", () => {
  assertThrows(() => judge(fall, [direct(-20, "instant")]), RangeError, "it asserts size, not instant");
});

Deno.test("judge() refuses to compare where the assertion gives no figure, except with an origin", () => {
  const silent = claim(assertion({ figure: null }));
  assertThrows(() => judge(silent, [direct(-20)]), RangeError, "the assertion size gives no figure");
  assertThrows(() => judge(silent, [bound(-20)]), RangeError, "europe.change");
  assertEquals(judge(silent, [origin("measure")]).kind, "misattributed");
});

Deno.test("judge() refuses a figure that cannot be read", () => {
  assertThrows(() => judge(claim(assertion({ figure: "lots" })), [direct(-20)]), SyntaxError, "lots");
});

Deno.test("assertedFigure() reads the figure with its resolution; undefined without one", () => {
  assertEquals(assertedFigure({ figure: "-12" }), estimate(-12, -12.5, -11.5));
  assertEquals(assertedFigure({ figure: "almost -40", resolution: 5 }), estimate(-40, -40, -35));
  assertEquals(assertedFigure({ figure: null }), undefined);
});

const turnsAt = (figure: string, evidence: Evidence) =>
  judge(claim(assertion({ figure })), [evidence]).assertions[0]!.evidence[0]!.turnsAt;

Deno.test("judge() says where the outcome would turn", () => {
  assertEquals(turnsAt("-20", direct(-5)), -19.5);
  assertEquals(turnsAt("-20", direct(-30)), -20.5);
  assertEquals(turnsAt("-20", bound(-11)), -19.5);
  assertEquals(turnsAt("4", direct(3)), 3.5);
});

Deno.test("judge() turns at the closed end of a one-sided figure", () => {
  assertEquals(turnsAt("more than 4", direct(3)), 4);
  assertEquals(turnsAt("more than 4", direct(10)), 4);
  assertEquals(turnsAt("up to 4", direct(-2)), 4);
});

Deno.test("judge() turns at a number where a number can turn it", () => {
  const figure = fc.constantFrom("-20", "4", "about 10", "more than 4", "up to 4", "almost -40", "-5 to 5");
  fc.assert(
    fc.property(figure, arbitraryDraw(-100, 100), (text, { estimate: measured }) => {
      const { outcome, turnsAt } = judge(claim(assertion({ figure: text })), [direct(measured)]).assertions[0]!
        .evidence[0]!;
      assert(Number.isFinite(turnsAt));
      if (outcome !== "agrees") {
        assertEquals(judge(claim(assertion({ figure: text })), [direct(turnsAt!)]).kind, "supported");
      }
    }),
    runs,
  );
});
