import { estimateOf } from "@/claims/finding.ts";
import { loadFindings } from "@/claims/ledger.ts";
import { formatEstimate } from "@/interval/format.ts";

const usage = `deno task findings [--json]

Prints what the notebooks found when they were last executed; needs no kernel.
  --json  a JSON array of {id, claim, value, low, high, unit, simulated, measurements, ...};
          low or high is null where the figures give no such bound`;

const unknown = Deno.args.filter((argument) => !["--json", "--help"].includes(argument));
if (unknown.length > 0 || Deno.args.includes("--help")) {
  console.log(unknown.length > 0 ? `Unknown: ${unknown.join(" ")}\n\n${usage}` : usage);
  Deno.exit(unknown.length > 0 ? 2 : 0);
}
const findings = await loadFindings();
if (Deno.args.includes("--json")) console.log(JSON.stringify(findings, null, 2));
else {
  for (const finding of findings) {
    const simulated = finding.simulated ? "  (simulated)" : "";
    console.log(`${finding.id}: ${formatEstimate(estimateOf(finding), finding.unit)}${simulated}`);
  }
}
