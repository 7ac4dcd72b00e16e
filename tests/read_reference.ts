/** The columns of a CSV file in tests/reference, by name; empty and NA cells as NaN. */
export function readColumns(name: string): Readonly<Record<string, Float64Array>> {
  const [header, ...rows] = read(name).trim().split(/\r?\n/).map((line) => line.split(","));
  const cells = rows.map((row) => row.map((cell) => cell === "" ? NaN : Number(cell)));
  return Object.fromEntries(
    header!.map((column, j) => [column.replaceAll('"', ""), Float64Array.from(cells, (row) => row[j]!)]),
  );
}

/** A JSON file in tests/reference. */
// deno-lint-ignore no-explicit-any
export function readJson(name: string): any {
  return JSON.parse(read(name));
}

function read(name: string): string {
  return Deno.readTextFileSync(new URL(`reference/${name}`, import.meta.url));
}
