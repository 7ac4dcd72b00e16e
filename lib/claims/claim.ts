import { parseJson } from "@/data/data_package.ts";
import { loadText } from "@/data/load_table.ts";
import * as v from "valibot";

const assertionSchema = v.object({
  id: v.string(),
  quantity: v.string(),
  denominator: v.string(),
  place: v.string(),
  of: v.string(),
  window: v.string(),
  windowStart: v.optional(v.string()),
  windowEnd: v.optional(v.string()),
  figure: v.nullable(v.string()),
  resolution: v.optional(v.number()),
  /** How a word of the article became the figure; the choice is ours. */
  reading: v.optional(v.string()),
  unit: v.string(),
});

const claimSchema = v.object({
  id: v.string(),
  number: v.nullable(v.number()),
  kind: v.picklist(["claim", "opinion"]),
  quotation: v.object({ text: v.string(), language: v.string() }),
  statement: v.string(),
  reason: v.optional(v.string()),
  asserts: v.array(assertionSchema),
  notebook: v.nullable(v.string()),
});

/** What a claim asserts of one quantity: in the same words as a measurement, so that the two can be compared. */
export type Assertion = v.InferOutput<typeof assertionSchema>;

/** A sentence of the article: what it says in French, what that states, and what it asserts. */
export type Claim = v.InferOutput<typeof claimSchema>;

/**
 * Loads every claim and opinion of the article, in its order.
 *
 * @throws {DataError} If the file is malformed.
 *
 * @example
 * ```ts
 * import { loadClaims } from "@/claims/claim.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const claims = await loadClaims();
 * assertEquals(claims.find(({ number }) => number === 5)!.id, "europe-20");
 * ```
 */
export async function loadClaims(folder?: URL): Promise<readonly Claim[]> {
  return parseJson(
    "claims.json",
    await loadText("claims", folder),
    v.array(claimSchema),
  );
}
