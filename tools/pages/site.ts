import { type LedgerEntry, loadFindings, loadLedger } from "@/claims/ledger.ts";
import type { Finding } from "@/claims/finding.ts";
import { loadMeasurements, type Measurement } from "@/claims/measurement.ts";
import { loadSources, type Source } from "@/claims/source.ts";
import { readDataPackage, type Resource } from "@/data/data_package.ts";
import { loadTable } from "@/data/load_table.ts";
import { mediaTypes } from "@/show/show.ts";
import { basename } from "node:path";
import { type Notebook, notebookNames, outputsOf, readNotebook } from "../notebook.ts";
import { titleOf } from "./render_notebook.ts";

/** A notebook and the page it becomes. */
export interface NotebookPage {
  /** The notebook's file name without its ending; its translation memory bears the same. */
  readonly name: string;
  /** The page's file name: the notebook's without its number, so that links outlive an order. */
  readonly file: string;
  readonly title: string;
  readonly kind: "claim" | "method" | "summary" | "own";
  readonly notebook: Notebook;
}

/** Everything the pages are made of. */
export interface Site {
  readonly notebooks: readonly NotebookPage[];
  readonly ledger: readonly LedgerEntry[];
  readonly findings: ReadonlyMap<string, Finding>;
  readonly measurements: ReadonlyMap<string, Measurement>;
  readonly sources: ReadonlyMap<string, Source>;
  readonly resources: readonly Resource[];
  /** The ids of the rows of each file of measurements, by the file's name in the data package. */
  readonly rows: ReadonlyMap<string, readonly string[]>;
  /** The page on which each finding is stated. */
  readonly findingPages: ReadonlyMap<string, string>;
}

/** The notebook that asks the question of a reader's own series. */
const ownNotebook = "90-your-own-event.ipynb";

export async function loadSite(): Promise<Site> {
  const [names, ledger, findings, measurements, sources, { resources }] = await Promise.all([
    notebookNames(),
    loadLedger(),
    loadFindings(),
    loadMeasurements(),
    loadSources(),
    readDataPackage(),
  ]);
  const ofClaims = new Set(ledger.flatMap(({ claim }) => claim.notebook === null ? [] : [basename(claim.notebook)]));
  const notebooks = await Promise.all(names.map(async (name): Promise<NotebookPage> => {
    const notebook = await readNotebook(name);
    const kind = name.startsWith("method-")
      ? "method"
      : ofClaims.has(name)
      ? "claim"
      : name === ownNotebook
      ? "own"
      : "summary";
    return { name: name.replace(/\.ipynb$/, ""), file: pageOf(name), title: titleOf(notebook), kind, notebook };
  }));
  const tables = resources.filter(({ name }) => name.startsWith("measurements-"));
  const rows = await Promise.all(tables.map(async ({ name }) => {
    const table = await loadTable(name);
    return [name, table.toRecords().map(({ id }) => String(id))] as const;
  }));
  return {
    rows: new Map(rows),
    findingPages: new Map(
      notebooks.flatMap(({ file, notebook }) =>
        outputsOf<Finding>(notebook, mediaTypes.finding).map(({ id }) => [id, file] as const)
      ),
    ),
    notebooks,
    ledger,
    findings: new Map(findings.map((finding) => [finding.id, finding])),
    measurements,
    sources,
    resources,
  };
}

/** The page that a notebook becomes. */
export const pageOf = (notebook: string): string =>
  basename(notebook).replace(/^\d+-/, "").replace(/\.ipynb(?=$|#)/, ".html");

/** The claims that a notebook's page is about. */
export function entriesOf({ ledger }: Site, { name }: NotebookPage): LedgerEntry[] {
  return ledger.filter(({ claim }) => claim.notebook !== null && basename(claim.notebook) === `${name}.ipynb`);
}

/** The page on a claim; undefined while no notebook has it. */
export function claimPage({ notebooks }: Site, { claim }: LedgerEntry): NotebookPage | undefined {
  return notebooks.find(({ name }) => claim.notebook !== null && basename(claim.notebook) === `${name}.ipynb`);
}
