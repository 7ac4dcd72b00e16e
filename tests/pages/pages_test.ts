import { assert, assertEquals, assertMatch } from "@std/assert";
import { parseHTML } from "linkedom";
import { notebookNames, outputsOf, readNotebook } from "../../tools/notebook.ts";
import { buildPages } from "../../tools/pages/build_pages.ts";
import { readmeFigure, readmeText } from "../../tools/verdict_table.ts";
import { mediaTypes } from "@/show/show.ts";

const files = await buildPages();
const pages = [...files].filter(([path]) => path.endsWith(".html")).map(([path, text]) => ({
  path,
  text,
  document: (parseHTML(text) as unknown as { document: Document }).document,
}));

Deno.test("buildPages() makes a page for every notebook", async () => {
  assertEquals(pages.length, (await notebookNames()).length);
});

Deno.test("buildPages() gives the same bytes in another time zone", async () => {
  const code = `import { buildPages } from "${new URL("../../tools/pages/build_pages.ts", import.meta.url)}";
    console.log(JSON.stringify([...await buildPages()]));`;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", code],
    cwd: new URL("../../", import.meta.url),
    env: { TZ: "Asia/Tokyo", LANG: "ja_JP.UTF-8", NO_COLOR: "1" },
  }).output();
  assertEquals(JSON.parse(new TextDecoder().decode(stdout)), [...files]);
});

Deno.test("every link inside the pages leads to a file or an element that is there", () => {
  for (const { path, document } of pages) {
    for (
      const { href } of [...document.querySelectorAll("a[href]")].map((link) => ({ href: link.getAttribute("href")! }))
    ) {
      if (/^https?:\/\//.test(href)) continue;
      const [file, anchor] = href.split("#");
      const target = file === "" ? path : file!;
      assert(files.has(target), `${path}: ${href} leads nowhere`);
      if (anchor) {
        assert(
          pages.find((page) => page.path === target)?.document.getElementById(anchor),
          `${path}: ${href} leads nowhere`,
        );
      }
    }
  }
});

Deno.test("no page loads or runs anything", () => {
  for (const { path, text, document } of pages) {
    const loading = "script, link, iframe, object, embed, img, video, audio, source, form, base";
    assertEquals([...document.querySelectorAll(loading)].map((element) => element.outerHTML), [], path);
    assert(!/\son[a-z]+=|javascript:|url\(|@import/i.test(text), `${path} holds something that loads or runs`);
    assertMatch(text, /Content-Security-Policy" content="default-src 'none'/);
  }
});

Deno.test("every figure on a page has a role, an alternative text, a caption, its data, and files to download", () => {
  for (const { path, document } of pages) {
    for (const figure of document.querySelectorAll("figure.am-figure")) {
      const drawing = figure.querySelector("svg")!;
      assertEquals(drawing.getAttribute("role"), "img", `${path}, ${figure.id}`);
      assert(drawing.getAttribute("aria-label")!.length > 40, `${path}, ${figure.id}`);
      assert(figure.querySelector("figcaption")!.textContent!.length > 40, `${path}, ${figure.id}`);
      assert(figure.querySelectorAll("details table tbody tr").length > 0, `${path}, ${figure.id}`);
      for (const type of ["svg", "csv"]) {
        assert(files.has(`figures/${figure.id.replace("figure-", "")}.${type}`), `${path}, ${figure.id}`);
      }
    }
  }
});

Deno.test("every id on a page is unique", () => {
  for (const { path, document } of pages) {
    const ids = [...document.querySelectorAll("main [id]")].map(({ id }) => id);
    assertEquals(ids.filter((id, index) => ids.indexOf(id) !== index), [], path);
  }
});

Deno.test("a simulated figure says so in its title and its alternative text", async () => {
  for (const name of await notebookNames()) {
    type Figure = { id: string; alt: string; simulated: boolean };
    for (const { id, alt, simulated } of outputsOf<Figure>(await readNotebook(name), mediaTypes.figure)) {
      assertEquals(alt.startsWith("Simulated data."), simulated, id);
    }
  }
});

Deno.test("README.md holds the table of verdicts as the notebooks have it", async () => {
  assertEquals(await Deno.readTextFile(new URL("../../README.md", import.meta.url)), await readmeText());
});

Deno.test("the README's figure is the one of its notebook", async () => {
  const { path, drawing } = await readmeFigure();
  assertEquals(await Deno.readTextFile(path), drawing);
});
