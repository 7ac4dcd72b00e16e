import pl, { type DataType, type LazyDataFrame } from "polars";
import type { FlowColumns } from "@/flows/flow_columns.ts";
import { detectFormat } from "@/read/detect_format.ts";
import { fileHead } from "@/read/file_text.ts";
import { printable, refuse } from "@/read/refuse.ts";

/** What a column holds, as far as it matters here. */
export type ColumnKind =
  | { readonly kind: "number" | "text"; readonly type: DataType }
  | { readonly kind: "bytes" }
  | { readonly kind: "time"; readonly unit: "ms" | "us" | "ns"; readonly zone: string | undefined };

/** A file of flow records, opened: nothing of its rows is held. */
export interface FlowTable {
  readonly file: string;
  readonly frame: LazyDataFrame;
  readonly kinds: ReadonlyMap<keyof FlowColumns, ColumnKind>;
  /** Whether a column named simulated says of every row that it was made, not measured. */
  readonly simulated: boolean;
}

const number = { kinds: ["number"], expected: "a column of whole numbers" };
const named = { kinds: ["number", "text"], expected: "a column of text or whole numbers" };
const address = { kinds: ["number", "text", "bytes"], expected: "a column of addresses" };
const needs: Record<
  Exclude<keyof FlowColumns, "startUnit">,
  { readonly kinds: readonly string[]; readonly expected: string }
> = {
  start: { kinds: ["time", "number"], expected: "a column of times, or of whole numbers since 1970" },
  bytes: number,
  packets: number,
  sampling: number,
  sourcePort: number,
  destinationPort: number,
  protocol: named,
  sourceAs: number,
  destinationAs: number,
  sourceAddress: address,
  destinationAddress: address,
  exporter: named,
  inputInterface: named,
  outputInterface: named,
};

/**
 * Opens a Parquet or CSV file of flow records.
 *
 * @param asked The columns that will be looked at.
 * @returns Undefined if it has no rows.
 * @throws {DataError} If it is neither, is broken, or a column is missing or of another type.
 */
export async function openFlowTable(
  file: string,
  columns: FlowColumns,
  asked: readonly (keyof FlowColumns)[],
): Promise<FlowTable | undefined> {
  let frame = await scan(file);
  const names = attempt(file, () => frame.columns);
  for (const key of asked) {
    const name = columns[key]!;
    if (names.includes(name)) continue;
    const there = printable(names.join(", "), 200);
    refuse({ file, column: name, expected: `a column of this name (those there are: ${there})` });
  }
  const keys = [...new Set(asked)];
  const empty = attempt(file, () => frame.select(...keys.map((key) => pl.col(columns[key]!))).limit(0).collectSync());
  const kinds = new Map<keyof FlowColumns, ColumnKind>();
  for (const key of keys) {
    const name = columns[key]!;
    const kind = kindOf(empty.getColumn(name));
    const { kinds: allowed, expected } = needs[key as keyof typeof needs];
    if (kind === undefined || !allowed.includes(kind.kind)) {
      const { height } = attempt(file, () => frame.limit(1).select(pl.len()).filter(pl.col("len").gt(0)).collectSync());
      if (height === 0) return undefined;
      refuse({ file, column: name, value: kind === undefined ? "another type" : `a column of ${kind.kind}`, expected });
    }
    kinds.set(key, kind);
    if (kind.kind === "text") frame = frame.withColumn(pl.col(name).cast(pl.Utf8)); // categories too
  }
  return { file, frame, kinds, simulated: names.includes("simulated") && allTrue(file, frame) };
}

async function scan(file: string): Promise<LazyDataFrame> {
  const magic = await fileHead(file, 4);
  if (new TextDecoder().decode(magic) === "PAR1") return attempt(file, () => pl.scanParquet(file, { glob: false }));
  const text = await fileHead(file);
  const detection = detectFormat(text);
  if (detection.format !== "delimited" && detection.format !== "nfdump-csv") {
    const found = detection.format ?? detection.found;
    refuse({ file, value: found, expected: "a Parquet or CSV file of flow records" });
  }
  const sep = separatorOf(new TextDecoder().decode(text));
  return attempt(file, () => pl.scanCSV(file, { glob: false, sep, parseDates: true, inferSchemaLength: 10_000 }));
}

