import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { setUp } from "../../tools/set_up.ts";

Deno.test("an interrupted cell leaves the kernel and its variables", async () => {
  const { python, variables, kernelName } = await setUp({ quiet: true });
  const script = fileURLToPath(new URL("./interrupt_kernel.py", import.meta.url));
  const { stdout } = await new Deno.Command(python, { args: [script, kernelName], env: variables }).output();
  assertEquals(JSON.parse(new TextDecoder().decode(stdout)), { status: "error", kept: "42", sameKernel: true });
});
