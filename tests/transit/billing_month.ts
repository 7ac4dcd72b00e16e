/** The simulated month of the reference: samples in bit/s, and what the tools in use read off it. */
export async function billingMonth() {
  const folder = new URL("../reference/", import.meta.url);
  const file = await Deno.open(new URL("billing_month_5min.csv.gz", folder));
  const text = await new Response(file.readable.pipeThrough(new DecompressionStream("gzip"))).text();
  const rows = text.trim().split("\n").slice(1).map((line) => line.split(",").map(Number));
  const column = (index: number) => Float64Array.from(rows, (row) => row[index]!);
  return {
    inbound: column(1),
    outbound: column(2),
    inboundAfter: column(3),
    expected: JSON.parse(await Deno.readTextFile(new URL("billing95.json", folder))),
  };
}
