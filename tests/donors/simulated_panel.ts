import type { DonorPanel } from "@/donors/donor_panel.ts";
import { readColumns, readJson } from "../read_reference.ts";

const columns = readColumns("panel_simulated.csv");

/** Simulated: twelve donors, sixty periods, a fall of 6 from the 46th. */
export const panel: DonorPanel = {
  treated: columns.treated!,
  donors: Array.from({ length: 12 }, (_, j) => columns[`donor${j + 1}`]!),
  event: 45,
};

/** What R's quadprog and synthdid make of it. */
export const expected: {
  qp: { weights: number[]; rmse_pre: number; att: number };
  synthdid_sc: number;
  did: number;
  sdid: number;
} = readJson("synthetic_control_simulated.json");

/** The same change to every unit. */
export function mapUnits(
  { treated, donors, event }: DonorPanel,
  change: (value: number, period: number) => number,
): DonorPanel {
  return { treated: treated.map(change), donors: donors.map((donor) => donor.map(change)), event };
}
