import { join } from "node:path";
import type { Browser, Locator, Page, WebSocket } from "playwright-core";
import { isFree } from "../../tools/lab.ts";

export const token = "test";

/** `deno task lab` in a checkout, answering, with nothing opened by itself. */
export interface LabServer {
  readonly root: string;
  readonly address: string;
  /** Ends it and gives its exit code and what it said. */
  stop(): Promise<{ code: number; said: string }>;
}

export function labCommand(
  root: string,
  labArguments: readonly string[],
  variables: Record<string, string> = {},
): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "tools/lab.ts", ...labArguments],
    cwd: root,
    env: variables,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

export async function startLab(root: string, variables: Record<string, string> = {}): Promise<LabServer> {
  const port = freePort();
  const address = `http://127.0.0.1:${port}`;
  const options = ["--no-browser", `--port=${port}`, `--IdentityProvider.token=${token}`];
  const server = labCommand(root, options, variables).spawn();
  const said = new Response(server.stderr).text();
  const printed = new Response(server.stdout).text();
  const stop = async () => {
    server.kill("SIGTERM");
    const [{ code }] = await Promise.all([server.status, printed]);
    return { code, said: await said };
  };
  const ended = server.status.then(async () => Promise.reject(new Error(`JupyterLab ended:\n${await said}`)));
  ended.catch(() => {});
  await Promise.race([answers(`${address}/api/status?token=${token}`), ended]);
  return { root, address, stop };
}

/** One of many ports: two test runs at once must not fight for the same one. */
function freePort(): number {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    if (isFree(port)) return port;
  }
}

async function answers(address: string): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    try {
      const response = await fetch(address);
      await response.body?.cancel();
      if (response.ok) return;
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${address} does not answer`);
}

/** A notebook opened in JupyterLab, driven as a user drives it. */
export class LabNotebook {
  readonly #kernels: WebSocket[] = [];

  private constructor(readonly page: Page) {
    page.on("websocket", (socket) => {
      if (socket.url().includes("/channels")) this.#kernels.push(socket);
    });
  }

  /** Opens a notebook in a browser context of its own, and waits until its kernel is idle and its cells are there. */
  static async open(browser: Browser, { root, address }: LabServer, path: string): Promise<LabNotebook> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 1000 } });
    const page = await context.newPage();
    page.setDefaultTimeout(120_000);
    const notebook = new LabNotebook(page);
    await page.goto(`${address}/lab/tree/${path}?token=${token}&reset`);
    const { cells } = JSON.parse(await Deno.readTextFile(join(root, path)));
    await page.waitForFunction(
      (count) => document.querySelectorAll(".jp-Notebook .jp-Cell").length === count,
      cells.length,
    );
    await notebook.idle();
    return notebook;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.context().close();
  }

  /** Waits until the kernel is connected and idle. */
  async idle(): Promise<void> {
    await this.page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").waitFor();
  }

  /** Code cells, counted from 0. */
  cell(index: number): Locator {
    return this.page.locator(".jp-Notebook .jp-CodeCell").nth(index);
  }

  async menu(title: string, item: string): Promise<void> {
    await this.page.locator(".lm-MenuBar-itemLabel", { hasText: title }).first().click();
    await this.page.locator(".lm-Menu-itemLabel", { hasText: item }).first().click();
  }

  async runAll(): Promise<void> {
    await this.menu("Edit", "Clear Outputs of All Cells");
    await this.menu("Run", "Run All Cells");
    await this.allRan();
  }

  async restartAndRunAll(): Promise<void> {
    await this.menu("Edit", "Clear Outputs of All Cells");
    await this.menu("Run", "Restart Kernel and Run All Cells");
    await this.page.locator(".jp-Dialog .jp-mod-accept").click();
    await this.allRan();
  }

  /** Restarts the kernel, and waits for the new one. */
  async restart(): Promise<void> {
    const connected = this.page.waitForEvent("websocket", (socket) => socket.url().includes("/channels"));
    await this.menu("Kernel", "Restart Kernel…");
    await this.page.locator(".jp-Dialog .jp-mod-accept").click();
    await connected;
    await this.idle();
  }

  /** Puts the cursor into a cell. */
  async select(index: number): Promise<void> {
    await this.cell(index).locator(".cm-content").click();
    await this.cell(index).and(this.page.locator(".jp-mod-active")).locator(".cm-focused").waitFor();
  }

  /** Replaces a cell's code. */
  async edit(index: number, source: string): Promise<void> {
    await this.select(index);
    await this.page.keyboard.press("Control+a");
    await this.page.keyboard.insertText(source);
  }

  /** Starts a cell, and does not wait. */
  async start(index: number): Promise<void> {
    await this.select(index);
    await this.menu("Run", "Run Selected Cell and Do not Advance");
  }

  /** Runs a cell to its end. */
  async run(index: number): Promise<void> {
    const before = await this.prompt(index);
    await this.start(index);
    await this.page.waitForFunction(
      ([index, before]) => {
        const text = document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")[index as number]?.textContent;
        return text !== before && /\[\d+\]/.test(text ?? "");
      },
      [index, before] as const,
    );
  }

  /** What stands before a cell: `[ ]:`, `[*]:` while it runs, and its number after it. */
  async prompt(index: number): Promise<string> {
    return await this.cell(index).locator(".jp-InputPrompt").textContent() ?? "";
  }

  /** Waits until an output of a cell holds a text. */
  async shows(index: number, text: string | RegExp): Promise<void> {
    await this.cell(index).locator(".jp-OutputArea-output", { hasText: text }).first().waitFor();
  }

  /** The texts of a cell's outputs as they are now. */
  async outputs(index: number): Promise<string[]> {
    return await this.cell(index).locator(".jp-OutputArea-output").allTextContents();
  }

  /** Puts code into a cell, presses Tab, and gives what the kernel answers. */
  async complete(index: number, typed: string): Promise<string[]> {
    await this.edit(index, typed);
    const answer = this.#reply("complete_reply");
    await this.page.keyboard.press("Tab");
    const [, matches = ""] = /"matches": ?\[(.*?)\]/s.exec(await answer)!;
    return JSON.parse(`[${matches}]`);
  }

  /** The list of completions that is on the screen. */
  get completer(): Locator {
    return this.page.locator(".jp-Completer:not(.lm-mod-hidden) .jp-Completer-item");
  }

  async interrupt(): Promise<void> {
    await this.menu("Kernel", "Interrupt Kernel");
  }

  /** Saves, and waits until the server has the file. */
  async save(): Promise<void> {
    const saved = this.page.waitForResponse((response) =>
      response.request().method() === "PUT" && response.url().includes("/api/contents/")
    );
    await this.menu("File", "Save Notebook");
    await saved;
  }

  /** The next message of a type that the kernel sends, as it came over the wire. */
  #reply(type: string): Promise<string> {
    return new Promise((resolve) => {
      for (const kernel of this.#kernels) {
        kernel.on("framereceived", ({ payload }) => {
          const text = payload.toString();
          if (text.includes(`"${type}"`)) resolve(text);
        });
      }
    });
  }

  private async allRan(): Promise<void> {
    await this.page.waitForFunction(() => {
      const prompts = [...document.querySelectorAll(".jp-Notebook .jp-CodeCell .jp-InputPrompt")];
      return prompts.length > 0 && prompts.every(({ textContent }) => /\[\d+\]/.test(textContent));
    });
    await this.idle();
  }
}
