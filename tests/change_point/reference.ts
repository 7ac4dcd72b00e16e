/** A column of a fixture, by name. */
export function column(file: string, name: string): Float64Array {
  const lines = Deno.readTextFileSync(new URL(`../reference/${file}`, import.meta.url)).trim().split("\n");
  const index = lines[0]!.replaceAll('"', "").split(",").indexOf(name);
  return Float64Array.from(lines.slice(1), (line) => Number(line.split(",")[index]));
}

/** What a peer printed for the fixtures. */
// deno-lint-ignore no-explicit-any
export function peer(file: string): any {
  return JSON.parse(Deno.readTextFileSync(new URL(`../reference/${file}`, import.meta.url)));
}

/** Asserts that two numbers agree to a relative tolerance. */
export function assertClose(actual: number, expected: number, tolerance: number): void {
  const error = Math.abs(actual - expected) / Math.max(Math.abs(expected), Number.MIN_VALUE);
  if (!(error <= tolerance)) {
    throw new Error(`${actual} is not ${expected} within ${tolerance}: the relative error is ${error}`);
  }
}
