/**
 * How an effect goes on after the event that caused it.
 *
 * | shape | effect `t` after the event |
 * |---|---|
 * | `none` | 0 |
 * | `permanent` | the same from the event on: no recovery |
 * | `gradual` | grows in a straight line over the duration and stays: no recovery either |
 * | `full step` | the same up to the duration, then 0 |
 * | `full ramp` | falls to 0 in a straight line over the duration |
 * | `full exponential` | exp(−t / duration) of it is left |
 * | `partial ...` | the same with a part that lasts |
 */
export type RecoveryShape = typeof recoveryShapes[number];

/** Every {@linkcode RecoveryShape}, the simplest first. */
export const recoveryShapes = [
  "none",
  "permanent",
  "gradual",
  "full step",
  "full ramp",
  "full exponential",
  "partial step",
  "partial ramp",
  "partial exponential",
] as const;

/** A family of curves from the event on, with one duration. */
export interface Course {
  /** The curve at a time after the event, between 0 and 1. */
  readonly at: (time: number, duration: number) => number;
  /** Its derivative by the duration; 0 where it jumps. */
  readonly slope: (time: number, duration: number) => number;
  /** Whether only whole bins are looked at as durations. */
  readonly whole: boolean;
  /** When half of what comes back has come back, as a multiple of the duration. */
  readonly half: number;
}

/** The ways to come back (or, for `gradual`, to set in). */
export const courses = {
  step: {
    at: (time, duration) => time < duration ? 1 : 0,
    slope: () => 0,
    whole: true,
    half: 1,
  },
  ramp: {
    at: (time, duration) => Math.max(0, 1 - time / duration),
    slope: (time, duration) => time < duration ? time / duration ** 2 : 0,
    whole: true,
    half: 0.5,
  },
  exponential: {
    at: (time, duration) => Math.exp(-time / duration),
    slope: (time, duration) => Math.exp(-time / duration) * time / duration ** 2,
    whole: false,
    half: Math.LN2,
  },
  gradual: {
    at: (time, duration) => Math.min(1, time / duration),
    slope: (time, duration) => time < duration ? -time / duration ** 2 : 0,
    whole: true,
    half: 0.5,
  },
} as const satisfies Record<string, Course>;

/** The course of a shape, and whether a part lasts beside what the course takes away. */
export function partsOf(shape: RecoveryShape): { course?: Course; lasting: boolean } {
  if (shape === "none" || shape === "permanent") return { lasting: shape === "permanent" };
  if (shape === "gradual") return { course: courses.gradual, lasting: false };
  const [extent, course] = shape.split(" ") as ["full" | "partial", "step" | "ramp" | "exponential"];
  return { course: courses[course], lasting: extent === "partial" };
}
