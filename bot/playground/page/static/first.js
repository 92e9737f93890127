// Three messages to begin with, with pictures that are at hand.
import { at, make } from "./make.js";
import { addressOf, nameOf, samples, take } from "./samples.js";
import { t } from "./texts.js";

const [COFFEE] = samples;
const TRIES = [
  { label: "try_draw", text: "try_draw_text" },
  { label: "try_enlarge", sample: COFFEE },
  { label: "try_sketch", sample: COFFEE, text: "try_sketch_text" },
];

export function showFirst(place, me, talk, composer) {
  const box = at("first");
  const isWanted = place.kind === "private" && !talk.saysAnything(me);
  const { lang } = document.documentElement;
  if (box.hidden === !isWanted && box.lang === lang) return; // a button may have the focus
  Object.assign(box, { hidden: !isWanted, lang });
  box.replaceChildren(...TRIES.map((each) => make("button", { type: "button", onclick: () => begin(each, composer) },
    each.sample ? make("img", { src: addressOf(each.sample), alt: nameOf(each.sample), width: 40, height: 40 }) : null,
    t(each.label))));
}

async function begin(wish, composer) {
  if (wish.sample) await take(wish.sample, composer);
  composer.write(wish.text ? t(wish.text) : "");
  await composer.send();
}
