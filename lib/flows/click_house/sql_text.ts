/**
 * A name of a database, a table or a column, as SQL of ClickHouse writes it.
 *
 * @throws {RangeError} If it is empty or holds a control character.
 *
 * @example
 * ```ts
 * import { sqlName } from "@/flows/click_house/sql_text.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(sqlName("Src`AS"), "`Src\\`AS`");
 * ```
 */
export function sqlName(name: string): string {
  // deno-lint-ignore no-control-regex -- what must not pass
  if (name === "" || /[\u0000-\u001f\u007f]/.test(name)) {
    throw new RangeError(
      `Cannot write SQL: a name without control characters is needed, current value is ${JSON.stringify(name)}`,
    );
  }
  return `\`${name.replaceAll("\\", "\\\\").replaceAll("`", "\\`")}\``;
}

/**
 * A text as a literal of ClickHouse. Servers of 2018 know no parameters of a query, so values are written into it.
 *
 * @example
 * ```ts
 * import { sqlString } from "@/flows/click_house/sql_text.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(sqlString("it's \\"), "'it\\'s \\\\'");
 * ```
 */
export function sqlString(text: string): string {
  const escaped = text.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\0", "\\0");
  return `'${escaped.replaceAll("\n", "\\n").replaceAll("\r", "\\r")}'`;
}

/**
 * A whole number as a literal.
 *
 * @throws {RangeError} If it is not whole or not below 2^53.
 *
 * @example
 * ```ts
 * import { sqlInteger } from "@/flows/click_house/sql_text.ts";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => sqlInteger(0.5), RangeError);
 * ```
 */
export function sqlInteger(value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  throw new RangeError(`Cannot write SQL: a whole number is needed, current value is ${value}`);
}
