import { addressNumber, readAddressRange } from "@/flows/address_range.ts";
import { flowGrid } from "@/flows/flow_grid.ts";
import { type FlowPredicate, type PortRange, predicateColumns } from "@/flows/flow_question.ts";
import type { Asked } from "./questions.ts";
import type { FlowRecord } from "./records.ts";

/** The answer by a loop over records: what each class has in each bin, and of the rest. */
export function naiveSums(records: readonly FlowRecord[], question: Asked): bigint[][] {
  const { measure, classes, filter = {}, sampling = 1 } = question;
  const { edges } = flowGrid(question);
  const sums = Array.from({ length: classes.length + 1 }, () => new Array<bigint>(edges.length - 1).fill(0n));
  for (const record of records) {
    const bin = edges.findLastIndex((edge) => edge <= record.start);
    if (bin < 0 || bin >= edges.length - 1 || !holds(filter, record)) continue;
    const first = classes.findIndex((rule) => holds(rule, record));
    const factor = sampling === "column" ? record.sampling : sampling;
    const counted = measure === "flows" ? 1 : record[measure];
    sums[first < 0 ? classes.length : first]![bin]! += BigInt(counted) * BigInt(factor);
  }
  return sums;
}

function holds(predicate: FlowPredicate, record: FlowRecord): boolean {
  return Object.entries(predicate).every(([key, values]) => {
    const columns = predicateColumns[key as keyof FlowPredicate];
    if (columns === undefined) return true; // the name of a class
    return columns.some((column) =>
      (values as (string | number | PortRange)[]).some((value) => fits(key, value, record[column as keyof FlowRecord]))
    );
  });
}

function fits(key: string, value: string | number | PortRange, held: string | number): boolean {
  if (typeof value === "object") return Number(held) >= value.from && Number(held) <= value.to;
  if (!/prefix$/i.test(key)) return value === held;
  const { first, last } = readAddressRange(String(value));
  const address = addressNumber(String(held))!;
  return address >= first && address <= last;
}
