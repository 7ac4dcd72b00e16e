/** The columns of a reference table, by name. */
export function readReference(name: string): Readonly<Record<string, Float64Array>> {
  const [header, ...rows] = Deno.readTextFileSync(new URL(`../reference/${name}`, import.meta.url)).trim().split("\n");
  const cells = rows.map((row) => row.split(",").map(Number));
  return Object.fromEntries(
    header!.split(",").map((
      column,
      index,
    ) => [column.replaceAll('"', ""), Float64Array.from(cells, (row) => row[index]!)]),
  );
}

/** A reference file of JSON. */
export function readReferenceJson(name: string) {
  return JSON.parse(Deno.readTextFileSync(new URL(`../reference/${name}`, import.meta.url)));
}

/** The regressors of the simulated week: four daily and three weekly harmonics, trend and step (scripts/simulated_week.R). */
export function weekRegressors(post: Float64Array): readonly Float64Array[] {
  const wave = (turn: (angle: number) => number, harmonic: number, period: number) =>
    post.map((_, time) => turn(2 * Math.PI * harmonic * time / period));
  const waves = (period: number, harmonics: readonly number[]) =>
    harmonics.flatMap((harmonic) => [wave(Math.cos, harmonic, period), wave(Math.sin, harmonic, period)]);
  return [...waves(288, [1, 2, 3, 4]), ...waves(2016, [1, 2, 3]), post.map((_, time) => time / 288), post];
}
