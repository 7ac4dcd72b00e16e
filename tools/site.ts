import { join, normalize } from "node:path";
import { contentSecurityPolicy } from "./pages/page.ts";
import { PlainError, runCommand } from "./plain_error.ts";
import { root } from "./workspace.ts";

const usage = `deno task site [--port 8012]

Serves the pages on 127.0.0.1, as they are in pages/ when asked for. Control-C stops it.
  --port  where to listen; 0 takes any free port`;

const types: Record<string, string> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
  png: "image/png",
  csv: "text/csv; charset=utf-8",
  json: "application/json",
  zip: "application/zip",
  bib: "text/plain; charset=utf-8",
  md: "text/markdown; charset=utf-8",
};

/** Answers a request with a file of a folder; with a plain sentence where there is none. */
export async function serveFile(folder: string, request: Request): Promise<Response> {
  const plain = (status: number, text: string) =>
    new Response(`${text}\n`, { status, headers: { "content-type": "text/plain; charset=utf-8" } });
  if (!["GET", "HEAD"].includes(request.method)) return plain(405, "Only GET and HEAD are answered here.");
  let path: string;
  try {
    path = normalize(decodeURIComponent(new URL(request.url).pathname));
  } catch {
    return plain(400, "The address is not well formed.");
  }
  if (path.endsWith("/")) path += "index.html";
  const file = join(folder, path);
  if (!file.startsWith(folder)) return plain(404, `There is no ${path}.`);
  const info = await Deno.stat(file).catch(() => undefined);
  if (info?.isDirectory) return new Response(null, { status: 308, headers: { location: `${path}/` } });
  const bytes = info?.isFile ? await Deno.readFile(file).catch(() => undefined) : undefined;
  if (bytes === undefined) return plain(404, `There is no ${path}. The pages begin at /.`);
  return new Response(request.method === "HEAD" ? null : bytes, {
    headers: {
      "content-type": types[file.split(".").pop()!] ?? "application/octet-stream",
      "content-length": String(bytes.length),
      "content-security-policy": `${contentSecurityPolicy}; frame-ancestors 'none'`,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cache-control": "no-cache",
    },
  });
}

async function main(): Promise<void> {
  const [option, value, ...rest] = Deno.args;
  if (option === "--help") return console.log(usage);
  const port = option === undefined ? 8012 : Number(value);
  if ((option !== undefined && option !== "--port") || rest.length > 0 || !/^\d+$/.test(value ?? "0") || port > 65535) {
    throw new PlainError(usage, 2);
  }
  const folder = join(root, "pages");
  await Deno.stat(join(folder, "index.html")).catch(() => {
    throw new PlainError("There are no pages yet: run `deno task reproduce` first.");
  });
  try {
    const server = Deno.serve({
      hostname: "127.0.0.1",
      port,
      onListen: ({ port }) => console.log(`The pages are at http://127.0.0.1:${port}/ (Control-C stops)`),
    }, (request) => serveFile(folder, request));
    await server.finished;
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    throw new PlainError(`Port ${port} is taken: choose another with --port, or --port 0 for any free one.`);
  }
}

if (import.meta.main) await runCommand(main);
