import { type Bin, binEdges } from "@/series/bin_edges.ts";
import { type Aggregate, binStretches } from "@/series/bin_stretches.ts";
import { readTimes, type ReadTimesOptions, type Time } from "@/series/read_times.ts";
import { inferStep, rowStep } from "@/series/row_step.ts";
import type { Series } from "@/series/series.ts";

/** Two columns of equal length, as read from a file or a frame. */
export interface Rows {
  readonly times: ArrayLike<Time | null | undefined>;
  /** Numbers, or text of numbers; null and undefined are values stated to be missing. */
  readonly values: ArrayLike<unknown>;
}

/** How {@linkcode regularSeries} bins, and what it does where rows are not as they should be. */
export interface RegularSeriesOptions extends ReadTimesOptions {
  /** The length of a bin. */
  readonly bin: Bin;
  /** What the value of a bin is: the mean by time for rates (when left out), the sum for volumes, or the largest. */
  readonly aggregate?: Aggregate;
  /** The least part of a bin that must be observed, above 0 up to 1; all of it when left out. */
  readonly minimumCoverage?: number;
  /** How far apart rows are meant to be; their most common distance when left out. */
  readonly step?: Temporal.DurationLike;
  /** Whether a row's time is the start (when left out) or the end of the stretch it stands for. */
  readonly stamp?: "start" | "end";
  /** The first and the last instant to look at; those of the rows when left out. Rows outside are left out. */
  readonly from?: Time;
  readonly to?: Time;
  /** Rows at the time of another: refused when left out. */
  readonly duplicates?: "reject" | "first" | "last" | Aggregate;
  /** Rows after a row of a later time: refused when left out. */
  readonly disorder?: "reject" | "sort";
  /** Negative values: refused when left out. */
  readonly negative?: "reject" | "missing" | "keep";
  /** Values that are no finite number: refused when left out. */
  readonly nonNumeric?: "reject" | "missing";
}

/**
 * Makes a regular series of bins with explicit gaps from irregular rows.
 *
 * A row stands for the time until the next row (with `stamp: "end"`, since the row before), if that is at most one and a
 * half steps away, as pollers are late or early; otherwise for one step. Bins take from each row by the time they share
 * with it. A bin observed for less than `minimumCoverage` is NaN: nothing is filled in or scaled up, and what was met and
 * chosen stands in `record`. Whatever is wrong in the rows is refused unless an option says what to do.
 *
 * @param rows The columns of times and values; with `zone` also the bins follow that zone's clock, else UTC.
 * @throws {RangeError} If lengths differ, there are no rows, an option is out of range, or rows are out of order, share a
 * time or are negative without an option that allows it; or as {@linkcode readTimes}.
 * @throws {SyntaxError} If a time or a value cannot be read.
 *
 * @example
 * ```ts
 * import { regularSeries } from "@/series/regular_series.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const series = regularSeries({
 *   times: ["2012-01-19T19:00Z", "2012-01-19T19:05Z", "2012-01-19T19:15Z", "2012-01-19T19:20Z"],
 *   values: [40, 42, 30, 31],
 * }, { bin: { minutes: 5 } });
 * assertEquals(series.values, Float64Array.of(40, 42, NaN, 30, 31));
 * assertEquals(series.record.gaps, 1);
 * ```
 */
export function regularSeries(rows: Rows, options: RegularSeriesOptions): Series {
  const {
    bin,
    zone = "UTC",
    aggregate = "mean",
    minimumCoverage = 1,
    stamp = "start",
    duplicates = "reject",
    disorder = "reject",
    negative = "reject",
    nonNumeric = "reject",
  } = options;
  if (rows.times.length !== rows.values.length || rows.times.length === 0) {
    throw new RangeError(
      `Cannot make a series: as many values as times and at least one row are needed, current lengths are ${rows.times.length} times and ${rows.values.length} values`,
    );
  }
  checkCoverage(minimumCoverage);
  const read = readTimes(rows.times, options);
  const cells = readValues(rows.values, negative, nonNumeric);
  const ordered = order(read, cells.values, disorder);
  const { times, values, merged } = merge(ordered.times, ordered.values, duplicates);
  const step = options.step ? rowStep(options.step, zone) : inferStep(times, zone);

  const reach = 1.5 * step.nominal;
  const starts = times.slice();
  const ends = times.slice();
  for (let i = 0; i < times.length; i++) {
    if (stamp === "start") {
      const distance = times[i + 1]! - times[i]!;
      ends[i] = distance <= reach ? times[i + 1]! : step.from(times[i]!, 1);
    } else {
      const distance = times[i]! - times[i - 1]!;
      starts[i] = distance <= reach ? times[i - 1]! : step.from(times[i]!, -1);
    }
  }
  const [from] = options.from === undefined ? starts : readTimes([options.from], options);
  const lastEnd = options.to === undefined ? ends.at(-1)! : readTimes([options.to], options)[0]!;
  if (!(lastEnd > from!)) {
    throw new RangeError(`Cannot make a series: it must end after it starts, current are ${from} and ${lastEnd}`);
  }
  const edges = binEdges(from!, lastEnd - 1, bin, zone);
  const outside = starts.filter((start, i) => ends[i]! <= edges[0]! || start >= edges.at(-1)!).length;
  const { gaps, partial, ...binned } = binStretches({ starts, ends, values }, edges, aggregate, minimumCoverage);
  const { missing, nonNumeric: notNumbers, negative: negatives } = cells;
  const said = (count: number, what: string, choice: string) => count > 0 ? [`${count} ${what}: ${choice}`] : [];
  return {
    times: edges.slice(0, -1),
    end: edges.at(-1)!,
    ...binned,
    bin,
    zone,
    record: {
      rows: rows.times.length,
      missing,
      nonNumeric: notNumbers,
      negative: negatives,
      duplicates: merged,
      disordered: ordered.disordered,
      outside,
      step: step.nominal,
      stepInferred: options.step === undefined,
      gaps,
      partial,
      choices: [
        `bins hold the ${aggregate} of rows that stand from their ${stamp} on for ${step.nominal / 1000} s`,
        ...said(missing, "stated missing", "left out"),
        ...said(notNumbers, "not numeric", "taken as missing"),
        ...said(negatives, "negative", negative === "keep" ? "kept" : "taken as missing"),
        ...said(merged, "at the time of another", `the ${duplicates} taken`),
        ...said(ordered.disordered, "out of order", "sorted"),
        ...said(outside, "outside the stretch asked for", "left out"),
        ...said(partial, `bins observed in part, less than ${minimumCoverage}`, "gaps"),
      ],
    },
  };
}

