import { assertEquals } from "@std/assert";
import { report } from "../bench/report.ts";

Deno.test("the bench report is that of the results", async () => {
  for (const [name, text] of await report()) {
    assertEquals(
      await Deno.readTextFile(new URL(`../bench/${name}`, import.meta.url)),
      text,
      "run: deno run -A bench/report.ts",
    );
  }
});
