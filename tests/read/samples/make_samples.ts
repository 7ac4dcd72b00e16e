/**
 * Makes the sample files beside it with the formats' own tools: rrdtool, mrtg (rateup) and nfdump (nfcapd), of Debian 12.
 * What they hold is simulated. Run it with `deno run -A tests/read/samples/make_samples.ts` where these are installed.
 */
import { createSocket } from "node:dgram";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { simulateTraffic } from "@/simulator/simulate_traffic.ts";
import { loadProfile } from "@/simulator/traffic_profile.ts";

const here = fileURLToPath(new URL("./", import.meta.url));
const work = await Deno.makeTempDir();
const seed = 20120119;

async function run(program: string, ...args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, { args, cwd: work, env: { TZ: "UTC" } }).output();
  if (!success) throw new Error(`${program} ${args[0]}: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}

const traffic = simulateTraffic({
  seed,
  from: "2012-01-02T00:00Z",
  to: "2012-01-23T00:00Z",
  bin: { minutes: 5 },
  profile: await loadProfile("orange-fixed-2013"),
  level: 80e6, // bit/s
  noise: { kind: "autoregressive", deviation: 0.05, autocorrelation: 0.9 },
  events: [{ at: "2012-01-19T19:00Z", change: -0.2, shape: "step" }],
});
let inOctets = 0;
const polls = Array.from(traffic.times, (time, row) => {
  inOctets += Math.round(traffic.values[row]! / 8 * 300);
  return { seconds: time / 1000 + 300, inOctets, outOctets: Math.round(inOctets / 10) };
});

const first = traffic.times[0]! / 1000;
const sources = ["DS:in:COUNTER:600:0:U", "DS:out:COUNTER:600:0:U", "RRA:AVERAGE:0.5:12:1000"];
await run("rrdtool", "create", "port.rrd", "--start", String(first), "--step", "300", ...sources);
for (let row = 0; row < polls.length; row += 200) {
  const updates = polls.slice(row, row + 200).map((poll) => `${poll.seconds}:${poll.inOctets}:${poll.outOctets}`);
  await run("rrdtool", "update", "port.rrd", ...updates);
}
const exported = [
  ...["--start", String(first), "--end", String(traffic.end / 1000), "-m", "10000"],
  ...["DEF:a=port.rrd:in:AVERAGE", "DEF:b=port.rrd:out:AVERAGE", "CDEF:c=a,8,*", "XPORT:c:in <bit/s>", "XPORT:b:out"],
];
await Deno.writeTextFile(join(here, "rrdtool-xport.xml"), await run("rrdtool", "xport", ...exported));
await Deno.writeTextFile(
  join(here, "rrdtool-xport-showtime.xml"),
  await run("rrdtool", "xport", "-t", "--enumds", ...exported),
);
await Deno.writeTextFile(join(here, "rrdtool-xport.json"), await run("rrdtool", "xport", "--json", ...exported));
await Deno.writeTextFile(
  join(here, "rrdtool-xport-showtime.json"),
  await run("rrdtool", "xport", "--json", "-t", ...exported),
);
const range = ["--start", String(first), "--end", String(traffic.end / 1000)];
await Deno.writeTextFile(
  join(here, "rrdtool-fetch.txt"),
  await run("rrdtool", "fetch", "port.rrd", "AVERAGE", ...range),
);

for (const { seconds, inOctets, outOctets } of polls) {
  const counters = [inOctets, outOctets].map(String);
  await run(
    "rateup",
    ".",
    "port",
    String(seconds),
    "-Z",
    "u",
    ...counters,
    "125000000",
    "c",
    "#0c0",
    "#00f",
    "#060",
    "#f0f",
  );
}
await Deno.copyFile(join(work, "port.log"), join(here, "mrtg.log"));

await Deno.mkdir(join(work, "flows"));
const capture = new Deno.Command("nfcapd", {
  args: ["-l", join(work, "flows"), "-p", "19995", "-b", "127.0.0.1", "-t", "3600"],
  stdout: "null",
  stderr: "null",
}).spawn();
await new Promise((later) => setTimeout(later, 1000));
await sendFlows();
await new Promise((later) => setTimeout(later, 1000));
capture.kill("SIGTERM");
await capture.status;
for await (const { name } of Deno.readDir(join(work, "flows"))) {
  const printed = await run("nfdump", "-r", join(work, "flows", name), "-o", "csv");
  await Deno.writeTextFile(join(here, "nfdump.csv"), printed);
}
await Deno.remove(work, { recursive: true });

/** 40 minutes of flows as NetFlow version 5. */
async function sendFlows(): Promise<void> {
  const generator = xoroshiro128plus(seed);
  const draw = (from: number, to: number) => uniformInt(generator, from, to);
  const socket = createSocket("udp4");
  const start = Date.parse("2012-01-19T18:40Z") / 1000;
  const boot = start - 86_400;
  for (let minute = 0; minute < 40; minute++) {
    const packet = new DataView(new ArrayBuffer(24 + 4 * 48));
    const header = [[2, 5], [2, 4], [4, 1000 * (86_400 + minute * 60 + 59)], [4, start + minute * 60 + 59], [4, 0], [
      4,
      4 * minute,
    ]];
    let at = 0;
    const put = (size: number, value: number) => {
      if (size === 1) packet.setUint8(at, value);
      else if (size === 2) packet.setUint16(at, value);
      else packet.setUint32(at, value);
      at += size;
    };
    for (const [size, value] of header) put(size!, value!);
    at = 24;
    for (let flow = 0; flow < 4; flow++) {
      const from = 1000 * (start + minute * 60 + 13 * flow - boot);
      const packets = draw(1, 2000);
      const protocol = draw(0, 3) === 0 ? 17 : 6;
      for (const value of [0x0a000001 + flow, 0xc0a80001 + minute, 0]) put(4, value);
      for (const value of [1, 2]) put(2, value);
      const length = [0, 500, 20_000, 90_000][draw(0, 3)]!;
      for (const value of [packets, packets * draw(60, 1400), from, from + length]) put(4, value);
      for (const value of [1024 + flow, protocol === 6 ? 80 : 53]) put(2, value);
      for (const value of [0, 0x1b, protocol, 0]) put(1, value);
      for (const value of [0, 0]) put(2, value);
      for (const value of [24, 24]) put(1, value);
      put(2, 0);
    }
    await new Promise<void>((sent) => socket.send(new Uint8Array(packet.buffer), 19995, "127.0.0.1", () => sent()));
    await new Promise((later) => setTimeout(later, 5));
  }
  socket.close();
}
