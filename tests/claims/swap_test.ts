import { assertEquals, assertThrows } from "@std/assert";
import { swaps } from "@/claims/swap.ts";
import { assertion, measurement } from "./examples.ts";

Deno.test("swaps() finds none where the source measured what is claimed", () => {
  assertEquals(swaps(assertion(), measurement()), []);
});

Deno.test("swaps() names another quantity, denominator or place", () => {
  assertEquals(swaps(assertion(), measurement({ quantity: "ping score" })), ["measure"]);
  assertEquals(swaps(assertion(), measurement({ of: "two hosting companies" })), ["denominator"]);
  assertEquals(swaps(assertion(), measurement({ denominator: "HTTP traffic" })), ["denominator"]);
  assertEquals(swaps(assertion(), measurement({ place: "France" })), ["place"]);
});

Deno.test("swaps() names several at once, in one order", () => {
  const other = measurement({ of: "two hosting companies", place: "France" });
  assertEquals(swaps(assertion(), other), ["denominator", "place"]);
});

Deno.test("swaps() leaves the denominator out where the quantity is another anyway", () => {
  const score = measurement({ quantity: "ping score", of: "twenty routers", place: "Chile" });
  assertEquals(swaps(assertion(), score), ["measure", "place"]);
});

const night = assertion({ windowStart: "2012-01-19T19:00Z", windowEnd: "2012-01-20" });

Deno.test("swaps() names a time that shares no instant with the one claimed", () => {
  assertEquals(swaps(night, measurement({ windowStart: "2012-01-21", windowEnd: "2012-01-22" })), ["time"]);
  assertEquals(swaps(night, measurement({ windowStart: "2012-01-18", windowEnd: "2012-01-18" })), ["time"]);
  assertEquals(swaps(night, measurement({ windowStart: "2012-Q1", windowEnd: "2012-Q1" })), []);
  assertEquals(swaps(night, measurement({ windowStart: "2012-01-20", windowEnd: "2012-01-20" })), []);
});

Deno.test("swaps() takes the end of a window as part of it", () => {
  assertEquals(swaps(night, measurement({ windowStart: "2012-01-20T23:59Z", windowEnd: "2012-01-21" })), []);
  assertEquals(swaps(night, measurement({ windowStart: "2012-01-21", windowEnd: "2012-01-21" })), ["time"]);
});

Deno.test("swaps() says nothing of time where a window is not given in full", () => {
  const later = measurement({ windowStart: "2013", windowEnd: "2013" });
  assertEquals(swaps(assertion(), later), []);
  assertEquals(swaps(assertion({ windowStart: "2012-01-19" }), later), []);
  assertEquals(swaps(night, measurement()), []);
  assertEquals(swaps(night, measurement({ windowEnd: "2013" })), []);
});

Deno.test("swaps() reads days in the zone asked for", () => {
  const evening = assertion({ windowStart: "2012-01-20T01:00Z", windowEnd: "2012-01-20T02:00Z" });
  const chile = measurement({ windowStart: "2012-01-19", windowEnd: "2012-01-19" });
  assertEquals(swaps(evening, chile), ["time"]);
  assertEquals(swaps(evening, chile, "America/Santiago"), []);
});

Deno.test("swaps() refuses a window that is no time", () => {
  assertThrows(() => swaps(night, measurement({ windowStart: "January", windowEnd: "2012" })), SyntaxError);
});
