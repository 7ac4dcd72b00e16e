/**
 * What an event does to simulated traffic. Changes are relative (−0.2 takes a fifth off); courses run on the logarithm of
 * the traffic, so that each curve is that of `recovery` on the logarithm of observed by counterfactual.
 *
 * | shape | course |
 * |---|---|
 * | step | all at once, for good |
 * | ramp | in a straight line over `hours`, for good |
 * | temporary | all at once, and for `hours` |
 * | ramp recovery | all at once, back in a straight line over `hours` |
 * | exponential recovery | all at once, half of what comes back is back after `halfLife` hours |
 */
export type SimulatedEvent =
  & {
    /** When it happens: ISO 8601 with an offset from UTC. */
    readonly at: string;
    /** The relative change at its largest, above −1. */
    readonly change: number;
    /** The part of the effect (on the logarithm) that comes back where it does; all of it, 1, when left out. */
    readonly recovered?: number;
  }
  & (
    | { readonly shape: "step" }
    | { readonly shape: "ramp" | "temporary" | "ramp recovery"; readonly hours: number }
    | { readonly shape: "exponential recovery"; readonly halfLife: number }
  );

/**
 * The logarithm of the factor that an event puts on traffic, some hours after it.
 *
 * @throws {RangeError} If the change, the part recovered or a duration is out of range.
 *
 * @example
 * ```ts
 * import { eventEffect } from "@/simulator/event_effect.ts";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * const effect = eventEffect({ at: "2012-01-19T19:00Z", change: -0.2, shape: "exponential recovery", halfLife: 6 });
 * assertEquals(effect(-1), 0);
 * assertAlmostEquals(effect(6), Math.log(0.8) / 2, 1e-15);
 * ```
 */
export function eventEffect(event: SimulatedEvent): (hours: number) => number {
  const { change, recovered = 1 } = event;
  const duration = event.shape === "step" ? 1 : event.shape === "exponential recovery" ? event.halfLife : event.hours;
  if (!(change > -1 && change < Infinity) || !(recovered >= 0 && recovered <= 1) || !(duration > 0)) {
    throw new RangeError(
      `Cannot simulate an event: a change above -1, a part recovered from 0 to 1 and a positive duration are needed, current values are ${change}, ${recovered} and ${duration}`,
    );
  }
  const size = Math.log1p(change);
  const left = {
    "step": () => 1,
    "ramp": (hours: number) => Math.min(1, hours / duration),
    "temporary": (hours: number) => hours < duration ? 1 : 1 - recovered,
    "ramp recovery": (hours: number) => 1 - recovered * Math.min(1, hours / duration),
    "exponential recovery": (hours: number) => 1 - recovered * (1 - 2 ** (-hours / duration)),
  }[event.shape];
  return (hours) => hours < 0 ? 0 : size * left(hours);
}
