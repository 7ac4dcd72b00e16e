import { ClickHouseError } from "@clickhouse/client-web";
import { printable } from "@/read/refuse.ts";

/** What a server of flows did not do, and why. */
export class FlowServerError extends Error {
  override readonly name = "FlowServerError";

  /** @param code The number that ClickHouse gives its errors, where the server answered with one. */
  constructor(message: string, readonly code?: number, options?: ErrorOptions) {
    super(message, options);
  }
}

const reasons: Record<number, string> = {
  32: "a shard broke off",
  47: "a column is missing",
  60: "the table is missing",
  81: "the database is missing",
  158: "more rows would have to be read than allowed (--most-rows)",
  159: "it took longer than allowed (--most-seconds)",
  160: "it would take longer than allowed (--most-seconds)",
  164: "the user may not do this",
  192: "user or password is wrong",
  193: "user or password is wrong",
  194: "user or password is wrong",
  209: "a shard does not answer",
  210: "a shard cannot be reached",
  241: "the server ran out of memory for it",
  279: "a shard cannot be reached",
  307: "more bytes would have to be read than allowed (--most-bytes)",
  394: "it was cancelled",
  396: "the answer is longer than it can be",
  497: "the user may not do this",
  516: "user or password is wrong",
};

/** What an error says, and what caused it. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${wordsOf(error.cause)}`;
}

/**
 * An error as the user should see it: why, then the server's own words on one line, without the password.
 *
 * @example
 * ```ts
 * import { flowServerError } from "@/flows/click_house/flow_server_error.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const error = flowServerError(new Error("no route for me:secret@host"), "http://host:8123", "secret");
 * assertEquals(error.message, "No answer from http://host:8123: no route for me:…@host");
 * ```
 */
export function flowServerError(error: unknown, url: string, password: string | undefined): FlowServerError {
  if (error instanceof FlowServerError) return error;
  const spoken = wordsOf(error);
  const told = printable(password ? spoken.replaceAll(password, "…") : spoken, 400);
  const code = error instanceof ClickHouseError ? Number(error.code) : /Code: (\d+)[.,]/.exec(spoken)?.[1];
  if (code === undefined) return new FlowServerError(`No answer from ${url}: ${told}`);
  const reason = reasons[Number(code)];
  return new FlowServerError(
    `${url} did not answer${reason === undefined ? "" : `: ${reason}`} (ClickHouse ${code}: ${told})`,
    Number(code),
  );
}
