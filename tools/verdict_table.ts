import { join } from "node:path";
import { ledgerFigures, loadLedger, verdictParts } from "@/claims/ledger.ts";
import { readNotebook } from "./notebook.ts";
import { drawings } from "./pages/figure_files.ts";
import { notebooksFolder, root } from "./workspace.ts";
import { writeFile } from "./write_file.ts";

// The verdicts between these marks are written by deno task reproduce.
const begin = "<!-- deno-fmt-ignore-start -->";
const end = "<!-- deno-fmt-ignore-end -->";
const readmeFile = join(root, "README.md");

interface Line {
  number: number;
  id: string;
  claimed: string;
  computed: string;
  of: string;
  verdict: string;
  /** The verdicts on its parts, where they differ. */
  parts: string;
}

/** A line for each claim judged so far. */
export async function verdictLines(): Promise<Line[]> {
  return (await loadLedger()).flatMap((entry) => {
    const { claim, verdict } = entry;
    if (verdict === undefined) return [];
    const swapped = verdict.swaps.length > 0 ? ` (${verdict.swaps.join(", ")} swapped)` : "";
    const parts = verdictParts(verdict).map(({ part, kind }) => `${part} ${kind}`).join(", ");
    return [{
      number: claim.number!,
      id: claim.id,
      ...ledgerFigures(entry),
      verdict: `${verdict.kind}${swapped}`,
      parts,
    }];
  });
}

/** The table of claims for a terminal. */
export function terminalTable(lines: readonly Line[]): string {
  const rows = [
    ["claim", "claimed", "computed", "verdict"],
    ...lines.map(({ id, claimed, computed, verdict }) => [
      id,
      claimed,
      computed,
      verdict,
    ]),
  ];
  const widths = rows[0]!.map((_, index) => Math.max(...rows.map((row) => row[index]!.length)));
  return rows.map((row) => row.map((cell, index) => cell.padEnd(widths[index]!)).join("  ").trimEnd()).join("\n");
}

/** The README with its table of verdicts as the notebooks have it now. */
export async function readmeText(): Promise<string> {
  const readme = await Deno.readTextFile(readmeFile);
  const [from, to] = [readme.indexOf(begin), readme.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md has lost its marks "${begin}" and "${end}"`);
  const rows = (await verdictLines()).map(({ number, id, claimed, computed, of, verdict, parts }) =>
    `| ${number} | [${id}](notebooks/${
      String(number).padStart(2, "0")
    }-${id}.ipynb) | ${claimed} | ${computed} | ${of} | **${verdict}**${parts && `: ${parts}`} |`
  );
  const table = [
    "| | claim | claimed, or as read here | computed | what was computed | verdict |",
    "|---|---|---|---|---|---|",
    ...rows,
  ];
  return `${readme.slice(0, from)}${begin}\n\n${table.join("\n")}\n\n${readme.slice(to)}`;
}

/** The figure that the README shows: its path and the drawing as the notebook has it now. */
export async function readmeFigure(): Promise<{ path: string; drawing: string }> {
  const name = "figures/europe-20.totals.svg";
  const drawing = drawings(await readNotebook("05-europe-20.ipynb")).get("europe-20.totals")!;
  return { path: join(notebooksFolder, name), drawing };
}

/** Brings the README's table and figure up to what the notebooks have now. */
export async function writeReadme(): Promise<void> {
  await writeFile(readmeFile, await readmeText());
  const { path, drawing } = await readmeFigure();
  await writeFile(path, drawing);
}
