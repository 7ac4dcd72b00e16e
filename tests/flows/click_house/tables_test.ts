import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { askFlows, type TableQuestion } from "@/flows/click_house/ask_flows.ts";
import { readFlowPlace } from "@/flows/click_house/flow_place.ts";
import { flowSql } from "@/flows/click_house/flow_sql.ts";
import { flowSeries } from "@/flows/flow_series.ts";
import { root } from "../../../tools/workspace.ts";
import { fillFlowTables, makeFlowTables } from "../../../tools/click_house/flow_tables.ts";
import { simulatedFlows } from "../../../tools/click_house/simulated_flows.ts";
import { changingRelay } from "./cutting_proxy.ts";
import { noServer, temporaryCluster } from "./servers.ts";

const hour = 3_600_000;

const certificates = `
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -keyout authority.key -out authority.pem -subj /CN=authority
openssl req -newkey rsa:2048 -nodes -keyout key.pem -out request.pem -subj /CN=localhost
echo subjectAltName=DNS:localhost > names
openssl x509 -req -in request.pem -CA authority.pem -CAkey authority.key -CAcreateserial -days 2 -extfile names -out cert.pem`;

Deno.test({
  name: "Akvorado's tables: the coarsest that gives the same sums is asked, and a gap is no fall",
  ignore: noServer,
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async (t) => {
    await using cluster = await temporaryCluster();
    const [first] = cluster.shards;
    const flows = await simulatedFlows(7, 12);
    await makeFlowTables(cluster);
    await fillFlowTables(cluster, flows);
    const place = readFlowPlace(`clickhouse://127.0.0.1:${first!.http}/default`);
    const [from, to] = [Date.parse(flows.from), Date.parse(flows.to)];
    const classes = [{ name: "hosting", sourceAs: [64501] }, { name: "web", sourceAs: [64510] }];
    const asked: TableQuestion = {
      measure: "bytes",
      bin: { hours: 1 },
      window: { from, to },
      classes,
      sampling: "column",
    };
    const ask = (more: Partial<TableQuestion> = {}, where = place) => askFlows(where, { ...asked, ...more });
    const table = ({ notes }: { notes: readonly string[] }) => /table default\.(\w+)/.exec(notes[0]!)![1];
    const truth = flows.classes.map(({ bytes }) => bytes);

    await t.step("from the hourly and the raw table, the sums are those the flows were made with", async () => {
      for (const [bin, expected] of [[{ hours: 1 }, "flows_1h0m0s"], [{ minutes: 30 }, "flows"]] as const) {
        const answer = await ask({ bin });
        assertEquals(table(answer), expected);
        const parts = hour / answer.grid.step;
        const sums = answer.sums.totals.map((steps) =>
          truth[0]!.map((_, at) => steps.slice(at * parts, (at + 1) * parts).reduce((a, b) => a + b))
        );
        assertEquals(sums, truth);
      }
    });
    await t.step("raw flows where only they know: ports, numbers of flows, half hours of a zone", async () => {
      assertEquals(table(await ask({ classes: [{ name: "web", port: [443] }] })), "flows");
      assertEquals(table(await ask({ measure: "flows" })), "flows");
      assertEquals(table(await ask({ bin: { days: 1 }, zone: "Asia/Kolkata" })), "flows");
      assertEquals(table(await ask({ bin: { days: 1 }, zone: "Europe/Paris" })), "flows_1h0m0s");
      const hourly = readFlowPlace(`clickhouse://127.0.0.1:${first!.http}/default?table=flows_1h0m0s`);
      await assertRejects(() => ask({ bin: { minutes: 30 } }, hourly), RangeError, "added up over 3600 s");
    });
    await t.step("as many classes as there may be", async () => {
      for (const count of [32, 33, 300]) {
        const classes = Array.from({ length: count }, (_, at) => ({ name: `AS ${at}`, sourceAs: [64500 + at] }));
        const { sums } = await ask({ classes });
        assertEquals([1, 10, 30].map((at) => sums.totals[at]), truth.map((bins) => Float64Array.from(bins)));
      }
    });
    await t.step("a table that does not reach back is not asked", async () => {
      for (const { run } of cluster.shards) await run("ALTER TABLE flows_1h0m0s_local DROP PARTITION 201112");
      const deadline = Date.now() + 5000;
      while (
        Number(
          await first!.run("SELECT count() FROM flows_1h0m0s WHERE TimeReceived < toDateTime('2012-01-01 00:00:00')"),
        ) > 0
      ) {
        assert(Date.now() < deadline);
      }
      assertEquals(table(await ask()), "flows");
      assertEquals(table(await ask({ window: { from: Date.parse("2012-01-02T00:00Z"), to } })), "flows_1h0m0s");
    });
    await t.step("a bin without any flow is a gap, and a class without flows is 0", async () => {
      for (const { run } of cluster.shards) {
        await run("CREATE TABLE cut_local AS flows_local ENGINE = MergeTree ORDER BY TimeReceived");
        await run(
          "INSERT INTO cut_local SELECT * FROM flows_local WHERE NOT (TimeReceived >= toDateTime('2012-01-10 05:00:00') AND TimeReceived < toDateTime('2012-01-10 07:00:00')) AND NOT (SrcAS = 64501 AND TimeReceived >= toDateTime('2012-01-11 05:00:00') AND TimeReceived < toDateTime('2012-01-11 06:00:00'))",
        );
        await run("CREATE TABLE cut AS flows_local ENGINE = Distributed(example, default, cut_local)");
      }
      const cut = readFlowPlace(`clickhouse://127.0.0.1:${first!.http}/default?table=cut`);
      for (const filter of [undefined, { protocol: [6] }]) {
        const { question, grid, sums } = await ask({ ...filter && { filter } }, cut);
        const [hosting] = flowSeries(question, grid, sums);
        const at = (time: string) => hosting!.values[(Date.parse(time) - from) / hour];
        assertEquals([at("2012-01-10T05:00Z"), at("2012-01-10T06:00Z"), at("2012-01-11T05:00Z")], [NaN, NaN, 0]);
        assertEquals(at("2012-01-10T07:00Z"), truth[0]![(Date.parse("2012-01-10T07:00Z") - from) / hour]);
      }
    });
    await t.step(
      "TLS: a certificate nobody vouches for is refused, one of the user's own authority is taken",
      async () => {
        const folder = await Deno.makeTempDir();
        const { success } = await new Deno.Command("bash", {
          args: ["-ec", certificates],
          cwd: folder,
          stderr: "null",
        }).output();
        assert(success, "openssl makes certificates");
        const [key, cert] = await Promise.all(
          ["key", "cert"].map((name) => Deno.readTextFile(`${folder}/${name}.pem`)),
        );
        {
          await using relay = changingRelay(first!.http, (text) => text, { key: key!, cert: cert! });
          const address = `clickhouse://localhost:${relay.port}/default?secure=true`;
          const explain = (environment: Record<string, string>) =>
            new Deno.Command(Deno.execPath(), {
              args: ["run", "-A", "tools/impact.ts", address, "--event", flows.event, "--explain"],
              cwd: root,
              env: { NO_COLOR: "1", ...environment },
            }).output();
          const [refused, taken] = [await explain({}), await explain({ DENO_CERT: `${folder}/authority.pem` })];
          assertEquals([refused.code, taken.code], [1, 0], new TextDecoder().decode(taken.stderr));
          assert(
            new TextDecoder().decode(refused.stderr).includes("certificate"),
            new TextDecoder().decode(refused.stderr),
          );
        }
        await Deno.remove(folder, { recursive: true });
      },
    );
    await t.step("Ctrl-C ends the command and the query", async () => {
      for (const { run } of cluster.shards) {
        await run(
          "CREATE VIEW many_local AS SELECT toDateTime(1326931200 + number % 3600) AS ts, number AS octets FROM system.numbers LIMIT 100000000000",
        );
        await run("CREATE TABLE many (ts DateTime, octets UInt64) ENGINE = Distributed(example, default, many_local)");
      }
      const command = new Deno.Command(Deno.execPath(), {
        args: [
          "run",
          "-A",
          "tools/impact.ts",
          `clickhouse://127.0.0.1:${first!.http}/default?table=many&start=ts&bytes=octets`,
          "--event",
          "2012-01-19T00:30Z",
        ],
        cwd: root,
        env: { NO_COLOR: "1" },
        stdout: "piped",
        stderr: "piped",
      }).spawn();
      const running = () =>
        first!.run("SELECT count() FROM system.processes WHERE query LIKE '%flow_sum%'").then(Number);
      while (await running() < 2) await new Promise((resolve) => setTimeout(resolve, 100)); // that one too
      command.kill("SIGINT");
      const { code, stdout, stderr } = await command.output();
      assertEquals([code, new TextDecoder().decode(stdout)], [1, ""]);
      assert(new TextDecoder().decode(stderr).startsWith("Stopped"), new TextDecoder().decode(stderr));
      const deadline = Date.now() + 10_000;
      while (await running() > 1) assert(Date.now() < deadline);
    });
  },
});

