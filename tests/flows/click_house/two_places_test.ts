import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { askFlows } from "@/flows/click_house/ask_flows.ts";
import { type FlowPlace, readFlowPlace } from "@/flows/click_house/flow_place.ts";
import { askFlowFiles } from "@/flows/flow_files.ts";
import { flowSeries } from "@/flows/flow_series.ts";
import { type Cluster, clusterName } from "../../../tools/click_house/cluster.ts";
import { naiveSums } from "./naive_sums.ts";
import { hasInterfaces, question } from "./questions.ts";
import { csvOf, flowRecords, keys, layouts, mapping, textTypes } from "./records.ts";
import { noServer, temporaryCluster } from "./servers.ts";

async function fill({ shards }: Cluster, text: string): Promise<void> {
  const [first] = shards;
  await first!.run(`CREATE TABLE records (${textTypes}) ENGINE = Memory`);
  await first!.run("INSERT INTO records FORMAT CSVWithNames", text);
  for (const [name, { columns }] of Object.entries(layouts)) {
    const names = Object.keys(columns).map((column) => `\`${column.replaceAll("`", "\\`")}\``);
    const typed = names.map((column, at) => `${column} ${Object.values(columns)[at]![0]}`).join(", ");
    for (const { run } of shards) {
      await run(`CREATE TABLE ${name}_local (${typed}) ENGINE = MergeTree ORDER BY ${names[0]}`);
      await run(`CREATE TABLE ${name} (${typed}) ENGINE = Distributed(${clusterName}, default, ${name}_local, rand())`);
    }
    await first!.run(
      `INSERT INTO ${name} SELECT ${Object.values(columns).map(([, , made]) => made).join(", ")} FROM records`,
      "",
      { insert_distributed_sync: "1" },
    );
  }
}

Deno.test({
  name: "the same question has the same answer, to the last byte, from files and from two shards",
  ignore: noServer,
  sanitizeResources: false,
  fn: async () => {
    await using cluster = await temporaryCluster();
    const records = flowRecords(20_000);
    const file = await Deno.makeTempFile({ suffix: ".csv" });
    await Deno.writeTextFile(file, csvOf(records));
    await fill(cluster, csvOf(records));
    const counts = await Promise.all(cluster.shards.map(({ run }) => run("SELECT count() FROM akvorado_local")));
    assert(counts.every((count) => Number(count) > 9000), "both shards hold flows");

    const host = `clickhouse://127.0.0.1:${cluster.shards[0]!.http}/default`;
    const places: Record<string, FlowPlace> = {
      akvorado: readFlowPlace(`${host}?table=akvorado`),
      goflow2: readFlowPlace(`${host}?table=goflow2`),
      mapped: readFlowPlace(`${host}?table=mapped&${mapping}`),
    };
    const columns = Object.fromEntries(keys.map((key) => [key, key])) as never as { start: string };
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(question, async (asked) => {
        const expected = naiveSums(records, asked);
        for (const [name, place] of Object.entries(places)) {
          if (hasInterfaces(asked) && !layouts[name]!.hasInterfaces) continue;
          const { question, grid, sums } = await askFlows(place, asked);
          const found = flowSeries(question, grid, sums);
          assertEquals(found.length, asked.classes.length + 1);
          for (const [at, { values }] of found.entries()) assertEquals([...values], expected[at]!.map(Number));
          compared++;
        }
      }),
      { seed: 20120119, numRuns: 50 },
    );
    assert(compared > 100, `${compared} answers compared`);

    for (const asked of fc.sample(question, { seed: 1, numRuns: 2 })) {
      const files = await askFlowFiles([file], { ...asked, columns: { ...columns, startUnit: "ms" } });
      const { question: put, grid, sums } = await askFlows(places.mapped!, asked);
      for (const [at, { values, name }] of flowSeries(put, grid, sums).entries()) {
        assertEquals(values, files[at]!.values);
        assertEquals(name, files[at]!.name);
      }
    }
    await Deno.remove(file);
  },
});
