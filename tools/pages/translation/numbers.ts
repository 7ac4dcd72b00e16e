const number = String.raw`(?:(?<![\p{L}\p{N}])[−-])?(?:\d{1,3}(?:[,\u202f]\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d+)?`;
const end = String.raw`(?:${number}|−?∞)`;
const months: Readonly<Record<string, string>> = {
  January: "janvier",
  February: "février",
  March: "mars",
  April: "avril",
  May: "mai",
  June: "juin",
  July: "juillet",
  August: "août",
  September: "septembre",
  October: "octobre",
  November: "novembre",
  December: "décembre",
  Jan: "janv.",
  Feb: "févr.",
  Mar: "mars",
  Apr: "avr.",
  Jun: "juin",
  Jul: "juil.",
  Aug: "août",
  Sep: "sept.",
  Oct: "oct.",
  Nov: "nov.",
  Dec: "déc.",
};
const month = Object.keys(months).join("|");
const patterns = [
  String.raw`(?:\d{1,2} )?(?:${month}) \d{4}`,
  String.raw`\d{1,2} (?:${month})`,
  String.raw`\[${end}, ${end}\]`,
  String.raw`\d{4}-(?:Q[1-4]|H[12])`,
  String.raw`\d{4}-\d{2}(?:-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?Z?)?)?`,
  String.raw`\d{1,2}:\d{2}`,
  number,
];
// A digit that belongs to a name (AS16265, 95th, europe-20) is part of the words.
const figure = new RegExp(
  String.raw`(?<![\p{L}\p{N}_.]|[\p{L}_][-/])(?:${patterns.join("|")})(?![\p{L}\p{N}_]|\.\d)`,
  "gu",
);

/** What a number with a point is no decimal after: the version of a licence, a language, a program. */
const beforeVersion =
  /(?:\b(?:version|CC BY(?:-\w+)*|CausalImpact|Chromium|Deno|Node|Python|R|nfdump)|\bv|\bversions(?: [\d.]+ and)?) $/u;

/**
 * Takes the figures out of a text: what is left recurs, whatever was computed.
 *
 * @param replace What stands in place of a figure, given the figure and its French.
 */
export function takeFigures(text: string, replace: (figure: string, french: string) => string): string {
  return text.replace(
    figure,
    (found, at: number) => replace(found, beforeVersion.test(text.slice(0, at)) ? found : frenchFigure(found)),
  );
}

/**
 * A figure of an English page as French writes it: decimal comma, narrow no-break spaces between thousands, a semicolon
 * between the bounds of an interval, French months. Dates and times in ISO 8601 stay.
 */
export function frenchFigure(figure: string): string {
  if (figure.startsWith("[")) return `[${figure.slice(1, -1).split(", ").map(frenchFigure).join(" ; ")}]`;
  if (/[a-z]/.test(figure) && !/^[−\d.,\u202f]+e/.test(figure)) {
    return figure.replace(/\p{L}+/u, (name) => months[name]!).replace(/^1 /, "1er ");
  }
  if (/^\d{4}-[QH]/.test(figure)) return figure.replace("Q", "T").replace("H", "S");
  if (/^\d{4}-\d{2}|:/.test(figure)) return figure;
  return figure.replaceAll(",", "\u202f").replace(".", ",");
}

/** Puts spaces at which no line may break before a percent sign and within an interval. */
export function keepFiguresTogether(text: string): string {
  return text.replace(/(?<=\d) %/g, "\u00a0%")
    .replace(/\[[^\][]*\d\]/g, (interval) => interval.replaceAll(" ", "\u00a0"));
}
