import "@citation-js/plugin-bibtex";
import { join } from "node:path";
import { Cite } from "@citation-js/core";
import { parse } from "yaml";
import { root } from "../workspace.ts";

/** How to cite this work, in the formats that reference managers read. */
export interface Citation {
  readonly bibtex: string;
  /** CSL-JSON. */
  readonly csl: string;
}

interface CitationFile {
  title: string;
  version: string;
  "date-released": string;
  authors: { name?: string; "family-names"?: string; "given-names"?: string }[];
  abstract: string;
}

/** The citation that CITATION.cff gives. */
export async function readCitation(): Promise<Citation> {
  const file: CitationFile = parse(await Deno.readTextFile(join(root, "CITATION.cff")), { schema: "failsafe" });
  const record = {
    id: "after-megaupload",
    type: "software",
    title: file.title,
    author: file.authors.map((author) =>
      author.name === undefined
        ? { family: author["family-names"], given: author["given-names"] }
        : { literal: author.name }
    ),
    version: file.version,
    issued: { "date-parts": [file["date-released"].split("-").map(Number)] },
    abstract: file.abstract,
  };
  // BibTeX knows no day.
  const dated = { ...record, issued: { "date-parts": [record.issued["date-parts"][0]!.slice(0, 2)] } };
  return { bibtex: new Cite([dated]).format("bibtex"), csl: JSON.stringify([record], null, 2) + "\n" };
}
