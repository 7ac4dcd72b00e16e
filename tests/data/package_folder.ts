import type { TableSchema } from "@/data/data_package.ts";

/** A file of a data package with what its description says of it, wrong on purpose where a test wants so. */
export interface PackageFile {
  readonly name: string;
  readonly path: string;
  readonly content: string | Uint8Array;
  readonly schema?: TableSchema;
  readonly hash?: string;
  readonly bytes?: number;
  readonly absent?: boolean;
}

/** A table of three columns that most tests break somewhere. */
export const regionSchema: TableSchema = {
  fields: [
    { name: "region", type: "string", constraints: { required: true, unique: true, pattern: "[A-Z][a-z]+" } },
    { name: "share", type: "number", constraints: { minimum: 0, maximum: 100 } },
    { name: "grade", type: "string", constraints: { enum: ["read", "press"] } },
  ],
};

export const regions = (content: string | Uint8Array, more: Partial<PackageFile> = {}): PackageFile => ({
  name: "regions",
  path: "regions.csv",
  schema: regionSchema,
  content,
  ...more,
});

/** Writes a data package into a temporary folder that goes away with the scope. */
export async function packageFolder(...files: readonly PackageFile[]) {
  const path = await Deno.makeTempDir();
  const url = new URL(`file://${path}/`);
  const resources = await Promise.all(files.map(async (file) => {
    const content = typeof file.content === "string" ? new TextEncoder().encode(file.content) : file.content;
    if (!file.absent) await Deno.writeFile(new URL(file.path, url), content);
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(content)));
    return {
      name: file.name,
      path: file.path,
      title: file.name,
      description: "",
      format: file.path.split(".").at(-1),
      bytes: file.bytes ?? content.length,
      hash: file.hash ?? `sha256:${digest.toHex()}`,
      simulated: false,
      ...(file.schema && { schema: file.schema }),
    };
  }));
  const description = { name: "tiny", title: "Tiny", description: "", resources };
  await Deno.writeTextFile(new URL("datapackage.json", url), JSON.stringify(description));
  return { url, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}
