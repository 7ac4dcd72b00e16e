import { type Assertion, type Claim, loadClaims } from "@/claims/claim.ts";
import { type Finding, finding, type FindingInput } from "@/claims/finding.ts";
import { loadMeasurements, type Measurement } from "@/claims/measurement.ts";
import { loadSources, type Source } from "@/claims/source.ts";
import { readDataPackage } from "@/data/data_package.ts";

/** A claim opened for work: its evidence at hand, and a way to state findings for it. */
export interface OpenClaim {
  readonly claim: Claim;
  /** The measurement of that id; a RangeError if there is none. */
  measurement(id: string): Measurement;
  /** The source of that id; a RangeError if there is none. */
  source(id: string): Source;
  /** The assertion of that id; a RangeError if the claim has none. */
  assertion(id: string): Assertion;
  /** States a finding; a RangeError if it rests on a measurement or table that does not exist. */
  finding(input: Omit<FindingInput, "claim">): Finding;
}

/**
 * Opens a claim of the article with every measurement and source of the data package.
 *
 * @param id The claim's id in `claims.json`.
 * @throws {RangeError} If there is no such claim.
 *
 * @example
 * ```ts
 * import { openClaim } from "@/claims/open_claim.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { claim, measurement } = await openClaim("south-america-40");
 * assertEquals(claim.number, 4);
 * assertEquals(measurement("sandvine-share-brazil").value!.value, 11.39);
 * ```
 */
export async function openClaim(id: string): Promise<OpenClaim> {
  const [claims, measurements, sources, { resources }] = await Promise.all([
    loadClaims(),
    loadMeasurements(),
    loadSources(),
    readDataPackage(),
  ]);
  const claim = claims.find((candidate) => candidate.id === id);
  if (claim === undefined) {
    throw new RangeError(
      `Cannot open the claim ${id}: there are only ${claims.map(({ id }) => id).join(", ")}`,
    );
  }
  const need = <Value>(
    value: Value | undefined,
    kind: string,
    name: string,
  ): Value => {
    if (value === undefined) {
      throw new RangeError(
        `Cannot use the ${kind} ${JSON.stringify(name)}: there is none`,
      );
    }
    return value;
  };
  const tables = new Set(resources.map(({ name }) => name));
  const measurement = (name: string) => need(measurements.get(name), "measurement", name);
  return {
    claim,
    measurement,
    source: (name) => need(sources.get(name), "source", name),
    assertion: (name) =>
      need(
        claim.asserts.find((assertion) => assertion.id === name),
        "assertion",
        name,
      ),
    finding: (input) => {
      for (const name of input.measurements) {
        if (!tables.has(name)) measurement(name);
      }
      return finding({ ...input, claim: claim.id });
    },
  };
}
