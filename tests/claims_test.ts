import { assertEquals } from "@std/assert";
import { unfinishedClaims } from "../tools/unfinished_claims.ts";

Deno.test("every claim is finished: its row is filled, its notebook has findings and a verdict", async () => {
  assertEquals(await unfinishedClaims(), []);
});
