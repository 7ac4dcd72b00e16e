import { dirname } from "node:path";

/** Writes a file so that whoever reads it meets the old text or the new, never a part. Says whether it changed. */
export async function writeFile(path: string, text: string): Promise<boolean> {
  const before = await Deno.readTextFile(path).catch(() => undefined);
  if (before === text) return false;
  await Deno.mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${Deno.pid}.tmp`;
  try {
    await Deno.writeTextFile(temporary, text);
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw error;
  }
  return true;
}

/** The SHA-256 of a text or of bytes, in hexadecimal. */
export async function sha256(content: string | Uint8Array<ArrayBuffer>): Promise<string> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

/** JSON as the files of this workspace hold it. */
export const jsonText = (value: unknown): string => JSON.stringify(value, null, 2) + "\n";
