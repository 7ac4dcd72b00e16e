/** One thing wrong in a data file, with the place where it stands. */
export interface DataProblem {
  /** The file, relative to the data folder. */
  readonly file: string;
  /** The line in the file, the header being line 1. */
  readonly row?: number;
  readonly column?: string;
  /** The text met. */
  readonly value?: string;
  readonly expected: string;
}

/**
 * Thrown when data files break their description; holds every problem found, not only the first.
 *
 * @example
 * ```ts
 * import { DataError } from "@/data/data_error.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const error = new DataError([
 *   { file: "timeline.csv", row: 3, column: "grade", value: "heard", expected: "one of read, press" },
 * ]);
 * assertEquals(error.message, 'timeline.csv, row 3, column grade: "heard" found, one of read, press expected');
 * ```
 */
export class DataError extends Error {
  override readonly name = "DataError";
  readonly problems: readonly DataProblem[];

  constructor(problems: readonly DataProblem[]) {
    super(problems.map(describe).join("\n"));
    this.problems = problems;
  }
}

function describe({ file, row, column, value, expected }: DataProblem): string {
  const place = [
    file,
    row === undefined ? [] : `row ${row}`,
    column === undefined ? [] : `column ${column}`,
  ].flat();
  const found = value === undefined ? "" : `${value === "" ? "nothing" : JSON.stringify(value)} found, `;
  return `${place.join(", ")}: ${found}${expected} expected`;
}
