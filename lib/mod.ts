/**
 * What did an event do to internet traffic? Everything a notebook needs, in one import.
 *
 * @module
 */
export * from "@/claims/claim.ts";
export * from "@/claims/explain_verdict.ts";
export * from "@/claims/finding.ts";
export * from "@/claims/ledger.ts";
export * from "@/claims/measurement.ts";
export * from "@/claims/open_claim.ts";
export * from "@/claims/source.ts";
export * from "@/claims/swap.ts";
export * from "@/claims/verdict.ts";
export * from "@/data/check_table.ts";
export * from "@/data/data_error.ts";
export * from "@/data/data_package.ts";
export * from "@/data/load_table.ts";
export * from "@/growth/growth_chain.ts";
export * from "@/interval/arithmetic.ts";
export * from "@/interval/estimate.ts";
export * from "@/interval/extremes.ts";
export * from "@/interval/format.ts";
export * from "@/interval/monte_carlo.ts";
export * from "@/interval/printed.ts";
export * from "@/shares/bounds.ts";
export * from "@/show/chart.ts";
export * from "@/show/claim_card.ts";
export * from "@/show/evidence_table.ts";
export * from "@/show/figure.ts";
export * from "@/show/finding_card.ts";
export * from "@/show/markup.ts";
export * from "@/show/interval_plot.ts";
export * from "@/show/note.ts";
export * from "@/show/show.ts";
export * from "@/show/table.ts";
export * from "@/show/verdict_card.ts";
export * from "@/statistics/proportion.ts";
export * from "@/time/period.ts";
export * from "@/units/rate.ts";
