import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { autoregressiveLevels } from "@/change_point/autoregressive_levels.ts";
import { changePoints } from "@/change_point/change_points.ts";
import { noise } from "./noise.ts";
import { readColumns, readJson } from "../read_reference.ts";
import { assertClose } from "./assert_close.ts";

const indices = (series: ArrayLike<number>) => changePoints(series).changes.map(({ index }) => index);
const stepped = readColumns("steps_2016.csv").y!;

Deno.test("changePoints() finds the three steps every peer finds in 2,016 values, and their sizes", () => {
  const { changes, autoregression, noise } = changePoints(stepped);
  assertEquals(changes.map(({ index }) => index), [403, 1010, 1612]);
  // true changes: 403, 1008 and 1612, of -0.2, 0.1 and -0.15 in noise of 0.1, seed in the series' script
  assertEquals(
    changes.every(({ low, high }, i) => low <= [403, 1008, 1612][i]! && [403, 1008, 1612][i]! <= high),
    true,
  );
  changes.forEach(({ step }, i) => assertAlmostEquals(step, [-0.2, 0.1, -0.15][i]!, 0.02));
  assertAlmostEquals(autoregression.reduce((a, b) => a + b, 0), 0, 0.1);
  assertAlmostEquals(noise, 0.1, 0.003);
});

Deno.test("changePoints() finds the year the dam was begun in the Nile", () => {
  assertEquals(indices(readColumns("Nile.csv").y!), [readJson("strucchange.json").nile.breakpoints]);
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

Deno.test("changePoints() finds an outage of which neither end alone would pay", () => {
  const series = noise(500, 0, xoroshiro128plus(1)).map((value, i) => 240 <= i && i < 260 ? value - 3 : value);
  const { changes, gains, penalty } = changePoints(series);
  assertEquals(gains[1]! < penalty, true);
  assertEquals(changes.map(({ index }) => index), [240, 260]);
});

Deno.test("changePoints() does not take values on either side of a gap for neighbours", () => {
  const series = noise(6000, 0.9, xoroshiro128plus(4)).map((value, i) => i % 24 < 12 ? value : NaN);
  const { autoregression } = changePoints(series);
  assertAlmostEquals(autoregression.reduce((a, b) => a + b, 0), 0.9, 0.03);
});

Deno.test("changePoints() leaves missing values out and keeps their dates", () => {
  const generator = xoroshiro128plus(2);
  const full = noise(600, 0.5, generator).map((value, i) => i < 400 ? value : value + 5);
  const gaps = full.map((value, i) => i % 7 === 3 || (100 <= i && i < 180) ? NaN : value);
  const { changes, levels } = changePoints(gaps);
  assertEquals(changes.map(({ index }) => index), [400]);
  assertAlmostEquals(levels[1]! - levels[0]!, 5, 0.5);
});

Deno.test("autoregressiveLevels() is least squares on the innovations", () => {
  const values = Float64Array.of(1, 2, 5, 4, 7, 3, 9, 8, 12, 10, 11, 13);
  const predecessors = Int32Array.of(0, 1, 2, 3, 0, 1, 2, 3, 4, 5, 6, 7); // a gap before the fifth
  const [first, second] = [0.5, 0.2];
  const innovation = (i: number, at: (i: number) => number) => at(i) - first * at(i - 1) - second * at(i - 2);
  const counted = [2, 3, 6, 7, 8, 9, 10, 11];
  const indicators = [(i: number) => i < 7 ? 1 : 0, (i: number) => i < 7 ? 0 : 1];
  const rows = counted.map((i) => indicators.map((indicator) => innovation(i, indicator)));
  const whitened = autoregressiveLevels(values, predecessors, 2).whiten([first, second]);
  const levels = whitened.levels([7]);
  const residuals = counted.map((i, t) =>
    innovation(i, (i) => values[i]!) - rows[t]![0]! * levels[0]! - rows[t]![1]! * levels[1]!
  );
  for (const j of [0, 1]) assertAlmostEquals(rows.reduce((sum, row, t) => sum + row[j]! * residuals[t]!, 0), 0, 1e-12);
  assertClose(whitened.innovations([7]), residuals.reduce((sum, value) => sum + value ** 2, 0), 1e-12);
});

Deno.test("autoregressiveLevels() fits what R's arima does by conditional least squares on the Nile", () => {
  // R: a <- arima(Nile, order = c(2, 0, 0), method = "CSS"); coef(a); 98 * log(a$sigma2)
  // b <- arima(Nile, order = c(1, 0, 0), xreg = as.numeric((1:100) > 28), method = "CSS"); coef(b); 99 * log(b$sigma2)
  const nile = readColumns("Nile.csv").y!;
  const model = (order: number) => autoregressiveLevels(nile, Int32Array.from(nile, (_, i) => i), order);
  const none = model(2).fit([]);
  none.coefficients.forEach((value, i) => assertAlmostEquals(value, [0.394788395442, 0.198823675234][i]!, 5e-4));
  assertAlmostEquals(none.deviance, 971.484767631 + 2 * 2, 1e-3);
  const one = model(1).fit([28]);
  one.coefficients.forEach((value) => assertAlmostEquals(value, 0.161118980272, 5e-4));
  assertAlmostEquals(one.deviance, 956.576476152 + 2, 1e-3);
});

Deno.test("changePoints() does not change with the unit or the zero of the series, and turns with it", () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.integer({ min: -30, max: 30 }),
      fc.integer({ min: -100, max: 100 }),
      (seed, power, zero) => {
        const series = noise(120, 0.5, xoroshiro128plus(seed)).map((value, i) => i < 70 ? value : value + 8);
        const found = indices(series);
        assertEquals(found.includes(70), true);
        assertEquals(indices(series.map((value) => zero + value)), found);
        assertEquals(indices(series.map((value) => -(2 ** power) * value)), found);
        assertEquals(indices(series.toReversed()).includes(50), true);
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
  assertThrows(() => changePoints(stepped.with(5, -Infinity)), RangeError, "at 5 is -Infinity");
  assertThrows(() => changePoints(stepped, { maximumChanges: 0 }), RangeError, "current value is 0");
  assertThrows(() => changePoints(stepped, { falseAlarm: 0 }), RangeError, "current values are 0 and 0.95");
  assertThrows(() => changePoints(stepped, { minimumSegmentLength: 1.5 }), RangeError, "current value is 1.5");
});
