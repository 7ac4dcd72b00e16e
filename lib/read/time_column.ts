import { type Cell, type CellPlaces } from "@/read/number_column.ts";
import { refuse } from "@/read/refuse.ts";
import { readTimes } from "@/series/read_times.ts";
import { wallClock } from "@/series/wall_clock.ts";

/** How {@linkcode readTimeColumn} reads. */
export interface TimeColumnOptions {
  /** The time zone of times that do not say theirs. */
  readonly zone?: string;
  /**
   * What a local time means that the clock showed twice: by the order of the rows where each stands there twice ("in order",
   * when left out), the earlier or the later.
   */
  readonly clockChange?: "in order" | "earlier" | "later";
  /** The order of dates that do not begin with the year, such as 19/01/2012; refused when left out. */
  readonly dateOrder?: "day first" | "month first";
}

/** Times, and what was chosen. */
export interface TimeColumn {
  /** In milliseconds since 1970 UTC. */
  readonly times: Float64Array;
  readonly notes: readonly string[];
}

/**
 * Reads a column of times: ISO 8601 and what is close to it, dates written 2012/01/19 or 20120119, months (2012-01) and
 * quarters (2012-Q1) by their first day, 8:30 PM, and seconds, milliseconds, micro- or nanoseconds since 1970.
 *
 * @throws {DataError} If a cell is no time, or no one time: without an offset where no zone is given, with an offset that is
 * not that of the others, or in an hour that the clock skipped, or showed twice and the file does not.
 *
 * @example
 * ```ts
 * import { readTimeColumn } from "@/read/time_column.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const places = { file: "port.csv", column: "time", lines: [2] };
 * const { times } = readTimeColumn(["19/01/2012 20:00"], places, { zone: "Europe/Paris", dateOrder: "day first" });
 * assertEquals(times[0], Date.parse("2012-01-19T19:00Z"));
 * assertEquals(readTimeColumn(["1327003200"], places).times[0], Date.parse("2012-01-19T20:00Z"));
 * ```
 */
export function readTimeColumn(
  cells: ArrayLike<Cell>,
  places: CellPlaces,
  options: TimeColumnOptions = {},
): TimeColumn {
  if (cells.length > 0 && Array.from(cells).every((cell) => scaleOf(cell) !== undefined)) return epochs(cells, places);
  const isoCells = Array.from(cells, (cell, row) => isoOf(cell, row, places, options));
  const { zone, clockChange = "in order" } = options;
  const place = zone === undefined ? {} : { zone };
  try {
    const choice = clockChange === "in order" ? "reject" : clockChange;
    return { times: readTimes(isoCells, { ...place, clockChange: choice }), notes: [] };
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof SyntaxError)) throw error;
    checkEach(isoCells, cells, places, zone);
    checkOffsets(isoCells, places, zone);
    return inOrder(isoCells, cells, places, zone!);
  }
}

const scales = [
  { below: 1e11, toMilliseconds: 1000 },
  { below: 1e14, toMilliseconds: 1 },
  { below: 1e17, toMilliseconds: 1e-3 },
  { below: 1e20, toMilliseconds: 1e-6 },
];

/** What a number since 1970 is counted in; undefined for what is none: 20120119 is a date. */
function scaleOf(cell: Cell): number | undefined {
  const number = typeof cell === "number" || typeof cell === "bigint"
    ? Number(cell)
    : typeof cell === "string" && /^\s*\d{9,19}(?:\.\d+)?\s*$/.test(cell)
    ? Number(cell)
    : NaN;
  return number >= 1e8 ? scales.find(({ below }) => number < below)?.toMilliseconds : undefined;
}

function epochs(cells: ArrayLike<Cell>, { file, column, lines }: CellPlaces): TimeColumn {
  const scale = scaleOf(cells[0])!;
  const times = Float64Array.from({ length: cells.length }, (_, row) => {
    if (scaleOf(cells[row]) === scale) return Math.round(Number(cells[row]) * scale);
    refuse({
      file,
      row: lines[row]!,
      column,
      value: String(cells[row]),
      expected: "a time since 1970 in the same unit as the first",
    });
  });
  return { times, notes: [] };
}

const basic = /^(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2}):?(\d{2})(?::?(\d{2}))?)?(Z|[+-]\d{2}:?\d{2})?$/i;
const monthOnly = /^(\d{4})[-/](\d{2})$/;
const quarterOnly = /^(\d{4})[- ]?Q([1-4])$/i;
const yearFirst = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ,]+(.*))?$/;
const yearLast = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[T ,]+(.*))?$/;

/** The cell as readTimes takes it. */
function isoOf(cell: Cell, row: number, places: CellPlaces, { dateOrder }: TimeColumnOptions): string | Date {
  if (cell instanceof Date) return cell;
  const { file, column, lines } = places;
  const text = String(cell ?? "").trim();
  const found = { file, row: lines[row]!, column, value: text };
  const compact = basic.exec(text);
  if (compact) {
    const [, year, month, day, hour, minute, second, offset] = compact;
    const clock = hour === undefined ? "" : `T${hour}:${minute}${second === undefined ? "" : `:${second}`}`;
    return `${year}-${month}-${day}${clock}${offset ?? ""}`;
  }
  const [, year, month, day, rest] = yearFirst.exec(text) ?? [];
  if (year !== undefined) return `${year}-${pad(month!)}-${pad(day!)}${clockOf(rest)}`;
  const [, monthYear, monthOfYear] = monthOnly.exec(text) ?? [];
  if (monthYear !== undefined) return `${monthYear}-${monthOfYear}-01`;
  const [, quarterYear, quarterOfYear] = quarterOnly.exec(text) ?? [];
  if (quarterYear !== undefined) return `${quarterYear}-${pad(String(3 * Number(quarterOfYear) - 2))}-01`;
  const last = yearLast.exec(text);
  if (last === null) {
    refuse({ ...found, expected: "a time such as 2012-01-19T20:00+01:00, or seconds since 1970," });
  }
  if (dateOrder === undefined) {
    refuse({
      ...found,
      expected: "a date that begins with the year (or say whether the day or the month comes first)",
    });
  }
  const [first, second] = dateOrder === "day first" ? [last[2]!, last[1]!] : [last[1]!, last[2]!];
  return `${last[3]}-${pad(first)}-${pad(second)}${clockOf(last[4])}`;
}

