import { Buffer } from "node:buffer";
import { createRequire } from "node:module";
import pixelmatch from "pixelmatch";
import type { Page } from "playwright-core";
import { PNG } from "pngjs";

/** Part of the pixels that may differ: versions of Chromium round edges of letters differently. */
const tolerance = 0.02;

const fonts = createRequire(import.meta.url).resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf").replace(/[^/]*$/, "");

/**
 * What tells a page from its reference picture, in a sentence; undefined where nothing does.
 *
 * The page is drawn in fonts of the project, so that the fonts of a machine do not matter. A reference that is missing is
 * written, and said to be: look at it, then commit it.
 */
export async function differsFrom(page: Page, address: string, name: string): Promise<string | undefined> {
  await page.goto(address);
  const files = { sans: "DejaVuSans.ttf", bold: "DejaVuSans-Bold.ttf", mono: "DejaVuSansMono.ttf" };
  const face = async (family: string, file: string, weight: number) =>
    `@font-face { font-family: "${family}"; font-weight: ${weight}; src: url(data:font/ttf;base64,${
      (await Deno.readFile(fonts + file)).toBase64()
    }); }`;
  await page.addStyleTag({
    content: `${await face("reference", files.sans, 400)} ${await face("reference", files.bold, 700)} ${await face(
      "reference mono",
      files.mono,
      400,
    )}
      * { font-family: "reference" !important; } code, pre { font-family: "reference mono" !important; }`,
  });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  const taken = PNG.sync.read(Buffer.from(await page.screenshot()));
  const file = new URL(`./reference/${name}.png`, import.meta.url);
  const known = await Deno.readFile(file).catch(() => undefined);
  if (known === undefined) {
    await Deno.mkdir(new URL("./reference/", import.meta.url), { recursive: true });
    await Deno.writeFile(file, PNG.sync.write(taken));
    return `${name} had no reference picture; one was written: look at it, then commit it`;
  }
  const reference = PNG.sync.read(Buffer.from(known));
  const { width, height } = reference;
  if (taken.width !== width || taken.height !== height) return `${name} is ${taken.width} by ${taken.height} pixels`;
  const different = pixelmatch(reference.data, taken.data, undefined, width, height, { threshold: 0.2 });
  const part = different / (width * height);
  return part > tolerance ? `${name} differs in ${(100 * part).toFixed(1)} % of its pixels` : undefined;
}
