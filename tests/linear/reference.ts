/** The columns of a CSV file in tests/reference, by name; empty and NA cells as NaN. */
export function readColumns(name: string): Record<string, Float64Array> {
  const [header, ...rows] = Deno.readTextFileSync(new URL(`../reference/${name}`, import.meta.url)).trim().split(
    /\r?\n/,
  );
  const cells = rows.map((row) => row.split(",").map((cell) => cell === "" ? NaN : Number(cell)));
  return Object.fromEntries(
    header!.split(",").map((name, j) => [name.replaceAll('"', ""), Float64Array.from(cells, (row) => row[j]!)]),
  );
}

/** A JSON file in tests/reference. */
// deno-lint-ignore no-explicit-any
export function readReference(name: string): any {
  return JSON.parse(Deno.readTextFileSync(new URL(`../reference/${name}`, import.meta.url)));
}
