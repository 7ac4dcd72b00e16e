import { type Estimate, estimate } from "@/interval/estimate.ts";
import { tCumulative, tQuantile } from "@/distribution/student_t.ts";

/** An estimated effect with its standard error. */
export interface MeasuredEffect {
  readonly value: number;
  readonly standardError: number;
  /** Of the standard error; infinite when left out, for a normal distribution. */
  readonly degreesOfFreedom?: number;
}

/** What two one-sided tests say of an effect. */
export interface Equivalence {
  /** Whether the effect is shown to lie within the band. */
  readonly equivalent: boolean;
  /** The larger of the two p-values: small where the effect is shown to lie within the band. */
  readonly pValue: number;
  /** The interval that lies within the band exactly when the effect is equivalent: of confidence 2 × level − 1. */
  readonly interval: Estimate;
}

/**
 * Tests whether an effect is shown to be smaller than a band around zero, by two one-sided tests (Schuirmann 1987).
 *
 * That an effect is "not significant" does not show that it is small; this does. Each test has the size 1 − level.
 *
 * @param effect The effect and its standard error.
 * @param band Half the width of the band, in the unit of the effect: the largest effect that does not matter.
 * @param level The confidence of each one-sided test; 0.95 when left out.
 * @throws {RangeError} If the band or the standard error is not positive and finite, or the level not in 0.5 to 1.
 *
 * @example
 * ```ts
 * import { testEquivalence } from "@/recovery/equivalence.ts";
 * import { assert } from "@std/assert";
 *
 * assert(testEquivalence({ value: -0.01, standardError: 0.02 }, 0.05).equivalent);
 * assert(!testEquivalence({ value: -0.01, standardError: 0.04 }, 0.05).equivalent); // not significant, and not shown small
 * ```
 */
export function testEquivalence(
  { value, standardError, degreesOfFreedom = Infinity }: MeasuredEffect,
  band: number,
  level = 0.95,
): Equivalence {
  checkBand(band, level);
  if (!Number.isFinite(value) || !(standardError > 0 && standardError < Infinity)) {
    throw new RangeError(
      `Cannot test for equivalence: a finite effect and a positive standard error are needed, current values are ${value} and ${standardError}`,
    );
  }
  const half = tQuantile(level, degreesOfFreedom) * standardError;
  const pValue = tCumulative((band - Math.abs(value)) / standardError, degreesOfFreedom, "upper");
  return { equivalent: pValue < 1 - level, pValue, interval: estimate(value, value - half, value + half) };
}

/** How {@linkcode timeUntilEquivalent} decides. */
export interface EquivalenceOptions {
  /** Half the width of the band around zero, in the unit of the effects. */
  readonly band: number;
  /** The confidence of each one-sided test; 0.95 when left out. */
  readonly level?: number;
  /** Of the standard errors; infinite when left out. */
  readonly degreesOfFreedom?: number;
}

/**
 * The time from which on a series of effects can no longer be told from zero, by an equivalence band.
 *
 * - `value`: from there on every effect lies within the band.
 * - `high`: from there on every effect is shown to lie within it ({@linkcode testEquivalence}). As all the later tests
 *   must agree, none of them needs a correction for their number (intersection-union, Berger 1982).
 * - `low`: from there on no effect is shown to lie outside it.
 *
 * Each bound is one-sided at the level; where the series does not get there before it ends, the time is Infinity.
 *
 * @param effects The effect in each bin from the event on, against the counterfactual; NaN where there is none, which
 * is passed over.
 * @param standardErrors Their standard errors, as many; 0 for an effect known exactly.
 * @returns Indices of bins; undefined where there is no effect to look at.
 * @throws {RangeError} If lengths differ, a standard error is negative, or the band or the level is out of range.
 *
 * @example
 * ```ts
 * import { timeUntilEquivalent } from "@/recovery/equivalence.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const effects = [-0.40, -0.20, -0.10, -0.06, -0.04, -0.02, -0.01, 0];
 * const errors = effects.map(() => 0.02);
 * assertEquals(timeUntilEquivalent(effects, errors, { band: 0.05 }), { value: 4, low: 3, high: 6 });
 * ```
 */
export function timeUntilEquivalent(
  effects: ArrayLike<number>,
  standardErrors: ArrayLike<number>,
  { band, level = 0.95, degreesOfFreedom = Infinity }: EquivalenceOptions,
): Estimate | undefined {
  checkBand(band, level);
  if (effects.length !== standardErrors.length) {
    throw new RangeError(
      `Cannot look for equivalence: as many standard errors as effects are needed, current lengths are ${standardErrors.length} and ${effects.length}`,
    );
  }
  const quantile = tQuantile(level, degreesOfFreedom);
  const first = { low: Infinity, value: Infinity, high: Infinity };
  const open = { low: true, value: true, high: true };
  let looked = false;
  for (let i = effects.length - 1; i >= 0 && open.low; i--) {
    const size = Math.abs(effects[i]!);
    if (Number.isNaN(size)) continue;
    const half = quantile * standardErrors[i]!;
    if (!(half >= 0)) {
      throw new RangeError(
        `Cannot look for equivalence: standard errors of at least 0 are needed, current value ${i} is ${
          standardErrors[i]
        }`,
      );
    }
    looked = true;
    for (const [bound, reach] of [["low", size - half], ["value", size], ["high", size + half]] as const) {
      open[bound] &&= reach <= band;
      if (open[bound]) first[bound] = i;
    }
  }
  return looked ? estimate(first.value, first.low, first.high) : undefined;
}

function checkBand(band: number, level: number): void {
  if (band > 0 && band < Infinity && level > 0.5 && level < 1) return;
  throw new RangeError(
    `Cannot test for equivalence: a positive band and a level between 0.5 and 1 are needed, current values are ${band} and ${level}`,
  );
}
