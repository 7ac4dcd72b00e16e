import { assert, assertAlmostEquals, assertEquals, assertLess, assertThrows } from "@std/assert";
import { differenceInDifferences } from "@/donors/difference_in_differences.ts";
import { donorPlacebos } from "@/donors/donor_placebos.ts";
import { checkPanel, completePeriods, type DonorPanel } from "@/donors/donor_panel.ts";
import { syntheticControl } from "@/donors/synthetic_control.ts";
import { syntheticDifferenceInDifferences } from "@/donors/synthetic_difference_in_differences.ts";
import { expected, mapUnits, panel } from "./simulated_panel.ts";

Deno.test("syntheticControl() gives the effect and fit of R's quadprog on the simulated panel", () => {
  const { effect, rootMeanSquareBefore, ratio, unique } = syntheticControl(panel);
  assertAlmostEquals(effect, expected.qp.att, 1e-11);
  assertAlmostEquals(rootMeanSquareBefore, expected.qp.rmse_pre, 1e-12);
  assertAlmostEquals(ratio!, 10.32907529704, 1e-10); // R: sqrt(mean(after^2)) / sqrt(mean(before^2))
  assert(unique);
  assertAlmostEquals(effect, expected.synthdid_sc, 3e-4); // synthdid stops its search early
});

Deno.test("syntheticControl() with an intercept gives the effect of R's quadprog on the demeaned panel", () => {
  const { effect, intercept, differences } = syntheticControl(panel, { intercept: true });
  assertAlmostEquals(effect, -5.56066335305, 1e-10); // R: mean((y - a - X %*% w)[46:60])
  assertAlmostEquals(intercept, 0.337597966168, 1e-10);
  assertAlmostEquals(differences.subarray(0, 45).reduce((sum, value) => sum + value, 0), 0, 1e-10);
});

Deno.test("syntheticControl() has no ratio where the fit before the event is perfect", () => {
  const donor = Float64Array.of(1.1, 1.3, 1.7, 2.1);
  const { ratio, effect } = syntheticControl({
    treated: donor.map((value, t) => t < 3 ? value : 9),
    donors: [donor, donor.map((value) => value * 7)],
    event: 3,
  });
  assertEquals(ratio, undefined);
  assertAlmostEquals(effect, 6.9, 1e-12);
  assertEquals(syntheticControl(mapUnits(panel, () => 0)).ratio, undefined);
  const mixed = panel.donors[0]!.map((value, t) => 0.3 * value + 0.7 * panel.donors[1]![t]! - (t < 45 ? 0 : 6));
  assertEquals(syntheticControl({ ...panel, treated: mixed }).ratio, undefined);
});

Deno.test("differenceInDifferences() gives the effect of R's synthdid on the simulated panel", () => {
  assertAlmostEquals(differenceInDifferences(panel).effect, expected.did, 1e-11);
});

Deno.test("syntheticDifferenceInDifferences() gives the effect of the exact programmes, near R's synthdid", () => {
  const { effect, donorWeights, periodWeights } = syntheticDifferenceInDifferences(panel);
  // R: solve.QP on the demeaned panel with the penalties of synthdid; synthdid itself stops its search early
  assertAlmostEquals(effect, -5.50430844972, 1e-9);
  assertAlmostEquals(effect, expected.sdid, 3e-4);
  assertAlmostEquals(donorWeights[0]!, 0.0887837234876, 1e-11);
  assertAlmostEquals(donorWeights[11]!, 0.0881944035999, 1e-11);
  const used = [[32, 0.51214409], [35, 0.24782252], [40, 0.04476998], [41, 0.03148119], [44, 0.16378222]] as const;
  for (const [period, weight] of used) assertAlmostEquals(periodWeights[period]!, weight, 1e-8);
  assertAlmostEquals(used.reduce((sum, [period]) => sum + periodWeights[period]!, 0), 1, 1e-12);
});

Deno.test("syntheticDifferenceInDifferences() of one donor or one period before is difference in differences", () => {
  const one = { treated: panel.treated.subarray(44, 48), donors: [panel.donors[3]!.subarray(44, 48)], event: 1 };
  const { effect } = syntheticDifferenceInDifferences(one);
  assertAlmostEquals(effect, differenceInDifferences(one).effect, 1e-12);
});

Deno.test("syntheticDifferenceInDifferences() weighs periods evenly where donors move in parallel", () => {
  const donors = [0, 5, 9].map((level) => panel.donors[0]!.map((value) => value + level));
  const { periodWeights } = syntheticDifferenceInDifferences({ ...panel, donors });
  periodWeights.forEach((weight) => assertAlmostEquals(weight, 1 / 45, 1e-6));
});

