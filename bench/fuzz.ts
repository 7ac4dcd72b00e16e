/**
 * Breaks files of every format in 10,000 ways and reads them: `deno run -A bench/fuzz.ts [runs] [seed]`. Ends with an error
 * at the first that is neither refused with a sentence nor read into a sound series, or takes more than 20 seconds.
 */
import fc from "fast-check";
import { arbitraryBreaks, type Outcome, outcomeOf, wholeFiles } from "../tests/read/broken_files.ts";

const [runs = 10_000, seed = 20120119] = Deno.args.map(Number);
const met: Record<Outcome, number> = { refused: 0, read: 0, analysed: 0 };
const started = performance.now();
let slowest = 0;
let run = 0;
await fc.assert(
  fc.asyncProperty(arbitraryBreaks(await wholeFiles()), async (bytes) => {
    const begun = performance.now();
    met[await outcomeOf(bytes, run % 10 === 0)]++;
    slowest = Math.max(slowest, performance.now() - begun);
    if (++run % 1000 === 0) console.error(`${run} of ${runs}`, met);
  }),
  { seed, numRuns: runs, timeout: 20_000, endOnFailure: true },
);
const seconds = (performance.now() - started) / 1000;
console.log(
  JSON.stringify({ runs, seed, ...met, seconds: Number(seconds.toFixed(1)), slowestMilliseconds: Math.round(slowest) }),
);
