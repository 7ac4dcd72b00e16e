import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { basename, join } from "node:path";
import { temporaryCheckout } from "./temporary_checkout.ts";

type Checkout = Awaited<ReturnType<typeof temporaryCheckout>>;

/** Runs Deno in a checkout. */
async function deno({ path, variables }: Checkout, ...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd: path,
    env: { ...variables, NO_COLOR: "1" },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, said: text(stdout), complained: text(stderr) };
}

const newClaim = (checkout: Checkout, ...args: string[]) => deno(checkout, "run", "-A", "tools/new_claim.ts", ...args);

/** Every file of the folders that a new claim touches, with its text. */
async function filesOf(root: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const folder of ["data", "notebooks", "tests/pins"]) {
    for await (const { name, isFile } of Deno.readDir(join(root, folder))) {
      if (isFile) files.set(`${folder}/${name}`, await Deno.readTextFile(join(root, folder, name)));
    }
  }
  return files;
}

Deno.test("deno task new-claim begins a claim that runs, has a page, and whose tests say what is left to do", async () => {
  await using checkout = await temporaryCheckout();
  const before = await filesOf(checkout.path);
  const { code, said, complained } = await newClaim(checkout, "night-traffic");
  assertEquals(code, 0, complained);
  const after = await filesOf(checkout.path);

  const made = [...after.keys()].filter((path) => !before.has(path));
  const notebook = made.find((path) => /^notebooks\/\d+-night-traffic\.ipynb$/.test(path))!;
  assertEquals(made.toSorted(), [notebook, "tests/pins/night-traffic.json"]);
  for (const [path, text] of before) {
    if (!/^data\/(claims|datapackage)\.json$/.test(path)) assertEquals(after.get(path), text, path);
  }
  type Row = { id: string; number: number; kind: string; notebook: string };
  const rows = (text: string): Row[] => JSON.parse(text);
  const claims = rows(after.get("data/claims.json")!);
  const row = claims.find(({ id }) => id === "night-traffic")!;
  assertEquals(claims.filter((claim) => claim !== row), rows(before.get("data/claims.json")!));
  assertEquals(row.notebook, notebook);
  assertEquals(claims.filter(({ number }) => number === row.number), [row]);
  assertEquals(claims[claims.indexOf(row) + 1]!.kind, "opinion");

  // The notebook runs, and its page follows.
  const run = `import { runNotebooks } from "./tools/run_notebooks.ts";
    await runNotebooks([${JSON.stringify(notebook)}], { outputFolder: ".work" });
    await Deno.rename(".work/${basename(notebook)}", ${JSON.stringify(notebook)});
    const { checkCells } = await import("./tools/cells.ts");
    console.log(await checkCells());
    const { buildPages } = await import("./tools/pages/build_pages.ts");
    console.log([...(await buildPages()).keys()].filter((path) => path.includes("night-traffic")).length);`;
  const ran = await deno(checkout, "eval", run);
  assertEquals(ran.code, 0, ran.complained);
  const [problems, pages] = ran.said.trim().split("\n");
  assertEquals(problems, "[]");
  assert(Number(pages) > 0);

  // The tests fail, and say why in the words of the command.
  const left = [
    "night-traffic: data/claims.json lacks the quotation of the article",
    "night-traffic: data/claims.json lacks the statement in English",
    "night-traffic: data/claims.json, assertion size, lacks quantity, place, of, window, unit",
    `night-traffic: ${notebook} has text to write in the cells text-01, text-02, text-03, text-04, text-05`,
    `night-traffic: ${notebook} states no finding yet: finding(...), then findingCard(...)`,
    `night-traffic: ${notebook} gives no verdict yet: judge(...), then verdictCard(...)`,
  ];
  const tests = await deno(checkout, "test", "-A", "--no-check", "tests/claims_test.ts");
  assertEquals(tests.code, 1);
  for (const line of left) {
    assertStringIncludes(said, line);
    assertStringIncludes(tests.said, JSON.stringify(line));
  }
  // The data are described as they are now.
  assertEquals((await deno(checkout, "task", "data")).said, "datapackage.json was up to date\n");
});

Deno.test("deno task new-claim refuses ids that are taken or are none, and changes nothing", async () => {
  await using checkout = await temporaryCheckout();
  await Deno.writeTextFile(checkout.file("tests/pins/only-pinned.json"), "{}\n");
  await Deno.copyFile(checkout.file("notebooks/05-europe-20.ipynb"), checkout.file("notebooks/31-only-noted.ipynb"));
  const before = await filesOf(checkout.path);
  const refusals: [string[], number, string][] = [
    [["europe-20"], 1, "data/claims.json has a claim europe-20 already."],
    [["opinion-mafia"], 1, "data/claims.json has a claim opinion-mafia already."],
    [["only-pinned"], 1, "tests/pins/only-pinned.json is there already: choose another id, or remove it."],
    [["only-noted"], 1, "31-only-noted.ipynb is there already: choose another id, or remove it."],
    ...["Night", "night_traffic", "night--traffic", "-night", "night-", "../night", "20-night", ""].map((
      id,
    ): [string[], number, string] => [[id], 2, "is no id"]),
    [[], 2, "deno task new-claim ID"],
    [["one", "two"], 2, "deno task new-claim ID"],
  ];
  for (const [args, exitCode, message] of refusals) {
    const { code, complained } = await newClaim(checkout, ...args);
    assertStringIncludes(complained, message);
    assertEquals(code, exitCode, args.join(" "));
  }
  assertEquals(await filesOf(checkout.path), before);
});
