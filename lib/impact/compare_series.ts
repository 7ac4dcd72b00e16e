import { donorPlacebos } from "@/donors/donor_placebos.ts";
import { completePeriods } from "@/donors/donor_panel.ts";
import { syntheticControl } from "@/donors/synthetic_control.ts";
import type { EventAnalysis, Part } from "@/impact/analyse_event.ts";
import { foundOf } from "@/impact/event_words.ts";
import type { ImpactRow } from "@/impact/impact_report.ts";

/** One series among several. */
export interface ComparedSeries {
  readonly analysis: EventAnalysis;
  /** Over the window compared; undefined where the series does not allow it. */
  readonly row: ImpactRow | undefined;
  /** The p-value, raised for having looked at so many series (Holm 1979). */
  readonly adjustedPValue: number | undefined;
}

/** The first series against a mixture of the others. */
export interface DonorAnswer {
  /** The weight of each other series, together 1. */
  readonly weights: readonly { readonly name: string; readonly weight: number }[];
  /** How much more the first series changed than that mixture, as a share of what was expected. */
  readonly change: number;
  /** The place of the first series when each is compared with the others in this way, the largest change first. */
  readonly rank: number;
  /** The rank over the number of series: never below 1 / the number of series. */
  readonly probability: number;
}

/** Several series and one event. */
export interface SeriesComparison {
  /** The window compared. */
  readonly window: string;
  readonly series: readonly ComparedSeries[];
  readonly donors: Part<DonorAnswer>;
}

/**
 * Puts the analyses of several series (networks, countries) beside each other, over the window that is the headline of the
 * first, and compares the first with a mixture of the others.
 *
 * That mixture is a synthetic control of what each series was above or below its own expectation, so that a holiday all of
 * them share is taken off; its rank among placebos is the only probability it comes with.
 *
 * @param analyses Of the same event, the series in question first.
 * @throws {RangeError} If there are none.
 *
 * @example
 * ```ts
 * import { analyseEvent } from "@/impact/analyse_event.ts";
 * import { foundOf } from "@/impact/event_words.ts";
 * import { compareSeries } from "@/impact/compare_series.ts";
 * import { simulateTraffic } from "@/simulator/simulate_traffic.ts";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const at = "2012-01-25T19:00Z";
 * const analyses = [1, 2, 3].map((seed) => {
 *   const series = simulateTraffic({
 *     seed,
 *     from: "2012-01-02T00:00Z",
 *     to: "2012-01-30T00:00Z",
 *     bin: { hours: 1 },
 *     level: 100,
 *     noise: { kind: "autoregressive", deviation: 0.03, autocorrelation: 0.5 },
 *     events: seed === 1 ? [{ at, change: -0.2, shape: "step" }] : [],
 *   });
 *   return analyseEvent({ ...series, name: `network ${seed}` }, { event: at });
 * });
 * const { series, donors } = compareSeries(analyses);
 * assert(series[0]!.adjustedPValue! < 0.001);
 * const against = foundOf(donors)!;
 * assertEquals(against.rank, 1);
 * assert(Math.abs(against.change + 0.2) < 0.03);
 * ```
 */
export function compareSeries(analyses: readonly EventAnalysis[]): SeriesComparison {
  const [first] = analyses;
  if (first === undefined) throw new RangeError("Cannot compare series: at least one is needed, current count is 0");
  const window = first.headline;
  const rows = analyses.map(({ windows }) => {
    const answer = windows.find((each) => each.window === window);
    return answer && foundOf(answer.effect);
  });
  const adjusted = holm(rows.map((row) => row?.pValue));
  return {
    window,
    series: analyses.map((analysis, index) => ({ analysis, row: rows[index], adjustedPValue: adjusted[index] })),
    donors: againstDonors(analyses, rows[0]),
  };
}

/** Holm's adjustment; undefined stays undefined and does not count. */
function holm(pValues: readonly (number | undefined)[]): (number | undefined)[] {
  const order = [...pValues.keys()].filter((i) => pValues[i] !== undefined).sort((a, b) => pValues[a]! - pValues[b]!);
  const adjusted = pValues.map((): number | undefined => undefined);
  let most = 0;
  for (const [place, index] of order.entries()) {
    most = Math.max(most, Math.min(1, (order.length - place) * pValues[index]!));
    adjusted[index] = most;
  }
  return adjusted;
}

function againstDonors(analyses: readonly EventAnalysis[], row: ImpactRow | undefined): Part<DonorAnswer> {
  const [treated, ...others] = analyses as [EventAnalysis, ...EventAnalysis[]];
  const bins = JSON.stringify(treated.bin);
  const donors = others.filter(({ bin, impact }) => JSON.stringify(bin) === bins && impact.model.scale === "logarithm");
  if (donors.length < 2) return { reason: "at least two other series in the same bins are needed" };
  if (row === undefined || treated.impact.model.scale !== "logarithm") {
    return { reason: "values above 0 in a whole window after the event are needed" };
  }
  const { times } = treated.impact.counterfactual;
  const first = times.findIndex((time) => time >= treated.clockEvent);
  const last = first + row.bins + row.missing;
  const { panel } = completePeriods({
    treated: surprises(treated, times.subarray(0, last)),
    donors: donors.map((donor) => surprises(donor, times.subarray(0, last))),
    event: first,
  });
  try {
    const placebos = donorPlacebos(
      panel,
      (each) => syntheticControl(each, { intercept: true }),
      ({ effect }) => Math.abs(effect),
    );
    return {
      found: {
        weights: donors.map(({ name }, index) => ({ name, weight: placebos.treated.weights[index]! })),
        change: Math.expm1(placebos.treated.effect),
        rank: placebos.rank!,
        probability: placebos.probability!,
      },
    };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { reason: error.message };
  }
}

/** The logarithm of observed by expected, at given times. */
function surprises({ impact }: EventAnalysis, times: Float64Array): Float64Array {
  const { counterfactual } = impact;
  const at = new Map(Array.from(counterfactual.times, (time, bin) => [
    time,
    Math.log(counterfactual.observed[bin]! / counterfactual.expected[bin]!),
  ]));
  return times.map((time) => at.get(time) ?? NaN);
}
