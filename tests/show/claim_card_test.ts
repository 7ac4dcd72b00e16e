import { assertEquals, assertStringIncludes } from "@std/assert";
import { claimCard } from "@/show/claim_card.ts";
import { assertion, claim } from "../claims/examples.ts";
import { assertInert, hostile, parse, textOf } from "./hostile.ts";

Deno.test("claimCard() shows the quotation in its language, the statement and the figure as an interval", () => {
  const { html, text } = claimCard(claim(assertion()));
  const quotation = parse(html).querySelector("q")!;
  assertEquals([quotation.getAttribute("lang"), quotation.textContent], ["fr", "une baisse de 20 %"]);
  for (const words of [text, textOf(parse(html).querySelector(".am-claim"))]) {
    assertStringIncludes(words, "Traffic fell by 20 %.");
    assertStringIncludes(words, "−20.0 % [−20.5, −19.5]");
  }
});

Deno.test("claimCard() says where no figure is given", () => {
  assertStringIncludes(claimCard(claim(assertion({ figure: null }))).text, "no figure given");
});

Deno.test("claimCard() writes every minus of a range as a minus", () => {
  assertStringIncludes(claimCard(claim(assertion({ figure: "-5 to -2" }))).text, "−5 to −2 %");
});

Deno.test("claimCard() says an open reading in its own words", () => {
  const { text } = claimCard(claim(assertion({ figure: "more than 0", reading: "any rise" })));
  assertStringIncludes(text, "no figure given; read here as more than 0 %: any rise");
});

Deno.test("claimCard() escapes quotation, statement and every word of an assertion", () => {
  const words = { id: hostile, quantity: hostile, denominator: hostile, place: hostile, of: hostile, window: hostile };
  const nasty = claim(assertion({ ...words, unit: hostile }));
  const { html } = claimCard({ ...nasty, quotation: { text: hostile, language: hostile }, statement: hostile });
  assertInert(html);
  const quotation = parse(html).querySelector("q")!;
  assertEquals([quotation.getAttribute("lang"), quotation.textContent], [hostile, hostile]);
});
