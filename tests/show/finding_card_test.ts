import { assertEquals, assertStringIncludes } from "@std/assert";
import { findingCard } from "@/show/finding_card.ts";
import { mediaTypes } from "@/show/show.ts";
import { found } from "../claims/examples.ts";
import { assertInert, hostile, parse, textOf } from "./hostile.ts";

const change = found({ value: -20, low: -25.8, high: -13.8 }, { measurements: ["a", "b"] });

Deno.test("findingCard() shows number, bounds, what the bounds mean, and what it rests on", () => {
  const { html, text } = findingCard(change);
  for (const words of [text, textOf(parse(html).querySelector(".am-finding"))]) {
    for (
      const part of ["Change of the traffic", "−20.0 % [−25.8, −13.8]", "print as the sources' figures do", "a, b"]
    ) {
      assertStringIncludes(words, part);
    }
  }
  assertEquals(parse(html).querySelector(".am-finding")!.id, "europe.change");
});

Deno.test("findingCard() hands the finding to programs as it is", () => {
  assertEquals(findingCard(change).data, { [mediaTypes.finding]: change });
});

Deno.test("findingCard() writes open ends in words and says what is simulated", () => {
  const { html, text } = findingCard({ ...change, value: 10, low: 10, high: null, simulated: true });
  for (const words of [text, html.text]) {
    assertStringIncludes(words, "10 % or more");
    assertStringIncludes(words, "Simulated.");
  }
});

Deno.test("findingCard() escapes id, statement, unit and measurements", () => {
  const { html } = findingCard({
    ...change,
    id: hostile,
    statement: hostile,
    unit: hostile,
    measurements: [hostile],
  });
  assertInert(html);
  const card = parse(html).querySelector(".am-finding")!;
  assertEquals(card.id, hostile);
  assertEquals(card.textContent!.split(hostile).length - 1, 4);
});