function allTrue(file: string, frame: LazyDataFrame): boolean {
  const texts = frame.select(pl.col("simulated").cast(pl.Utf8).unique());
  const { simulated } = attempt(file, () => texts.collectSync({ engine: "streaming" })).toObject();
  return (simulated as (string | null)[]).every((text) => text?.toLowerCase() === "true");
}

function kindOf(column: pl.Series): ColumnKind | undefined {
  let type: DataType;
  try {
    type = column.dtype;
  } catch (error) {
    // polars has types that its JavaScript side does not: of these only bytes can be asked about
    return error instanceof Error && error.message.includes("Binary") ? { kind: "bytes" } : undefined;
  }
  if (/^U?Int\d+$/.test(type.variant)) return { kind: "number", type };
  if (["String", "Utf8", "Categorical"].includes(type.variant)) return { kind: "text", type };
  if (type.variant !== "Datetime") return undefined;
  const { timeUnit, timeZone } = type as unknown as { timeUnit: "ms" | "us" | "ns"; timeZone?: string };
  return { kind: "time", unit: timeUnit, zone: timeZone || undefined };
}

const separatorOf = (text: string) => {
  const [first = ""] = text.split("\n", 1);
  return [",", ";", "\t", "|"].toSorted((a, b) => first.split(b).length - first.split(a).length)[0]!;
};

/** The rows of a query; the table is called flows. */
export function queryFlowTable(
  { file, frame }: Pick<FlowTable, "file" | "frame">,
  sql: string,
): Record<string, unknown>[] {
  return attempt(
    file,
    () => pl.SQLContext({ flows: frame }).execute(sql).collectSync({ engine: "streaming" }).toRecords(),
  );
}

function attempt<Value>(file: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    const said = error instanceof Error ? error.message.split("\n")[0]! : String(error);
    refuse({ file, value: said, expected: "a whole Parquet or CSV file of flow records" });
  }
}

/** A name as SQL writes it. */
export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** The start of a flow in milliseconds since 1970 UTC, rounded down, in SQL. */
export function startExpression({ kinds }: FlowTable, { start, startUnit = "s" }: FlowColumns): string {
  const kind = kinds.get("start")!;
  const count = `CAST(${quoted(start)} AS BIGINT)`;
  const unit = kind.kind === "time" ? kind.unit : startUnit;
  if (unit === "s") return `(${count} * 1000)`;
  return unit === "ms" ? count : `(${count} // ${unit === "us" ? 1000 : 1_000_000})`;
}

/** A time in milliseconds since 1970 as a value of the column of starts: polars can skip what lies before and after. */
export function startLiteral({ kinds }: FlowTable, { startUnit = "s" }: FlowColumns, time: number): pl.Expr {
  const kind = kinds.get("start")!;
  if (kind.kind === "time") return pl.lit(new Date(time)).cast(pl.Datetime(kind.unit, kind.zone));
  const counted = startUnit === "s"
    ? pl.lit(Math.ceil(time / 1000)).cast(pl.Int64)
    : pl.lit(new Date(time)).cast(pl.Datetime(startUnit)).cast(pl.Int64);
  return kind.kind === "number" ? counted.cast(kind.type) : counted;
}

const limits = [["s", 1e11], ["ms", 1e14], ["us", 1e17], ["ns", 1e20]] as const;

/** What a time since 1970 counts, by its size. */
export function unitOf(time: number, file: string, column: string): "s" | "ms" | "us" | "ns" {
  const unit = time >= 1e8 ? limits.find(([, below]) => time < below)?.[0] : undefined;
  if (unit === undefined) refuse({ file, column, value: String(time), expected: "a time since 1970" });
  return unit;
}
