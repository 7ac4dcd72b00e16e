import { type ReadLimits, textLines } from "@/read/file_text.ts";
import { refuse } from "@/read/refuse.ts";
import type { SeriesSource } from "@/read/series_source.ts";

/**
 * Reads the log of MRTG: in and out, mean rates in byte/s, made bit/s, newest first, of 5 minutes, half hours, two hours and
 * days as they grow older. Each stands for the stretch that ends at its time, as what rateup writes of known counters shows.
 *
 * @throws {DataError} If a line is not five whole numbers.
 */
export async function readMrtgLog(file: string, limits?: ReadLimits): Promise<SeriesSource> {
  const times: number[] = [];
  const rates: [number[], number[]] = [[], []];
  const lines: number[] = [];
  for await (const { text, line } of textLines(file, limits)) {
    if (line === 1 || text.trim() === "") continue;
    const numbers = text.trim().split(/\s+/).map(Number);
    if (numbers.length !== 5 || !numbers.every((number) => Number.isSafeInteger(number)) || numbers[0]! < 0) {
      refuse({ file, row: line, value: text.slice(0, 60), expected: "a time and four rates, whole numbers," });
    }
    if (1000 * numbers[0]! === times.at(-1)) continue; // the last run is written twice
    times.push(1000 * numbers[0]!);
    for (const way of [0, 1] as const) rates[way].push(numbers[1 + way]!);
    lines.push(line);
  }
  if (times.length === 0) refuse({ file, expected: "a line of rates after the first" });
  const names = ["in", "out"];
  return {
    file,
    format: "mrtg-log",
    names,
    notes: ["mean rates of the log, byte/s made bit/s; it cannot tell a rate of 0 from a poll that failed"],
    rows: (name) => {
      const way = names.indexOf(name) as 0 | 1;
      if (way < 0) throw new RangeError(`Cannot read a series: ${file} has only in and out, not ${name}`);
      // the log reaches back over years from the start, with rates of 0 for the time before
      const kept = 1 + rates[way].findLastIndex((rate) => rate !== 0);
      const oldestFirst = (values: readonly number[]) => values.slice(0, kept || undefined).toReversed();
      return {
        name,
        unit: "bit/s",
        times: Float64Array.from(oldestFirst(times)),
        values: Float64Array.from(oldestFirst(rates[way]), (rate) => 8 * rate),
        lines: Int32Array.from(oldestFirst(lines)),
        stamp: "end",
        resolutions: [300_000, 1_800_000, 7_200_000, 86_400_000],
        notes: kept < times.length ? [`${times.length - kept} rates of 0 before the first other one: left out`] : [],
      };
    },
  };
}
