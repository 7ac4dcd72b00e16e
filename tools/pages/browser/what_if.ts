/// <reference lib="dom" />
import { estimateOf } from "@/claims/finding.ts";
import { type Evidence, judge } from "@/claims/verdict.ts";
import { formatEstimate } from "@/interval/format.ts";
import { takeFigures } from "../translation/numbers.ts";
import type { Case } from "../what_if.ts";

const write = (text: string) =>
  document.documentElement.lang === "fr" ? takeFigures(text, (_, french) => french) : text;

function start(section: HTMLElement): void {
  const { claim, evidence }: Case = JSON.parse(section.dataset.case!);
  const form = section.querySelector("form")!;
  const inputs = [...form.querySelectorAll<HTMLInputElement>("input")];
  const outputs = [...form.querySelectorAll("output")];
  const words = (selector: string) => section.querySelector(selector)!.textContent!;

  const update = () => {
    const moved = evidence.map((piece, index) => shift(piece, inputs[index]!));
    moved.forEach(({ finding }, index) => {
      outputs[index]!.textContent = write(formatEstimate(estimateOf(finding), finding.unit));
    });
    const { kind, swaps } = judge(claim, moved);
    const badge = section.querySelector<HTMLElement>(".verdict")!;
    badge.dataset.verdict = kind;
    badge.textContent = words(`[data-kind="${kind}"] b`);
    section.querySelector(".swaps")!.textContent = swaps.map((swap) => words(`[data-swap="${swap}"]`)).join(", ");
    section.querySelector(".words")!.textContent = words(`[data-kind="${kind}"] i`);
  };
  form.addEventListener("input", update);
  form.addEventListener("reset", () => setTimeout(update));
  section.hidden = false;
  update();
}

/** A piece of evidence with its finding moved as far as the control was, bounds along with it. */
function shift(piece: Evidence, input: HTMLInputElement): Evidence {
  const { finding } = piece;
  const by = Number(input.value) - Number(input.defaultValue);
  const move = (end: number | null) => end === null ? null : end + by;
  return {
    ...piece,
    finding: { ...finding, value: finding.value + by, low: move(finding.low), high: move(finding.high) },
  };
}

document.querySelectorAll<HTMLElement>(".what-if").forEach(start);
