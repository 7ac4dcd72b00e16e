import type { FileQuestion } from "@/impact/ask_files.ts";

/** A file that is not as it should be, and what is said of it. */
export interface BadInput {
  /** What it is, as the documentation calls it. */
  readonly what: string;
  readonly content: string | Uint8Array<ArrayBuffer> | (() => Promise<Uint8Array<ArrayBuffer>>);
  /** What the question has beside the file. */
  readonly question?: Partial<FileQuestion>;
  /** What is said, with FILE for the name of the file. */
  readonly says: string;
}

const hour = 3_600_000;
const start = Date.parse("2012-01-02T00:00Z");
const written = (row: number) => new Date(start + row * hour).toISOString().slice(0, 16);

/** Three weeks of hours, with the rhythm of the day. */
const usual = (row: number) => (100 + 40 * Math.sin(2 * Math.PI * row / 24) + 5 * Math.sin(row * row)).toFixed(2);

/** A file of times and values; `change` gives the line of a row another text. */
export function hours(
  change: (row: number, line: string) => string = (_, line) => line,
  header = "time,traffic",
): string {
  const lines = Array.from({ length: 504 }, (_, row) => change(row, `${written(row)}Z,${usual(row)}`));
  return [header, ...lines].join("\n") + "\n";
}

const without = (what: "Z") => hours((_, line) => line.replace(what, ""));
const at = (row: number, text: (time: string) => string) =>
  hours((each, line) => each === row ? text(`${written(row)}Z`) : line);

export const badInputs: readonly BadInput[] = [
  { what: "an empty file", content: "", says: 'FILE: "an empty file" found, a file with rows of data expected' },
  {
    what: "a header and nothing else",
    content: "time,traffic\n",
    says: "FILE: a row of data after the header expected",
  },
  {
    what: "one row",
    content: "time,traffic\n2012-01-19T19:00Z,40\n",
    says: 'FILE, column traffic: "1 row" found, at least two different times expected',
  },
  {
    what: "no time zone",
    content: without("Z"),
    says:
      'FILE, row 2, column time: "2012-01-02T00:00" found, a time with its offset from UTC, or the time zone of the file expected',
  },
  {
    what: "mixed zones",
    content: at(9, (time) => `${time.replace("Z", "+01:00")},40`),
    says: 'FILE, row 11, column time: "2012-01-02T09:00+01:00" found, a time with the offset Z, as in row 2, expected',
  },
  {
    what: "a zone that does not exist",
    content: without("Z"),
    question: { zone: "Europe/Atlantis" },
    says: 'The zone must be a time zone such as Europe/Paris, current value is "Europe/Atlantis"',
  },
  {
    what: "two values for one time",
    content: at(9, () => `${written(8)}Z,40`),
    says:
      'FILE, row 11, column traffic: "40 at 2012-01-02T08:00, and 139.24 in row 10" found, one value for a time (or a choice: first, last, mean, sum or max) expected',
  },
  {
    what: "an hour that the clock skipped",
    content: "time,traffic\n2012-03-25 01:00,1\n2012-03-25 02:00,2\n2012-03-25 03:00,2\n",
    question: { zone: "Europe/Paris" },
    says:
      'FILE, row 3, column time: "2012-03-25 02:00" found, a time that the clock of Europe/Paris showed (it was set forward over this one) expected',
  },
  {
    what: "an hour that the clock showed twice, once in the file",
    content: "time,traffic\n2012-10-28 01:00,1\n2012-10-28 02:00,2\n2012-10-28 03:00,2\n",
    question: { zone: "Europe/Paris" },
    says:
      'FILE, row 3, column time: "2012-10-28 02:00" found, an hour that the clock of Europe/Paris showed twice to stand there twice, or a choice of earlier or later expected',
  },
  {
    what: "a counter that falls, and no line rate",
    content: "time,ifHCInOctets\n2012-01-19T19:00Z,5000000000\n2012-01-19T19:05Z,5000300000\n2012-01-19T19:10Z,100\n",
    says:
      'FILE, row 4, column ifHCInOctets: "100" found, a counter that does not fall, or the line rate, which tells a wrap from a reset, expected',
  },
  {
    what: "a counter beyond its width",
    content: "time,ifInOctets\n2012-01-19T19:00Z,5000000000\n2012-01-19T19:05Z,5000300000\n",
    says: 'FILE, row 2, column ifInOctets: "5000000000" found, a whole number of a 32-bit counter expected',
  },
  {
    what: "a negative rate",
    content: at(9, (time) => `${time},-3`),
    says:
      'FILE, row 11, column traffic: "-3" found, a value of 0 or above (or say that negative ones are missing, or to be kept) expected',
  },
  {
    what: "text in a column of numbers",
    content: at(9, (time) => `${time},about 40`),
    says: 'FILE, row 11, column traffic: "about 40" found, a number, or nothing where it is missing, expected',
  },
  {
    what: "a decimal comma",
    content: hours((_, line) => line.replace(",", ";").replace(".", ","), "time;traffic"),
    says:
      'FILE, row 2, column traffic: "100,00" found, a number with a decimal point (or say that the decimal mark is a comma) expected',
  },
  {
    what: "an enormous value",
    content: at(9, (time) => `${time},1e300`),
    says: 'FILE, row 11, column traffic: "1e300" found, a number of at most 1e+30 expected',
  },
  {
    what: "an infinite value",
    content: at(9, (time) => `${time},Infinity`),
    says: 'FILE, row 11, column traffic: "Infinity" found, a number, or nothing where it is missing, expected',
  },
  {
    what: "a date that may be two days",
    content: "date,traffic\n19/01/2012,40\n20/01/2012,30\n",
    says:
      'FILE, row 2, column date: "19/01/2012" found, a date that begins with the year (or say whether the day or the month comes first) expected',
  },
  {
    what: "an event outside the data",
    content: hours(),
    question: { event: "2013-01-19T19:00Z" },
    says:
      "Cannot look at an event: it must lie inside the series traffic, which runs from 2012-01-02T00:00Z to 2012-01-22T23:00Z, current value is 2013-01-19T19:00Z",
  },
  {
    what: "an event that is no time",
    content: hours(),
    question: { event: "last Thursday" },
    says:
      'The event must be a time such as 2012-01-19T19:00Z (or without Z, of the time zone given), current value is "last Thursday"',
  },
  {
    what: "too short a time before the event",
    content: hours(),
    question: { event: "2012-01-03T00:00Z" },
    says:
      "Cannot learn the rhythm of the day: three days before the event are needed (daily: 0 does without), current count is 1",
  },
  {
    what: "a constant series",
    content: hours((row) => `${written(row)}Z,40`),
    says: "Cannot look at an event: the series traffic must vary before it, every value is 40",
  },
  {
    what: "a series of zeros",
    content: hours((row) => `${written(row)}Z,0`),
    says: "Cannot look at an event: the series traffic must vary before it, every value is 0",
  },
  {
    what: "nothing but missing values",
    content: hours((row) => `${written(row)}Z,NaN`),
    says: 'FILE: "traffic" found, a column of numbers beside the times expected',
  },
  {
    what: "several series, none chosen",
    content: "time,<script>alert(1)</script>,out\n2012-01-19T19:00Z,1,2\n2012-01-19T19:05Z,1,2\n",
    says: 'FILE holds 2 series, choose one or more (or all): "<script>alert(1)</script>", "out"',
  },
  {
    what: "rows of different lengths",
    content: at(9, (time) => `${time},40,41`),
    says: 'FILE, row 11: "2012-01-02T09:00Z 40 41" found, 2 columns, as in the first row, expected',
  },
  {
    what: "a quotation that does not end",
    content: at(9, (time) => `${time},"40`),
    says: "FILE, row 505: a quotation that ends expected",
  },
  {
    what: "a Parquet file cut short",
    content: Uint8Array.from("PAR1 and no more", (character) => character.charCodeAt(0)),
    says:
      'FILE: "parquet: File out of specification: The file must end with PAR1" found, a whole Parquet file expected',
  },
  {
    what: "a gzip file cut short",
    content: async () => {
      const stream = new Blob([hours()]).stream().pipeThrough(new CompressionStream("gzip"));
      return new Uint8Array(await new Response(stream).arrayBuffer()).slice(0, -40);
    },
    says: "FILE: a whole gzip file expected",
  },
  {
    what: "binary junk",
    content: Uint8Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256),
    says: 'FILE: "binary data" found, one of these formats (FORMATS) expected',
  },
  {
    what: "a web page",
    content: "<!doctype html><html><body>Traffic</body></html>",
    says: 'FILE: "a web page or other XML" found, the data, not the page that shows them, expected',
  },
  {
    what: "a line of megabytes",
    content: `time,traffic\n${"9".repeat(3_000_000)}\n`,
    says: "FILE, row 2: a row of at most 1048576 characters expected",
  },
  {
    what: "times centuries apart",
    content: "time,traffic\n1970-01-01T00:00Z,1\n1970-01-01T00:01Z,1\n2370-01-01T00:00Z,1\n",
    says:
      'FILE, column traffic: "times from 1970-01-01T00:00 to 2370-01-01T00:00" found, at most 3000000 bins (say which bin, or look for a wrong time), expected',
  },
  {
    what: "bins of a month",
    content: `time,traffic\n${
      Array.from({ length: 12 }, (_, month) => `2012-${`${month + 1}`.padStart(2, "0")}-01,${month}`).join("\n")
    }\n`,
    question: { zone: "UTC" },
    says:
      "Cannot look at an event: bins of a week or shorter are needed, so that there is a rhythm and a noise to learn, current bins are of one month (for growth from one month or quarter to the next use chainedRatio)",
  },
];

