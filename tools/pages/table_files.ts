import { stringify } from "csv-stringify/sync";
import pl from "polars";

/** The formats a table is offered in. */
export const tableFormats = [
  { ending: "csv", label: "CSV" },
  { ending: "json", label: "JSON" },
  { ending: "parquet", label: "Parquet" },
] as const;

type Cell = string | number | null;

/** The tables of a page as files, by path from the pages' folder: what is shown, with numbers as numbers. */
export function tableFiles(document: Document): [string, string | Uint8Array][] {
  return [...document.querySelectorAll("table.am-table[id]")].flatMap((table) => {
    const [columns, cells] = readTable(table);
    const records = cells.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]!])));
    const frame = pl.DataFrame(
      columns.map((column, index) => pl.Series(column, cells.map((row) => row[index]!), typeOf(cells, index))),
    );
    const path = table.id.replace(/^table-/, "downloads/tables/");
    return [
      [`${path}.csv`, stringify([columns, ...cells])],
      [`${path}.json`, JSON.stringify(records, null, 1) + "\n"],
      [`${path}.parquet`, new Uint8Array(frame.writeParquet())],
    ];
  });
}

function readTable(table: Element): [string[], Cell[][]] {
  const columns = [...table.querySelectorAll("thead th")].map((cell) => cell.textContent!);
  const texts = [...table.querySelectorAll("tbody tr")].map((row) =>
    [...row.querySelectorAll("td")].map((cell) => cell.textContent!.trim())
  );
  const numeric = columns.map((_, index) =>
    texts.every((row) => row[index] === "–" || asNumber(row[index]!) !== undefined)
  );
  return [
    columns,
    texts.map((row) => row.map((text, index) => text === "–" ? null : numeric[index] ? asNumber(text)! : text)),
  ];
}

/** A number as tables write it: a true minus sign, narrow spaces between thousands. */
function asNumber(text: string): number | undefined {
  const plain = text.replace("−", "-").replaceAll("\u202f", "");
  return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(plain) ? Number(plain) : undefined;
}

const typeOf = (cells: readonly (readonly Cell[])[], index: number) =>
  cells.some((row) => typeof row[index] === "number") ? pl.Float64 : pl.String;
