import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { type Bin, binEdges, nominalLength } from "@/series/bin_edges.ts";

const at = (text: string) => Date.parse(text);
const hour = 3_600_000;
const hoursOf = (edges: Float64Array) => Array.from(edges.subarray(1), (edge, i) => (edge - edges[i]!) / hour);

Deno.test("binEdges() gives days of 23 and 25 hours where the clock changes", () => {
  // the clock of Paris changed on 25 March and 28 October 2012, that of Sao Paulo on 25/26 February 2012 at midnight
  assertEquals(hoursOf(binEdges(at("2012-03-24T12:00Z"), at("2012-03-26T12:00Z"), { days: 1 }, "Europe/Paris")), [
    24,
    23,
    24,
  ]);
  assertEquals(hoursOf(binEdges(at("2012-10-27T12:00Z"), at("2012-10-29T12:00Z"), { days: 1 }, "Europe/Paris")), [
    24,
    25,
    24,
  ]);
  const saoPaulo = binEdges(at("2012-02-25T12:00Z"), at("2012-02-26T12:00Z"), { days: 1 }, "America/Sao_Paulo");
  assertEquals(hoursOf(saoPaulo), [25, 24]);
  assertEquals(saoPaulo[1], at("2012-02-26T03:00Z"));
});

Deno.test("binEdges() begins a day at its first hour where midnight was skipped", () => {
  // in Sao Paulo 21 October 2012 began at 01:00
  const edges = binEdges(at("2012-10-20T12:00Z"), at("2012-10-21T12:00Z"), { days: 1 }, "America/Sao_Paulo");
  assertEquals(edges[1], at("2012-10-21T03:00Z"));
  assertEquals(hoursOf(edges), [24, 23]);
});

Deno.test("binEdges() keeps short bins equal through a change of the clock", () => {
  for (const day of ["2012-03-25", "2012-10-28"]) {
    const edges = binEdges(at(`${day}T00:00Z`), at(`${day}T03:59Z`), { minutes: 5 }, "Europe/Paris");
    assertEquals(edges.length, 49);
    assertEquals([...new Set(hoursOf(edges))].map((length) => Math.round(length * 60)), [5]);
  }
});

Deno.test("binEdges() lets bins of several hours begin at the same hours and change their length", () => {
  const spring = binEdges(at("2012-03-24T23:00Z"), at("2012-03-25T21:59Z"), { hours: 6 }, "Europe/Paris");
  assertEquals(hoursOf(spring), [5, 6, 6, 6]);
  const autumn = binEdges(at("2012-10-27T22:00Z"), at("2012-10-28T22:59Z"), { hours: 6 }, "Europe/Paris");
  assertEquals(hoursOf(autumn), [7, 6, 6, 6]);
});

Deno.test("binEdges() begins hours on the clock of a zone off by half an hour", () => {
  const edges = binEdges(at("2012-01-19T19:00Z"), at("2012-01-19T19:00Z"), { hours: 1 }, "Asia/Kolkata");
  assertEquals(edges, Float64Array.of(at("2012-01-19T18:30Z"), at("2012-01-19T19:30Z")));
});

Deno.test("binEdges() begins weeks on Monday, months and quarters on the first", () => {
  const event = at("2012-01-19T19:00Z");
  assertEquals(binEdges(event, event, { weeks: 1 }), Float64Array.of(at("2012-01-16T00:00Z"), at("2012-01-23T00:00Z")));
  assertEquals(
    binEdges(event, event, { months: 1 }),
    Float64Array.of(at("2012-01-01T00:00Z"), at("2012-02-01T00:00Z")),
  );
  assertEquals(
    binEdges(event, at("2012-04-01T00:00Z"), { months: 3 }, "UTC"),
    Float64Array.of(at("2012-01-01T00:00Z"), at("2012-04-01T00:00Z"), at("2012-07-01T00:00Z")),
  );
});

Deno.test("binEdges() refuses bins that do not fit a clock or a calendar", () => {
  const refused = [
    { minutes: 7 },
    { minutes: 0 },
    { hours: 5 },
    { days: 2 },
    { months: 2 },
    { minutes: 5, hours: 1 },
    {},
  ];
  for (const bin of refused) {
    assertThrows(() => binEdges(0, 1, bin as Bin), RangeError, JSON.stringify(bin));
  }
  assertThrows(() => binEdges(2, 1, { days: 1 }), RangeError, "current are 2 and 1");
  assertThrows(() => binEdges(NaN, 1, { days: 1 }), RangeError, "NaN");
  assertThrows(() => binEdges(0, 1, { days: 1 }, "Europe/Atlantis"), RangeError);
});

Deno.test("nominalLength() orders bins from a minute to a quarter", () => {
  const bins: Bin[] = [{ minutes: 1 }, { minutes: 60 }, { hours: 12 }, { days: 1 }, { weeks: 1 }, { months: 1 }, {
    months: 3,
  }];
  const lengths = bins.map(nominalLength);
  assertEquals(lengths, lengths.toSorted((a, b) => a - b));
});

Deno.test("binEdges() rise, hold both ends, and meet without a gap", () => {
  const zones = ["UTC", "Europe/Paris", "America/Sao_Paulo", "Asia/Kolkata", "Australia/Lord_Howe"];
  const bins: Bin[] = [{ minutes: 15 }, { minutes: 60 }, { hours: 3 }, { hours: 12 }, { days: 1 }, { weeks: 1 }, {
    months: 1,
  }, {
    months: 3,
  }];
  const instant = fc.integer({ min: at("2011-06-01"), max: at("2013-06-01") });
  fc.assert(
    fc.property(
      instant,
      fc.integer({ min: 0, max: 40 * 24 * hour }),
      fc.constantFrom(...bins),
      fc.constantFrom(...zones),
      (
        from,
        length,
        bin,
        zone,
      ) => {
        const edges = binEdges(from, from + length, bin, zone);
        assert(edges[0]! <= from && from < edges[1]!);
        assert(edges.at(-2)! <= from + length && from + length < edges.at(-1)!);
        assert(edges.every((edge, i) => i === 0 || edge > edges[i - 1]!));
        // the same edges from further off
        const wider = binEdges(from - 10 * 24 * hour, from + length, bin, zone);
        assertEquals(wider.slice(wider.indexOf(edges[0]!)), edges);
      },
    ),
    { seed: 20120119, numRuns: 60 },
  );
});
