import { assert } from "@std/assert";
import fc from "fast-check";
import { arbitraryBreaks, type Outcome, outcomeOf, wholeFiles } from "./broken_files.ts";

Deno.test("broken files of every format are refused with a sentence or read: no crash, no hang, no silent NaN", async () => {
  const files = await wholeFiles();
  for (const file of files) assert(await outcomeOf(file, false) === "read");
  const met: Record<Outcome, number> = { refused: 0, read: 0, analysed: 0 };
  let run = 0;
  await fc.assert(
    fc.asyncProperty(arbitraryBreaks(files), async (bytes) => {
      met[await outcomeOf(bytes, run++ % 8 === 0)]++;
    }),
    { seed: 20120119, numRuns: 300, timeout: 20_000, endOnFailure: true },
  );
  assert(met.refused > 100 && met.read > 30 && met.analysed > 0, JSON.stringify(met));
});
