import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { judge } from "@/claims/verdict.ts";
import { mediaTypes } from "@/show/show.ts";
import { verdictCard } from "@/show/verdict_card.ts";
import { assertion, claim, direct, found, opinion } from "../claims/examples.ts";
import { assertInert, hostile, parse, textOf } from "./hostile.ts";

const fall = claim(assertion());
const overstated = judge(fall, [direct(-5)]);

Deno.test("verdictCard() shows the verdict, why, and what would turn it", () => {
  const { html, text } = verdictCard(fall, overstated);
  const section = parse(html).querySelector(".am-verdict")!;
  assertEquals(section.getAttribute("data-verdict"), "overstated");
  for (const words of [text, textOf(section)]) {
    for (const part of ["Verdict: overstated", "and is smaller", "Why", "−5 %", "What would turn it", "−19.5 %"]) {
      assertStringIncludes(words, part);
    }
  }
});

Deno.test("verdictCard() asks for nothing that would turn it where nothing can", () => {
  const { html, text } = verdictCard(opinion, judge(opinion, []));
  assertStringIncludes(text, "A wish cannot be measured.");
  assert(!html.text.includes("What would turn it"));
  assert(!text.includes("What would turn it"));
});

Deno.test("verdictCard() hands programs the verdict with its words, and the finding that stands for it", () => {
  const headline = found(-5);
  const data = verdictCard(fall, overstated, headline).data![mediaTypes.verdict] as Record<string, unknown>;
  assertEquals([data.claim, data.kind, data.swaps, data.headline], ["europe", "overstated", [], "europe.change"]);
  assertEquals(data.assertions, [{
    assertion: "size",
    kind: "overstated",
    evidence: [{ finding: "europe.change", role: "direct", outcome: "smaller" }],
  }]);
  assertEquals(JSON.parse(JSON.stringify(data)), data);
  const without = verdictCard(fall, overstated).data![mediaTypes.verdict] as Record<string, unknown>;
  assertEquals(without.headline, null);
});

Deno.test("verdictCard() escapes statements, units and the words of the assertion", () => {
  const nasty = claim(assertion({ quantity: hostile, place: hostile, of: hostile, window: hostile, unit: hostile }));
  const finding = found(-20, { statement: hostile, unit: hostile });
  const swapped = judge(nasty, [{ assertion: "size", role: "origin", finding, swaps: ["place"] }]);
  assertInert(verdictCard(nasty, swapped).html);
  assertInert(verdictCard(nasty, judge(nasty, [{ assertion: "size", role: "direct", finding }])).html);
  assertInert(verdictCard({ ...opinion, reason: hostile }, judge(opinion, [])).html);
});
