import { fileURLToPath } from "node:url";

/** The path of a sample file. */
export const samplePath = (name: string): string => fileURLToPath(new URL(`./samples/${name}`, import.meta.url));
