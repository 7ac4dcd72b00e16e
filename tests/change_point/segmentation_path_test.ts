import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { segmentation } from "@/change_point/segmentation.ts";
import { segmentationPath } from "@/change_point/segmentation_path.ts";
import { readColumns, readJson } from "../read_reference.ts";

const values = readColumns("cpt_mean4seg_seed1.csv").x!;

Deno.test("segmentationPath() agrees with R changepoint's CROPS, changepoint.json", () => {
  const expected = readJson("changepoint.json").mean4seg.CROPS;
  const path = segmentationPath(values, { from: 4, to: 1500 });
  assertEquals(
    path.map(({ changePoints }) => changePoints),
    expected.cpts.map((cpts: number | number[]) => [cpts].flat()),
  );
  const bounds = [path[0]!.from, ...path.map(({ to }) => to)];
  bounds.forEach((bound, i) => assertAlmostEquals(bound, expected.pen[i], 1e-9));
});

Deno.test("segmentationPath() gives what segmentation() gives anywhere on it", () => {
  for (
    const { from, to, changePoints } of segmentationPath(values, { from: 6, to: 700, change: "mean and variance" })
  ) {
    const penalty = (from + to) / 2;
    assertEquals(segmentation(values, { penalty, change: "mean and variance" }).changePoints, changePoints);
  }
});

Deno.test("segmentationPath() refuses a range of penalties turned round", () => {
  assertThrows(() => segmentationPath(values, { from: 9, to: 3 }), RangeError, "current values are 9 and 3");
});
