import { Buffer } from "node:buffer";
import pl from "polars";
import type { Cell } from "@/read/number_column.ts";
import { refuse } from "@/read/refuse.ts";
import type { FileTable } from "@/read/table_series.ts";

/**
 * Reads a Parquet file as a table of cells. Its times without a zone are taken as UTC, as the format says.
 *
 * @throws {DataError} If the file is cut short or broken, or a column is of lists or structures.
 */
export async function readParquetTable(file: string): Promise<FileTable> {
  // by its bytes: polars takes a path that does not end in .parquet for the file itself
  const bytes = Buffer.from(await Deno.readFile(file));
  try {
    const frame = pl.readParquet(bytes);
    const columns = frame.columns.map((name) => ({ name, cells: frame.getColumn(name).toArray() as ArrayLike<Cell> }));
    return { file, columns, lines: Int32Array.from({ length: frame.height }, (_, row) => row + 1) };
  } catch (error) {
    const said = error instanceof Error ? error.message.split("\n")[0]! : String(error);
    refuse({ file, value: said, expected: "a whole Parquet file" });
  }
}
