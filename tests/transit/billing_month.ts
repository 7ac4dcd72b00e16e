import { readJson } from "../read_reference.ts";

/** The simulated month of the reference: samples in bit/s, and what the tools in use read off it. */
export async function billingMonth() {
  const file = await Deno.open(new URL("../reference/billing_month_5min.csv.gz", import.meta.url));
  const text = await new Response(file.readable.pipeThrough(new DecompressionStream("gzip"))).text();
  const rows = text.trim().split("\n").slice(1).map((line) => line.split(",").map(Number));
  const column = (index: number) => Float64Array.from(rows, (row) => row[index]!);
  return {
    inbound: column(1),
    outbound: column(2),
    inboundAfter: column(3),
    expected: readJson("billing95.json"),
  };
}
