import { parseJson } from "@/data/data_package.ts";
import { loadText } from "@/data/load_table.ts";
import * as v from "valibot";

const name = v.union([
  v.object({ literal: v.string() }),
  v.object({ family: v.string(), given: v.optional(v.string()) }),
]);

const sourceSchema = v.looseObject({
  id: v.string(),
  type: v.string(),
  title: v.string(),
  author: v.optional(v.array(name)),
  issued: v.optional(
    v.object({ "date-parts": v.tuple([v.array(v.number())]) }),
  ),
  "container-title": v.optional(v.string()),
  publisher: v.optional(v.string()),
  URL: v.optional(v.pipe(v.string(), v.regex(/^https?:\/\//))),
  language: v.optional(v.string()),
  note: v.optional(v.string()),
});

/** A source as a CSL-JSON record. */
export type Source = v.InferOutput<typeof sourceSchema>;

/**
 * Loads every source of the workspace, by id.
 *
 * @throws {DataError} If a record is not CSL-JSON as this workspace uses it.
 *
 * @example
 * ```ts
 * import { loadSources } from "@/claims/source.ts";
 * import { assert } from "@std/assert";
 *
 * assert((await loadSources()).has("biobiochile-2012-01-20"));
 * ```
 */
export async function loadSources(
  folder?: URL,
): Promise<ReadonlyMap<string, Source>> {
  const sources = parseJson(
    "sources.json",
    await loadText("sources", folder),
    v.array(sourceSchema),
  );
  return new Map(sources.map((source) => [source.id, source]));
}

/**
 * Names a source in a few words: who, and when.
 *
 * @example
 * ```ts
 * import { shortCitation } from "@/claims/source.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const source = {
 *   id: "x",
 *   type: "webpage",
 *   title: "A page",
 *   author: [{ family: "Labovitz", given: "Craig" }],
 *   issued: { "date-parts": [[2012, 2, 7]] as [number[]] },
 * };
 * assertEquals(shortCitation(source), "Labovitz, 7 Feb 2012");
 * ```
 */
export function shortCitation(source: Source): string {
  const [year, month, day] = source.issued?.["date-parts"][0] ?? [];
  const date = [day, month && months[month - 1], year].filter(Boolean).join(
    " ",
  );
  const who = source["container-title"] ?? source.publisher ??
    authors(source) ?? source.title;
  return date === "" ? who : `${who}, ${date}`;
}

const months = [
  "Jan",
  "Feb",
  "Mar",
  "Apr",
  "May",
  "Jun",
  "Jul",
  "Aug",
  "Sep",
  "Oct",
  "Nov",
  "Dec",
];

function authors({ author = [] }: Source): string | undefined {
  const names = author.map((name) => "literal" in name ? name.literal : name.family);
  return names.length === 0 ? undefined : names.length > 2 ? `${names[0]} et al.` : names.join(" and ");
}
