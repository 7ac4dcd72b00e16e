import { assert, assertEquals, assertRejects } from "@std/assert";
import { askFlows, type AskOptions, type TableQuestion } from "@/flows/click_house/ask_flows.ts";
import { type FlowPlace, readFlowPlace } from "@/flows/click_house/flow_place.ts";
import { FlowServerError } from "@/flows/click_house/flow_server_error.ts";
import { clusterName, kill, users } from "../../../tools/click_house/cluster.ts";
import { changingRelay, cuttingRelay } from "./cutting_proxy.ts";
import { noServer, temporaryCluster } from "./servers.ts";

const from = Date.parse("2012-01-19T00:00Z");
const question: TableQuestion = {
  measure: "bytes",
  bin: { minutes: 5 },
  window: { from, to: from + 3_600_000 },
  classes: [],
};
const password = users.analyst.password;

Deno.test({
  name: "what goes wrong between here and the shards is a clear error, never a part of the answer",
  ignore: noServer,
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async (t) => {
    await using cluster = await temporaryCluster();
    const [first, second] = cluster.shards as [typeof cluster.shards[0], typeof cluster.shards[0]];
    for (const { run } of cluster.shards) {
      await run("CREATE TABLE few_local (ts DateTime, octets UInt64) ENGINE = MergeTree ORDER BY ts");
      await run(`INSERT INTO few_local SELECT toDateTime(${from / 1000} + number), number FROM numbers(3600)`);
      await run(
        `CREATE TABLE few (ts DateTime, octets UInt64) ENGINE = Distributed(${clusterName}, default, few_local)`,
      );
      await run(
        `CREATE VIEW many_local AS SELECT toDateTime(${
          from / 1000
        } + number % 3600) AS ts, toUInt64(number) AS octets FROM system.numbers LIMIT 100000000000`,
      );
      await run(
        `CREATE TABLE many (ts DateTime, octets UInt64) ENGINE = Distributed(${clusterName}, default, many_local)`,
      );
    }
    const at = (table: string, user = "analyst", port = first.http, more = "start=ts&bytes=octets") =>
      readFlowPlace(`clickhouse://${user}@127.0.0.1:${port}/default?table=${table}&${more}`);
    const ask = (place: FlowPlace, options: AskOptions = {}, asked: TableQuestion = question) =>
      askFlows(place, asked, { password, ...options });
    const fails = async (asked: Promise<unknown>, ...words: string[]) => {
      const error = await assertRejects(() => asked, FlowServerError);
      for (const word of words) assert(error.message.includes(word), `${word} in: ${error.message}`);
      assert(!error.message.includes(password) && !error.message.includes("\n"), error.message);
      return error;
    };
    const sum = ({ sums }: Awaited<ReturnType<typeof askFlows>>) => sums.totals[0]!.reduce((a, b) => a + b);
    const whole = 2 * 3600 * 3599 / 2;
    const running = (port: number) =>
      fetch(`http://127.0.0.1:${port}/?query=${encodeURIComponent("SELECT count() FROM system.processes")}`)
        .then((response) => response.text()).then(Number);

    await t.step("whole answers, for users who may change settings and who may not", async () => {
      for (const user of Object.keys(users).filter((name) => name !== "careless-reader")) {
        assertEquals(sum(await ask(at("few", user))), whole);
      }
    });
    await t.step("a wrong password, which is not repeated", async () => {
      await fails(ask(at("few"), { password: "not the right one" }), "user or password is wrong");
      const error = await assertRejects(() => ask(at("few"), { password: "not the right one" }), FlowServerError);
      assert(!error.message.includes("not the right one"));
    });
    await t.step("a missing table, database or column", async () => {
      await fails(ask(at("fewer")), 'no table "fewer"');
      await fails(ask({ ...at("few"), database: "it's" }), 'database "it\'s"');
      await assertRejects(
        () => ask(at("few", "analyst", first.http, "start=ts&bytes=bytes")),
        RangeError,
        "ts, octets",
      );
      await assertRejects(() => ask(at("few", "analyst", first.http, "")), RangeError, "start=NAME");
    });
    await t.step("limits of rows, bytes and time", async () => {
      await fails(ask(at("few"), { limits: { seconds: 60, rows: 1000 } }), "--most-rows");
      await fails(ask(at("few"), { limits: { seconds: 60, bytes: 1000 } }), "--most-bytes");
      await fails(ask(at("many"), { limits: { seconds: 1 } }), "--most-seconds");
      await fails(ask(at("few", "reader"), { limits: { seconds: 60, rows: 1e9 } }), "readonly is 1");
    });
    await t.step("a sum that does not fit", async () => {
      await assertRejects(() => ask(at("few"), {}, { ...question, sampling: 4e15 }), RangeError, "2^53");
    });
    await t.step("an answer cut in its midst, by the connection or before it", async () => {
      {
        await using relay = cuttingRelay(first.http);
        await fails(ask(at("few", "analyst", relay.port)), "No answer from");
      }
      const changes: [(text: string) => string, string][] = [
        [(text) => text.slice(0, text.length / 2), "cut"],
        [(text) => text.slice(0, -200) + "\nCode: 210, e.displayText() = DB::Exception: Connection reset", "shard"],
        [(text) => text.replace('"rows":', '"exception": "Code: 241. DB::Exception: Memory limit", "rows":'), "memory"],
        [(text) => text.replace(/\["?0"?, "?3"?,[^\]]*\],/, ""), "not that of the question"],
        [() => "", "cut"],
      ];
      for (const [change, word] of changes) {
        await using relay = changingRelay(first.http, change);
        await fails(ask(at("few", "analyst", relay.port)), word);
      }
      await using relay = changingRelay(first.http, (text) => text);
      assertEquals(sum(await ask(at("few", "analyst", relay.port))), whole);
    });
    await t.step("stopped by the user: the query ends on every shard", async () => {
      const stop = new AbortController();
      let seen = 0;
      const asked = ask(at("many"), { signal: stop.signal, onProgress: (read) => seen = read });
      setTimeout(() => stop.abort(), 2500);
      await fails(asked, "Stopped");
      assert(seen > 0, "progress was reported");
      for (const { http } of cluster.shards) {
        let left = await running(http);
        for (let tries = 0; left > 1 && tries < 100; tries++) {
          await new Promise((resolve) => setTimeout(resolve, 100));
          left = await running(http);
        }
        assertEquals(left, 1, "only the query that counts them is left");
      }
    });
    await t.step("a shard that is killed during the query, and one that was killed before", async () => {
      const asked = ask(at("many"));
      setTimeout(() => kill(second.process), 1500);
      await fails(asked, "shard");
      await second.process.status;
      await fails(ask(at("few")), "shard");
      await fails(ask(at("few", "careless")), "shard");
      await fails(ask(at("few", "careless-reader")), "skip_unavailable_shards is 1");
    });
    await t.step("no server at all", async () => {
      await fails(ask(at("few", "analyst", second.http)), `No answer from http://127.0.0.1:${second.http}`);
    });
  },
});
