import { parseArgs } from "node:util";
import { findServer, startCluster, users } from "./click_house/cluster.ts";
import { fillFlowTables, makeFlowTables } from "./click_house/flow_tables.ts";
import { simulatedFlows } from "./click_house/simulated_flows.ts";
import { PlainError, runCommand } from "./plain_error.ts";

const usage = `deno task flow-cluster

Starts two servers of ClickHouse as ordinary processes, fills a Distributed table of Akvorado's columns with simulated flows
whose truth is known, says how to ask them, and ends with Ctrl-C. Nothing is left behind.

  --port PORT   the first of four ports of the loopback interface (18123)`;

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { port: { type: "string" }, help: { type: "boolean" } }, strict: true });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const port = Number(values.port ?? 18_123);
  if (!(Number.isInteger(port) && port > 1023 && port < 65_532)) {
    throw new PlainError("--port is a number from 1024.", 2);
  }
  const found = await findServer();
  if ("missing" in found) throw new PlainError(found.missing);
  const folder = await Deno.makeTempDir({ prefix: "flow-cluster-" });
  const ended = new Promise<void>((resolve) => {
    Deno.addSignalListener("SIGINT", resolve);
    Deno.addSignalListener("SIGTERM", resolve);
  });
  try {
    const ports = [0, 1].map((shard) => ({ http: port + shard, tcp: port + 2 + shard }));
    await using cluster = await startCluster(folder, ports).catch((error) => {
      throw new PlainError(`The servers do not start: ${error.message}.`);
    });
    const flows = await simulatedFlows();
    await makeFlowTables(cluster);
    await fillFlowTables(cluster, flows);
    const changes = flows.classes.map(({ name, change }) =>
      `${name} ${change === 0 ? "nothing" : `${100 * change} %`}`
    );
    console.log(`Two servers answer at 127.0.0.1:${ports.map(({ http }) => http).join(" and ")}.
${flows.rows} flows, simulated with the seed ${flows.seed}, from ${flows.from} to ${flows.to}, one packet in ${flows.samplingRate}.
The truth: at ${flows.event} the event takes ${changes.join(", ")}.
User analyst, password ${users.analyst.password}.
Ready. Ctrl-C ends both.`);
    await ended;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  return 0;
}

await runCommand(main);
