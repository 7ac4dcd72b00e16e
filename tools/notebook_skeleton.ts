import { kernelDisplayName, kernelName } from "./workspace.ts";

/** A notebook that opens a claim and runs, with the places for what is to be said and computed. */
export function notebookSkeleton(number: number, id: string): string {
  const cells = [
    prose(
      "text-01",
      `# ${number}. ${id}\n\nTo do: the title, and in two sentences what the article says and what is computed here.`,
    ),
    code(
      "open",
      `import { claimCard, openClaim, show } from "@/mod.ts";\n\nconst { claim } = await openClaim("${id}");\nawait show(claimCard(claim));`,
    ),
    prose(
      "text-02",
      "## What was measured\n\nTo do: the measurements of this claim, each a row of a file in `data/measurements/`, with `evidenceTable`.",
    ),
    prose(
      "text-03",
      "## The number\n\nTo do: each number with `finding`, shown with `findingCard`, and a `figure` with `intervalPlot`.",
    ),
    prose("text-04", "## Verdict\n\nTo do: `judge` with the findings, shown with `verdictCard`."),
    prose("text-05", "## What is not known\n\nTo do: what no figure was found for."),
  ];
  const metadata = {
    kernelspec: { display_name: kernelDisplayName, language: "typescript", name: kernelName },
    language_info: { file_extension: ".ts", mimetype: "text/x.typescript", name: "typescript" },
  };
  return JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1) + "\n";
}

const prose = (id: string, source: string) => ({ cell_type: "markdown", id, metadata: {}, source: lines(source) });

const code = (id: string, source: string) => ({
  cell_type: "code",
  execution_count: null,
  id,
  metadata: {},
  outputs: [],
  source: lines(source),
});

/** As a notebook file holds text: in lines, each with its end. */
const lines = (text: string) => text.split(/(?<=\n)/);
