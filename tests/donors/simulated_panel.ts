import { parse } from "csv-parse/sync";
import type { DonorPanel } from "@/donors/donor_panel.ts";

const at = (file: string) => new URL(`../reference/${file}`, import.meta.url);
const rows: Record<string, string>[] = parse(Deno.readTextFileSync(at("panel_simulated.csv")), { columns: true });
const column = (name: string) => Float64Array.from(rows, (row) => Number(row[name]));

/** Simulated: twelve donors, sixty periods, a fall of 6 from the 46th. */
export const panel: DonorPanel = {
  treated: column("treated"),
  donors: Array.from({ length: 12 }, (_, j) => column(`donor${j + 1}`)),
  event: 45,
};

/** What R's quadprog and synthdid make of it. */
export const expected: {
  qp: { weights: number[]; rmse_pre: number; att: number };
  synthdid_sc: number;
  did: number;
  sdid: number;
} = JSON.parse(Deno.readTextFileSync(at("synthetic_control_simulated.json")));

/** The same change to every unit. */
export function mapUnits(
  { treated, donors, event }: DonorPanel,
  change: (value: number, period: number) => number,
): DonorPanel {
  return { treated: treated.map(change), donors: donors.map((donor) => donor.map(change)), event };
}
