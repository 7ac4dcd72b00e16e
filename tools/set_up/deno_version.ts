import { PlainError } from "../plain_error.ts";

/** The first Deno whose Jupyter kernel works with the notebooks. */
const oldest = [2, 9, 4] as const;

export function checkDenoVersion(version: string = Deno.version.deno): void {
  const [major = 0, minor = 0, patch = 0] = version.split(/[.+-]/).map(Number);
  const recentEnough = minor > oldest[1] || (minor === oldest[1] && patch >= oldest[2]);
  if (major === oldest[0] && recentEnough) return;
  throw new PlainError(
    `This workspace needs Deno ${oldest.join(".")} or later, below 3; this is Deno ${version}.`,
  );
}
