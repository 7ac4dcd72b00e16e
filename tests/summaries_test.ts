import { assertEquals } from "@std/assert";
import { mediaTypes } from "@/show/show.ts";
import { outputsOf, readNotebook } from "../tools/notebook.ts";

/** The rows behind a figure of a notebook, a line each. */
async function rowsOf(notebook: string, id: string): Promise<string[]> {
  const figures = outputsOf<{ id: string; data: Record<string, unknown>[] }>(
    await readNotebook(`${notebook}.ipynb`),
    mediaTypes.figure,
  );
  return figures.find((figure) => figure.id === id)!.data.map((row) => Object.values(row).join(" "));
}

Deno.test("the synthesis calls each verdict as certain as pinned here", async () => {
  assertEquals(await rowsOf("17-synthesis", "synthesis.certainty"), [
    "fair world-share 7",
    "weak direct-download-share 5",
    "fair other-closures 1",
    "fair south-america-40 1",
    "fair europe-20 1",
    "none isp-graphs 0",
    "weak bouygues-12 2",
    "fair back-to-normal 3",
    "fair peer-to-peer 7",
    "fair culture-share 3",
    "weak substitution 5",
    "weak hadopi-displacement 5",
    "fair monopoly 6",
    "fair peering-imbalance 3",
    "fair customs-duties 4",
    "fair creation-boom 1",
  ]);
});

Deno.test("the other readings give the verdicts pinned here", async () => {
  assertEquals(await rowsOf("18-different-definitions", "different-definitions.moves"), [
    "south-america-40 3 overstated",
    "europe-20 1 supported",
    "world-share 2 supported",
    "world-share 1 overstated",
    "europe-20 3 overstated",
    "direct-download-share 1 supported",
    "direct-download-share 1 mixed",
    "direct-download-share 2 overstated",
    "monopoly 2 supported",
    "back-to-normal 2 contradicted",
    "back-to-normal 2 mixed",
    "back-to-normal 1 supported",
    "peer-to-peer 1 supported",
    "peer-to-peer 2 mixed",
    "culture-share 1 overstated",
    "culture-share 1 supported",
    "substitution 1 supported",
    "substitution 1 overstated",
    "creation-boom 1 overstated",
  ]);
});
