// The page's own words in the language that was chosen, or in that of whoever speaks.
import { at } from "./make.js";

const KNOWN = ["en", "zh", "ru"];
const FALLBACK = "en";
const AS_THE_PERSON = "";

const texts = await (await fetch("/page/static/texts.json")).json();
let language = FALLBACK;

export const chosen = () => localStorage.getItem("language") ?? AS_THE_PERSON;

// Of the page from now on; `spoken` is the person's language, as Telegram tells it ("zh-hans").
export function speak(spoken) {
  const wanted = chosen() || spoken.split("-")[0];
  language = KNOWN.includes(wanted) ? wanted : FALLBACK;
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = t(element.dataset.text);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", t(element.dataset.label));
  for (const element of document.querySelectorAll("[data-placeholder]")) element.placeholder = t(element.dataset.placeholder);
  document.documentElement.style.setProperty("--drop-here", JSON.stringify(t("drop_here")));
}

export function choose(wanted) {
  localStorage.setItem("language", wanted);
  at("language").value = wanted;
}

// The words of a key, with its places filled; those that count pick their plural by `count`.
export function t(key, places = {}) {
  const found = texts[key][language];
  const text = typeof found === "string" ? found : found[new Intl.PluralRules(language).select(places.count)];
  return text.replace(/\{(\w+)\}/g, (_, name) => places[name]);
}

export const timeOf = (seconds, options) => new Date(seconds * 1000).toLocaleTimeString(language, { hour12: false, ...options });
