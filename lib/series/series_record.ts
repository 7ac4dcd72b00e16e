/** What was met in the rows of a series, and what was done about it: nothing is mended without standing here. */
export interface SeriesRecord {
  /** How many rows were read. */
  readonly rows: number;
  /** Rows whose value was stated to be missing (null or undefined). */
  readonly missing: number;
  /** Rows taken as missing because their value was no number. */
  readonly nonNumeric: number;
  /** Rows with a negative value. */
  readonly negative: number;
  /** Rows at the time of another row. */
  readonly duplicates: number;
  /** Rows that came after a row of a later time. */
  readonly disordered: number;
  /** Rows outside the stretch asked for. */
  readonly outside: number;
  /** How long a row stands for, in milliseconds, where the next one does not follow at once. */
  readonly step: number;
  /** Whether the step was read off the rows (their most common distance) rather than given. */
  readonly stepInferred: boolean;
  /** Bins without a value. */
  readonly gaps: number;
  /** Those of them that were observed in part, below the minimum coverage. */
  readonly partial: number;
  /** What was chosen for each of these, in words. */
  readonly choices: readonly string[];
}
