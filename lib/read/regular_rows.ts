import { printable, refuse } from "@/read/refuse.ts";
import type { NamedRows } from "@/read/series_source.ts";
import { type Bin, nominalLength } from "@/series/bin_edges.ts";
import { regularSeries } from "@/series/regular_series.ts";
import { inferStep } from "@/series/row_step.ts";
import type { Series } from "@/series/series.ts";

/** A series of a file, in regular bins. */
export interface NamedSeries extends Series {
  readonly name: string;
  readonly unit: string | undefined;
}

/** How rows of a file become bins. */
export interface RegularRowsOptions {
  /** The length of a bin; the distance of the rows, or the next longer bin there is, when left out. */
  readonly bin?: Bin;
  /** The time zone whose clock the bins follow; UTC when left out. */
  readonly zone?: string;
  /** Which of several values of one time counts; refused when left out, unless they are the same. */
  readonly duplicates?: "first" | "last" | "mean" | "sum" | "max";
  /** What a negative value means; refused when left out. */
  readonly negative?: "missing" | "keep";
  /** What a bin without a row is: a gap ("missing", when left out), or 0, as where counts leave out what did not happen. */
  readonly absent?: "missing" | "zero";
  /** When the event was: of a file with several resolutions the finest is taken that reaches back two weeks before it. */
  readonly event?: number;
}

const bins: readonly Bin[] = [
  ...([1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30] as const).map((minutes) => ({ minutes })),
  ...([1, 2, 3, 4, 6, 8, 12] as const).map((hours) => ({ hours })),
  { days: 1 },
  { weeks: 1 },
];

const mostBins = 3e6;
const day = 86_400_000;

/**
 * Makes a regular series of the rows of a file: in order of time, each value for the stretch it stands for, means over bins
 * of which at least half was observed. What was met stands in the record.
 *
 * @param file The name of the file, for errors.
 * @throws {DataError} If there are fewer than two times, values of one time that differ, negative values, or bins without
 * end.
 *
 * @example
 * ```ts
 * import { regularRows } from "@/read/regular_rows.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const minute = 60_000;
 * const rows = {
 *   name: "in",
 *   unit: "bit/s",
 *   times: Float64Array.of(0, 5 * minute, 15 * minute),
 *   values: Float64Array.of(1, 2, 3),
 *   lines: Int32Array.of(2, 3, 4),
 *   stamp: "start",
 *   notes: [],
 * } as const;
 * const series = regularRows(rows, "port.csv");
 * assertEquals(series.bin, { minutes: 5 });
 * assertEquals(series.values, Float64Array.of(1, 2, NaN, 3));
 * ```
 */
export function regularRows(rows: NamedRows, file: string, options: RegularRowsOptions = {}): NamedSeries {
  const { zone = "UTC", duplicates } = options;
  checkNegative(rows, file, options.negative);
  const { times, values, repeated } = distinct(rows, file, duplicates !== undefined);
  if (new Set(times).size < 2) {
    refuse({ file, column: rows.name, value: `${times.length} row`, expected: "at least two different times" });
  }
  const step = stepOf(rows, times, options.event, zone);
  const bin = options.bin ?? bins.find((each) => nominalLength(each) >= step) ?? { months: step < 45 * day ? 1 : 3 };
  const first = times.reduce((least, time) => Math.min(least, time));
  const last = times.reduce((most, time) => Math.max(most, time));
  if (!((last - first) / nominalLength(bin) <= mostBins && Math.abs(first) < 8e15 && Math.abs(last) < 8e15)) {
    refuse({
      file,
      column: rows.name,
      value: `times from ${written(first)} to ${written(last)}`,
      expected: `at most ${mostBins} bins (say which bin, or look for a wrong time),`,
    });
  }
  const series = regularSeries({ times, values: Array.from(values, (value) => Number.isNaN(value) ? null : value) }, {
    bin,
    zone,
    stamp: rows.stamp,
    step: { milliseconds: step },
    disorder: "sort",
    duplicates: duplicates ?? "reject",
    negative: options.negative ?? "reject",
    minimumCoverage: 0.5,
  });
  const zeros = options.absent === "zero" ? binsWithoutRows(series, times, rows.stamp) : [];
  const { record } = series;
  const again = repeated > 0 ? [`${repeated} rows stand there twice with the same value: one of each taken`] : [];
  const empty = zeros.length > 0 ? [`${zeros.length} bins without a row: 0 taken`] : [];
  const filled = series.values.slice();
  for (const bin of zeros) filled[bin] = 0;
  return {
    ...series,
    values: filled,
    ...rows.simulated && { simulated: true as const },
    name: printable(rows.name),
    unit: rows.unit === undefined ? undefined : printable(rows.unit, 30),
    record: {
      ...record,
      gaps: record.gaps - zeros.length,
      choices: [...rows.notes, ...again, ...record.choices, ...empty],
    },
  };
}

