import type { Estimate } from "@/interval/estimate.ts";
import { printed } from "@/interval/printed.ts";
import { readDataPackage } from "@/data/data_package.ts";
import { loadTable } from "@/data/load_table.ts";

/** How a figure was got hold of; an unverified one may be shown and never decides a verdict. */
export type Grade = "read" | "press" | "derived" | "unverified";

/** A published figure: what, where, of whom, when, by whom, and how precisely it is printed. */
export interface Measurement {
  readonly id: string;
  readonly quantity: string;
  /** For a share: of what. */
  readonly denominator: string;
  readonly place: string;
  readonly of: string;
  readonly value?: Estimate;
  readonly before?: Estimate;
  readonly after?: Estimate;
  readonly change?: Estimate;
  /** The unit of value, before and after. */
  readonly unit: string;
  readonly changeUnit: string;
  /** The figures as printed, before they were read as estimates. */
  readonly printed: Readonly<
    Partial<Record<"value" | "before" | "after" | "change", string>>
  >;
  readonly windowStart: string;
  readonly windowEnd: string;
  readonly window: string;
  readonly source: string;
  readonly locator: string;
  readonly grade: Grade;
  readonly formula: string;
  readonly quotation: string;
  readonly note: string;
}

type Row = Record<string, string | number | null>;

/**
 * Loads every measurement of the data package, by id, each printed figure read as an {@linkcode Estimate}.
 *
 * @throws {DataError} If a file breaks its description.
 *
 * @example
 * ```ts
 * import { loadMeasurements } from "@/claims/measurement.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const measurements = await loadMeasurements();
 * assertEquals(measurements.get("itr-south-america-closure")!.after, { value: 81, low: 80.5, high: 81.5 });
 * ```
 */
export async function loadMeasurements(
  folder?: URL,
): Promise<ReadonlyMap<string, Measurement>> {
  const { resources } = await readDataPackage(folder);
  const names = resources.map(({ name }) => name).filter((name) => name.startsWith("measurements-"));
  const tables = await Promise.all(
    names.map((name) => loadTable(name, folder)),
  );
  const rows = tables.flatMap((table) => table.toRecords() as Row[]);
  return new Map(rows.map((row) => [String(row.id), toMeasurement(row)]));
}

function toMeasurement(row: Row): Measurement {
  const text = (column: string) => String(row[column] ?? "");
  const figures = (["value", "before", "after", "change"] as const).filter((
    column,
  ) => row[column] !== null);
  const options = row.resolution === null ? {} : { resolution: Number(row.resolution) };
  return {
    id: text("id"),
    quantity: text("quantity"),
    denominator: text("denominator"),
    place: text("place"),
    of: text("of"),
    ...Object.fromEntries(
      figures.map((column) => [column, printed(text(column), options)]),
    ),
    unit: text("unit"),
    changeUnit: text("change_unit"),
    printed: Object.fromEntries(
      figures.map((column) => [column, text(column)]),
    ),
    windowStart: text("window_start"),
    windowEnd: text("window_end"),
    window: text("window"),
    source: text("source"),
    locator: text("locator"),
    grade: text("grade") as Grade,
    formula: text("formula"),
    quotation: text("quotation"),
    note: text("note"),
  };
}
