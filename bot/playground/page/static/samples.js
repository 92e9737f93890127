// Pictures at hand for a first try, each with who made it.
import { at, make } from "./make.js";
import { get } from "./server.js";
import { t } from "./texts.js";

const FOLDER = "/page/samples";

export const samples = await get(`${FOLDER}/samples.json`);

export const addressOf = (sample) => `${FOLDER}/${sample.file}`;

export const nameOf = (sample) => t(`sample_${sample.name}`);

export async function take(sample, composer) {
  const photo = await (await fetch(addressOf(sample))).blob();
  composer.add([new File([photo], sample.file, { type: photo.type })]);
}

export function showSamples(composer) {
  const [box, opener] = [at("samples"), at("open-samples")];
  const fold = (isOpen) => {
    box.hidden = !isOpen;
    opener.setAttribute("aria-expanded", String(isOpen));
  };
  opener.onclick = () => fold(box.hidden);
  box.onkeydown = (event) => { if (event.key === "Escape") { fold(false); opener.focus(); } };
  box.replaceChildren(...samples.map((sample) => make("button", { type: "button",
    onclick: () => { fold(false); take(sample, composer); } },
  make("img", { src: addressOf(sample), alt: "", width: 96, height: 64, loading: "lazy" }),
  make("small", {}, t("sample_by", { what: nameOf(sample), author: sample.author, licence: sample.licence })))));
}
