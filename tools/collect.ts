import { join } from "node:path";
import type { Finding } from "@/claims/finding.ts";
import { mediaTypes } from "@/show/show.ts";
import { notebookNames, outputsOf, readNotebook } from "./notebook.ts";
import { PlainError } from "./plain_error.ts";
import { root } from "./workspace.ts";
import { jsonText, writeFile } from "./write_file.ts";

export const findingsFile: string = join(root, "findings.json");
export const verdictsFile: string = join(root, "verdicts.json");

/** What the executed notebooks hold: their findings and verdicts, in the order of the notebooks. */
export async function collect(): Promise<{ findings: Finding[]; verdicts: unknown[] }> {
  const notebooks = await Promise.all((await notebookNames()).map((name) => readNotebook(name)));
  const findings = notebooks.flatMap((notebook) => outputsOf<Finding>(notebook, mediaTypes.finding));
  const twice = findings.find(({ id }, index) => findings.findIndex((other) => other.id === id) !== index);
  if (twice) throw new PlainError(`The finding ${twice.id} is stated twice; a finding has one place.`);
  return { findings, verdicts: notebooks.flatMap((notebook) => outputsOf(notebook, mediaTypes.verdict)) };
}

/** Writes findings.json and verdicts.json from the executed notebooks. */
export async function writeFindings(): Promise<void> {
  const { findings, verdicts } = await collect();
  await writeFile(findingsFile, jsonText(findings));
  await writeFile(verdictsFile, jsonText(verdicts));
}
