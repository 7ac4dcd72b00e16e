/// <reference lib="dom" />
import { trafficProfile } from "@/simulator/traffic_profile.ts";
import { eveningPaths } from "../evening.ts";

const form = document.querySelector<HTMLFormElement>("form.steps")!;
const { name, hours, zone } = JSON.parse(form.dataset.profile!);
const profile = trafficProfile(name, hours, zone);
const size = document.querySelector<HTMLInputElement>("#size")!;

size.addEventListener("input", () => {
  document.querySelector("#size-shown")!.textContent = size.value;
  const paths = eveningPaths(profile, -Number(size.value) / 100);
  document.querySelector(".evening .with")!.setAttribute("d", paths.with);
});
// Where the browser does not know time zones, the drawing stays as it is.
if ("Temporal" in globalThis) document.querySelector<HTMLElement>("#size-control")!.hidden = false;
