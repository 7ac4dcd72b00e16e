import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { eventEffect, type SimulatedEvent } from "@/simulator/event_effect.ts";

const at = "2012-01-19T19:00Z";
const drop = Math.log(0.8);

Deno.test("eventEffect() is nothing before the event and the whole change at it, but for a ramp", () => {
  const events: SimulatedEvent[] = [
    { at, change: -0.2, shape: "step" },
    { at, change: -0.2, shape: "temporary", hours: 6 },
    { at, change: -0.2, shape: "ramp recovery", hours: 6 },
    { at, change: -0.2, shape: "exponential recovery", halfLife: 6 },
  ];
  for (const event of events) assertEquals([-1e-9, 0].map(eventEffect(event)), [0, Math.log1p(-0.2)]);
  assertEquals(
    [-1, 0, 3, 6, 9].map(eventEffect({ at, change: -0.2, shape: "ramp", hours: 6 })).map((x) => x / drop),
    [
      -0,
      -0,
      0.5,
      1,
      1,
    ].map((x) => x * Math.log1p(-0.2) / drop),
  );
});

Deno.test("eventEffect() comes back in full or in part", () => {
  const later = (event: Partial<SimulatedEvent>, hours: number) =>
    eventEffect({ at, change: -0.2, ...event } as SimulatedEvent)(hours) / drop;
  assertAlmostEquals(later({ shape: "temporary", hours: 6 }, 6), 0, 1e-15);
  assertAlmostEquals(later({ shape: "temporary", hours: 6, recovered: 0.7 }, 6), 0.3, 1e-15);
  assertAlmostEquals(later({ shape: "ramp recovery", hours: 6, recovered: 0.7 }, 3), 0.65, 1e-15);
  assertAlmostEquals(later({ shape: "ramp recovery", hours: 6 }, 100), 0, 1e-15);
  assertAlmostEquals(later({ shape: "exponential recovery", halfLife: 6, recovered: 0.7 }, 6), 0.65, 1e-15);
  assertAlmostEquals(later({ shape: "exponential recovery", halfLife: 6, recovered: 0.7 }, 1e6), 0.3, 1e-15);
});

Deno.test("eventEffect() refuses changes, parts and durations out of range", () => {
  const broken: Partial<SimulatedEvent>[] = [
    { change: -1, shape: "step" },
    { change: NaN, shape: "step" },
    { recovered: 1.5, shape: "temporary", hours: 1 },
    { shape: "ramp", hours: 0 },
    { shape: "exponential recovery", halfLife: -1 },
  ];
  for (const event of broken) {
    assertThrows(() => eventEffect({ at, change: -0.2, ...event } as SimulatedEvent), RangeError);
  }
});
