import { type Browser, chromium } from "playwright-core";

const candidates = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/** The Chromium of this machine: the one that CHROMIUM names, or the first on PATH; undefined where there is none. */
export const chromiumPath: string | undefined = Deno.env.get("CHROMIUM") ||
  candidates.flatMap((name) => Deno.env.get("PATH")!.split(":").map((folder) => `${folder}/${name}`))
    .find((path) => isFile(path));

/** For a test that needs a browser: whether to leave it out, said once on standard error. */
export const noBrowser = chromiumPath === undefined;
if (noBrowser) {
  console.error("Tests in a browser are left out: no Chromium on PATH. Install it, or name one in CHROMIUM.");
}

/** Starts Chromium without a window, its colours the same on every machine. */
export async function launchBrowser(): Promise<Browser> {
  return await chromium.launch({ executablePath: chromiumPath!, args: ["--force-color-profile=srgb"] });
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
