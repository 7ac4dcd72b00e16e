import { formatNumber } from "@/interval/format.ts";

/** One timing of bench/click_house.ts; the costs stand with this library's. */
export interface ClickHouseTiming {
  readonly points: number;
  readonly tool: string;
  readonly seconds: number;
  readonly bytesReceived?: number;
  readonly bytesRead?: number;
  readonly bytesStored?: number;
}

/** What is assumed, not measured. */
const assumed = {
  records: 1e12,
  shards: [10, 100, 1000, 10_000],
  diskBytesPerSecond: 1e9,
  meanBytes: 1e4,
  samplingRate: 1000,
};

/**
 * On paper: a day of many flow records on N shards, each as fast as the one server of the bench at its largest size. A shard
 * reads its part; the first one then adds up the rows of all, each no dearer than a record.
 */
export function clickHouseModel(rows: readonly ClickHouseTiming[]): string {
  const own = rows.filter(({ tool }) => tool === "this library").at(-1)!;
  const one = rows.find(({ tool, points }) => tool === "one shard" && points === own.points)!;
  const { records, shards, diskBytesPerSecond, meanBytes, samplingRate } = assumed;
  const rate = one.points / one.seconds;
  const stored = own.bytesStored! / own.points;
  const groups = 5 * 288;
  const lines = shards.map((count) => {
    const scan = records / count / rate;
    const disk = records / count * stored / diskBytesPerSecond;
    const merge = count * groups / rate;
    return `| ${
      [count, records / count, stored * records / count / 1e12, scan, disk, merge, Math.max(scan, disk) + merge]
        .map((value) => formatNumber(Number(value.toPrecision(2)))).join(" | ")
    } |`;
  });
  const write = (value: number, digits = 2) => formatNumber(Number(value.toPrecision(digits)));
  const largest = records * meanBytes * samplingRate / 288;
  return `Both shards run on the same two cores here: two show what a cluster costs, not what it gains.

### On paper: a day of 10^${Math.log10(records)} flow records

Not measured. Taken from the bench: one server answers ${write(rate / 1e6)} million records a second at ${
    write(own.points / 1e6)
  } million, and keeps ${write(stored)} bytes a record on disk. ${
    write(own.bytesReceived! / 1000)
  } kB come back, whatever the number of records: ${
    write(own.bytesRead! / own.bytesReceived!)
  } times less than the servers unpacked at ${
    write(own.points / 1e6)
  } million. Assumed: every shard is as fast as this machine, whose two
cores other work shared, reads ${write(diskBytesPerSecond / 1e9)} GB a second from disk, and holds an equal part.

| shards | records each | TB each | scan (s) | or disk (s) | merge (s) | answer (s) |
|---|---|---|---|---|---|---|
${lines.join("\n")}

What it costs is the scan: seconds grow with records and fall with shards, until the merge of all shards' rows on the first
one takes as long. That is at about ${
    write(Math.sqrt(records / groups))
  } shards. Where it breaks: one bin of 5 minutes of all flows, of ${
    write(meanBytes / 1000)
  } kB each on average at a sampling
rate of ${write(samplingRate)} (${write(8 * records * meanBytes * samplingRate / 86_400 / 1e12)} Tbit/s), is ${
    write(largest / 2 ** 53)
  } times 2^53, and the library refuses it with the advice to choose shorter
bins; a day in 64 bits would ${
    288 * largest > 2 ** 64 ? "go round, and be refused too" : "still fit"
  }. A table added up beforehand, as Akvorado's are, divides the
records by what it puts together, and is asked where it gives the same sums.`;
}
