import { assertEquals } from "@std/assert";
import { markup } from "@/show/markup.ts";
import { bundleOf, show } from "@/show/show.ts";

/** The lines logged while something runs. */
async function logged(run: () => Promise<void>): Promise<unknown[]> {
  const { log } = console;
  const lines: unknown[] = [];
  console.log = (line) => lines.push(line);
  try {
    await run();
  } finally {
    console.log = log;
  }
  return lines;
}

const item = (text: string) => ({ html: markup`<b>${text}</b>`, text });

Deno.test("show() outside a kernel logs the plain text of each, in order", async () => {
  assertEquals(await logged(() => show(item("4 %"), item("a < b"))), ["4 %", "a < b"]);
});

Deno.test("show() of nothing logs nothing", async () => {
  assertEquals(await logged(() => show()), []);
});

Deno.test("bundleOf() offers HTML, plain text, and what programs read", () => {
  assertEquals(bundleOf(item("<")), { "text/html": "<b>&lt;</b>", "text/plain": "<" });
  assertEquals(bundleOf({ ...item("4"), data: { "application/json": 4 } })["application/json"], 4);
});
