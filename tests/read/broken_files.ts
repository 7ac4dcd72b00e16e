import fc from "fast-check";
import pl from "polars";
import { DataError } from "@/data/data_error.ts";
import { analyseEvent } from "@/impact/analyse_event.ts";
import { analysisJson } from "@/impact/analysis_json.ts";
import { foundOf } from "@/impact/event_words.ts";
import { openSeries } from "@/read/open_series.ts";
import { regularRows } from "@/read/regular_rows.ts";
import { asFile } from "./as_file.ts";
import { hours } from "./bad_inputs.ts";
import { samplePath } from "./samples.ts";

type Bytes = Uint8Array<ArrayBuffer>;

const samples = [
  "rrdtool-xport.xml",
  "rrdtool-xport-showtime.xml",
  "rrdtool-xport.json",
  "rrdtool-xport-showtime.json",
  "rrdtool-fetch.txt",
  "mrtg.log",
  "nfdump.csv",
];

/** Whole files of every format, small enough to be broken by the thousand. */
export async function wholeFiles(): Promise<Bytes[]> {
  const encode = (text: string) => new TextEncoder().encode(text);
  const text = hours();
  const times = text.trim().split("\n").slice(1).map((line) => line.split(","));
  const radar = {
    success: true,
    result: {
      serie_0: { timestamps: times.map(([time]) => time), values: times.map(([, value]) => value) },
      meta: { normalization: "MIN0_MAX" },
    },
  };
  const signal = { entityName: "Ghana", datasource: "bgp", from: 1_325_462_400, step: 3600 };
  const ioda = { error: null, data: [[{ ...signal, values: times.map(([, value]) => Number(value)) }]] };
  return [
    ...await Promise.all(samples.map((name) => Deno.readFile(samplePath(name)))),
    encode(text),
    encode(text.replaceAll(",", "\t")),
    encode(JSON.stringify(radar)),
    encode(JSON.stringify(ioda)),
    parquet(times),
  ];
}

function parquet(times: readonly string[][]): Bytes {
  const start = times.map(([time]) => new Date(time!));
  const traffic = times.map(([, value]) => Number(value));
  return Uint8Array.from(pl.DataFrame({ start, traffic }).writeParquet({ compression: "uncompressed" }));
}

/** A way to break a file, by bytes and by lines, with what breaks readers: other numbers, marks, lengths. */
export function arbitraryBreaks(files: readonly Bytes[]): fc.Arbitrary<Bytes> {
  const odd = [
    "NaN",
    "-1",
    "1e999",
    "\u0000",
    '"',
    ",",
    ";",
    "\n",
    "\r",
    "<row>",
    "{",
    "]",
    "null",
    "99999999999999999999",
    "2012-02-30",
    "é",
    "[]",
    "0",
  ];
  const file = fc.integer({ min: 0, max: files.length - 1 });
  const place = fc.noBias(fc.integer({ min: 0, max: 9999 })).map((part) => part / 10_000);
  const edit = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant("digit" as const), place, digit: fc.integer({ min: 48, max: 57 }) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant("byte" as const), place, byte: fc.integer({ min: 0, max: 255 }) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("insert" as const), place, text: fc.constantFrom(...odd) }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant("delete" as const), place, length: fc.integer({ min: 1, max: 200 }) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant("repeat" as const), place, length: fc.integer({ min: 1, max: 200 }) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("cut" as const), place }) },
  );
  const broken = fc.record({ file, edits: fc.array(edit, { minLength: 1, maxLength: 3 }) }).map(({ file, edits }) => {
    let bytes = files[file]!;
    for (const edit of edits) {
      const at = Math.floor(edit.place * bytes.length);
      const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
      if (edit.kind === "digit") {
        const next = bytes.findIndex((byte, index) => index >= at && byte >= 48 && byte <= 57);
        if (next >= 0) bytes = bytes.with(next, edit.digit) as Bytes;
      } else if (edit.kind === "byte") bytes = joined(before, Uint8Array.of(edit.byte), after.subarray(1));
      else if (edit.kind === "insert") bytes = joined(before, new TextEncoder().encode(edit.text), after);
      else if (edit.kind === "delete") bytes = joined(before, after.subarray(edit.length));
      else if (edit.kind === "repeat") bytes = joined(before, after.subarray(0, edit.length), after);
      else bytes = joined(before);
    }
    return bytes;
  });
  const junk = fc.oneof(
    fc.uint8Array({ maxLength: 2000 }).map((bytes) => Uint8Array.from(bytes)),
    fc.string({ unit: "binary", maxLength: 500 }).map((text) => new TextEncoder().encode(text)),
    fc.array(fc.array(fc.constantFrom(...odd, "time", "2012-01-19T19:00Z", "40"), { maxLength: 5 }), { maxLength: 20 })
      .map((rows) => new TextEncoder().encode(rows.map((row) => row.join(",")).join("\n"))),
    fc.json({ maxDepth: 5 }).map((text) => new TextEncoder().encode(text)),
  );
  return fc.oneof({ weight: 5, arbitrary: broken }, { weight: 1, arbitrary: junk });
}

function joined(...parts: readonly Uint8Array[]): Bytes {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** What became of a broken file: refused with a sentence, read into series, or analysed too. */
export type Outcome = "refused" | "read" | "analysed";

/**
 * Reads a broken file as the command does; throws where anything but a sentence or a sound series comes of it.
 *
 * @param analyse Whether to ask of the first series too what an event did, which is slower.
 */
export function outcomeOf(bytes: Bytes, analyse: boolean): Promise<Outcome> {
  return asFile(bytes, async (file) => {
    try {
      const source = await openSeries(file, { zone: "UTC" });
      for (const name of source.names.slice(0, 3)) {
        const series = regularRows(source.rows(name), file);
        const missing = series.values.filter((value) => Number.isNaN(value)).length;
        if (missing !== series.record.gaps || series.values.some((value) => Math.abs(value) > 1e30)) {
          throw new TypeError(`a silent NaN: ${missing} of ${series.record.gaps} gaps`);
        }
        if (!analyse || series.values.length > 3000) continue;
        const middle = series.times[Math.floor(0.8 * series.times.length)]!;
        const analysis = analyseEvent(series, { event: middle });
        JSON.stringify(analysisJson(analysis));
        for (const { effect } of analysis.windows) {
          const row = foundOf(effect);
          if (
            row !== undefined &&
            ![row.observed, row.expected, row.average, row.averageLow, row.averageHigh, row.pValue].every((value) =>
              !Number.isNaN(value)
            )
          ) {
            throw new TypeError(`a silent NaN in an effect: ${JSON.stringify(row)}`);
          }
        }
        return "analysed";
      }
      return "read";
    } catch (error) {
      if (!(error instanceof DataError || error instanceof RangeError || error instanceof SyntaxError)) throw error;
      // RangeErrors of the engine are not sentences of ours
      if (!/expected$|^Cannot |needed|column/.test(error.message) || error.message.length > 2000) {
        throw new Error("no sentence", { cause: error });
      }
      return "refused";
    }
  });
}
