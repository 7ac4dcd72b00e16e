import axe from "axe-core";
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { parseHTML } from "linkedom";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { buildPages, writePages } from "../../tools/pages/build_pages.ts";
import { serveFile } from "../../tools/site.ts";
import { launchBrowser, noBrowser } from "../browser.ts";
import { differsFrom } from "./reference_picture.ts";

/** What a page may weigh and hold. The figures are counts, so they are the same on every machine. */
const budget = { bytes: 500_000, requests: 5, elements: 12_000 };

interface Opened {
  readonly origin: string;
  readonly folder: string;
  readonly paths: readonly string[];
  readonly browser: Browser;
}

/** Builds the pages, serves them, opens a browser, and takes all of it down again. */
async function withPages(action: (opened: Opened) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  const files = await buildPages();
  await writePages(files, `${folder}/pages`);
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => serveFile(`${folder}/pages`, request),
  );
  const browser = await launchBrowser();
  try {
    await action({
      origin: `http://127.0.0.1:${server.addr.port}`,
      folder: `${folder}/pages`,
      paths: [...files.keys()].filter((path) => path.endsWith(".html")),
      browser,
    });
  } finally {
    await browser.close();
    await server.shutdown();
    await Deno.remove(folder, { recursive: true });
  }
}

/**
 * In a page: of the elements with a text of their own, one for each chain of names, classes and attributes from the root
 * down, for the style sheet tells no others apart.
 */
function oneOfEachStyle(): Element[] {
  const chains = new Map<Element, string>();
  const first = new Map<string, Element>();
  for (const element of document.querySelectorAll("*")) {
    const attributes = [...element.attributes].map(({ name, value }) =>
      /^(class|fill|style|aria-current)$/.test(name) ? value : name
    );
    const chain = `${chains.get(element.parentElement!) ?? ""} > ${element.tagName} ${attributes.sort()}`;
    chains.set(element, chain);
    const speaks = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent!.trim() !== "");
    if (speaks && !first.has(chain) && element.checkVisibility()) first.set(chain, element);
  }
  return [...first.values()];
}

async function inPage(browser: Browser, options: BrowserContextOptions, action: (page: Page) => Promise<void>) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(180_000); // a machine may be busy
  try {
    await action(await context.newPage());
  } finally {
    await context.close();
  }
}