Deno.test("what stands in a question stays a value in the SQL", () => {
  const types = { ts: "DateTime", bytes: "UInt64", name: "String", "a`b\\": "UInt16" };
  const question = {
    measure: "bytes" as const,
    bin: { hours: 1 },
    window: { from: 0, to: hour },
    classes: [{ name: "'; DROP TABLE flows --", exporter: ["'; DROP TABLE flows --", "\\'", "\n"] }],
    filter: { sourcePort: [80] },
    columns: { start: "ts", bytes: "bytes", exporter: "name", sourcePort: "a`b\\" },
  };
  const sql = flowSql(question, { database: "d", table: "t` UNION ALL", types });
  assert(sql.includes("(`name` = '\\'; DROP TABLE flows --' OR `name` = '\\\\\\'' OR `name` = '\\n')"), sql);
  assert(sql.includes("`a\\`b\\\\` = 80") && sql.includes("FROM `d`.`t\\` UNION ALL`"), sql);
  assertThrows(() => flowSql(question, { database: "d", table: "t\n", types }), RangeError);
  assertThrows(
    () => flowSql(question, { database: "d", table: "t", types: { ...types, bytes: "Float64" } }),
    RangeError,
    "exact",
  );
  assertThrows(
    () => flowSql(question, { database: "d", table: "t", types: { ...types, ts: "String" } }),
    RangeError,
    "no time",
  );
});
