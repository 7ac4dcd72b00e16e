import { assert, assertEquals, assertThrows } from "@std/assert";
import { firstFreePort, isFree, takePort } from "../../tools/lab.ts";
import { PlainError } from "../../tools/plain_error.ts";
import { root } from "../../tools/workspace.ts";
import { labCommand, startLab, token } from "./jupyter_lab.ts";

Deno.test("--port is taken out of the arguments, the others are left for JupyterLab", () => {
  assertEquals(takePort(["--no-browser", "--port", "9000", "-y"]), { port: 9000, others: ["--no-browser", "-y"] });
  assertEquals(takePort(["--port=9000"]), { port: 9000, others: [] });
  assertEquals(takePort(["--no-browser"]), { others: ["--no-browser"] });
  for (const wrong of [["--port"], ["--port", "x"], ["--port=70000"]]) {
    assertThrows(() => takePort(wrong), PlainError, "--port needs a number from 1 to 65535");
  }
});

Deno.test("a port in use is named, with how to choose another", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  const { code, stderr } = await labCommand(root, ["--no-browser", `--port=${port}`]).output();
  assertEquals(code, 1);
  assertEquals(
    new TextDecoder().decode(stderr),
    `Port ${port} is in use: choose another one, for example \`deno task lab --port ${port + 1}\`.\n`,
  );
});

Deno.test("without --port the first free one from 8888 on is taken", () => {
  using _listener = isFree(8888) ? Deno.listen({ hostname: "127.0.0.1", port: 8888 }) : undefined;
  assert(firstFreePort() > 8888);
});

Deno.test("JupyterLab offers the workspace's kernel alone, and runs it by default", async () => {
  const server = await startLab(root);
  try {
    const { address } = server;
    const specs = await (await fetch(`${address}/api/kernelspecs?token=${token}`)).json();
    assertEquals([specs.default, Object.keys(specs.kernelspecs)], ["after-megaupload", ["after-megaupload"]]);
    assertEquals(specs.kernelspecs["after-megaupload"].spec.interrupt_mode, "message");

    const page = await (await fetch(`${address}/lab?token=${token}`)).text();
    const settings = JSON.parse(page.match(/<script id="jupyter-config-data"[^>]*>(.*?)<\/script>/s)![1]!);
    assertEquals(settings.news, { disabled: true });

    // JupyterLab shows the drawings of trusted outputs only.
    const contents = await fetch(`${address}/api/contents/notebooks/04-south-america-40.ipynb?token=${token}`);
    const cells = (await contents.json()).content.cells as { cell_type: string; metadata: { trusted?: boolean } }[];
    assert(cells.filter(({ cell_type }) => cell_type === "code").every(({ metadata }) => metadata.trusted));

    const start = await fetch(`${address}/api/kernels?token=${token}`, { method: "POST", body: "{}" });
    const kernel = await start.json();
    assertEquals(kernel.name, "after-megaupload");
    const channels = `${address.replace("http", "ws")}/api/kernels/${kernel.id}/channels?token=${token}`;
    assertEquals(await resultOf(channels, "1 + 1"), "2");
  } finally {
    const { code, said } = await server.stop();
    assertEquals(code, 0, said);
  }
});

/** Executes code through the websocket, as JupyterLab does. */
async function resultOf(channels: string, code: string): Promise<string> {
  const socket = new WebSocket(channels);
  const result = Promise.withResolvers<string>();
  const tooLate = setTimeout(() => result.reject(new Error("no result came")), 30_000);
  socket.onopen = () =>
    socket.send(JSON.stringify({
      channel: "shell",
      header: {
        msg_id: "request",
        msg_type: "execute_request",
        session: "test",
        username: "",
        version: "5.3",
        date: "",
      },
      parent_header: {},
      metadata: {},
      content: { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false },
      buffers: [],
    }));
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.msg_type === "execute_result") result.resolve(message.content.data["text/plain"]);
  };
  socket.onerror = () => result.reject(new Error("the websocket failed"));
  const closed = new Promise((resolve) => socket.onclose = resolve);
  try {
    return await result.promise;
  } finally {
    clearTimeout(tooLate);
    socket.close();
    await closed;
  }
}
