import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { autoregressiveLevels } from "@/change_point/autoregressive_levels.ts";
import { changePoints } from "@/change_point/change_points.ts";
import { assertClose, column, peer } from "./reference.ts";

/** Simulated AR(1) noise of variance 1, by Box and Muller (1958). */
function noise(n: number, autocorrelation: number, generator: ReturnType<typeof xoroshiro128plus>): Float64Array {
  const normal = () =>
    Math.sqrt(-2 * Math.log(1 - uniformFloat64(generator))) * Math.cos(2 * Math.PI * uniformFloat64(generator));
  const innovation = Math.sqrt(1 - autocorrelation ** 2);
  const values = new Float64Array(n);
  let value = normal();
  for (let i = 0; i < n; i++) {
    values[i] = value;
    value = autocorrelation * value + innovation * normal();
  }
  return values;
}

const indices = (series: ArrayLike<number>) => changePoints(series).changes.map(({ index }) => index);
const stepped = column("steps_2016.csv", "y");

Deno.test("changePoints() finds the three steps every peer finds in 2,016 values, and their sizes", () => {
  const { changes, autocorrelation, noise } = changePoints(stepped);
  assertEquals(changes.map(({ index }) => index), [403, 1010, 1612]);
  // true changes: 403, 1008 and 1612, of -0.2, 0.1 and -0.15 in noise of 0.1, seed in the series' script
  assertEquals(
    changes.every(({ low, high }, i) => low <= [403, 1008, 1612][i]! && [403, 1008, 1612][i]! <= high),
    true,
  );
  changes.forEach(({ step }, i) => assertAlmostEquals(step, [-0.2, 0.1, -0.15][i]!, 0.02));
  assertAlmostEquals(autocorrelation, 0, 0.03);
  assertAlmostEquals(noise, 0.1, 0.003);
});

Deno.test("changePoints() finds the year the dam was begun in the Nile", () => {
  assertEquals(indices(column("Nile.csv", "y")), [peer("strucchange.json").nile.breakpoints]);
});

for (const autocorrelation of [0, 0.5, 0.9]) {
  Deno.test(`changePoints() finds changes in about 5 % of series without any, autocorrelation ${autocorrelation}`, () => {
    const generator = xoroshiro128plus(20120119);
    const draws = 400;
    let alarms = 0;
    for (let draw = 0; draw < draws; draw++) {
      if (changePoints(noise(500, autocorrelation, generator)).changes.length > 0) alarms++;
    }
    // the bench measures 3 to 7 % on more draws; of 400 at 5 %, between 2 and 8.5 % with probability 0.998
    assertEquals(0.02 * draws <= alarms && alarms <= 0.085 * draws, true, `${alarms} of ${draws}`);
  });

  Deno.test(`changePoints() dates a clear step, autocorrelation ${autocorrelation}`, () => {
    const generator = xoroshiro128plus(20120119);
    const draws = 100;
    let found = 0;
    let covered = 0;
    for (let draw = 0; draw < draws; draw++) {
      const { changes } = changePoints(
        noise(500, autocorrelation, generator).map((value, i) => i < 300 ? value : value - 3),
      );
      if (changes.length > 0) found++;
      if (changes.some(({ low, high }) => low <= 300 && 300 <= high)) covered++;
    }
    assertEquals([found, covered >= 93], [draws, true]);
  });
}

Deno.test("changePoints() finds an outage: a fall and the return from it", () => {
  const generator = xoroshiro128plus(1);
  assertEquals(indices(noise(500, 0.5, generator).map((value, i) => 250 <= i && i < 280 ? value - 6 : value)), [
    250,
    280,
  ]);
});

Deno.test("changePoints() leaves missing values out and keeps their dates", () => {
  const generator = xoroshiro128plus(2);
  const full = noise(600, 0.5, generator).map((value, i) => i < 400 ? value : value + 5);
  const gaps = full.map((value, i) => i % 7 === 3 || (100 <= i && i < 180) ? NaN : value);
  const { changes, levels } = changePoints(gaps);
  assertEquals(changes.map(({ index }) => index), [400]);
  assertAlmostEquals(levels[1]! - levels[0]!, 5, 0.5);
});

