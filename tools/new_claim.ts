// The packages may not be installed yet: whatever needs them is imported after the set-up.
import { join, relative } from "node:path";
import { notebookSkeleton } from "./notebook_skeleton.ts";
import { PlainError, runCommand } from "./plain_error.ts";
import { setUp } from "./set_up.ts";
import { notebooksFolder, root } from "./workspace.ts";
import { jsonText } from "./write_file.ts";

const usage = `deno task new-claim ID

Begins a claim: a row in data/claims.json, a notebook that runs, and a file for its pins. Its page
follows with the next deno task reproduce. Overwrites nothing.
  ID  small letters, digits and hyphens, for example world-share`;

const claimsFile = join(root, "data", "claims.json");

/** Begins a claim, and says where its parts are and what is left to do. */
async function main(): Promise<void> {
  const [id, ...others] = Deno.args;
  if (id === "--help") return console.log(usage);
  if (id === undefined || others.length > 0) throw new PlainError(usage, 2);
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) {
    throw new PlainError(
      `${id} is no id: an id has small letters, digits and single hyphens, and begins with a letter.`,
      2,
    );
  }
  await setUp({ quiet: true });

  const claims: { id: string; number: number | null; kind: string }[] = JSON.parse(await Deno.readTextFile(claimsFile));
  if (claims.some((claim) => claim.id === id)) throw new PlainError(`data/claims.json has a claim ${id} already.`);
  const { notebookNames } = await import("./notebook.ts");
  const names = await notebookNames();
  const numbers = [...claims.map(({ number }) => number ?? 0), ...names.map((name) => parseInt(name) || 0)];
  const number = Math.max(...numbers) + 1;
  const notebook = join(notebooksFolder, `${String(number).padStart(2, "0")}-${id}.ipynb`);
  const pins = join(root, "tests", "pins", `${id}.json`);
  const inUse = names.find((name) => name.replace(/^\d+-/, "") === `${id}.ipynb`) ??
    (await exists(pins) ? relative(root, pins) : undefined);
  if (inUse) throw new PlainError(`${inUse} is there already: choose another id, or remove it.`);

  await Deno.writeTextFile(notebook, notebookSkeleton(number, id), { createNew: true });
  await Deno.writeTextFile(pins, "{}\n", { createNew: true });
  const row = {
    id,
    number,
    kind: "claim",
    quotation: { text: "", language: "fr" },
    statement: "",
    asserts: [{ id: "size", quantity: "", denominator: "", place: "", of: "", window: "", figure: null, unit: "" }],
    notebook: relative(root, notebook).replaceAll("\\", "/"),
  };
  // The claims of the article stand before its opinions.
  const place = claims.findLastIndex(({ kind }) => kind === "claim") + 1;
  await Deno.writeTextFile(claimsFile, jsonText(claims.toSpliced(place, 0, row)));
  const { describeData } = await import("./describe_data.ts");
  await describeData();

  const { unfinishedClaims } = await import("./unfinished_claims.ts");
  console.log([
    "Made:",
    ...[notebook, pins].map((path) => `  ${relative(root, path)}`),
    "  a row of data/claims.json",
    "",
    "Left to do (deno task test says it too):",
    ...(await unfinishedClaims()).filter((line) => line.startsWith(`${id}:`)).map((line) => `  ${line}`),
    "",
    "Run deno task reproduce after each step. Its page appears with the first.",
  ].join("\n"));
}

const exists = (path: string) => Deno.stat(path).then(() => true, () => false);

if (import.meta.main) await runCommand(main);
