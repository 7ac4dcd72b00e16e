import { assert, assertEquals } from "@std/assert";
import { loadClaims } from "@/claims/claim.ts";
import { loadMeasurements } from "@/claims/measurement.ts";
import { readDataPackage } from "@/data/data_package.ts";
import { checkDataPackage } from "@/data/load_table.ts";
import { printed } from "@/interval/printed.ts";
import { swaps } from "@/claims/swap.ts";
import { period } from "@/time/period.ts";
import { dataDictionary } from "../tools/data_dictionary.ts";
import { setUp } from "../tools/set_up.ts";

const folder = new URL("../data/", import.meta.url);

Deno.test("every data file is as the data package describes it", async () => {
  assertEquals(await checkDataPackage(), []);
});

Deno.test("the data package describes every data file", async () => {
  const described = new Set((await readDataPackage()).resources.map(({ path }) => path));
  const found: string[] = [];
  const walk = async (path: string) => {
    for await (const { name, isDirectory } of Deno.readDir(new URL(path, folder))) {
      if (isDirectory) await walk(`${path}${name}/`);
      else found.push(`${path}${name}`);
    }
  };
  await walk("./");
  const undescribed = found.map((path) => path.replace("./", "")).filter((path) => !described.has(path));
  assertEquals(undescribed.toSorted(), ["README.md", "datapackage.json"]);
});

Deno.test("frictionless, the standard's own program, finds the data package valid", async () => {
  const { python } = await setUp({ quiet: true });
  const { stdout, stderr } = await new Deno.Command(python, {
    args: ["-m", "frictionless", "validate", "datapackage.json", "--json"],
    cwd: folder,
  }).output();
  const text = new TextDecoder();
  assert(stdout.length > 0, text.decode(stderr));
  const { errors, tasks, stats } = JSON.parse(text.decode(stdout)) as {
    errors: unknown[];
    tasks: { place: string; errors: { message: string }[] }[];
    stats: { tasks: number };
  };
  const found = tasks.flatMap(({ place, errors }) => errors.map(({ message }) => `${place}: ${message}`));
  // frictionless counts no bytes of a table in JSON; our own check does.
  const counted = found.filter((error) => !(error.startsWith("sources.json") && error.endsWith('actual is "None"')));
  assertEquals([...errors, ...counted], []);
  assert(stats.tasks > 10);
});

Deno.test("measurement ids are unique over all files", async () => {
  const { resources } = await readDataPackage();
  const files = resources.filter(({ name }) => name.startsWith("measurements-"));
  const texts = await Promise.all(files.map(({ path }) => Deno.readTextFile(new URL(path, folder))));
  const ids = texts.flatMap((text) => [...text.matchAll(/^([a-z0-9-]+),/gm)].map(([, id]) => id).slice(1));
  assertEquals(ids.length, new Set(ids).size);
  assertEquals((await loadMeasurements()).size, ids.length);
});

Deno.test("every window and every asserted figure can be read", async () => {
  for (const { id, windowStart, windowEnd } of (await loadMeasurements()).values()) {
    for (const text of [windowStart, windowEnd]) assert(text === "" || period(text), id);
  }
  for (const { asserts } of await loadClaims()) {
    for (const { figure } of asserts) assert(figure === null || printed(figure));
  }
});

Deno.test("quotations are short", async () => {
  for (const { id, quotation } of (await loadMeasurements()).values()) {
    assert(quotation.split(/\s+/).length <= 20, `${id} quotes ${quotation.split(/\s+/).length} words`);
  }
});

Deno.test("a misattributed claim differs from its origin by the swap its notebook says", async () => {
  const claims = await loadClaims();
  const measurements = await loadMeasurements();
  const swapsOf = (claim: string, assertion: number, measurement: string, zone?: string) =>
    swaps(claims.find(({ id }) => id === claim)!.asserts[assertion]!, measurements.get(measurement)!, zone);
  assertEquals(swapsOf("south-america-40", 0, "itr-south-america-outage"), ["measure"]);
  assertEquals(swapsOf("europe-20", 0, "arbor-europe-hosters"), ["denominator"]);
  assertEquals(swapsOf("bouygues-12", 1, "bouygues-day-after", "Europe/Paris"), ["time"]);
});

Deno.test("the data dictionary is that of the data package", async () => {
  assertEquals(await Deno.readTextFile(new URL("README.md", folder)), await dataDictionary());
});
