import { assertMatch } from "@std/assert";
import { users } from "../../../tools/click_house/cluster.ts";
import { fillFlowTables, makeFlowTables } from "../../../tools/click_house/flow_tables.ts";
import { simulatedFlows } from "../../../tools/click_house/simulated_flows.ts";
import { runNotebooks } from "../../../tools/run_notebooks.ts";
import { setUp } from "../../../tools/set_up.ts";
import { root } from "../../../tools/workspace.ts";
import { noServer, temporaryCluster } from "./servers.ts";

Deno.test({
  name: "notebooks/90-your-own-event asks a table of flows as it asks a file, and no output holds the password",
  ignore: noServer,
  sanitizeResources: false,
  fn: async () => {
    await using cluster = await temporaryCluster();
    const flows = await simulatedFlows();
    await makeFlowTables(cluster);
    await fillFlowTables(cluster, flows);
    const environment = await setUp({ quiet: true });
    const outputFolder = await Deno.makeTempDir();
    const [done] = await runNotebooks([`${root}/notebooks/90-your-own-event.ipynb`], {
      outputFolder,
      environment: {
        ...environment,
        variables: {
          ...environment.variables,
          CLICKHOUSE_USER: "analyst",
          CLICKHOUSE_PASSWORD: users.analyst.password,
          EVENT_FILE: `clickhouse://127.0.0.1:${cluster.shards[0]!.http}/default?table=flows&simulated=true`,
          EVENT_TIME: flows.event,
          EVENT_ZONE: "UTC",
          EVENT_COLUMNS: "hosting,web,other",
          EVENT_CLASSES: "samples/flow-classes.json",
        },
      },
    });
    const text = await Deno.readTextFile(done!.executedPath);
    await Deno.remove(outputFolder, { recursive: true });
    assertMatch(text, /Over a day after the event hosting was (59|60|61)\.\d % .* lower/);
    assertMatch(text, /This series is simulated/);
    if (text.includes(users.analyst.password)) throw new Error("the password stands in the notebook");
  },
});