const estimators: Record<string, (panel: DonorPanel) => { effect: number }> = {
  syntheticControl,
  differenceInDifferences,
  syntheticDifferenceInDifferences,
};
for (const [name, estimate] of Object.entries(estimators)) {
  Deno.test(`${name}() scales with units and does not change with a common movement or the order of donors`, () => {
    const { effect } = estimate(panel);
    const close = (changed: DonorPanel, factor: number) =>
      assertLess(Math.abs(estimate(changed).effect / (factor * effect) - 1), 1e-7);
    close(mapUnits(panel, (value) => 1e150 * value), 1e150);
    close(mapUnits(panel, (value) => -1e-150 * value), -1e-150);
    // the penalty of the synthetic one rests on changes from period to period, which a common movement adds to
    const common = (t: number) => estimate === syntheticDifferenceInDifferences ? 50 + t : 50 * Math.sin(t);
    close(mapUnits(panel, (value, t) => value + common(t)), 1);
    close({ ...panel, donors: panel.donors.toReversed() }, 1);
  });

  Deno.test(`${name}() finds no effect where the treated unit is the mean of two donors`, () => {
    const donors = panel.donors.slice(0, 2);
    const treated = donors[0]!.map((value, t) => (value + donors[1]![t]!) / 2);
    assertAlmostEquals(estimate({ treated, donors, event: 45 }).effect, 0, name.startsWith("synth") ? 0.05 : 1e-12);
  });

  Deno.test(`${name}() moves with the treated unit after the event by as much`, () => {
    const treated = panel.treated.map((value, t) => t < panel.event ? value : value - 2.5);
    assertAlmostEquals(estimate({ ...panel, treated }).effect, estimate(panel).effect - 2.5, 1e-10);
  });

  Deno.test(`${name}() refuses panels it cannot compare`, () => {
    const broken: [Partial<DonorPanel>, string][] = [
      [{ donors: [] }, "current count is 0"],
      [{ event: 0 }, "current event is 0 of 60 periods"],
      [{ event: 60 }, "current event is 60"],
      [{ event: 3.5 }, "current event is 3.5"],
      [{ donors: [panel.donors[0]!.subarray(1)] }, "length of donor 0 is 59"],
      [{ treated: panel.treated.map((value, t) => t === 7 ? NaN : value) }, "the treated unit is NaN in period 7"],
      [{ donors: [panel.donors[0]!.map(() => Infinity)] }, "donor 0 is Infinity in period 0"],
      [{ treated: new Float64Array() }, "of 0 periods"],
    ];
    for (const [part, message] of broken) {
      assertThrows(() => estimate({ ...panel, ...part }), RangeError, message);
    }
  });
}

Deno.test("donorPlacebos() ranks the simulated event first, with the ratios of R's quadprog", () => {
  const { treated, placebos, rank, probability } = donorPlacebos(panel, syntheticControl, ({ ratio }) => ratio);
  // R: solve.QP for each donor on the eleven others, then sqrt(mean(after^2) / mean(before^2))
  const ratios = [0.742176676, 1.054510736, 1.230182867, 1.303120943, 1.004440245, 1.231125951];
  ratios.push(0.8434758463, 1.145000198, 1.552688279, 1.057173908, 1.462295723, 0.9663613982);
  assertAlmostEquals(treated.ratio!, 10.3290753, 1e-7);
  placebos.forEach(({ ratio }, j) => assertAlmostEquals(ratio!, ratios[j]!, 1e-8));
  assertEquals(rank, 1);
  assertEquals(probability, 1 / 13);
});

Deno.test("donorPlacebos() may let the treated unit be a donor", () => {
  const { placebos } = donorPlacebos(panel, syntheticControl, ({ ratio }) => ratio, { treatedAsDonor: true });
  assertAlmostEquals(placebos[0]!.ratio!, 2.55281492, 1e-8); // R: the same with the treated unit as a twelfth donor
  assertAlmostEquals(placebos[11]!.ratio!, 0.9663613982, 1e-8);
});

Deno.test("donorPlacebos() counts equals and the undefined before the treated unit, and has no rank without a statistic", () => {
  const donors = panel.donors.slice(0, 3);
  const statisticOf = (own: number | undefined, others: (number | undefined)[]) => ({ treated }: DonorPanel) =>
    treated === panel.treated ? own : others[donors.indexOf(treated)];
  const rankOf = (own: number | undefined, others: (number | undefined)[]) =>
    donorPlacebos({ ...panel, donors }, statisticOf(own, others), (value) => value).rank;
  assertEquals(rankOf(5, [1, 2, 3]), 1);
  assertEquals(rankOf(5, [5, 2, 9]), 3);
  assertEquals(rankOf(5, [1, undefined, 3]), 2);
  assertEquals(rankOf(undefined, [1, 2, 3]), undefined);
  assertEquals(donorPlacebos({ ...panel, donors }, () => undefined, (value) => value).probability, undefined);
});

Deno.test("donorPlacebos() ranks the same whatever the order of donors", () => {
  const rank = (donors: readonly Float64Array[]) =>
    donorPlacebos({ ...panel, event: 30, donors }, syntheticControl, ({ ratio }) => ratio).rank;
  assertEquals(rank(panel.donors.toReversed()), rank(panel.donors));
});

Deno.test("donorPlacebos() refuses a single donor", () => {
  const single = { ...panel, donors: panel.donors.slice(0, 1) };
  assertThrows(() => donorPlacebos(single, syntheticControl, ({ ratio }) => ratio), RangeError, "current count is 1");
});

Deno.test("completePeriods() leaves out what is missing anywhere and moves the event along", () => {
  const gaps: DonorPanel = {
    ...panel,
    donors: panel.donors.map((donor, j) => donor.map((value, t) => t === 3 * j || t === 50 ? NaN : value)),
  };
  const { panel: complete, periods } = completePeriods(gaps);
  assertEquals(complete.treated.length, 60 - 13);
  assertEquals(complete.event, 45 - 12);
  assertEquals(periods.slice(0, 3), [1, 2, 4]);
  checkPanel(complete);
  assertAlmostEquals(syntheticControl(complete).effect, expected.qp.att, 0.5);
});
