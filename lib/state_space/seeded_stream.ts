export * from "@/random/seeded_stream.ts";