/** Everything that is wrong with a page as a browser has it, each in a sentence. */
async function problemsOf(
  page: Page,
  origin: string,
  path: string,
): Promise<{ problems: string[]; firstFigure?: number }> {
  const problems: string[] = [];
  const requests: string[] = [];
  let bytes = 0;
  const note = (problem: string) => problems.push(`${path}: ${problem}`);
  const onMessage = (message: { text(): string }) => note(`the console says ${message.text()}`);
  const onError = (error: Error) => note(`a script fails: ${error.message}`);
  const onRequest = (request: { url(): string }) => requests.push(request.url());
  const onResponse = (response: { headers(): Record<string, string>; status(): number; url(): string }) => {
    if (response.status() !== 200) note(`${response.url()} is answered with ${response.status()}`);
    bytes += Number(response.headers()["content-length"]);
  };
  page.on("console", onMessage).on("pageerror", onError).on("request", onRequest).on("response", onResponse);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto(`${origin}/${path}`, { waitUntil: "load" });
  const firstFigure = await page.evaluate(() => {
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    return document.querySelector("svg") === null ? undefined : paint?.startTime;
  });

  const searching = path.endsWith("search.html");
  if (requests.some((url) => !url.startsWith(`${origin}/`))) note("it asks for something elsewhere");
  if (requests.length > budget.requests) note(`it makes ${requests.length} requests`);
  if (!searching && bytes > budget.bytes) note(`it weighs ${bytes} bytes`);
  const elements = await page.evaluate(() => document.querySelectorAll("*").length);
  if (elements > budget.elements) note(`it has ${elements} elements`);

  await page.evaluate(axe.source);
  type Violations = { id: string; nodes: { html: string }[] }[];
  const run = (context: string, options: string) =>
    page.evaluate(`axe.run(${context}, ${options}).then(({ violations }) => violations)`) as Promise<Violations>;
  const report = (mode: string, violations: Violations) =>
    violations.forEach(({ id, nodes }) =>
      note(`${mode}: ${id}, ${nodes.length} times: ${nodes[0]!.html.slice(0, 160)}`)
    );
  const contrast = '{ runOnly: ["color-contrast"], resultTypes: ["violations"], preload: false }';
  report(
    "light",
    await run(
      "document",
      '{ resultTypes: ["violations"], preload: false, rules: { "color-contrast": { enabled: false } } }',
    ),
  );
  report("light", await run(`{ include: (${oneOfEachStyle})() }`, contrast));
  await page.emulateMedia({ colorScheme: "dark" });
  report("dark", await run(`{ include: (${oneOfEachStyle})() }`, contrast)); // nothing else has a colour
  for (const width of [360, 768, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    const beyond = await page.evaluate(() =>
      document.documentElement.scrollWidth - document.documentElement.clientWidth
    );
    if (beyond > 0) note(`at ${width} px it is ${beyond} px too wide`);
  }
  page.off("console", onMessage).off("pageerror", onError).off("request", onRequest).off("response", onResponse);
  return firstFigure === undefined ? { problems } : { problems, firstFigure };
}

Deno.test({ name: "the pages in Chromium", ignore: noBrowser }, async (t) => {
  await withPages(async ({ origin, folder, paths, browser }) => {
    await t.step(
      "no page breaks a rule of accessibility in either mode, its budget, its policy, or a narrow screen",
      async () => {
        const waiting = [...paths];
        const problems: string[] = [];
        const times: number[] = [];
        const context = await browser.newContext();
        context.setDefaultTimeout(180_000); // a machine may be busy
        const tab = async () => {
          const page = await context.newPage();
          for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
            const found = await problemsOf(page, origin, path);
            problems.push(...found.problems);
            if (found.firstFigure !== undefined) times.push(found.firstFigure);
          }
        };
        await Promise.all(Array.from({ length: navigator.hardwareConcurrency }, tab));
        await context.close();
        const median = times.sort((a, b) => a - b)[Math.floor(times.length / 2)]!;
        console.log(`${paths.length} pages; first figure painted after ${median.toFixed(0)} ms (median).`);
        assertEquals(problems.sort(), []);
      },
    );

    await t.step(
      "the ledger is filtered and read without JavaScript",
      () =>
        inPage(browser, { javaScriptEnabled: false }, async (page) => {
          await page.goto(`${origin}/en/index.html`);
          const shown = () => page.locator("#claims ~ .ledger").first().locator("> li:visible");
          const all = await shown().count();
          await page.locator("label[for=show-verdict-misattributed]").click();
          const kinds = await shown().locator(".verdict").allTextContents();
          assert(kinds.length > 0 && kinds.length < all);
          assertEquals(new Set(kinds), new Set(["misattributed"]));
          await page.goto(`${origin}/fr/europe-20.html`);
          assertEquals(await page.locator(".what-if").isVisible(), false);
          assert(await page.locator("figure.am-figure svg").first().isVisible());
        }),
    );

    for (const [place, base] of [["from disk", `file://${folder}`], ["from a server", origin]] as const) {
      await t.step(
        `${place}, the search finds, and a figure that is moved moves the verdict`,
        () =>
          inPage(browser, {}, async (page) => {
            await page.goto(`${base}/fr/search.html`);
            await page.locator("#query").fill("hebergement leaseweb");
            await page.locator("#results a").first().waitFor();
            assert((await page.locator("#results a").allTextContents()).some((title) => title.includes("Europe")));
            await page.goto(`${base}/fr/back-to-normal.html`);
            const verdict = page.locator(".what-if .verdict");
            assertEquals(await verdict.getAttribute("data-verdict"), "contradicted");
            for (const slider of await page.locator(".what-if input[type=range]").all()) await slider.fill("0");
            assertEquals(await verdict.getAttribute("data-verdict"), "supported");
            assertEquals(await verdict.textContent(), "confirmée");
            await page.locator(".what-if button").click();
            await page.locator('.what-if .verdict[data-verdict="contradicted"]').waitFor();
          }),
      );
    }

    await t.step(
      "before a figure is moved, and put back, the what-if box shows what was found",
      () =>
        inPage(browser, {}, async (page) => {
          const claims = paths.filter((path) =>
            path.startsWith("en/") && Deno.readTextFileSync(`${folder}/${path}`).includes('class="what-if"')
          );
          assert(claims.length > 0);
          for (const path of claims) {
            const { document } = parseHTML(Deno.readTextFileSync(`${folder}/${path}`));
            const words = (texts: string[]) => texts.map((text) => text.replace(/\s/g, " "));
            const found = words(
              [...document.querySelectorAll(".what-if output")].map(({ textContent }) => textContent!),
            );
            const shown = async () => words(await page.locator(".what-if output").allTextContents());
            await page.goto(`${origin}/${path}`);
            assertEquals(await shown(), found, path);
            const slider = page.locator(".what-if input[type=range]").first();
            await slider.fill((await slider.getAttribute("min"))!);
            assertNotEquals(await shown(), found, path);
            await page.locator(".what-if button").click();
            await page.locator(".what-if output").first().filter({ hasText: found[0]! }).waitFor();
            assertEquals(await shown(), found, path);
          }
        }),
    );

    await t.step(
      "the simulated evening is the library's in the browser too",
      () =>
        inPage(browser, {}, async (page) => {
          await page.goto(`file://${folder}/en/evening.html`);
          const path = () => page.locator(".evening .with").getAttribute("d");
          const before = await path();
          await page.locator("#size").fill("30");
          assert(await path() !== before);
          await page.locator("#size").fill("12");
          assertEquals(await path(), before);
          await page.locator("label[for=step-ordinary]").click();
          assertEquals(await page.locator(".evening .with").isVisible(), false);
        }),
    );

    await t.step(
      "a deep link leads to its finding, and printing leaves the navigation out",
      () =>
        inPage(browser, {}, async (page) => {
          await page.goto(`${origin}/en/europe-20.html#europe-20.hosters-change`);
          assert(await page.locator("[id='europe-20.hosters-change']").isVisible());
          assert(await page.evaluate(() => scrollY > 0));
          await page.emulateMedia({ media: "print" });
          assertEquals(await page.locator("header nav").isVisible(), false);
          assertEquals(await page.locator(".downloads").first().isVisible(), false);
        }),
    );

    for (
      const [path, width, colorScheme] of [
        ["index.html", 360, "light"],
        ["fr/evening.html", 360, "light"],
        ["en/evening.html", 768, "dark"],
        ["fr/glossary.html", 1440, "light"],
      ] as const
    ) {
      await t.step(
        `${path} at ${width} px looks as it did`,
        () =>
          inPage(browser, { viewport: { width, height: 800 }, colorScheme, bypassCSP: true }, async (page) => {
            assertEquals(
              await differsFrom(page, `${origin}/${path}`, `${path.replace(/\W/g, "-")}-${width}-${colorScheme}`),
              undefined,
            );
          }),
      );
    }
  });
});
