import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import type { Finding } from "@/claims/finding.ts";
import type { RecordedVerdict } from "@/claims/ledger.ts";
import { collect } from "../tools/collect.ts";

interface Pin {
  value: number;
  /** Null for an open end. */
  low: number | null;
  high: number | null;
  /** Arithmetic on the sources' figures for each number, or the call of another program that gave all three. */
  oracle: string | { value: string; low: string | null; high: string | null };
}

const folder = new URL("pins/", import.meta.url);
const pinFiles = Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
const pinned = new Map(pinFiles.flatMap((name): [string, Pin][] => {
  const pins = Object.entries<Pin>(JSON.parse(Deno.readTextFileSync(new URL(name, folder))));
  for (const [id] of pins) assert(id.startsWith(name.replace("json", "")), `${id} does not belong in ${name}`);
  return pins;
}));
const numbers = ["value", "low", "high"] as const;
const close = (actual: number | null, expected: number | null, what: string) =>
  actual === null || expected === null
    ? assertEquals(actual, expected, what)
    : assertAlmostEquals(actual, expected, 1e-9 * Math.max(1, Math.abs(expected)), what);

Deno.test("every finding of the notebooks is pinned, and every pin is found", async () => {
  const { findings } = await collect();
  assertEquals(findings.map(({ id }) => id).toSorted(), [...pinned.keys()].toSorted());
});

Deno.test("every finding has its pinned value and bounds", async () => {
  const { findings } = await collect();
  for (const finding of findings) {
    const pin = pinned.get(finding.id)!;
    for (const number of numbers) close(finding[number], pin[number], `${finding.id}, ${number}`);
  }
});

Deno.test("every pin is what its arithmetic gives", () => {
  for (const [id, { oracle, ...pin }] of pinned) {
    if (typeof oracle === "string") continue;
    for (const number of numbers) {
      const arithmetic = oracle[number] ?? "null";
      assert(/^([\d\s.e()+*/-]+|null)$/.test(arithmetic), `${id}, ${number}: not arithmetic: ${arithmetic}`);
      close(pin[number], new Function(`return ${arithmetic}`)(), `${id}, ${number}`);
    }
  }
});

Deno.test("findings.json holds what the notebooks hold", async () => {
  const { findings, verdicts } = await collect();
  const read = async (name: string) => JSON.parse(await Deno.readTextFile(new URL(`../${name}`, import.meta.url)));
  assertEquals(await read("findings.json"), findings);
  assertEquals(await read("verdicts.json"), verdicts);
});

Deno.test("deno task findings --json prints every finding with the promised keys", async () => {
  const { stdout, success } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "findings", "--json"],
    cwd: new URL("../", import.meta.url),
    stderr: "null",
  }).output();
  assert(success);
  const printed = JSON.parse(new TextDecoder().decode(stdout)) as Finding[];
  assertEquals(printed.length, pinned.size);
  for (const finding of printed) {
    for (const key of ["id", "claim", "value", "low", "high", "unit", "simulated", "measurements"]) {
      assert(key in finding, `${finding.id} lacks ${key}`);
    }
  }
});

Deno.test("the verdicts are those pinned here, part by part", async () => {
  const verdicts = (await collect()).verdicts as RecordedVerdict[];
  assertEquals(
    verdicts.map(({ claim, kind, swaps, assertions }) => [
      [claim, kind, ...swaps].join(" "),
      ...assertions.map(({ assertion, kind }) => `${assertion} ${kind}`),
    ]),
    [
      ["world-share overstated", "share overstated"],
      ["direct-download-share mixed measure place denominator", "share mixed", "falls overstated"],
      ["other-closures mixed", "hours contradicted", "later not measured"],
      ["south-america-40 misattributed measure", "size misattributed"],
      ["europe-20 misattributed denominator", "size misattributed"],
      ["isp-graphs not measured", "size not measured"],
      ["bouygues-12 mixed time", "size supported", "instant misattributed"],
      ["back-to-normal contradicted", "return contradicted"],
      ["peer-to-peer mixed place", "at-once supported", "in-france misattributed", "return mixed"],
      ["culture-share mixed", "all-fixed supported", "internet supported", "shown-by-the-fall overstated"],
      ["substitution mixed", "some supported", "made-up overstated", "most-people supported"],
      [
        "hadopi-displacement mixed",
        "moved overstated",
        "audience supported",
        "acceleration contradicted",
        "beyond-others mixed",
      ],
      ["monopoly mixed", "share overstated", "growth mixed"],
      ["peering-imbalance mixed", "bill not measured", "ratio supported", "price contradicted"],
      ["customs-duties mixed", "mutual contradicted", "by-mass supported"],
      ["creation-boom mixed", "uploads supported", "artistic not measured", "cause not measured"],
    ],
  );
});