/** What is said of inputs that look bad and are read. */
export const mended:
  readonly (Omit<BadInput, "says"> & { readonly notes: readonly string[]; readonly missing?: number })[] = [
    {
      what: "missing stamps",
      content: hours((row, line) => row === 100 || row === 101 ? "" : line),
      notes: [],
      missing: 2,
    },
    {
      what: "NaN, null, N/A and empty cells",
      content: at(9, (time) => `${time},NaN`),
      notes: ["1 stated missing: left out"],
      missing: 1,
    },
    {
      what: "a row that stands there twice",
      content: hours((row, line) => row === 9 ? `${line}\n${line}` : line),
      notes: ["1 rows stand there twice with the same value: one of each taken"],
    },
    {
      what: "rows newest first",
      content: hours().trim().split("\n").map((line, index, all) => index === 0 ? line : all[all.length - index]!).join(
        "\n",
      ),
      notes: ["503 out of order: sorted"],
    },
    {
      what: "an hour that the clock showed twice, twice in the file",
      content: hours((row) => {
        const local = Temporal.Instant.fromEpochMilliseconds(Date.parse("2012-10-14T00:00Z") + row * hour)
          .toZonedDateTimeISO("Europe/Paris");
        return `${local.toPlainDateTime().toString({ smallestUnit: "minute" })},${usual(row)}`;
      }),
      question: { zone: "Europe/Paris", event: "2012-10-31T19:00Z" },
      notes: [
        "1 local times stand there twice, when the clock of Europe/Paris was set back: read in the order of the rows",
      ],
    },
  ];
