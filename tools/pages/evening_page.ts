import { loadProfile } from "@/simulator/traffic_profile.ts";
import { Html, markup } from "@/show/markup.ts";
import { eveningFrame, eveningHours, eveningPaths, eveningSeed, xOfHour, yOfLevel } from "./evening.ts";
import type { PageSource } from "./page.ts";
import { sharedMemory } from "./translation/memory.ts";

/** The fall that is drawn first. */
const firstChange = -0.12;

/** A simulated evening, with and without an event: what an eye makes of a graph. */
export async function eveningPage(): Promise<PageSource> {
  const profile = await loadProfile("orange-fixed-2013");
  const paths = eveningPaths(profile, firstChange);
  const { width, height, left, right } = eveningFrame;
  const hours = Array.from(
    { length: (eveningHours[1] - eveningHours[0]) / 3 + 1 },
    (_, index) => eveningHours[0] + 3 * index,
  );
  const steps = [
    ["ordinary", "An ordinary evening"],
    ["event", "The same evening with the event"],
    ["both", "Both, one over the other"],
  ] as const;
  return {
    file: "evening.html",
    title: "A simulated evening, with and without an event",
    description: "Simulated traffic of a French network on the evening of the closure, with and without a fall.",
    memory: sharedMemory,
    scripts: ["evening.js"],
    body: markup`<h1>A simulated evening, with and without an event</h1>
<p>The article’s graphs of a French access provider are lost. This is what such a graph looks like: simulated traffic with
the daily shape that Orange measured in France. Every night the traffic falls steeply with nothing happening. Would you
see the event?</p>
<form class="steps" data-profile="${JSON.stringify({ ...profile, hours: [...profile.hours] })}">
<fieldset><legend>Show</legend>${
      steps.map(([step, label], index) =>
        markup`<span class="choice"><input type="radio" name="step" id="step-${step}"${
          index === 2 && new Html(" checked")
        }><label for="step-${step}">${label}</label></span> `
      )
    }</fieldset>
<p id="size-control" hidden><label for="size">Size of the fall (%)</label> <output for="size" id="size-shown" class="name">${
      Math.round(-firstChange * 100)
    }</output> <input type="range" id="size" min="0" max="40" step="1" value="${Math.round(-firstChange * 100)}"></p>
</form>
<figure class="evening"><p><strong>Simulated: the evening of 19 January 2012 on a made network</strong></p>
<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 ${width} ${height}" aria-label="Simulated data. Traffic rises until about 21:00 in Paris and falls by night; with the event it steps down at 20:00.">
<text class="stamp" x="${width - right}" y="14" text-anchor="end">simulated data, not a measurement</text>
${
      hours.map((hour) =>
        markup`<line class="grid" x1="${xOfHour(hour)}" x2="${xOfHour(hour)}" y1="${yOfLevel(1.8)}" y2="${
          yOfLevel(0)
        }"/><text x="${xOfHour(hour)}" y="${height - 12}">${hour % 24} h</text>`
      )
    }<line class="zero" x1="${left}" x2="${width - right}" y1="${yOfLevel(0)}" y2="${yOfLevel(0)}"/>
<path class="without" d="${paths.without}"/><path class="with" d="${paths.with}"/></svg>
<figcaption>Hours of Paris. Dashed: without the event. Solid: with it, from 20:00. Seed ${eveningSeed}.</figcaption></figure>
<p>The shape is Orange’s mean day of 2013 in <a href="data.html#file-profiles-orange-fixed-2013-csv">the data</a>; level,
noise and event are made. The functions are those of <a href="method-series.html">the library</a>.</p>
`,
  };
}
