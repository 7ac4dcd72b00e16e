import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { openClaim } from "@/claims/open_claim.ts";
import { estimate } from "@/interval/estimate.ts";

const opened = await openClaim("south-america-40");

Deno.test("openClaim() refuses a claim that the article does not make, and lists those it does", async () => {
  await assertRejects(
    () => openClaim("asia-10"),
    RangeError,
    "Cannot open the claim asia-10: there are only world-share",
  );
});

Deno.test("openClaim() finds measurements, sources and assertions by id", () => {
  assertEquals(opened.measurement("itr-south-america-closure").before, estimate(86, 85.5, 86.5));
  assertEquals(opened.source("biobiochile-2012-01-20").language, "es");
  assertEquals(opened.assertion("size").figure, "almost -40");
});

Deno.test("openClaim() refuses ids that do not exist, and quotes them", () => {
  assertThrows(() => opened.measurement("nope"), RangeError, 'Cannot use the measurement "nope"');
  assertThrows(() => opened.source("nope"), RangeError, 'Cannot use the source "nope"');
  assertThrows(() => opened.assertion("nope"), RangeError, 'Cannot use the assertion "nope"');
});

const input = { name: "x", statement: "X", estimate: estimate(1), unit: "%", basis: "rounding" as const };

Deno.test("openClaim() states findings for its claim, from measurements or whole tables", () => {
  const measurements = ["itr-south-america-closure", "profiles-orange-fixed-2013"];
  const found = opened.finding({ ...input, measurements });
  assertEquals([found.id, found.claim, found.measurements], ["south-america-40.x", "south-america-40", measurements]);
});

Deno.test("openClaim() refuses a finding that rests on nothing that exists", () => {
  assertThrows(
    () => opened.finding({ ...input, measurements: ["itr-south-america-closure", "nope"] }),
    RangeError,
    'Cannot use the measurement "nope"',
  );
});
