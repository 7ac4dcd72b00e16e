import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Resvg } from "@resvg/resvg-js";
import { stringify } from "csv-stringify/sync";
import { mediaTypes } from "@/show/show.ts";
import { joined, type Notebook, outputsOf } from "../notebook.ts";
import { workFolder } from "../workspace.ts";

interface FigureData {
  readonly id: string;
  readonly data: Record<string, unknown>[];
}

const font = createRequire(import.meta.url).resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf");
const boldFont = font.replace("DejaVuSans.ttf", "DejaVuSans-Bold.ttf");

/** The drawings of a notebook as it holds them, by the figure's id. */
export function drawings(notebook: Notebook): ReadonlyMap<string, string> {
  const shown = outputsOf<string | string[]>(notebook, "text/html").map(joined);
  return new Map(
    outputsOf<FigureData>(notebook, mediaTypes.figure).map(({ id }) => {
      const html = shown.find((text) => text.includes(`<figure class="am-figure" id="figure-${id}"`))!;
      return [id, /<svg[\s\S]*<\/svg>/.exec(html)![0] + "\n"];
    }),
  );
}

/** The data behind a notebook's figures, by path from the pages' folder. */
export function figureData(notebook: Notebook): [string, string][] {
  return outputsOf<FigureData>(notebook, mediaTypes.figure)
    .map(({ id, data }) => [`downloads/figures/${id}.csv`, stringify(data, { header: true })]);
}

/** The drawings of a page in its language, as SVG and PNG, by path from the pages' folder. */
export async function figureFiles(document: Document, language: string): Promise<[string, string | Uint8Array][]> {
  const files = [...document.querySelectorAll("figure.am-figure")].map(async (figure) => {
    const svg = figure.querySelector("svg")!.outerHTML + "\n";
    const path = `${language}/figures/${figure.id.replace(/^figure-/, "")}`;
    return [[`${path}.svg`, svg], [`${path}.png`, await pngOf(svg)]] as [string, string | Uint8Array][];
  });
  return (await Promise.all(files)).flat();
}

/** A drawing as PNG at twice its size; one drawn before is kept in the work folder. */
async function pngOf(svg: string): Promise<Uint8Array> {
  const cached = join(workFolder, "png", `${createHash("sha256").update(svg).digest("hex")}.png`);
  const known = await Deno.readFile(cached).catch(() => undefined);
  if (known !== undefined) return known;
  const drawn = new Resvg(svg, {
    font: {
      loadSystemFonts: false,
      fontFiles: [font, boldFont],
      defaultFontFamily: "DejaVu Sans",
      sansSerifFamily: "DejaVu Sans",
    },
    fitTo: { mode: "zoom", value: 2 },
    background: "#ffffff",
  }).render().asPng();
  await Deno.mkdir(join(workFolder, "png"), { recursive: true });
  const temporary = `${cached}.${Deno.pid}.tmp`;
  await Deno.writeFile(temporary, drawn);
  await Deno.rename(temporary, cached);
  return new Uint8Array(drawn);
}
