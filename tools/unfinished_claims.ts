import { join } from "node:path";
import { type Claim, loadClaims } from "@/claims/claim.ts";
import type { Finding } from "@/claims/finding.ts";
import { mediaTypes } from "@/show/show.ts";
import { joined, outputsOf, readNotebook } from "./notebook.ts";
import { root } from "./workspace.ts";

/** What each claim of data/claims.json still lacks, a sentence for each thing; empty when all are finished. */
export async function unfinishedClaims(): Promise<string[]> {
  const claims = await loadClaims();
  return (await Promise.all(claims.map(async (claim) => [...missingInRow(claim), ...await missingInNotebook(claim)])))
    .flat();
}

const needed = ["quantity", "place", "of", "window", "unit"] as const;

function missingInRow({ id, quotation, statement, asserts }: Claim): string[] {
  const where = `${id}: data/claims.json`;
  return [
    ...quotation.text === "" ? [`${where} lacks the quotation of the article`] : [],
    ...statement === "" ? [`${where} lacks the statement in English`] : [],
    ...asserts.flatMap((assertion) => {
      const empty = needed.filter((field) => assertion[field] === "");
      return empty.length === 0 ? [] : [`${where}, assertion ${assertion.id}, lacks ${empty.join(", ")}`];
    }),
  ];
}

/** Nothing for a claim that no notebook has been begun for. */
async function missingInNotebook({ id, notebook }: Claim): Promise<string[]> {
  if (notebook === null || !await exists(join(root, notebook))) return [];
  const read = await readNotebook(notebook, root);
  const where = `${id}: ${notebook}`;
  const findings = outputsOf<Finding>(read, mediaTypes.finding).filter(({ claim }) => claim === id);
  const toDo = read.cells.filter(({ cell_type, source }) =>
    cell_type === "markdown" && /^To do:/m.test(joined(source))
  );
  return [
    ...toDo.length > 0 ? [`${where} has text to write in the cells ${toDo.map(({ id }) => id).join(", ")}`] : [],
    ...findings.length === 0 ? [`${where} states no finding yet: finding(...), then findingCard(...)`] : [],
    ...outputsOf<{ claim: string }>(read, mediaTypes.verdict).some(({ claim }) => claim === id)
      ? []
      : [`${where} gives no verdict yet: judge(...), then verdictCard(...)`],
    ...await exists(join(root, "tests", "pins", `${id}.json`)) ? [] : [`${id}: tests/pins/${id}.json is missing`],
  ];
}

const exists = (path: string) => Deno.stat(path).then(() => true, () => false);
