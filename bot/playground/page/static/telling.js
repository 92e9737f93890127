// Short words to the person: toasts, alerts, and what a screen reader says.
import { at } from "./make.js";

const SHOWN = 4000; // milliseconds
let ending;

export function toast(text) {
  const place = at("toast");
  place.textContent = text;
  place.hidden = false;
  clearTimeout(ending);
  ending = setTimeout(() => { place.hidden = true; }, SHOWN);
}

export function alertOf(text) {
  at("alert").querySelector("p").textContent = text;
  at("alert").showModal();
}

export function announce(text) {
  at("news").textContent = text;
}
