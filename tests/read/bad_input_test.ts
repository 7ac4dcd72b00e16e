import { assert, assertEquals, assertRejects } from "@std/assert";
import { DataError } from "@/data/data_error.ts";
import { analysisJson } from "@/impact/analysis_json.ts";
import { askFiles, QuestionError } from "@/impact/ask_files.ts";
import { openSeries } from "@/read/open_series.ts";
import { seriesFormats } from "@/read/series_source.ts";
import { comparisonReport, eventReport, eventSummary } from "@/show/event_report.ts";
import { asFile } from "./as_file.ts";
import { badInputs, hours, mended } from "./bad_inputs.ts";

const event = "2012-01-19T19:00Z";
const documentation = (await Deno.readTextFile(new URL("../../docs/your-own-series.md", import.meta.url)))
  .replace(/ +\|/g, " |");

for (const { what, content, question, says } of badInputs) {
  Deno.test(`askFiles() says of ${what} what is wrong and where`, async () => {
    const bytes = typeof content === "function" ? await content() : content;
    await asFile(bytes, async (file) => {
      const error = await assertRejects(() => askFiles({ event, ...question, file }), Error);
      assert(error instanceof DataError || error instanceof RangeError || error instanceof QuestionError, error.stack);
      const said = error.message.replaceAll(file, "FILE").replace(Object.values(seriesFormats).join("; "), "FORMATS");
      assertEquals(said, says);
    });
    assert(documentation.includes(`| ${what} | ${says} |`), "docs/your-own-series.md says it otherwise");
  });
}

for (const { what, content, question, notes, missing = 0 } of mended) {
  Deno.test(`askFiles() reads ${what}, and says so`, async () => {
    const bytes = typeof content === "function" ? await content() : content;
    const { analyses: [analysis] } = await asFile(bytes, (file) => askFiles({ event, ...question, file }));
    assertEquals(analysis!.seen.missing, missing);
    for (const note of notes) assert(analysis!.choices.includes(note), analysis!.choices.join("\n"));
    assert(documentation.includes(`| ${what} |`), "docs/your-own-series.md does not say it");
  });
}

Deno.test("names with HTML and control characters are shown as text, nowhere as markup", async () => {
  const name = `<script>alert("x")</script>\u001b[31m`;
  const text = hours(undefined, `time,"${name.replaceAll('"', '""')}"`);
  const { analyses } = await asFile(text, (file) => askFiles({ event, file }));
  const { comparison } = await asFile(
    text.split("\n").map((line, row) => row === 0 ? `${line},other` : line && `${line},${line.split(",")[1]}`).join(
      "\n",
    ),
    (file) => askFiles({ event, file, columns: "all" }),
  );
  assertEquals(analyses[0]!.name, '<script>alert("x")</script> [31m');
  for (
    const { html, text } of [eventSummary(analyses[0]!), ...eventReport(analyses[0]!), ...comparisonReport(comparison!)]
  ) {
    assert(!/<script/i.test(html.text), html.text.slice(0, 500));
    assert(!text.includes("\u001b"));
  }
});

Deno.test("askFiles() holds little of a line without end", async () => {
  const chunk = new Uint8Array(2 ** 20).fill(57);
  const file = await Deno.makeTempFile();
  try {
    using handle = await Deno.open(file, { write: true });
    await handle.write(new TextEncoder().encode("time,traffic\n"));
    for (let part = 0; part < 200; part++) await handle.write(chunk);
    const before = Deno.memoryUsage().rss;
    const started = performance.now();
    await assertRejects(() => askFiles({ event, file }), DataError, "a row of at most 1048576 characters expected");
    assert(Deno.memoryUsage().rss - before < 100 * 2 ** 20);
    assert(performance.now() - started < 10_000);
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("openSeries() refuses more text than it may hold, also where it comes out of a small compressed file", async () => {
  const stream = new Blob([hours()]).stream().pipeThrough(new CompressionStream("gzip"));
  const gzip = new Uint8Array(await new Response(stream).arrayBuffer());
  for (const content of [hours(), gzip]) {
    const limits = { bytes: 10_000 };
    await assertRejects(
      () => asFile(content, (file) => openSeries(file, { limits })),
      DataError,
      "more than 10000 bytes",
    );
  }
});

Deno.test("analysisJson() is JSON without a number that is none", async () => {
  const { analyses } = await asFile(hours(), (file) => askFiles({ event, file }));
  const json = analysisJson(analyses[0]!);
  assertEquals(JSON.parse(JSON.stringify(json)), json);
  assertEquals(json.event, "2012-01-19T19:00:00.000Z");
});
