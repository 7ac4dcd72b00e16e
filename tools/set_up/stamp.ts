/** A stamp is a small file, written last, that says for which inputs a step was completed. */
export async function hasStamp(path: string, stamp: string): Promise<boolean> {
  try {
    return await Deno.readTextFile(path) === stamp;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

export async function writeWhole(path: string, text: string): Promise<void> {
  const partial = `${path}.${crypto.randomUUID()}.partial`;
  await Deno.writeTextFile(partial, text);
  await Deno.rename(partial, path);
}

export async function hash(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(digest).toHex();
}
