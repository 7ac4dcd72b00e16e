import { fileText, type ReadLimits } from "@/read/file_text.ts";
import { refuse } from "@/read/refuse.ts";

/** Any JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** A JSON object. */
export type JsonObject = { readonly [name: string]: Json };

/**
 * The JSON of a file.
 *
 * @throws {DataError} If it is none.
 */
export async function readJson(file: string, limits?: ReadLimits): Promise<Json> {
  const text = await fileText(file, limits);
  try {
    return JSON.parse(text);
  } catch (error) {
    refuse({ file, value: error instanceof Error ? error.message : "", expected: "whole JSON" });
  }
}

/** Whether JSON is an object. */
export const isObject = (json: Json | undefined): json is JsonObject =>
  typeof json === "object" && json !== null && !Array.isArray(json);

/** Whether JSON is an array. */
export const isArray = (json: Json | undefined): json is readonly Json[] => Array.isArray(json);
