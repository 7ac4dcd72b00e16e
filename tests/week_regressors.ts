/** The regressors of the simulated week: four daily and three weekly harmonics, trend and step (scripts/simulated_week.R). */
export function weekRegressors(post: Float64Array): readonly Float64Array[] {
  const wave = (turn: (angle: number) => number, harmonic: number, period: number) =>
    post.map((_, time) => turn(2 * Math.PI * harmonic * time / period));
  const waves = (period: number, harmonics: readonly number[]) =>
    harmonics.flatMap((harmonic) => [wave(Math.cos, harmonic, period), wave(Math.sin, harmonic, period)]);
  return [...waves(288, [1, 2, 3, 4]), ...waves(2016, [1, 2, 3]), post.map((_, time) => time / 288), post];
}
