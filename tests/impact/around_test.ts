import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { eventImpact } from "@/impact/event_impact.ts";
import { placeboInTime } from "@/impact/placebo_in_time.ts";
import { sensitivity } from "@/impact/sensitivity.ts";
import { smallestDetectableDrop } from "@/impact/smallest_detectable_drop.ts";
import { seededStream } from "@/random/seeded_stream.ts";
import { event, traffic } from "./simulated.ts";

const at = Date.parse(event);
const hour = 3_600_000;
const dropped = traffic(seededStream(20120119, 1), { change: -0.2, phi: 0.9 });

Deno.test("placeboInTime() judges each date as eventImpact() would from what lies before it", () => {
  const { event: own, placebos, rankPValue, falseAlarms } = placeboInTime(dropped, { event });
  assertEquals(own.effect, eventImpact(dropped, { event }).effect);
  assertEquals(placebos.map(({ start }) => (at - start) / (24 * hour)), [14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
  assert(placebos.every(({ end }) => end <= at));
  const one = placebos[4]!;
  const alone = eventImpact(dropped, { event: one.start, until: one.end, daily: 4, weekly: 3, trend: true });
  assertAlmostEquals(one.effect.value, alone.effect.value, 1e-9);
  assertAlmostEquals(one.effect.high, alone.effect.high, 1e-9);
  assertEquals(rankPValue, 1 / 13);
  assertEquals(falseAlarms, placebos.filter(({ pValue }) => pValue < 0.05).length / 12);
});

Deno.test("placeboInTime() leaves out dates with nothing observed and refuses where there is no room", () => {
  const { times, values } = dropped;
  const day = (i: number) => Math.floor(i / 24);
  const hole = { times, values: values.map((value, i) => day(i) >= 18 && day(i) < 21 ? NaN : value) };
  assertEquals(placeboInTime(hole, { event }).placebos.length, 11);
  assertThrows(() => placeboInTime(dropped, { event, least: 0.99 }), RangeError, "Cannot look at placebos");
  assertThrows(() => placeboInTime(dropped, { event, every: { minutes: 0 } }), RangeError, "at least a bin");
  assertThrows(
    () => placeboInTime(dropped, { event: "2013-01-01T00:00Z" }),
    RangeError,
    "between the first and the last",
  );
});

Deno.test("smallestDetectableDrop() is shown with its power, and looks at nothing after the event", () => {
  const drop = smallestDetectableDrop(dropped, { event, window: { days: 3 } });
  const blind = {
    times: dropped.times.slice(0, 28 * 24),
    values: dropped.values.slice(0, 28 * 24),
  };
  assertEquals(smallestDetectableDrop(blind, { event, window: { days: 3 } }), drop);
  // an effect of q(0.975) + q(0.8) of t with 104 degrees of freedom, 2.83, in standard errors; the tails of the mixture are longer
  const { standardError } = eventImpact(dropped, { event });
  const size = -Math.log1p(-drop.byFormula) / standardError!;
  assert(2.7 < size && size < 3, String(size));
  assertEquals(drop.placebos, 12);
  assert(drop.byPlacebo! > 0.3 * drop.byFormula && drop.byPlacebo! < 3 * drop.byFormula);
  const surer = smallestDetectableDrop(dropped, { event, window: { days: 3 }, power: 0.95 });
  assert(surer.byFormula > drop.byFormula && surer.byPlacebo! >= drop.byPlacebo!);
  assertEquals(smallestDetectableDrop(dropped, { event, window: { days: 20 } }).byPlacebo, undefined);
  assertThrows(() => smallestDetectableDrop(dropped, { event, window: { days: 3 }, power: 0.2 }), RangeError, "power");
  assertThrows(() => smallestDetectableDrop(dropped, { event, window: { minutes: 3 } }), RangeError, "bins");
});

Deno.test("smallestDetectableDrop() grows with the noise and shrinks with the window", () => {
  const { times, values } = traffic(seededStream(20120119, 2));
  const louder = values.map((value) => value ** 2);
  const of = (series: Float64Array, window: Temporal.DurationLike) =>
    smallestDetectableDrop({ times, values: series }, { event, window }).byFormula;
  assert(of(louder, { days: 3 }) > of(values, { days: 3 }));
  assert(of(values, { hours: 1 }) > of(values, { hours: 12 }));
  assert(of(values, { hours: 12 }) > of(values, { days: 3 }));
});

Deno.test("sensitivity() changes one thing at a time and says why where it cannot", () => {
  const control = dropped.values.map((_, i) => 50 + 10 * Math.cos(i));
  const rows = sensitivity(dropped, { event, controls: { control }, periodsBefore: [{ days: 20 }, { hours: 6 }] });
  assertEquals(rows.map(({ changed, to }) => `${changed}: ${to}`), [
    "nothing: as asked",
    "period before: P20D",
    "period before: PT6H",
    "bin: 2 bins in one",
    "bin: 3 bins in one",
    "bin: 6 bins in one",
    "model: without trend",
    "model: 8 harmonics of the day",
    "model: independent errors",
    "model: Newey-West errors",
    "model: AR(1) errors",
  ]);
  assertEquals(rows[0]!.effect, eventImpact(dropped, { event, controls: { control } }).effect);
  assert(rows[2]!.effect === undefined && rows[2]!.reason!.startsWith("Cannot learn the rhythm of the day"));
  const found = rows.filter(({ effect }) => effect);
  assertEquals(found.length, 10);
  for (const { relative, pValue } of found) {
    assertAlmostEquals(relative!.value, -0.2, 0.08);
    assert(pValue! < 0.05);
  }
  const width = (to: string) => {
    const { low, high } = rows.find((row) => row.to === to)!.effect!;
    return high - low;
  };
  // under memory of 0.9 independent errors claim far too much
  assert(width("independent errors") < width("as asked") / 2);
});

Deno.test("sensitivity() averages bins from the event on both ways, leaving broken ones missing", () => {
  const { times, values } = dropped;
  const cut = { times: times.slice(1), values: values.slice(1) };
  const whole = { times: times.slice(2), values: values.slice(2) };
  const two = (series: typeof dropped) =>
    sensitivity(series, { event, binFactors: [2] }).find(({ changed }) => changed === "bin")!;
  assertAlmostEquals(two(cut).effect!.value, two(whole).effect!.value, 1e-3);
});
