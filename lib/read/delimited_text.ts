import { CsvError, type InfoRecord, parse } from "csv-parse";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Cell } from "@/read/number_column.ts";
import { limitsOf, type ReadLimits, textChunks } from "@/read/file_text.ts";
import { refuse } from "@/read/refuse.ts";
import type { FileTable } from "@/read/table_series.ts";

/** What parts the columns of delimited text: the mark that stands equally often in each of the first lines. */
export function delimiterOf(head: string): string {
  const lines = head.split(/\r?\n/).filter((line) => line.trim() !== "" && !line.startsWith("#")).slice(0, 20);
  const counts = (mark: string) => lines.map((line) => line.replace(/"[^"]*"/g, "").split(mark).length - 1);
  const scored = [",", ";", "\t", "|"].map((mark) => {
    const each = counts(mark);
    const first = each[0] ?? 0;
    return { mark, score: first * each.filter((count) => count === first).length };
  });
  return scored.reduce((best, each) => each.score > best.score ? each : best).mark;
}

/**
 * Reads delimited text as a table of cells, in a stream: lines that begin with # are comments, quoted fields may hold the
 * delimiter and new lines (RFC 4180), and the first line is a header unless it holds a number or a date.
 *
 * @throws {DataError} If a row has more or fewer columns than the first, a quotation does not end, or a record is too long.
 */
export async function readDelimited(file: string, limits?: ReadLimits): Promise<FileTable> {
  const chunks = textChunks(file, limits);
  const start = await chunks.next();
  const head = start.done ? "" : start.value;
  const { line: longest } = limitsOf(limits);
  const columns: string[][] = [];
  const lines: number[] = [];
  let header: string[] | undefined;
  const take = (record: string[], line: number) => {
    if (columns.length === 0) {
      if (record.length > 10_000) {
        refuse({ file, row: line, value: `${record.length} columns`, expected: "at most 10000 columns" });
      }
      for (let column = 0; column < record.length; column++) columns.push([]);
      if (!record.some(isData)) {
        header = record;
        return;
      }
    }
    if (record.length !== columns.length) {
      refuse({
        file,
        row: line,
        value: record.join(" ").slice(0, 60),
        expected: `${columns.length} columns, as in the first row,`,
      });
    }
    for (const [column, cell] of record.entries()) columns[column]!.push(cell);
    lines.push(line);
  };
  const parser = parse({
    delimiter: delimiterOf(head),
    bom: true,
    comment: "#",
    comment_no_infix: true,
    max_record_size: longest,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
    on_record: (record, { lines: line }: InfoRecord) => {
      take(record, line);
      return null;
    },
  });
  parser.resume();
  try {
    await pipeline(Readable.from(joined(head, chunks)), parser);
  } catch (error) {
    if (error instanceof CsvError) refuseCsv(file, error, longest);
    throw error;
  }
  return {
    file,
    columns: columns.map((cells: Cell[], column) => ({ name: header?.[column] ?? `column ${column + 1}`, cells })),
    lines: Int32Array.from(lines),
  };
}

async function* joined(head: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield head;
  yield* rest;
}

/** Whether a cell is no name of a column. */
const isData = (cell: string) => /^[+-]?[\d.]+(?:e[+-]?\d+)?$/i.test(cell) || /^\d{4}-\d{2}-\d{2}/.test(cell);

function refuseCsv(file: string, error: CsvError, longest: number): never {
  const row = Number((error as unknown as { lines?: number }).lines);
  const place = { file, ...Number.isFinite(row) && { row } };
  if (error.code === "CSV_MAX_RECORD_SIZE") refuse({ ...place, expected: `a row of at most ${longest} characters` });
  if (error.code === "CSV_QUOTE_NOT_CLOSED") refuse({ ...place, expected: "a quotation that ends" });
  refuse({ ...place, value: error.message.slice(0, 100), expected: "fields quoted as RFC 4180 says" });
}
