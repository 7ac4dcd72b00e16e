/** Writes text or bytes to a file for as long as something is done with it. */
export async function asFile<Value>(
  content: string | Uint8Array<ArrayBuffer>,
  use: (file: string) => Promise<Value>,
): Promise<Value> {
  const file = await Deno.makeTempFile();
  try {
    await Deno.writeFile(file, typeof content === "string" ? new TextEncoder().encode(content) : content);
    return await use(file);
  } finally {
    await Deno.remove(file);
  }
}