Deno.test("autoregressiveLevels() is least squares on the whitened series", () => {
  // whitened by hand: rows of a 5-value series with a step at 2 and a gap before value 3, autocorrelation 0.5
  const values = Float64Array.of(1, 2, 5, 4, 7);
  const model = autoregressiveLevels(values, Uint8Array.of(0, 1, 1, 0, 1));
  const fresh = Math.sqrt(1 - 0.25);
  const rows = [[fresh, 0], [0.5, 0], [-0.5, 1], [0, fresh], [0, 0.5]];
  const targets = [fresh * 1, 2 - 0.5, 5 - 1, fresh * 4, 7 - 2];
  const [first, second] = model.levels([2], 0.5);
  const residuals = rows.map(([a, b], i) => targets[i]! - a! * first! - b! * second!);
  for (const j of [0, 1]) assertAlmostEquals(rows.reduce((sum, row, i) => sum + row[j]! * residuals[i]!, 0), 0, 1e-12);
  assertClose(model.innovations([2], 0.5), residuals.reduce((sum, value) => sum + value ** 2, 0), 1e-12);
});

Deno.test("autoregressiveLevels() fits the autocorrelation and likelihood of R's arima on the Nile", () => {
  // R: a <- arima(Nile, order = c(1, 0, 0), method = "ML"); coef(a); -2 * a$loglik; a <- arima(..., xreg = (1:100) > 28)
  const nile = column("Nile.csv", "y");
  const model = autoregressiveLevels(nile, Uint8Array.from(nile, (_, i) => i > 0 ? 1 : 0));
  const none = model.fit([]);
  const one = model.fit([28]);
  assertAlmostEquals(none.autocorrelation, 0.506291134555, 1e-4);
  assertAlmostEquals(one.autocorrelation, 0.159631747718, 1e-4);
  assertAlmostEquals(none.deviance - one.deviance, 30.826361896, 1e-4);
});

Deno.test("changePoints() turns with the series and does not change with its unit or zero", () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.integer({ min: -30, max: 30 }),
      fc.integer({ min: -100, max: 100 }),
      (seed, power, zero) => {
        const series = noise(120, 0.5, xoroshiro128plus(seed)).map((value, i) => i < 70 ? value : value + 2.5);
        const found = indices(series);
        assertEquals(indices(series.map((value) => zero + value)), found);
        assertEquals(indices(series.map((value) => -(2 ** power) * value)), found);
        assertEquals(indices(series.toReversed()), found.map((index) => 120 - index).reverse());
      },
    ),
    { seed: 20120119, numRuns: 50 },
  );
});

Deno.test("changePoints() finds fewer changes when fewer false alarms are allowed", () => {
  const series = noise(300, 0.5, xoroshiro128plus(3)).map((value, i) => value + (i < 100 ? 0 : i < 200 ? 1.5 : 2.5));
  const counts = [0.5, 0.05, 1e-3, 1e-9].map((falseAlarm) => changePoints(series, { falseAlarm }).changes.length);
  assertEquals(counts, counts.toSorted((a, b) => b - a));
  assertEquals(counts.at(-1), 0);
});

Deno.test("changePoints() finds nothing in a constant and dates steps without noise", () => {
  const constant = changePoints(new Float64Array(50).fill(0.1));
  assertEquals([constant.changes, constant.levels, constant.noise], [[], [0.1], 0]);
  const steps = Float64Array.from({ length: 90 }, (_, i) => i < 30 ? 0 : i < 60 ? 1 : -1);
  assertEquals(indices(steps), [30, 60]);
});

Deno.test("changePoints() refuses what it cannot use", () => {
  assertThrows(() => changePoints([]), RangeError, "current number is 0");
  assertThrows(() => changePoints(new Float64Array(30).fill(NaN)), RangeError, "current number is 0");
  assertThrows(() => changePoints(stepped.with(5, -Infinity)), RangeError, "-Infinity");
  assertThrows(() => changePoints(stepped, { falseAlarm: 0 }), RangeError, "current values are 0 and 0.95");
  assertThrows(() => changePoints(stepped, { minimumSegmentLength: 1.5 }), RangeError, "current value is 1.5");
});