/** The bins in which no row begins (by its end, ends), so that nothing is said of them. */
function binsWithoutRows(
  { times: starts, end, values }: Series,
  times: Float64Array,
  stamp: NamedRows["stamp"],
): number[] {
  const rising = times.slice().sort();
  let row = 0;
  return [...starts.keys()].filter((bin) => {
    const next = starts[bin + 1] ?? end;
    const before = (time: number, edge: number) => stamp === "start" ? time < edge : time <= edge;
    while (row < rising.length && before(rising[row]!, starts[bin]!)) row++;
    return Number.isNaN(values[bin]) && !(row < rising.length && before(rising[row]!, next));
  });
}

const written = (time: number) => Math.abs(time) <= 8.64e15 ? new Date(time).toISOString().slice(0, 16) : "far away";

function checkNegative({ name, values, lines }: NamedRows, file: string, choice: RegularRowsOptions["negative"]) {
  const row = choice === undefined ? values.findIndex((value) => value < 0) : -1;
  if (row < 0) return;
  refuse({
    file,
    row: lines[row]!,
    column: name,
    value: String(values[row]),
    expected: "a value of 0 or above (or say that negative ones are missing, or to be kept)",
  });
}

/** The rows without those that say the same again; values of one time that differ are refused unless a choice is made. */
function distinct({ name, times, values, lines }: NamedRows, file: string, chosen: boolean) {
  const at = new Map<number, number>();
  const kept: number[] = [];
  for (const [row, time] of times.entries()) {
    const before = at.get(time);
    if (before === undefined) at.set(time, row);
    else if (Object.is(values[before], values[row])) continue;
    else if (!chosen) {
      refuse({
        file,
        row: lines[row]!,
        column: name,
        value: `${values[row]} at ${written(time)}, and ${values[before]} in row ${lines[before]}`,
        expected: "one value for a time (or a choice: first, last, mean, sum or max)",
      });
    }
    kept.push(row);
  }
  return {
    times: Float64Array.from(kept, (row) => times[row]!),
    values: Float64Array.from(kept, (row) => values[row]!),
    repeated: times.length - kept.length,
  };
}

/** How far apart rows are meant to be: of a file with several resolutions the finest that reaches back far enough. */
function stepOf({ resolutions }: NamedRows, times: Float64Array, event: number | undefined, zone: string): number {
  const sorted = times.slice().sort();
  if (resolutions === undefined) return inferStep(sorted, zone).nominal;
  const until = event ?? sorted.at(-1)!;
  const reach = (resolution: number) => {
    let row = sorted.findLastIndex((time) => time <= until);
    while (row > 0 && sorted[row]! - sorted[row - 1]! <= resolution) row--;
    return until - (sorted[row] ?? until);
  };
  return resolutions.find((resolution) => reach(resolution) >= 14 * day) ??
    resolutions.reduce((best, each) => reach(each) > reach(best) ? each : best);
}