const pad = (digits: string) => digits.padStart(2, "0");

/** The clock part of a time as ISO 8601 writes it. */
function clockOf(clock: string | undefined): string {
  const text = (clock ?? "").trim().replace(/\s*(?:UTC|GMT)$/i, "Z").replace(/\s+(?=[+-]\d)/, "");
  if (text === "") return "";
  const [, hour, rest, half] = /^(\d{1,2})((?::\d{2}){1,2}(?:\.\d+)?)\s*([ap])\.?m\.?$/i.exec(text) ?? [];
  if (half !== undefined && Number(hour) >= 1 && Number(hour) <= 12) {
    return `T${pad(String(Number(hour) % 12 + (half.toLowerCase() === "p" ? 12 : 0)))}${rest}`;
  }
  return `T${/^\d:/.test(text) ? `0${text}` : text}`;
}

/** Refuses the first cell that is no time by itself. */
function checkEach(isoCells: readonly (string | Date)[], cells: ArrayLike<Cell>, places: CellPlaces, zone?: string) {
  const { file, column, lines } = places;
  const place = zone === undefined ? {} : { zone };
  for (const [row, cell] of isoCells.entries()) {
    try {
      readTimes([cell], { ...place, clockChange: "compatible" });
    } catch (error) {
      const found = { file, row: lines[row]!, column, value: String(cells[row] ?? "") };
      if (error instanceof RangeError && error.message.includes("no zone is given")) {
        refuse({ ...found, expected: "a time with its offset from UTC, or the time zone of the file" });
      }
      if (error instanceof RangeError && /time ?zone/i.test(error.message)) {
        refuse({ file, value: zone!, expected: "a time zone such as Europe/Paris" });
      }
      refuse({ ...found, expected: "a time such as 2012-01-19T20:00+01:00" });
    }
  }
}

const offsetForm = /(?:Z|[+-]\d{2}(?::?\d{2})?)$/i;

/** Refuses offsets from UTC that are not those of one zone. */
function checkOffsets(isoCells: readonly (string | Date)[], { file, column, lines }: CellPlaces, zone?: string) {
  const offsets = isoCells.map((cell) =>
    typeof cell === "string" && cell.includes("T") ? offsetForm.exec(cell.slice(11))?.[0].toUpperCase() : undefined
  );
  const other = offsets.findIndex((offset) => offset !== offsets[0]);
  if (other < 0 || offsets.every((offset) => offset === undefined)) return;
  refuse({
    file,
    row: lines[other]!,
    column,
    value: String(isoCells[other]),
    expected: `a time with ${offsets[0] === undefined ? "no offset from UTC" : `the offset ${offsets[0]}`}, as in row ${
      lines[0]
    }${zone === undefined ? "" : ", or each with that of the zone"},`,
  });
}

/** Local times of which the clock showed some twice: read by the order of the rows. */
function inOrder(
  isoCells: readonly (string | Date)[],
  cells: ArrayLike<Cell>,
  { file, column, lines }: CellPlaces,
  zone: string,
): TimeColumn {
  const [earlier, later] = (["earlier", "later"] as const).map((clockChange) =>
    readTimes(isoCells, { zone, clockChange })
  ) as [Float64Array, Float64Array];
  const local = (time: number) => wallClock(Float64Array.of(time), zone)[0]!;
  const met = new Map<number, number[]>();
  const times = earlier.slice();
  for (let row = 0; row < times.length; row++) {
    if (earlier[row] === later[row]) continue;
    if (local(earlier[row]!) !== local(later[row]!)) {
      refuse({
        file,
        row: lines[row]!,
        column,
        value: String(cells[row]),
        expected: `a time that the clock of ${zone} showed (it was set forward over this one)`,
      });
    }
    const rows = met.get(earlier[row]!) ?? [];
    met.set(earlier[row]!, [...rows, row]);
    if (rows.length > 0) times[row] = later[row]!;
  }
  for (const [row] of met.values().filter((rows) => rows.length !== 2).map((rows) => [rows[0]!] as const)) {
    refuse({
      file,
      row: lines[row]!,
      column,
      value: String(cells[row]),
      expected: `an hour that the clock of ${zone} showed twice to stand there twice, or a choice of earlier or later`,
    });
  }
  // newest first: the second meeting is the earlier time
  const falling = times.length > 1 && times[0]! > times.at(-1)!;
  for (const [first, second] of met.values() as Iterable<number[]>) {
    if (falling) [times[first!], times[second!]] = [times[second!]!, times[first!]!];
  }
  return {
    times,
    notes: [
      `${met.size} local times stand there twice, when the clock of ${zone} was set back: read in the order of the rows`,
    ],
  };
}
