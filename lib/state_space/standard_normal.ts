export * from "@/random/standard_normal.ts";
