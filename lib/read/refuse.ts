import { DataError, type DataProblem } from "@/data/data_error.ts";

/** Refuses a file with the place and what was expected; long and unprintable text is cut and cleaned. */
export function refuse(problem: DataProblem): never {
  throw new DataError([{
    ...problem,
    file: printable(problem.file),
    ...problem.column !== undefined && { column: printable(problem.column) },
    ...problem.value !== undefined && { value: printable(problem.value) },
  }]);
}

/**
 * Text that can be shown on one line of a terminal: control characters become spaces, and what is long is cut.
 *
 * @param most How many characters to keep.
 *
 * @example
 * ```ts
 * import { printable } from "@/read/refuse.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(printable("\u001b[31mred\nline"), "[31mred line");
 * assertEquals(printable("abcdef", 3), "abc…");
 * ```
 */
export function printable(text: string, most = 120): string {
  const clean = text.slice(0, 2 * most).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ").trim();
  const characters = [...clean];
  return characters.length > most ? `${characters.slice(0, most).join("")}…` : clean;
}
