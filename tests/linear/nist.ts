/** One of the NIST Statistical Reference Datasets: its numbers by row, and the text above them. */
export function nistSet(name: string): { readonly header: string; readonly rows: readonly (readonly number[])[] } {
  const text = Deno.readTextFileSync(new URL(`../reference/nist/${name}.dat`, import.meta.url));
  const lines = text.split(/\r?\n/);
  const numbers = (line: string) => line.trim().split(/\s+/).map(Number);
  const isData = (line: string) => line.trim() !== "" && numbers(line).every(Number.isFinite);
  const first = lines.findLastIndex((line) => line.trim() !== "" && !isData(line)) + 1;
  return { header: lines.slice(0, first).join("\n"), rows: lines.slice(first).filter(isData).map(numbers) };
}

/** The certified coefficients and their standard deviations. */
export function certified(header: string): { coefficients: number[]; errors: number[] } {
  const rows = [...header.matchAll(/^\s+B\d+\s+([-+.\dE]+)\s+([-+.\dE]+)/gm)];
  return { coefficients: rows.map((row) => Number(row[1])), errors: rows.map((row) => Number(row[2])) };
}

/** How many digits agree with the certified value, 15 at most; of a certified zero, how small the value is. */
export function digits(value: number, expected: number): number {
  const error = expected === 0 ? Math.abs(value) : Math.abs(value / expected - 1);
  return error === 0 ? 15 : Math.min(15, -Math.log10(error));
}