/** Refuses a coverage that is not a part. */
export function checkCoverage(minimumCoverage: number): void {
  if (minimumCoverage > 0 && minimumCoverage <= 1) return;
  throw new RangeError(
    `Cannot make a series: the minimum coverage must be above 0 and at most 1, current value is ${minimumCoverage}`,
  );
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

function readValues(
  cells: ArrayLike<unknown>,
  negativeChoice: NonNullable<RegularSeriesOptions["negative"]>,
  nonNumericChoice: NonNullable<RegularSeriesOptions["nonNumeric"]>,
): { values: Float64Array; missing: number; nonNumeric: number; negative: number } {
  let missing = 0;
  let nonNumeric = 0;
  let negative = 0;
  const values = Float64Array.from({ length: cells.length }, (_, row) => {
    const cell = cells[row];
    if (cell === null || cell === undefined) {
      missing++;
      return NaN;
    }
    const readable = typeof cell === "number" || typeof cell === "bigint" ||
      (typeof cell === "string" && decimal.test(cell.trim()));
    const value = readable ? Number(cell) : NaN;
    if (!Number.isFinite(value)) {
      if (nonNumericChoice === "reject") {
        throw new SyntaxError(
          `Cannot make a series: a number expected in row ${row} (choose nonNumeric: "missing" to leave it out), current value is ${
            typeof cell === "string" ? JSON.stringify(cell) : String(cell)
          }`,
        );
      }
      nonNumeric++;
      return NaN;
    }
    if (value >= 0) return value;
    if (negativeChoice === "reject") {
      throw new RangeError(
        `Cannot make a series: row ${row} is negative (choose negative: "missing" or "keep"), current value is ${value}`,
      );
    }
    negative++;
    return negativeChoice === "keep" ? value : NaN;
  });
  return { values, missing, nonNumeric, negative };
}

function order(
  times: Float64Array,
  values: Float64Array,
  choice: "reject" | "sort",
): { times: Float64Array; values: Float64Array; disordered: number } {
  let latest = -Infinity;
  let disordered = 0;
  for (const [row, time] of times.entries()) {
    if (time >= latest) latest = time;
    else if (choice === "sort") disordered++;
    else {
      throw new RangeError(
        `Cannot make a series: row ${row} is earlier than a row before it (choose disorder: "sort"), current time is ${
          new Date(time).toISOString()
        }`,
      );
    }
  }
  if (disordered === 0) return { times, values, disordered };
  const rows = Array.from(times.keys()).sort((a, b) => times[a]! - times[b]! || a - b);
  return {
    times: Float64Array.from(rows, (row) => times[row]!),
    values: Float64Array.from(rows, (row) => values[row]!),
    disordered,
  };
}

function merge(
  times: Float64Array,
  values: Float64Array,
  choice: NonNullable<RegularSeriesOptions["duplicates"]>,
): { times: Float64Array; values: Float64Array; merged: number } {
  const firsts = Array.from(times.keys()).filter((row) => times[row] !== times[row - 1]);
  const merged = times.length - firsts.length;
  if (merged === 0) return { times, values, merged };
  if (choice === "reject") {
    const row = times.findIndex((time, row) => time === times[row - 1]);
    throw new RangeError(
      `Cannot make a series: ${merged} ${
        merged === 1 ? "row stands" : "rows stand"
      } at the time of another (choose duplicates: "first", "last", "mean", "sum" or "max"), the first is ${
        new Date(times[row]!).toISOString()
      }`,
    );
  }
  return {
    times: Float64Array.from(firsts, (row) => times[row]!),
    values: Float64Array.from(firsts, (row, i) => one(values.subarray(row, firsts[i + 1]), choice)),
    merged,
  };
}

function one(values: Float64Array, choice: "first" | "last" | Aggregate): number {
  const observed = values.filter((value) => !Number.isNaN(value));
  if (observed.length === 0) return NaN;
  if (choice === "first") return observed[0]!;
  if (choice === "last") return observed.at(-1)!;
  if (choice === "max") return observed.reduce((a, b) => Math.max(a, b));
  const sum = observed.reduce((a, b) => a + b);
  return choice === "sum" ? sum : sum / observed.length;
}
