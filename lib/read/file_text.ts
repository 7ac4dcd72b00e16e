import { refuse } from "@/read/refuse.ts";

/** How much is read at most: beyond it a file is refused, and never held. */
export interface ReadLimits {
  /** The bytes of a text file, after decompression; 256 MiB when left out. */
  readonly bytes?: number;
  /** The characters of a line or record; 1 MiB when left out. */
  readonly line?: number;
}

const defaults = { bytes: 2 ** 28, line: 2 ** 20 };

/** The limits with their defaults. */
export const limitsOf = (limits: ReadLimits = {}): Required<ReadLimits> => ({ ...defaults, ...limits });

/** The first bytes of a file, decompressed where it is gzip: enough to tell its format. */
export async function fileHead(file: string, length = 65_536): Promise<Uint8Array> {
  const head = new Uint8Array(length);
  let filled = 0;
  for await (const chunk of fileChunks(file)) {
    const part = chunk.subarray(0, length - filled);
    head.set(part, filled);
    filled += part.length;
    if (filled === length) break;
  }
  return head.subarray(0, filled);
}

/** The bytes of a file in chunks, decompressed where it is gzip. */
export async function* fileChunks(file: string): AsyncGenerator<Uint8Array> {
  const info = await Deno.stat(file).catch(() => refuse({ file, expected: "a file that can be opened" }));
  if (info.isDirectory) refuse({ file, value: "a folder", expected: "a file" });
  using handle = await Deno.open(file).catch(() => refuse({ file, expected: "a file that may be read" }));
  const magic = new Uint8Array(2);
  await handle.read(magic);
  await handle.seek(0, Deno.SeekMode.Start);
  if (magic[0] !== 0x1f || magic[1] !== 0x8b) return yield* chunksOf(handle);
  try {
    yield* bytesOf(chunksOf(handle)).pipeThrough(new DecompressionStream("gzip"));
  } catch {
    refuse({ file, expected: "a whole gzip file" });
  }
}

async function* chunksOf(handle: Deno.FsFile): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (;;) {
    const buffer = new Uint8Array(65_536);
    const read = await handle.read(buffer);
    if (read === null) return;
    yield buffer.subarray(0, read);
  }
}

const bytesOf = (chunks: AsyncGenerator<Uint8Array<ArrayBuffer>>) => ReadableStream.from(chunks);

/** The text of a file in chunks: UTF-8, UTF-16 with its mark, or Windows-1252 where it is neither. */
export async function* textChunks(file: string, limits?: ReadLimits): AsyncGenerator<string> {
  const { bytes } = limitsOf(limits);
  const decoder = new TextDecoder(encodingOf(await fileHead(file)));
  let read = 0;
  for await (const chunk of fileChunks(file)) {
    read += chunk.length;
    if (read > bytes) {
      refuse({
        file,
        value: `more than ${bytes} bytes`,
        expected: `a text file of at most ${bytes} bytes, or Parquet`,
      });
    }
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder.decode();
}

/** The lines of a file with their numbers, from 1; a line that is too long is refused before it is read whole. */
export async function* textLines(file: string, limits?: ReadLimits): AsyncGenerator<{ text: string; line: number }> {
  const { line: longest } = limitsOf(limits);
  let rest = "";
  let line = 0;
  for await (const chunk of textChunks(file, limits)) {
    const parts = (rest + chunk).split("\n");
    rest = parts.pop()!;
    for (const text of parts) yield { text: text.replace(/\r$/, ""), line: ++line };
    if (rest.length > longest) {
      refuse({ file, row: line + 1, value: rest.slice(0, 40), expected: `a line of at most ${longest} characters` });
    }
  }
  if (rest !== "") yield { text: rest.replace(/\r$/, ""), line: ++line };
}

/** The whole text of a file. */
export async function fileText(file: string, limits?: ReadLimits): Promise<string> {
  const parts: string[] = [];
  for await (const part of textChunks(file, limits)) parts.push(part);
  return parts.join("").replace(/^\ufeff/, "");
}

/** What encoding the first bytes of a text have. */
export function encodingOf(head: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" | "windows-1252" {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return "utf-8";
  } catch {
    return "windows-1252";
  }
}
