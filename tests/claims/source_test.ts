import { assertEquals, assertRejects } from "@std/assert";
import { loadSources, shortCitation, type Source } from "@/claims/source.ts";
import { DataError } from "@/data/data_error.ts";
import { packageFolder } from "../data/package_folder.ts";

const source = (more: Partial<Source>): Source => ({ id: "x", type: "webpage", title: "A page", ...more });
const issued = (...parts: number[]) => ({ issued: { "date-parts": [parts] as [number[]] } });
const people = (...families: string[]) => ({ author: families.map((family) => ({ family })) });

Deno.test("shortCitation() names the container, else the publisher, else the authors, else the title", () => {
  const all = { "container-title": "Arbor blog", publisher: "Arbor", ...people("Labovitz") };
  assertEquals(shortCitation(source(all)), "Arbor blog");
  assertEquals(shortCitation(source({ publisher: "Arbor", ...people("Labovitz") })), "Arbor");
  assertEquals(shortCitation(source(people("Labovitz"))), "Labovitz");
  assertEquals(shortCitation(source({})), "A page");
  assertEquals(shortCitation(source({ author: [] })), "A page");
});

Deno.test("shortCitation() names two authors, and the first of more", () => {
  assertEquals(shortCitation(source(people("Peukert", "Claussen"))), "Peukert and Claussen");
  assertEquals(shortCitation(source(people("Lauinger", "Szydlowski", "Onarlioglu"))), "Lauinger et al.");
  assertEquals(shortCitation(source({ author: [{ literal: "Cogent" }] })), "Cogent");
});

Deno.test("shortCitation() dates as precisely as the source does", () => {
  assertEquals(shortCitation(source(issued(2012))), "A page, 2012");
  assertEquals(shortCitation(source(issued(2012, 1))), "A page, Jan 2012");
  assertEquals(shortCitation(source(issued(2012, 12, 31))), "A page, 31 Dec 2012");
  assertEquals(shortCitation(source(issued())), "A page");
});

/** Loads a sources file of one record. */
async function load(record: unknown) {
  await using folder = await packageFolder({
    name: "sources",
    path: "sources.json",
    content: JSON.stringify([record]),
  });
  return await loadSources(folder.url);
}

Deno.test("loadSources() gives the records by id", async () => {
  assertEquals((await load(source({}))).get("x"), source({}));
});

Deno.test("loadSources() refuses a record without a title, and addresses that are not of the web", async () => {
  await assertRejects(() => load({ id: "x", type: "webpage" }), DataError, "sources.json, column 0.title");
  for (const URL of ["javascript:alert(1)", "data:text/html,x", "ftp://example.org", "example.org"]) {
    await assertRejects(() => load(source({ URL })), DataError, "0.URL");
  }
});
