// Three messages to begin with, with pictures that are at hand.
import { at, make } from "./make.js";

const SAMPLE = "coffee.jpg";
const TRIES = [
  { label: "Draw: a red fox in the snow", text: "/gen a red fox in the snow --ar 3:2" },
  { label: "Enlarge this photo", photo: true, text: "" },
  { label: "Make this photo a pencil sketch", photo: true, text: "/edit make it a pencil sketch" },
];

export function showFirst(place, me, talk, composer) {
  const box = at("first");
  const isWanted = place.kind === "private" && !talk.saysAnything(me);
  if (box.hidden === !isWanted) return;
  box.hidden = !isWanted;
  box.replaceChildren(...TRIES.map((each) => make("button", { type: "button", onclick: () => begin(each, composer) },
    each.photo ? make("img", { src: `/page/samples/${SAMPLE}`, alt: "A cup of coffee", width: 40, height: 40 }) : null,
    each.label)));
}

async function begin(wish, composer) {
  if (wish.photo) {
    const photo = await (await fetch(`/page/samples/${SAMPLE}`)).blob();
    composer.add([new File([photo], SAMPLE, { type: photo.type })]);
  }
  composer.write(wish.text);
  await composer.send();
}
