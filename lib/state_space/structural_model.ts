/** A seasonal component. */
export type Seasonal =
  | {
    /** One effect for each season, of which `period` in a row sum to noise. */
    readonly form: "dummy";
    /** Length of the season in steps, a whole number of at least 2. */
    readonly period: number;
  }
  | {
    /** A sum of harmonics, each turning by its frequency. */
    readonly form: "trigonometric";
    /** Length of the season in steps, at least 2, not always a whole number. */
    readonly period: number;
    /** How many harmonics, at most half the period; as many as the period allows when left out. */
    readonly harmonics?: number;
  };

/** Which components make up a series, beside the irregular. */
export interface StructuralSpecification {
  /** A level that walks, or one with a slope that walks. */
  readonly trend: "level" | "linear";
  readonly seasonals?: readonly Seasonal[];
  /** Columns with constant coefficients, as long as the series and finite everywhere. */
  readonly regressors?: readonly Float64Array[];
}

/** The variances of the components' disturbances. */
export interface StructuralVariances {
  readonly irregular: number;
  readonly level: number;
  /** Of the slope; 0 when left out. */
  readonly slope?: number;
  /** One for each seasonal; 0 when left out. */
  readonly seasonals?: readonly number[];
}

/**
 * A structural time series model in state space form, `y = Z a + irregular` and `a' = T a + disturbance`, with every state
 * diffuse at the start.
 */
export interface StructuralModel {
  /** What each state is: "level", "slope", "seasonal 0 effect 1", "seasonal 0 harmonic 1 cosine", "regressor 0" ... */
  readonly stateNames: readonly string[];
  /** The entries of the transition matrix T that are not 0. */
  readonly transition: readonly { readonly row: number; readonly column: number; readonly value: number }[];
  /** How the states add up to the signal; those of regressors change with time. */
  readonly loadings: Float64Array;
  /** The columns that the last states are the coefficients of. */
  readonly regressors: readonly Float64Array[];
  /** The variance of each state's disturbance. */
  readonly stateVariances: Float64Array;
  readonly irregularVariance: number;
}

/**
 * Builds the state space form of a structural time series model (Harvey 1989).
 *
 * @param specification The components.
 * @param variances The variances of their disturbances.
 * @throws {RangeError} If a period, a number of harmonics or a variance is out of range, or the numbers of seasonals and of
 * their variances differ.
 *
 * @example A level with quarterly dummies has one level and three seasonal states
 * ```ts
 * import { structuralModel } from "@/state_space/structural_model.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const model = structuralModel(
 *   { trend: "level", seasonals: [{ form: "dummy", period: 4 }] },
 *   { irregular: 1, level: 0.1, seasonals: [0.01] },
 * );
 * assertEquals(model.stateNames.length, 4);
 * ```
 */
export function structuralModel(
  { trend, seasonals = [], regressors = [] }: StructuralSpecification,
  { irregular, level, slope = 0, seasonals: seasonalVariances = seasonals.map(() => 0) }: StructuralVariances,
): StructuralModel {
  if (seasonalVariances.length !== seasonals.length) {
    throw new RangeError(
      `Cannot build a structural model: each of ${seasonals.length} seasonals needs a variance, current count is ${seasonalVariances.length}`,
    );
  }
  for (const variance of [irregular, level, slope, ...seasonalVariances]) {
    if (!(variance >= 0 && variance < Infinity)) {
      throw new RangeError(
        `Cannot build a structural model: variances must be finite and not negative, current value is ${variance}`,
      );
    }
  }

  const states: { name: string; loading: number; variance: number }[] = [{
    name: "level",
    loading: 1,
    variance: level,
  }];
  const transition = [{ row: 0, column: 0, value: 1 }];
  if (trend === "linear") {
    states.push({ name: "slope", loading: 0, variance: slope });
    transition.push({ row: 0, column: 1, value: 1 }, { row: 1, column: 1, value: 1 });
  }
  seasonals.forEach((seasonal, index) => {
    checkSeasonal(seasonal);
    const variance = seasonalVariances[index]!;
    if (seasonal.form === "dummy") {
      const first = states.length;
      for (let effect = 0; effect < seasonal.period - 1; effect++) {
        transition.push({ row: first, column: first + effect, value: -1 });
        if (effect > 0) transition.push({ row: first + effect, column: first + effect - 1, value: 1 });
        states.push({
          name: `seasonal ${index} effect ${effect}`,
          loading: effect === 0 ? 1 : 0,
          variance: effect === 0 ? variance : 0,
        });
      }
      return;
    }
    const { period, harmonics = Math.floor(period / 2) } = seasonal;
    for (let harmonic = 1; harmonic <= harmonics; harmonic++) {
      const first = states.length;
      const name = `seasonal ${index} harmonic ${harmonic}`;
      states.push({ name: `${name} cosine`, loading: 1, variance });
      if (2 * harmonic === period) {
        transition.push({ row: first, column: first, value: -1 });
        continue;
      }
      const angle = 2 * Math.PI * harmonic / period;
      states.push({ name: `${name} sine`, loading: 0, variance });
      transition.push(
        { row: first, column: first, value: Math.cos(angle) },
        { row: first, column: first + 1, value: Math.sin(angle) },
        { row: first + 1, column: first, value: -Math.sin(angle) },
        { row: first + 1, column: first + 1, value: Math.cos(angle) },
      );
    }
  });
  regressors.forEach((_, index) => {
    transition.push({ row: states.length, column: states.length, value: 1 });
    states.push({ name: `regressor ${index}`, loading: 0, variance: 0 });
  });

  return {
    stateNames: states.map(({ name }) => name),
    transition,
    loadings: Float64Array.from(states, ({ loading }) => loading),
    regressors,
    stateVariances: Float64Array.from(states, ({ variance }) => variance),
    irregularVariance: irregular,
  };
}

function checkSeasonal(seasonal: Seasonal): void {
  const { form, period } = seasonal;
  if (!(period >= 2 && period < Infinity) || (form === "dummy" && !Number.isInteger(period))) {
    throw new RangeError(
      `Cannot build a ${form} seasonal: the period must be ${
        form === "dummy" ? "a whole number of" : ""
      } at least 2, current value is ${period}`,
    );
  }
  if (form !== "trigonometric" || seasonal.harmonics === undefined) return;
  const { harmonics } = seasonal;
  if (!Number.isInteger(harmonics) || harmonics < 1 || 2 * harmonics > period) {
    throw new RangeError(
      `Cannot build a trigonometric seasonal: harmonics must be a whole number from 1 to half the period (${period}), current value is ${harmonics}`,
    );
  }
}
