import { assertEquals, assertMatch } from "@std/assert";
import { serveFile } from "../../tools/site.ts";

const folder = await Deno.makeTempDir();
await Deno.mkdir(`${folder}/pages/en`, { recursive: true });
await Deno.writeTextFile(`${folder}/pages/en/index.html`, "<!doctype html>");
await Deno.writeTextFile(`${folder}/secret`, "secret");
Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));
const ask = (path: string, method = "GET") =>
  serveFile(`${folder}/pages`, new Request(`http://127.0.0.1${path}`, { method }));

Deno.test("the server gives a page with its type and its policy, and a folder's front page", async () => {
  const response = await ask("/en/");
  assertEquals([response.status, await response.text()], [200, "<!doctype html>"]);
  assertEquals(response.headers.get("content-type"), "text/html; charset=utf-8");
  assertMatch(response.headers.get("content-security-policy")!, /default-src 'none'/);
  assertEquals((await ask("/en")).headers.get("location"), "/en/");
  assertEquals(await (await ask("/en/index.html", "HEAD")).text(), "");
});

Deno.test("the server says plainly what it does not have, and gives nothing outside the pages", async () => {
  const missing = await ask("/fr/x.html");
  assertEquals([missing.status, await missing.text()], [404, "There is no /fr/x.html. The pages begin at /.\n"]);
  for (const path of ["/..%2fsecret", "/en/..%2f..%2fsecret", "//secret"]) {
    assertEquals((await ask(path)).status, 404, path);
  }
  assertEquals((await ask("/%E0%A4%A")).status, 400);
  assertEquals((await ask("/en/index.html", "POST")).status, 405);
});
