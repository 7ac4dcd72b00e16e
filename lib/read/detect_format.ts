import { encodingOf } from "@/read/file_text.ts";
import type { SeriesFormat } from "@/read/series_source.ts";

/** What the beginning of a file is taken for, or why it is none of what can be read. */
export type Detection =
  | { readonly format: SeriesFormat }
  | { readonly format: undefined; readonly found: string; readonly advice?: string };

/**
 * Tells the format of a file by its content; its name does not count.
 *
 * @param head The first bytes: some kilobytes are enough.
 *
 * @example
 * ```ts
 * import { detectFormat } from "@/read/detect_format.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const bytes = (text: string) => new TextEncoder().encode(text);
 * assertEquals(detectFormat(bytes("time;Mbit/s\n2012-01-19;40\n")), { format: "delimited" });
 * assertEquals(detectFormat(bytes("1326672000 10 20\n1326672000 1 2 3 4\n")), { format: "mrtg-log" });
 * ```
 */
export function detectFormat(head: Uint8Array): Detection {
  if (head.length === 0) return { format: undefined, found: "an empty file", advice: "a file with rows of data" };
  const magic = String.fromCharCode(...head.subarray(0, 4));
  if (magic === "PAR1") return { format: "parquet" };
  const encoding = encodingOf(head);
  const text = new TextDecoder(encoding).decode(head).replace(/^\ufeff/, "");
  if (text.trim() === "") return { format: undefined, found: "a file of blanks", advice: "a file with rows of data" };
  // deno-lint-ignore no-control-regex
  const odd = text.match(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/g)?.length ?? 0;
  if (odd > 0.002 * text.length || text.includes("\u0000")) return { format: undefined, found: "binary data" };
  return detectText(text.trimStart());
}

function detectText(text: string): Detection {
  const lines = text.split(/\r?\n/, 50);
  const [first = "", second = ""] = lines;
  const head = lines.find((line) => line.trim() !== "" && !line.startsWith("#")) ?? "";
  if (/^<(\?xml|xport)/.test(text) && text.includes("<xport")) return { format: "rrdtool-xml" };
  if (/^<(\?xml|!DOCTYPE rrd|rrd)/.test(text) && text.includes("<rrd>")) {
    return { format: undefined, found: "an rrdtool dump", advice: "what rrdtool xport writes of it" };
  }
  if (text.startsWith("<")) {
    return {
      format: undefined,
      found: "a web page or other XML",
      advice: "the data, not the page that shows them,",
    };
  }
  if (/^[{[]/.test(text)) return detectJson(text);
  if (/^\d{9,10} -?\d+ -?\d+\s*$/.test(first) && /^\d{9,10}( -?\d+){4}\s*$/.test(second)) return { format: "mrtg-log" };
  if (/^(ts,te,td,|firstSeen,duration,)/.test(first)) return { format: "nfdump-csv" };
  if (/^\S+(\s+\S+)*\s*\r?\n\s*\r?\n\d{9,10}: /.test(text)) return { format: "rrdtool-fetch" };
  if (/[,;\t|]/.test(head) || (second === "" && /^\S+$/.test(first))) return { format: "delimited" };
  return { format: undefined, found: "text without columns" };
}

function detectJson(text: string): Detection {
  if (/"about":\s*"RRDtool/.test(text)) return { format: "rrdtool-json" };
  if (/"(timestamps|aggInterval|serie_0)"/.test(text)) return { format: "cloudflare-radar" };
  if (/"(datasource|entityType|signals?)"/.test(text)) return { format: "ioda" };
  return { format: undefined, found: "JSON of another kind" };
}
