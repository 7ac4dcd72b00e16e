import fc from "fast-check";
import type { FlowPredicate, FlowQuestion } from "@/flows/flow_question.ts";
import { exporters, from, interfaces, numbers, ports, prefixes, to } from "./records.ts";

/** A question, whatever the columns are called. */
export type Asked = Omit<FlowQuestion, "columns">;

const some = <T>(values: readonly T[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
const port = fc.oneof(
  fc.constantFrom(...ports),
  fc.constantFrom(...ports).map((first) => ({ from: first - 50, to: Math.min(65_535, first + 50) })),
);
const portList = fc.array(port, { minLength: 1, maxLength: 3 });

const predicate: fc.Arbitrary<FlowPredicate> = fc.record({
  port: portList,
  sourcePort: portList,
  destinationPort: portList,
  protocol: some([6, 17, 50]),
  as: some(numbers),
  sourceAs: some(numbers),
  destinationAs: some(numbers),
  prefix: some(prefixes),
  sourcePrefix: some(prefixes),
  destinationPrefix: some(prefixes),
  exporter: some(exporters),
  interface: some(interfaces),
  inputInterface: some(interfaces),
  outputInterface: some(interfaces),
}, { requiredKeys: [] }).map((whole) =>
  Object.fromEntries(Object.entries(whole).filter((_, at) => at % 3 === 0)) as FlowPredicate
);

/** Any question to the records. */
export const question: fc.Arbitrary<Asked> = fc.record({
  measure: fc.constantFrom("bytes", "packets", "flows"),
  bin: fc.constantFrom({ minutes: 30 }, { hours: 1 }, { days: 1 }),
  zone: fc.constantFrom("UTC", "Europe/Paris"),
  window: fc.constantFrom({ from, to }, { from: from + 12_345_678, to: to - 2_345_678 }),
  classes: fc.array(predicate, { maxLength: 4 }).map((rules) =>
    rules.map((rule, index) => ({ name: `class ${index}`, ...rule }))
  ),
  filter: predicate,
  sampling: fc.constantFrom("column" as const, 1, 512),
}, { requiredKeys: ["measure", "bin", "window", "classes"] });

export const hasInterfaces = ({ classes, filter = {} }: Asked) =>
  [...classes, filter].some((rule) => Object.keys(rule).some((key) => /interface$/i.test(key)));
