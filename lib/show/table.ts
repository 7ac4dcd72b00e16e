import type { DataFrame } from "polars";
import { formatNumber } from "@/interval/format.ts";
import { Html, markup, plainText } from "@/show/markup.ts";
import type { Displayable } from "@/show/show.ts";

/** A cell of a shown table. */
export type TableCell = string | number | boolean | Date | Html | null | undefined;

/** A table as an array of rows. */
export type TableRow = Readonly<Record<string, TableCell>>;

/** How {@linkcode table} writes. */
export interface TableOptions {
  /** What the table holds, in a sentence. */
  readonly caption: string;
  /** Decimals by column; numbers are written to four significant digits where it says nothing. */
  readonly decimals?: Readonly<Record<string, number>>;
  /** Whether a row is part of a simulation, said in the caption. */
  readonly simulated?: boolean;
}

/**
 * A table to show, from a polars DataFrame or rows. Dates are written as ISO dates in UTC, missing cells as an en dash.
 *
 * @example
 * ```ts
 * import { table } from "@/show/table.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const shares = table([{ region: "Brazil", share: 11.39 }], { caption: "Shares, in percent", decimals: { share: 2 } });
 * assertEquals(shares.text, "Shares, in percent\nregion  share\nBrazil  11.39");
 * ```
 */
export function table(
  data: DataFrame | readonly TableRow[],
  { caption, decimals = {}, simulated = false }: TableOptions,
): Displayable {
  const rows = isRows(data) ? data : data.toRecords() as TableRow[];
  const columns = isRows(data) ? [...new Set(data.flatMap((row) => Object.keys(row)))] : data.columns;
  const title = simulated ? `Simulated. ${caption}` : caption;
  const cells = rows.map((row) => columns.map((column) => writeCell(row[column], decimals[column])));
  const numeric = columns.map((column) => rows.every((row) => row[column] == null || typeof row[column] === "number"));
  const align = (index: number) => new Html(` style="text-align:${numeric[index] ? "right" : "left"}"`);
  const head = columns.map((column, index) => markup`<th scope="col"${align(index)}>${column}</th>`);
  const body = cells.map((row) =>
    markup`<tr>${row.map((cell, index) => markup`<td${align(index)}>${cell}</td>`)}</tr>\n`
  );
  return {
    html: markup`<table class="am-table"><caption style="text-align:left">${title}</caption>
<thead><tr>${head}</tr></thead>
<tbody>${body}</tbody></table>`,
    text: [title, ...alignColumns([columns, ...cells.map((row) => row.map(textOf))], numeric)].join("\n"),
  };
}

const isRows = (data: DataFrame | readonly TableRow[]): data is readonly TableRow[] => Array.isArray(data);

/** The cell as text for a file or a screen; HTML stays as it is. */
function writeCell(cell: TableCell, decimals: number | undefined): string | Html {
  if (cell === null || cell === undefined) return "–";
  if (cell instanceof Html) return cell;
  if (cell instanceof Date) return cell.toISOString().replace("T00:00:00.000Z", "");
  return typeof cell === "number" ? formatNumber(cell, decimals) : String(cell);
}

const textOf = (cell: string | Html) => typeof cell === "string" ? cell : plainText(cell);

function alignColumns(lines: readonly (readonly string[])[], numeric: readonly boolean[]): string[] {
  const widths = lines[0]!.map((_, index) => Math.max(...lines.map((line) => line[index]!.length)));
  return lines.map((line) =>
    line.map((cell, index) => numeric[index] ? cell.padStart(widths[index]!) : cell.padEnd(widths[index]!))
      .join("  ").trimEnd()
  );
}
