import { addressNumber, readAddressRange } from "@/flows/address_range.ts";
import type { FlowPredicate, FlowQuestion, PortRange } from "@/flows/flow_question.ts";

/** A flow record, as a plain value. */
export interface Flow {
  readonly start: number;
  readonly bytes: number;
  readonly packets: number;
  readonly sampling: number;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly protocol: number;
  readonly sourceAs: number;
  readonly destinationAs: number;
  readonly sourceAddress: string;
  readonly destinationAddress: string;
  readonly exporter: string;
  readonly inputInterface: number;
  readonly outputInterface: number;
}

/** The columns of flows by the same names. */
export const columns = {
  start: "start",
  startUnit: "ms",
  bytes: "bytes",
  packets: "packets",
  sampling: "sampling",
  sourcePort: "sourcePort",
  destinationPort: "destinationPort",
  protocol: "protocol",
  sourceAs: "sourceAs",
  destinationAs: "destinationAs",
  sourceAddress: "sourceAddress",
  destinationAddress: "destinationAddress",
  exporter: "exporter",
  inputInterface: "inputInterface",
  outputInterface: "outputInterface",
} as const;

/** The rule, read word by word. */
function follows(flow: Flow, rule: FlowPredicate): boolean {
  const among = (list: readonly (number | string | PortRange)[] | undefined, ...values: (string | number)[]) =>
    list === undefined ||
    list.some((each) =>
      typeof each === "object"
        ? values.some((value) => Number(value) >= each.from && Number(value) <= each.to)
        : values.some((value) => String(value) === String(each))
    );
  const inside = (list: readonly string[] | undefined, ...values: string[]) =>
    list === undefined || list.some((prefix) => {
      const { first, last } = readAddressRange(prefix);
      return values.map(addressNumber).some((address) => address! >= first && address! <= last);
    });
  return among(rule.port, flow.sourcePort, flow.destinationPort) && among(rule.sourcePort, flow.sourcePort) &&
    among(rule.destinationPort, flow.destinationPort) && among(rule.protocol, flow.protocol) &&
    among(rule.as, flow.sourceAs, flow.destinationAs) && among(rule.sourceAs, flow.sourceAs) &&
    among(rule.destinationAs, flow.destinationAs) &&
    inside(rule.prefix, flow.sourceAddress, flow.destinationAddress) &&
    inside(rule.sourcePrefix, flow.sourceAddress) && inside(rule.destinationPrefix, flow.destinationAddress) &&
    among(rule.exporter, flow.exporter) && among(rule.interface, flow.inputInterface, flow.outputInterface) &&
    among(rule.inputInterface, flow.inputInterface) && among(rule.outputInterface, flow.outputInterface);
}

/** The answer by a loop over every flow, in BigInt: a row of bins for each class and the rest. */
export function naiveAnswer(
  flows: readonly Flow[],
  { measure, classes, filter = {}, sampling = 1 }: FlowQuestion,
  edges: ArrayLike<number>,
): bigint[][] {
  const totals = Array.from({ length: classes.length + 1 }, () => Array.from({ length: edges.length - 1 }, () => 0n));
  for (const flow of flows) {
    const bin = Array.from(edges).findLastIndex((edge) => edge <= flow.start);
    if (bin < 0 || bin === edges.length - 1 || !follows(flow, filter)) continue;
    const rule = classes.findIndex((each) => follows(flow, each));
    const volume = measure === "flows" ? 1 : flow[measure];
    totals[rule < 0 ? classes.length : rule]![bin]! += BigInt(volume) *
      BigInt(sampling === "column" ? flow.sampling : sampling);
  }
  return totals;
}
