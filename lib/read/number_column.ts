import { refuse } from "@/read/refuse.ts";

/** A cell as it stands in a file. */
export type Cell = string | number | bigint | boolean | Date | null | undefined;

/** Where cells stand, for errors. */
export interface CellPlaces {
  readonly file: string;
  readonly column: string;
  /** The line of each cell. */
  readonly lines: ArrayLike<number>;
}

/** How {@linkcode readNumbers} reads. */
export interface NumberOptions {
  /** What parts the decimals from the rest; a point when left out. */
  readonly decimal?: "point" | "comma";
}

const decimalForm = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const missingForm = /^(?:|[-+]?nan|null|none|na|n\/a|n\.a\.|nil|u|-|--|–|\?)$/i;

/** Beyond this nothing is a measurement, and squares would leave the range of numbers. */
export const largestValue = 1e30;

/** Whether a cell says that its value is missing. */
export const isMissing = (cell: Cell): boolean =>
  cell === null || cell === undefined || (typeof cell === "number" && Number.isNaN(cell)) ||
  (typeof cell === "string" && missingForm.test(cell.trim()));

/** The number of a cell; undefined where it is none. */
export function numberOf(cell: Cell, { decimal = "point" }: NumberOptions = {}): number | undefined {
  if (typeof cell === "number") return cell;
  if (typeof cell === "bigint") return Number(cell);
  if (typeof cell !== "string") return undefined;
  const text = decimal === "comma" ? cell.trim().replaceAll(".", " ").replace(",", ".") : cell.trim();
  return decimalForm.test(text) ? Number(text) : undefined;
}

/**
 * Reads cells as numbers: NaN for what is stated missing (empty, NaN, null, N/A, a dash), an error for anything else that is
 * no number, with its place.
 *
 * @throws {DataError} If a cell is text, infinite, or beyond 1e30.
 *
 * @example
 * ```ts
 * import { readNumbers } from "@/read/number_column.ts";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const places = { file: "port.csv", column: "in", lines: [2, 3] };
 * assertEquals(readNumbers(["1e3", "NaN"], places), Float64Array.of(1000, NaN));
 * assertThrows(() => readNumbers(["12", "about 12"], places), Error, 'port.csv, row 3, column in: "about 12" found');
 * ```
 */
export function readNumbers(cells: ArrayLike<Cell>, places: CellPlaces, options: NumberOptions = {}): Float64Array {
  return Float64Array.from({ length: cells.length }, (_, row) => {
    const cell = cells[row];
    if (isMissing(cell)) return NaN;
    const value = numberOf(cell, options);
    if (value !== undefined && Math.abs(value) <= largestValue) return value;
    const { file, column, lines } = places;
    const comma = typeof cell === "string" && /^[+-]?\d+,\d+$/.test(cell.trim());
    refuse({
      file,
      row: lines[row]!,
      column,
      value: String(cell),
      expected: value !== undefined
        ? `a number of at most ${largestValue}`
        : comma
        ? "a number with a decimal point (or say that the decimal mark is a comma)"
        : "a number, or nothing where it is missing,",
    });
  });
}
