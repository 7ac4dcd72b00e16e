import type { Swap } from "@/claims/swap.ts";
import { formatAsserted } from "@/claims/format_asserted.ts";
import type { Evidence, Outcome, VerdictKind } from "@/claims/verdict.ts";
import { type Assertion, type Claim, loadClaims } from "@/claims/claim.ts";
import { estimateOf, type Finding } from "@/claims/finding.ts";
import { formatEstimate } from "@/interval/format.ts";

/** A verdict as notebooks hand it over, with its words. */
export interface RecordedVerdict {
  readonly claim: string;
  readonly kind: VerdictKind;
  readonly swaps: readonly Swap[];
  readonly assertions: readonly {
    readonly assertion: string;
    readonly kind: VerdictKind;
    readonly evidence: readonly {
      readonly finding: string;
      readonly role: Evidence["role"];
      readonly outcome: Outcome;
      /** For an origin: how what was measured differs from what is claimed. */
      readonly swaps?: readonly Swap[];
    }[];
  }[];
  readonly headline: string | null;
  readonly summary: string;
  readonly reasons: readonly string[];
  readonly flips: readonly string[];
}

/** A sentence of the article beside what was found of it. */
export interface LedgerEntry {
  readonly claim: Claim;
  /** Undefined while no notebook has judged the claim. */
  readonly verdict: RecordedVerdict | undefined;
  /** The finding that stands for the claim. */
  readonly headline: Finding | undefined;
}

const root = new URL("../../", import.meta.url);

/**
 * Reads the findings that the notebooks stated when they were last executed.
 *
 * @example
 * ```ts
 * import { loadFindings } from "@/claims/ledger.ts";
 * import { assert } from "@std/assert";
 *
 * assert((await loadFindings()).some(({ id }) => id === "europe-20.hosters-change"));
 * ```
 */
export async function loadFindings(folder: URL = root): Promise<readonly Finding[]> {
  return JSON.parse(await Deno.readTextFile(new URL("findings.json", folder)));
}

/**
 * Every sentence of the article with its verdict and its number, in the article's order, the opinions last.
 *
 * @param folder Where `findings.json` and `verdicts.json` are; the workspace when left out.
 *
 * @example
 * ```ts
 * import { loadLedger } from "@/claims/ledger.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const ledger = await loadLedger();
 * assertEquals(ledger.find(({ claim }) => claim.id === "europe-20")!.verdict!.kind, "misattributed");
 * ```
 */
export async function loadLedger(folder: URL = root): Promise<readonly LedgerEntry[]> {
  const claims = await loadClaims();
  const findings = await loadFindings(folder);
  const verdicts: RecordedVerdict[] = JSON.parse(await Deno.readTextFile(new URL("verdicts.json", folder)));
  return claims.map((claim) => {
    const verdict = verdicts.find((candidate) => candidate.claim === claim.id);
    return { claim, verdict, headline: findings.find(({ id }) => id === verdict?.headline) };
  });
}

/**
 * The claimed and the computed figure of a ledger entry, in words; the claimed one is of the assertion that the headline
 * speaks to. Where nothing measures the claim, the headline is there for scale only.
 *
 * @example
 * ```ts
 * import { ledgerFigures, loadLedger } from "@/claims/ledger.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const bouygues = (await loadLedger()).find(({ claim }) => claim.id === "bouygues-12")!;
 * assertEquals(ledgerFigures(bouygues).computed, "−12.0 % [−12.5, −11.5]");
 * ```
 */
export function ledgerFigures(entry: LedgerEntry): { claimed: string; computed: string; of: string } {
  const { headline, verdict } = entry;
  const assertion = headlineAssertion(entry);
  const claimed = (assertion && formatAsserted(assertion)) ?? "no figure";
  if (headline === undefined) return { claimed, computed: "–", of: "" };
  const found = formatEstimate(estimateOf(headline), headline.unit);
  return verdict?.kind === "not measured"
    ? { claimed, computed: "–", of: `For scale: ${headline.statement}: ${found}` }
    : { claimed, computed: found, of: headline.statement };
}

/**
 * The assertion that the headline finding speaks to; the first with a figure where it speaks to none; undefined where no
 * assertion gives a figure.
 *
 * @example
 * ```ts
 * import { headlineAssertion, loadLedger } from "@/claims/ledger.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const bouygues = (await loadLedger()).find(({ claim }) => claim.id === "bouygues-12")!;
 * assertEquals(headlineAssertion(bouygues)!.id, "size");
 * ```
 */
export function headlineAssertion({ claim, verdict, headline }: LedgerEntry): Assertion | undefined {
  const spoken = verdict?.assertions.find(({ evidence }) => evidence.some(({ finding }) => finding === headline?.id));
  return claim.asserts.find(({ id, figure }) => id === spoken?.assertion && figure !== null) ??
    claim.asserts.find(({ figure }) => figure !== null);
}

/**
 * The verdicts on the parts of a claim, each with the name of its assertion; none where the claim has one verdict for all.
 *
 * @example
 * ```ts
 * import { loadLedger, verdictParts } from "@/claims/ledger.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const bouygues = (await loadLedger()).find(({ claim }) => claim.id === "bouygues-12")!;
 * assertEquals(verdictParts(bouygues.verdict!), [
 *   { part: "size", kind: "supported" },
 *   { part: "instant", kind: "misattributed" },
 * ]);
 * ```
 */
export function verdictParts({ assertions }: RecordedVerdict): { part: string; kind: VerdictKind }[] {
  const parts = assertions.map(({ assertion, kind }) => ({ part: assertion, kind }));
  return new Set(parts.map(({ kind }) => kind)).size > 1 ? parts : [];
}
