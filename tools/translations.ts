import { join } from "node:path";
import type { Finding } from "@/claims/finding.ts";
import { certaintyMeanings } from "@/claims/certainty.ts";
import { verdictMeanings } from "@/claims/explain_verdict.ts";
import { kinds } from "@/show/chart.ts";
import { findingCard } from "@/show/finding_card.ts";
import { mediaTypes } from "@/show/show.ts";
import { outputsOf } from "./notebook.ts";
import { englishPage, pageSources } from "./pages/build_pages.ts";
import { glossaryPage } from "./pages/glossary.ts";
import { loadSite, type NotebookPage } from "./pages/site.ts";
import { dataMemory, loadMemories, type Memory, memoryFolder, sharedMemory } from "./pages/translation/memory.ts";
import { missingSegments, type PageSegments, unusedSegments } from "./pages/translation/missing.ts";
import { isNeutral, keyOf, segmentsOf } from "./pages/translation/segments.ts";
import { PlainError, runCommand } from "./plain_error.ts";
import { writeFile } from "./write_file.ts";

const usage = `deno task translations [NAME …] [--write]

Lists the words of the pages that have no French yet, and French that no page uses, by the file of
notebooks/french/ they belong to: one a notebook (05-europe-20), shared for the frame of the pages, data for
the data. A name limits the list.
  --write  add what is missing to the files, with an empty French, and take out what is not used`;

/** What each page says in English, by the memory its words belong to. */
export async function segmentsByMemory(): Promise<PageSegments[]> {
  const site = await loadSite();
  const pages = [...await pageSources(site), glossaryPage("en")].map((source) => {
    const segments = segmentsOf(englishPage(site, source, "en")).filter((segment) => !isNeutral(segment));
    const owned = site.notebooks.find(({ name }) => name === source.memory);
    return {
      memory: source.memory,
      keys: [...new Set(segments.map(({ key }) => key))],
      owned: owned === undefined ? [] : [owned.title, ...statementsOf(owned)].map(keyOf),
    };
  });
  const claims = site.ledger.flatMap(({ claim: { statement, reason = "", asserts } }) => [
    statement,
    reason,
    ...asserts.length > 1 ? asserts.map(({ id }) => id) : [],
  ]);
  const ofClaims = [...new Set(claims.filter(Boolean).map(keyOf))];
  return [
    { memory: dataMemory, keys: ofClaims, owned: ofClaims },
    { memory: sharedMemory, keys: vocabulary, owned: vocabulary },
    ...pages,
  ];
}

/** What a card says of the bounds of a finding. */
function boundsOf(basis: Finding["basis"]): string {
  const estimate = { value: 0, low: 0, high: 0, unit: "" };
  const card = findingCard({
    id: "",
    claim: "",
    statement: "",
    basis,
    simulated: false,
    measurements: [],
    ...estimate,
  });
  return /<small>(.*?) · /.exec(card.html.text)![1]!.replaceAll("&#39;", "'");
}

/** The words of verdicts, findings and grades, met or not on today's pages. */
const vocabulary = [
  ...Object.entries(verdictMeanings).flatMap(([kind, meaning]) => [kind, `Verdict: ${kind}`, meaning]),
  ...["measure", "denominator", "place", "time"].map((swap) => `${swap} swapped`),
  ...(["rounding", "range of sources", "confidence 95 %"] as const).map(boundsOf),
  "1 % or more",
  "1 % or less",
  ...["read", "press", "derived", "unverified"].flatMap((grade) => [grade, `weakest grade: ${grade}`]),
  ...Object.entries(certaintyMeanings).flat(),
  ...[
    "1 source",
    "2 sources",
    "no size decides",
    "not judged yet",
    "no figure",
    "would turn if wrong by 1 %",
    "For scale",
  ],
  ...Object.values(kinds).map(({ label }) => label),
].map(keyOf);

const statementsOf = ({ notebook }: NotebookPage) =>
  outputsOf<Finding>(notebook, mediaTypes.finding).map(({ statement }) => statement);

async function main(): Promise<void> {
  const names = Deno.args.filter((argument) => !argument.startsWith("--"));
  const options = Deno.args.filter((argument) => argument.startsWith("--"));
  if (options.includes("--help")) return console.log(usage);
  if (options.some((option) => option !== "--write")) throw new PlainError(usage, 2);

  const pages = await segmentsByMemory();
  const memories = await loadMemories();
  const known = new Set([...pages.map(({ memory }) => memory), ...memories.keys()]);
  const unknown = names.find((name) => !known.has(name));
  if (unknown) throw new PlainError(`There is no ${unknown}: there are ${[...known].join(", ")}`, 2);

  const missing = missingSegments(pages, memories);
  const unused = unusedSegments(pages, memories);
  for (const name of names.length > 0 ? names : known) {
    const lacking = missing.get(name) ?? [];
    const idle = unused.get(name) ?? [];
    console.log(`${name}: ${lacking.length} without French, ${idle.length} not used`);
    if (names.length > 0 && !options.includes("--write")) {
      for (const key of lacking) console.log(`  missing  ${key}`);
      for (const key of idle) console.log(`  unused   ${key}`);
    }
    if (options.includes("--write")) await write(name, memories.get(name) ?? {}, lacking, idle);
  }
}

async function write(name: string, memory: Memory, missing: readonly string[], unused: readonly string[]) {
  const kept = Object.entries(memory).filter(([key, french]) => french !== "" && !unused.includes(key));
  const entries = [...kept, ...missing.map((key) => [key, ""])];
  await writeFile(join(memoryFolder, `${name}.json`), JSON.stringify(Object.fromEntries(entries), null, 2) + "\n");
}

if (import.meta.main) await runCommand(main);
